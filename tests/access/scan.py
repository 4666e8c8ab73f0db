"""What a response says, as one searchable text: pages, CSV, unpacked workbooks, headers."""

import io
import re
import zipfile

from django.http import HttpResponse, StreamingHttpResponse
from pypdf import PdfReader

# Between the digits of a number as people write it: 7,313,573 · 7 313 573 · 7.313.573.
_GROUPING = re.compile(r"(?<=\d)[,.\u00a0\u202f\u2009' ](?=\d{3}(?!\d))")


def body_of(response: HttpResponse) -> bytes:
    if isinstance(response, StreamingHttpResponse) or response.streaming:
        return b"".join(response.streaming_content)
    return response.content


def text_of(body: bytes) -> str:
    """The readable text of a body; a zip (XLSX) is unpacked, a PDF read with what it says about
    itself. Groups of digits are closed up.
    """
    if body[:5] == b"%PDF-":
        paper = PdfReader(io.BytesIO(body))
        text = "\n".join([str(paper.metadata), *(page.extract_text() for page in paper.pages)])
    elif body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            text = "\n".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    else:
        text = body.decode("utf-8", "replace")
    return _GROUPING.sub("", text)


def head_of(response: HttpResponse) -> str:
    """The headers, where a text could hide as well (a file name, a redirect)."""
    return "\n".join(f"{name}: {value}" for name, value in response.headers.items())
