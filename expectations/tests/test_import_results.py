"""Results of standards from a file: all or nothing, added and never changed."""

from datetime import date
from decimal import Decimal

import pytest

from expectations.builders import AreaSpec, Content, make_document
from expectations.models import Standard, StandardResult, State
from people.builders import make_person
from salesperf.imports.problems import ImportRefused
from salesperf.imports.tests.helpers import answer, check, leave_out, receive, run

REVIEWS = "Each large account has a review."
SCORE = "The score of the survey stays above 80."
QUALITY = "At least 90 % of the offers leave without a mistake."
CERTIFICATE = "The certificate of the course is in the file."
_FILE = Standard.ActualFrom.IMPORTED
AREAS = (
    AreaSpec(
        "Existing customers",
        60,
        (
            {"text": REVIEWS, "target": Decimal(12), "unit": "reviews", "actual_from": _FILE},
            {"text": SCORE, "target": Decimal(80), "unit": "points", "actual_from": _FILE},
            {
                "text": QUALITY, "target": Decimal(90), "figure": "ratio", "part": "without a mistake",
                "whole": "offers", "actual_from": _FILE,
            },
        ),
    ),
    AreaSpec(
        "Learning",
        40,
        (
            {
                "text": CERTIFICATE, "comparison": "milestone", "due_on": date(2026, 3, 20),
                "actual_from": _FILE,
            },
            {"text": "Two calls are heard together.", "target": Decimal(2), "unit": "calls"},
        ),
    ),
)  # fmt: skip
HEAD = "person,standard,day,value,counted,out of,evidence\n"


@pytest.fixture
def document(cast):
    return make_document(person=cast.rep, state=State.ACTIVE, content=Content(areas=AREAS))


def came(text, **more):
    return receive("results", HEAD + text, source="survey", **more)


def columns():
    return {
        "person": "person", "standard": "standard", "day": "day", "value": "value",
        "part": "counted", "whole": "out of", "evidence": "evidence",
    }  # fmt: skip


def stored():
    rows = StandardResult.objects.order_by("pk")
    return [(row.as_of, row.value, row.part, row.whole, row.evidence) for row in rows]


def problems(text, **more):
    return {(p.row, p.column): p.what for p in check(came(text, **more)).problems}


def test_each_sort_of_standard_gets_its_result_and_says_where_it_is_from(cast, document):
    file = came(
        f"{cast.rep.email},{REVIEWS},2026-03-01,7,,,Minutes\n"
        f"Rhea Solbergh,{QUALITY},2026-03-01,,36,40,\n"
        f"rhea solbergh,{CERTIFICATE.upper()},2026-03-02,yes,,,Scan\n"
        f"Rhea Solbergh,{SCORE},2026-03-01,82.5,,,\n"
    )
    assert file.columns == columns()
    run(file, cast.hr)
    assert stored() == [
        (date(2026, 3, 1), 7, None, None, "Minutes"),
        (date(2026, 3, 1), 90, 36, 40, "File “file.csv”"),
        (date(2026, 3, 2), 1, None, None, "Scan"),
        (date(2026, 3, 1), Decimal("82.5"), None, None, "File “file.csv”"),
    ]
    first = StandardResult.objects.order_by("pk")[0]
    assert (first.source, first.entered_by) == ("survey: file.csv", cast.hr)


def test_the_document_shows_where_the_standard_stands(cast, rep, document):
    run(came(f"Rhea Solbergh,{REVIEWS},2026-03-01,7,,,Minutes of the review\n"), cast.hr)
    assert "as of 1 Mar 2026: Minutes of the review" in rep.get(document.get_absolute_url()).text


def test_the_same_file_twice_changes_nothing(cast, document):
    text = f"Rhea Solbergh,{REVIEWS},2026-03-01,7,,,\nRhea Solbergh,{QUALITY},2026-03-01,,36,40,\n"
    run(came(text), cast.hr)
    again = check(came(text))
    assert (again.counts.same, again.changes_nothing) == (2, True)
    run(came(text), cast.hr)
    assert len(stored()) == 2


