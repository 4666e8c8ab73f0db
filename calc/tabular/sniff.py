"""What kind of file these bytes are: by their first bytes, never by what the name promises."""

import codecs
import re

from calc.tabular.table import NotATable

CSV_ENDINGS = (".csv", ".txt", ".tsv", ".tab")
XLSX_ENDINGS = (".xlsx",)

_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x7fELF", "program"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!", "packed"),
    (b"BZh", "packed"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3", "database"),
)
_HEAD = 4096  # bytes that are looked at for a signature

# The single-byte encodings offered when a file is not Unicode; the first is the default.
ENCODINGS = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859-2", "iso8859-15", "mac-roman",
    "shift_jis", "gb18030", "big5", "euc-kr",
)  # fmt: skip
UNICODE = ("utf-8", "utf-16", "utf-32")


def kind_of(data: bytes, name: str) -> str:
    """Return "csv" or "xlsx". Raises NotATable for anything else, and for a wrong ending."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotATable("empty")
    ending = _ending(name)
    if data[:4] == b"PK\x03\x04":
        if ending in CSV_ENDINGS:
            raise NotATable("workbook_named_csv", ending=ending)
        if ending not in XLSX_ENDINGS:
            raise NotATable("wrong_ending", ending=ending)
        return "xlsx"
    _refuse_known(data[:_HEAD])
    if ending in XLSX_ENDINGS:
        raise NotATable("no_workbook")
    if ending not in CSV_ENDINGS:
        raise NotATable("wrong_ending", ending=ending)
    return "csv"


def _ending(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    return found.group().lower() if found else ""


def _refuse_known(head: bytes) -> None:
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise NotATable(what)
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        raise NotATable("program")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body")):
        raise NotATable("web_page")
    if re.match(rb"[{\[]\s*[\"{\[]", start):
        raise NotATable("json")


def decode(data: bytes, encoding: str = "") -> tuple[str, str, bool]:
    """Return the text, the name of its encoding and whether that is certain.

    ``encoding`` is what the person chose; without it a byte order mark decides, then the
    pattern of zero bytes, then whether the bytes are UTF-8. What is not Unicode is read as
    Windows-1252, the likeliest, and is not certain. Raises NotATable when nothing fits.
    """
    if encoding:
        return _decode_as(data, encoding), encoding, True
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decode_marked(data, name), name.removesuffix("-sig"), True
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return _decode_as(data, unmarked), "utf-16", True
    return _decode_unmarked(data)


def _decode_marked(data: bytes, name: str) -> str:
    """A mark is certain, so that damage inside is damage, not another encoding."""
    return data.decode(name, errors="replace")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        raise NotATable("unknown_encoding", encoding=encoding) from None
    return _refuse_binary(text.removeprefix("\ufeff"))


def _utf16_without_mark(data: bytes) -> str:
    head = data[:_HEAD]
    zeros_even, zeros_odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if 5 * zeros_odd > 2 * half and 20 * zeros_even < half:
        return "utf-16-le"
    if 5 * zeros_even > 2 * half and 20 * zeros_odd < half:
        return "utf-16-be"
    return ""


def _decode_unmarked(data: bytes) -> tuple[str, str, bool]:
    try:
        return _refuse_binary(data.decode("utf-8")), "utf-8", True
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    if good > 3 * bad:  # UTF-8 with a few damaged letters; their rows are reported
        return _refuse_binary(text), "utf-8", True
    try:
        return _refuse_binary(data.decode("cp1252")), "cp1252", False
    except UnicodeDecodeError:
        return _refuse_binary(data.decode("latin-1")), "latin-1", False


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def _refuse_binary(text: str) -> str:
    head = text[:20_000]
    if head and 20 * len(_CONTROLS.findall(head)) > len(head):
        raise NotATable("binary")
    return text
