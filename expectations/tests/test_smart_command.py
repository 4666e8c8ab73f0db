"""``manage.py smart``: JSON lines in, what the check says of each line out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def check(tmp_path):
    """Check the lines of a file: the answers, and the complaint at the end ("" for none)."""

    def run(*lines: str | bytes) -> tuple[list[dict], str]:
        path = tmp_path / "standards.jsonl"
        path.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode() for x in lines))
        out = io.StringIO()
        try:
            call_command("smart", str(path), stdout=out)
        except CommandError as problem:
            return [json.loads(line) for line in out.getvalue().splitlines()], str(problem)
        return [json.loads(line) for line in out.getvalue().splitlines()], ""

    return run


def line(text: str) -> str:
    return json.dumps({"text": text})


def test_a_vague_standard_comes_back_with_reasons_and_proposals(check):
    [answer], problem = check(line("Improve GTX Plus Pro sales significantly."))
    assert problem == ""
    assert answer["text"] == "Improve GTX Plus Pro sales significantly."
    assert (answer["verdict"], answer["missing"]) == ("vague", ["S", "M", "T"])
    assert answer["findings"][0] == {
        "letter": "S",
        "span": "Improve",
        "why": "“Improve” names a direction without an end.",
        "proposal": "Say from where to where: from 40 to 55."
        " For example: “Increase GTX Plus Pro sales from … to … by …”",
    }


def test_a_smart_one_lacks_nothing(check):
    [answer], _ = check(line("At least 9 GTX Plus Pro deals are won by 31 March 2018."))
    assert (answer["verdict"], answer["missing"], answer["findings"]) == ("smart", [], [])


def test_standard_input(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(line("Sell more").encode()))
    monkeypatch.setattr("sys.stdin", stream)
    out = io.StringIO()
    call_command("smart", stdout=out)
    assert json.loads(out.getvalue())["missing"] == list("SMART")


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ("Improve sales", "The line is not JSON"),
        ("[1]", "no “text”"),
        ('{"text": 5}', "no “text”"),
        ('{"words": "Improve sales"}', "no “text”"),
        (b"\xff\xfe", "not UTF-8"),
        ("[" * 100_000, "The line is"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(check, bad, error):
    answers, problem = check(line("Sell more"), bad, line("Win 12 deals by June"))
    assert answers[1]["line"] == 2
    assert error in answers[1]["error"]
    assert [answers[0]["verdict"], answers[2]["verdict"]] == ["vague", "smart"]
    assert problem == "1 lines could not be read."


def test_blank_text_lacks_everything_and_blank_lines_are_none(check):
    answers, problem = check(line(" \n"), "", line("\u00a0"))
    assert [each["missing"] for each in answers] == [list("SMART")] * 2
    assert problem == ""


@pytest.mark.parametrize(
    "text",
    [
        "💥🔥 Win 12 deals by June 💥",
        "بيع 20 منتجا 2026-03-31",
        "成交 20 个客户 2026-03-31",
        "\u202eWin",
    ],
)
def test_every_script_comes_back_as_it_was(check, text):
    [answer], problem = check(line(text))
    assert (answer["text"], problem) == (text, "")


def test_half_a_character_comes_back(check):
    [answer], problem = check(line("\ud800 Win 12 deals by June"))
    assert (answer["text"], problem) == ("\ud800 Win 12 deals by June", "")


def test_a_line_of_a_megabyte(check):
    [answer], problem = check(line("Improve sales " * 75_000))
    assert (answer["missing"], problem) == (["S", "M", "T"], "")
    assert len(answer["findings"]) < 10


def test_a_line_without_end_is_refused(check):
    answers, problem = check(line("a" * (9 * 1024 * 1024)), line("Sell more"))
    assert answers[0] == {"line": 1, "error": "The line is longer than 8 MB."}
    assert answers[1]["verdict"] == "vague"
    assert problem


def test_a_file_that_is_not_there():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("smart", "/nowhere/standards.jsonl")