def test_an_overlapping_file_adds_the_difference_and_keeps_what_was(cast, document):
    run(came(f"Rhea Solbergh,{REVIEWS},2026-03-01,7,,,\n"), cast.hr)
    file = came(
        f"Rhea Solbergh,{REVIEWS},2026-03-01,8,,,\nRhea Solbergh,{REVIEWS},2026-03-08,9,,,\n"
        f"Rhea Solbergh,{REVIEWS},2026-03-08,9,,,\n"
    )
    counts = check(file).counts
    assert (counts.new, counts.changed, counts.twice) == (1, 1, 1)
    run(file, cast.hr)
    days = [(day, value) for day, value, *_rest in stored()]
    assert days == [(date(2026, 3, 1), 7), (date(2026, 3, 8), 9), (date(2026, 3, 1), 8)]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("Nobody Atall,{reviews},2026-03-01,7,,,", "person", "Nobody has this name"),
        ("R. Solbergh,{reviews},2026-03-01,7,,,", "person", "Closest: Rhea Solbergh"),
        ("x@northwind.example,{reviews},2026-03-01,7,,,", "person", "Nobody has this address"),
        (",{reviews},2026-03-01,7,,,", "person", "There is no person"),
        ("Rhea Solbergh,,2026-03-01,7,,,", "standard", "There is no standard"),
        ("Rhea Solbergh,{reviews},,7,,,", "day", "There is no day"),
        ("Rhea Solbergh,{reviews},2026-03-12,7,,,", "day", "still to come"),
        ("Rhea Solbergh,{reviews},2025-12-31,7,,,", "day", "No signed document is in force"),
        ("Rhea Solbergh,{reviews},2026-02-31,7,,,", "day", "February 2026 has 28 days"),
        ("Rhea Solbergh,{calls},2026-03-01,1,,,", "standard", "entered with evidence"),
        ("Rhea Solbergh,{reviews},2026-03-01,,,,", "value", "There is no value"),
        ("Rhea Solbergh,{reviews},2026-03-01,many,,,", "value", "This is no amount"),
        ("Rhea Solbergh,{reviews},2026-03-01,7 %,,,", "value", "the standard reviews"),
        ("Rhea Solbergh,{reviews},2026-03-01,7 EUR,,,", "value", "The cell says EUR"),
        ("Rhea Solbergh,{reviews},2026-03-01,1.23456,,,", "value", "4 decimals"),
        ("Rhea Solbergh,{reviews},2026-03-01,,1,2,", "counted", "no part of a whole"),
        ("Rhea Solbergh,{quality},2026-03-01,,36,,", "out of", "needs both counts"),
        ("Rhea Solbergh,{quality},2026-03-01,,36,0,", "out of", "Of nothing there is no share"),
        ("Rhea Solbergh,{quality},2026-03-01,,-1,4,", "counted", "This is no count"),
        ("Rhea Solbergh,{certificate},2026-03-01,maybe,,,", "value", "done or not done"),
        ("Rhea Solbergh,{reviews},2026-03-01,7,,," + "x" * 501, "evidence", "501 characters"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_cell(document, row, column, says):
    text = row.format(
        reviews=REVIEWS, calls="Two calls are heard together.", quality=QUALITY,
        certificate=CERTIFICATE,
    )  # fmt: skip
    found = problems(f"{text}\n")
    assert list(found) == [(2, column)]
    assert says in found[2, column]


def test_one_bad_row_holds_everything_until_it_is_left_out(cast, document):
    file = came(
        f"Rhea Solbergh,{REVIEWS},2026-03-01,7,,,\nNobody Atall,{REVIEWS},2026-03-01,7,,,\n"
    )
    with pytest.raises(ImportRefused):
        run(file, cast.hr)
    assert stored() == []
    leave_out(file)
    run(file, cast.hr)
    assert [value for _day, value, *_rest in stored()] == [7]


def test_a_decimal_comma_is_read_where_the_column_tells_and_asked_where_nothing_does(document):
    told = came(f'Rhea Solbergh,{SCORE},2026-03-01,"82,5",,,\n')
    ((_place, stated),) = check(told).found.plan.new
    assert stated.figures.value == Decimal("82.5")
    unclear = check(came(f'Rhea Solbergh,{SCORE},2026-03-01,"82,500",,,\n'))
    assert [question.field for question in unclear.questions] == ["value.decimal"]


def test_another_spelling_of_the_decimals_is_offered(document):
    file = came(
        f'Rhea Solbergh,{SCORE},2026-03-01,"82,5",,,\nRhea Solbergh,{SCORE},2026-03-02,"81,5",,,\n'
        + "".join(f"Rhea Solbergh,{SCORE},2026-02-{day:02},80.5,,,\n" for day in range(1, 20))
    )
    found = check(file).problems
    assert [(problem.row, problem.offers[0].means) for problem in found] == [
        (2, "82.5"), (3, "81.5"),
    ]  # fmt: skip
    for problem in found:
        (offer,) = problem.offers
        answer(file, offer.field, offer.value, offer.means)
    assert check(file).counts.new == 21


def test_words_that_no_document_has_are_asked_about_once(cast, document):
    file = came(
        f"Rhea Solbergh,Account reviews,2026-03-01,7,,,\n"
        f"Rhea Solbergh,Account reviews,2026-03-02,8,,,\n"
        f"Rhea Solbergh,{REVIEWS.replace('.', '')},2026-03-03,8,,,\n"
    )
    which, likely = check(file).questions
    assert (which.values, which.rows) == (("Account reviews",), (2, 3))
    assert REVIEWS in [choice.means for choice in which.others]
    assert [choice.means for choice in likely.choices] == [REVIEWS]
    answer(file, "standard", "Account reviews", REVIEWS)
    answer(file, "standard", REVIEWS.replace(".", ""), REVIEWS)
    run(file, cast.hr)
    assert len(stored()) == 3


def test_the_area_tells_two_standards_of_the_same_words_apart(cast):
    same = {"text": SCORE, "target": Decimal(80), "unit": "points", "actual_from": _FILE}
    areas = (AreaSpec("Firms", 50, (same,)), AreaSpec("Schools", 50, (same,)))
    version = make_document(person=cast.rep, state=State.ACTIVE, content=Content(areas=areas))
    found = problems(f"Rhea Solbergh,{SCORE},2026-03-01,81,,,\n")
    assert "Add a column with the area" in found[2, "standard"]
    head = "person,key result area,standard,day,value\n"
    run(receive("results", f"{head}Rhea Solbergh,schools,{SCORE},2026-03-01,81\n"), cast.hr)
    standard = Standard.objects.get(
        key_result_area__version=version, key_result_area__title="Schools"
    )
    assert StandardResult.objects.get().line == standard.line


def test_a_document_that_ended_says_when(cast):
    make_document(
        person=cast.rep, state=State.ACTIVE, content=Content(areas=AREAS),
        starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31),
    )  # fmt: skip
    found = problems(f"Rhea Solbergh,{REVIEWS},2026-03-01,7,,,\n")
    assert "the last one ended on 31 Dec 2025" in found[2, "day"]
    assert check(came(f"Rhea Solbergh,{REVIEWS},2025-12-31,7,,,\n")).counts.new == 1


def test_two_people_of_one_name_are_told_apart_by_e_mail(cast, document):
    make_person(name="Rhea Solbergh")
    file = came(f"Rhea Solbergh,{REVIEWS},2026-03-01,7,,,\n")
    (problem,) = check(file).problems
    assert cast.rep.email in [offer.means for offer in problem.offers]
    answer(file, "person", "Rhea Solbergh", cast.rep.email)
    assert check(file).counts.new == 1


def test_many_rows_are_checked_in_as_many_queries_as_one(cast, document, django_assert_num_queries):
    rows = [
        f"Rhea Solbergh,{SCORE},2026-{m:02}-{d:02},8{d}\n" for m in (1, 2) for d in range(1, 29)
    ]
    few = receive("results", "person,standard,day,value\n" + rows[0])
    many = receive("results", "person,standard,day,value\n" + "".join(rows), source="other")
    for file, count in ((few, 1), (many, 56)):
        file.refresh_from_db()
        with django_assert_num_queries(8):
            assert check(file).counts.new == count


def test_who_keeps_no_people_and_leads_no_company_imports_none(cast):
    from expectations.imports import Results

    may = {name for name, person in cast.everyone().items() if Results().may(person)}
    assert may == {"hr", "executive"}
