"""/documents/<id>/pdf/: the words and the signatures, and nothing that stands beside them."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from expectations.builders import (
    AREAS,
    AreaSpec,
    Content,
    make_document,
    make_objective,
    make_strategy,
)
from expectations.models import Comment, PutInForce, RemovedLine, State
from expectations.queries.words import shared_words
from expectations.tests.conftest import first_area, first_standard, url
from tests.cast import NOW, TODAY

_NUMBER_OR_DAY = re.compile(r"[\d.-]+")
HIDDEN = "Quexolorn"  # stands nowhere in the words


def paper(browser, version) -> PdfReader:
    answer = browser.get(url("pdf", version))
    assert answer.status_code == 200, answer.headers
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def text_of(browser, version) -> str:
    return " ".join(" ".join(page.extract_text() for page in paper(browser, version).pages).split())


def written(cast, goal: str, **fields):
    return make_document(
        person=cast.rep, state=State.SHARED, content=Content(position_goal=goal), **fields
    )


# --- what stands on it ---------------------------------------------------------------------------
def test_it_holds_every_word_that_is_signed(cast, rep, settings):
    settings.COMPANY_NAME = "Northwind"
    make_strategy(author=cast.executive, vision="Called first.", mission="We ask first.")
    make_objective(owner=cast.executive, title="Twelve million in won deals")
    text = text_of(rep, make_document(person=cast.rep, state=State.ACTIVE))
    for words in (
        "Northwind", "Rhea Solbergh", "Expectations for January to March 2026", "North",
        "Called first.", "We ask first.", "Twelve million in won deals (12,000,000 USD)",
        "Win and keep small", "New revenue", "40%", "at least 78,000 USD", "value of won deals",
        "2 calls by 28 Feb 2026", "Calls", "60", "Asking discovery questions",
        "2, needed 3 of 5", "Certification, two coached calls", "Keep every promise",
        "Promises a date to win the call",
    ):  # fmt: skip
        assert words in text, words


CODES = {"line", "area", "comparison", "cadence", "actual_from", "level", "kind", "unit", "figure"}


def texts_of(plain, name="") -> list[str]:
    """Every text somebody wrote that stands anywhere in the words."""
    if isinstance(plain, dict):
        return [text for key, each in plain.items() for text in texts_of(each, key)]
    if isinstance(plain, list):
        return [text for each in plain for text in texts_of(each, name)]
    is_words = isinstance(plain, str) and name not in CODES and not _NUMBER_OR_DAY.fullmatch(plain)
    return [plain] if is_words and plain else []


EVERY_MEASURE = AreaSpec(
    "Service",
    10,
    (
        {
            "text": "Answers leave within a day.", "figure": "ratio", "part": "answers in time",
            "whole": "requests of customers", "target": Decimal(90), "minimum": Decimal(85),
            "outstanding": Decimal(97), "kept_because": "The help desk counts it like this",
        },
        {
            "text": "The list of firms is agreed.", "comparison": "milestone",
            "due_on": date(2026, 2, 27), "actual_from": "imported",
        },
        {
            "text": "The time to answer falls.", "comparison": "at_most", "figure": "level",
            "target": Decimal(4), "baseline": Decimal(9), "unit": "hours to answer",
        },
    ),
)  # fmt: skip


def test_nothing_that_is_signed_is_left_away(cast, rep):
    """Read from the value itself, so that a word that is added to it cannot be forgotten here."""
    make_strategy(author=cast.executive)
    make_objective(owner=cast.manager, title="330,000 in the North", team=cast.north)
    version = make_document(
        person=cast.rep, state=State.SHARED, reason="A new product",
        content=Content(areas=(*AREAS, EVERY_MEASURE)),
    )  # fmt: skip
    words = texts_of(shared_words(version).to_plain())
    text = text_of(rep, version)
    assert len(words) > 30
    assert [each for each in words if " ".join(each.split()) not in text] == []
    assert "85%" in text
    assert "97%" in text
    assert "27 Feb 2026" in text
    assert "9 hours to answer" in text


def test_a_signed_one_says_who_signed_and_when_in_which_zone(rep, active):
    text = text_of(rep, active)
    assert text.count("Signed here 2 Jan 2026") == 2
    assert "Mila Trentham The manager" in text
    assert "Place and date" not in text


def test_a_shared_one_has_lines_to_sign_on(rep, shared):
    text = text_of(rep, shared)
    assert text.count("Place and date") == 2
    assert "Signed here" not in text


def test_who_disagrees_has_no_line_to_sign_on_but_the_fact(cast, rep, shared):
    """Why is between the two sides and not among the words."""
    shared.disagreements.create(
        person=cast.rep, name="Rhea Solbergh", text=HIDDEN, fingerprint=shared.fingerprint, at=NOW
    )
    text = text_of(rep, shared)
    assert "Read 11 Mar 2026, 10:00 UTC, disagrees" in text
    assert text.count("Place and date") == 1
    assert HIDDEN not in text


def test_what_is_in_force_without_agreement_says_so(cast, rep, active):
    active.put_in_force = PutInForce.objects.create(
        version=active, person=cast.manager, name="Mila Trentham", text=HIDDEN,
        fingerprint=active.fingerprint, at=NOW,
    )  # fmt: skip
    text = text_of(rep, active)
    assert "in force without agreement since 2 Jan 2026" in text
    assert "signed by both" not in text
    assert HIDDEN not in text


def test_a_draft_says_so_and_has_nothing_to_sign_on(manager, draft):
    text = text_of(manager, draft)
    assert "DRAFT" in text
    assert "A draft is not signed." in text
    assert "Place and date" not in text


def test_it_says_which_words_who_printed_it_and_which_page_it_is(cast, rep, active):
    reader = paper(rep, active)
    first = " ".join(reader.pages[0].extract_text().split())
    assert f"Page 1 of {len(reader.pages)}" in first
    assert "Printed 11 Mar 2026" in first
    assert "by Rhea Solbergh" in first
    assert active.fingerprint in text_of(rep, active)
    assert reader.metadata.title == "Expectations for January to March 2026, Rhea Solbergh"
    assert reader.metadata.author is None


def test_it_is_tagged_for_screen_readers(rep, active):
    root = paper(rep, active).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"


def test_the_file_has_a_name_and_is_kept_nowhere(rep, active):
    answer = rep.get(url("pdf", active))
    assert answer["Content-Disposition"] == (
        'attachment; filename="Rhea_Solbergh_January_to_March_2026.pdf"'
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


# --- what does not -------------------------------------------------------------------------------
def test_nothing_that_stands_beside_the_words_leaks_into_it(cast, manager, shared):
    Comment.objects.create(
        kind="document",
        version=shared, person=cast.rep, text=f"{HIDDEN} asked", fingerprint=shared.fingerprint,
        at=NOW,
    )  # fmt: skip
    RemovedLine.objects.create(
        version=shared, kind="area", line=first_area(shared).line, values={"title": HIDDEN},
        removed_at=NOW,
    )  # fmt: skip
    other = make_document(
        person=cast.rep, state=State.DRAFT, starts_on=TODAY.replace(month=4, day=1),
        ends_on=TODAY.replace(month=6, day=30), content=Content(position_goal=HIDDEN),
    )  # fmt: skip
    assert HIDDEN in text_of(manager, other)
    answer = manager.get(url("pdf", shared))
    assert HIDDEN.encode() not in answer.content
    assert HIDDEN not in text_of(manager, shared)
    assert HIDDEN not in str(paper(manager, shared).metadata)


def test_results_are_not_on_it(cast, rep, active):
    standard = first_standard(active)
    active.document.results.create(
        line=standard.line, value=1234567, as_of=TODAY, evidence=HIDDEN,
        entered_by=cast.manager, entered_at=NOW,
    )  # fmt: skip
    text = text_of(rep, active)
    assert HIDDEN not in text
    assert "1,234,567" not in text


# --- what people type ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        "#[x] $y$ *bold* @ref <label> // no comment #panic(1)",
        "Žan Čeh, Łódź, Őrség, İzmir, Việt Nam",
        "Привет, Ελληνικά",
        "\u05e9\u05dc\u05d5\u05dd",
        "é and Ž, made of two",
    ],
    ids=["markup", "Latin", "Cyrillic and Greek", "Hebrew", "combined"],
)
def test_text_stays_the_text_it_is(cast, rep, words):
    assert words in text_of(rep, written(cast, words))


@pytest.mark.parametrize("letter", ["日", "🎯"], ids=["a script", "an emoji"])
def test_a_letter_without_a_font_leads_to_the_page_and_says_which(cast, rep, letter):
    """No font of the machines this runs on is asked: both are in none that typst brings."""
    shared = written(cast, f"Win {letter} deals")
    answer = rep.get(url("pdf", shared), follow=True)
    if answer["Content-Type"] == "application/pdf":
        pytest.skip("this machine has a font for it")
    assert answer.redirect_chain == [(f"{shared.get_absolute_url()}?as=reader", 302)]
    assert f"No font on the server has the letter “{letter}”" in answer.text
    assert f"Win {letter} deals" in answer.text


def test_control_characters_are_left_away(cast, rep):
    assert "Sell more." in text_of(rep, written(cast, "Sell\x07 mo\x1bre."))


def test_a_word_longer_than_the_page_is_broken_and_a_long_text_goes_on(cast, rep):
    words = "x" * 3000 + "\n" + "\n".join(f"Line {n}" for n in range(200))
    text = text_of(rep, written(cast, words))
    assert text.count("x") > 3000
    assert "Line 199" in text


def test_an_area_longer_than_a_page_goes_on_over_the_next(cast, rep, draft):
    standard = first_standard(draft)
    standard.text = "\n".join(f"Line {n}" for n in range(120))
    standard.save()
    draft.author = cast.rep
    draft.save()
    text = text_of(rep, draft)
    assert "Line 0 " in text
    assert "Line 119" in text


def test_a_typesetter_that_fails_leads_to_the_page(rep, active, monkeypatch):
    monkeypatch.setattr("expectations.paper.TEMPLATE", "expectations/no-such.typ")
    answer = rep.get(url("pdf", active), follow=True)
    assert "The PDF could not be made. Print this page instead." in answer.text


def test_a_stranger_gets_the_answer_of_one_that_does_not_exist(cast, client_for, active):
    assert client_for(cast.peer).get(url("pdf", active)).status_code == 404


def test_the_person_gets_no_draft_of_the_manager(rep, draft):
    assert rep.get(url("pdf", draft)).status_code == 404


def test_it_asks_the_database_as_often_whatever_the_length(
    rep, active, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        rep.get(url("pdf", active))
