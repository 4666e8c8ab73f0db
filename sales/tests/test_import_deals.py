"""Deals from a file: what is new, changed, the same; what cannot be read; what is asked."""

from datetime import date

import pytest

from sales.builders import make_account, make_product, make_stages
from sales.models import Account, Deal, DealRevision, Product, Stage
from salesperf.imports.tests.helpers import answer, check, leave_out, receive, run

HEAD = "deal id,owner,product,account,stage,created,closed,amount\n"
WON = "A-1,Rhea Solbergh,Beacon,Harbour Mills,Won,2026-01-05,2026-02-01,700\n"
LOST = "A-2,Pavo Lindegren,Beacon,Harbour Mills,Lost,2026-01-06,2026-02-02,0\n"
OPEN = "A-3,Rhea Solbergh,Beacon,,Prospecting,,,\n"


@pytest.fixture(autouse=True)
def known(cast):
    make_product(name="Beacon", list_price=700)
    make_account(name="Harbour Mills")


def deals(*rows: str, head: str = HEAD, **more):
    return receive("deals", head + "".join(rows), **{"currency": "USD", **more})


def problems(file) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.what.split(".")[0]) for p in check(file).problems]


def questions(file) -> list[str]:
    return [question.text for question in check(file).questions]


# --- the same file, an overlapping file, a changed file ------------------------------------------
def test_the_same_file_again_changes_nothing():
    run(deals(WON, LOST, OPEN))
    before = list(Deal.objects.values()), list(DealRevision.objects.values())
    again = deals(WON, LOST, OPEN)
    assert check(again).changes_nothing
    run(again)
    assert (list(Deal.objects.values()), list(DealRevision.objects.values())) == before


def test_an_overlapping_file_brings_only_the_difference():
    run(deals(WON, LOST))
    later = deals(LOST, OPEN, WON.replace(",700", ",750"))
    counts = check(later).counts
    assert (counts.new, counts.changed, counts.same) == (1, 1, 1)
    run(later)
    won = Deal.objects.get(number="A-1")
    assert (won.value_minor, won.revision) == (75000, 2)
    first, second = won.revisions.all()
    assert (first.values["value_minor"], second.values["value_minor"]) == (70000, 75000)
    assert (second.raw["amount"], second.imported_from, second.row) == ("750", later, 4)
    assert Deal.objects.get(number="A-2").revisions.count() == 1


def test_sources_do_not_mix():
    run(deals(WON, source="one"))
    run(deals(WON.replace(",700", ",1"), source="two"))
    assert sorted(Deal.objects.values_list("source", "value_minor")) == [
        ("one", 70000),
        ("two", 100),
    ]


def test_a_row_that_stands_twice_is_counted_and_one_that_differs_is_named():
    file = deals(WON, WON, OPEN, OPEN.replace("Rhea Solbergh", "Pavo Lindegren"))
    found = check(file)
    assert (found.counts.twice, found.counts.unreadable, found.counts.new) == (1, 1, 2)
    assert problems(file) == [
        (5, "owner", "This deal stands in row 4 too, with another value here")
    ]
    assert found.counts.parts == found.counts.rows == 4


# --- what an open deal may lack, and a closed one not --------------------------------------------
def test_an_open_deal_needs_neither_account_nor_dates_nor_value():
    run(deals(OPEN))
    deal = Deal.objects.get()
    assert (deal.account, deal.opened_on, deal.closed_on, deal.value_minor) == (None,) * 4


def test_the_value_0_of_a_lost_deal_is_kept():
    run(deals(LOST))
    assert Deal.objects.get().value_minor == 0


def test_the_day_an_open_deal_hopes_to_close_stays_in_the_row():
    run(deals("A-4,Rhea Solbergh,Beacon,,Prospecting,2026-01-05,2026-09-30,10\n"))
    deal = Deal.objects.get()
    assert deal.closed_on is None
    assert deal.revisions.get().raw["closed"] == "2026-09-30"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A-1,Rhea Solbergh,Beacon,,Won,2026-01-05,,700\n",
         ("closed", "A deal that is won or lost needs the day it closed")),
        ("A-1,Rhea Solbergh,Beacon,,Won,2026-02-05,2026-02-01,700\n",
         ("closed", "It closed before it was opened on 5 Feb 2026")),
        ("A-1,Rhea Solbergh,Beacon,,Won,2026-01-05,2026-03-20,700\n",
         ("closed", "This day has not come yet, and the deal is closed")),
        ("A-1,Rhea Solbergh,Beacon,,Won,2026-01-05,2026-02-01,\n",
         ("amount", "A deal that is won needs a value")),
        ("A-1,Rhea Solbergh,Beacon,,Won,2026-01-05,2026-02-31,700\n",
         ("closed", "February 2026 has 28 days")),
        ("A-1,Rhea Solbergh,Beacon,,Won,2026-01-05,2026-02-01,many\n",
         ("amount", "This is no amount")),
        ("A-1,Rhea Solbergh,Beacon,,Won,2026-01-05,2026-02-01,0.001\n",
         ("amount", "0")),
        (",Rhea Solbergh,Beacon,,Open,,,\n", ("deal id", "There is no deal number")),
        ("A-1,,Beacon,,Open,,,\n", ("owner", "There is no owner")),
        ("A-1,Rhea Solbergh,Beacon,,,,,\n", ("stage", "There is no stage")),
        (f"{'x' * 81},Rhea Solbergh,Beacon,,Open,,,\n",
         ("deal id", "This has 81 characters; at most 80 can be kept")),
        ("A-1,nobody@northwind.example,Beacon,,Open,,,\n", ("owner", "Nobody has this address")),
        ("A-1,Zebulon Quark,Beacon,,Open,,,\n", ("owner", "Nobody has this name")),
        ("A-1,Rhea Solbergh,Beacon\n",
         ("", "The head has 8 columns, this row 3")),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_written(row, problem):
    file = deals(row, OPEN)
    assert problems(file) == [(2, *problem)]
    leave_out(file)
    run(file)
    assert Deal.objects.get().number == "A-3"


# --- owners --------------------------------------------------------------------------------------
def test_owners_are_found_by_e_mail_and_by_name_whatever_their_case(cast):
    run(deals("A-1,RHEA SOLBERGH,,,Open,,,\n", "A-2,Pavo@Northwind.example,,,Open,,,\n"))
    assert Deal.objects.get(number="A-1").owner == cast.rep
    assert Deal.objects.get(number="A-2").owner == cast.peer


def test_the_closest_name_is_offered_and_remembered(cast):
    file = deals("A-1,R. Solbergh,,,Open,,,\n", "A-2,R. Solbergh,,,Open,,,\n")
    first, _second = check(file).problems
    assert first.what == "Nobody has this name. Closest: Rhea Solbergh."
    (offer,) = first.offers
    assert (offer.label, offer.means) == ("Use Rhea", cast.rep.email)
    answer(file, offer.field, offer.value, offer.means)
    run(file)
    assert set(Deal.objects.values_list("owner", flat=True)) == {cast.rep.pk}
    assert check(deals("A-9,R. Solbergh,,,Open,,,\n")).ready


def test_of_two_people_with_one_name_neither_is_guessed(cast):
    from people.builders import make_person

    twin = make_person(name="Rhea Solbergh", email="rhea2@northwind.example")
    (problem,) = check(deals("A-1,Rhea Solbergh,,,Open,,,\n")).problems
    assert problem.what == "Several people have this name. Which one is it?"
    assert {offer.means for offer in problem.offers} == {cast.rep.email, twin.email}


# --- products, accounts, stages ------------------------------------------------------------------
def test_a_product_that_differs_by_one_blank_is_asked_about_once():
    make_product(name="Sun Lamp", list_price=100)
    rows = [f"A-{n},Rhea Solbergh,SunLamp,,Won,2026-01-05,2026-02-01,98\n" for n in range(1, 9)]
    (question,) = check(deals(*rows)).questions
    assert question.text == "Is “SunLamp” the product “Sun Lamp”?"
    assert question.facts == "8 rows, first in row 2. It differs by one blank. The prices agree."
    assert [choice.label for choice in question.choices] == ["Yes, the same", "No, a new product"]


def test_the_answer_new_makes_a_product_of_that_name():
    file = deals("A-1,Rhea Solbergh,Bea con,,Open,,,\n")
    answer(file, "product", "Bea con", "")
    run(file)
    assert Deal.objects.get().product == Product.objects.get(name="Bea con")


def test_many_unknown_products_are_one_question():
    rows = [
        f"A-{n},Rhea Solbergh,{p},,Open,,,\n" for n, p in enumerate(("Umbrella", "Kite", "Cup"))
    ]
    (question,) = check(deals(*rows)).questions
    assert question.text == "Are these 3 products new?"
    assert question.values == ("Umbrella", "Kite", "Cup")


def test_unknown_accounts_are_new_and_look_alikes_are_asked_about():
    file = deals(
        "A-1,Rhea Solbergh,,Orchard & Sons,Open,,,\n", "A-2,Rhea Solbergh,,harbour-mills,Open,,,\n"
    )
    assert questions(file) == ["Is “harbour-mills” the account “Harbour Mills”?"]
    answer(file, "account", "harbour-mills", "Harbour Mills")
    run(file)
    assert sorted(Account.objects.values_list("name", flat=True)) == [
        "Harbour Mills",
        "Orchard & Sons",
    ]


def test_usual_names_of_stages_are_known_and_others_are_asked_about():
    file = deals("A-1,Rhea Solbergh,,,Discovery,,,\n", "A-2,Rhea Solbergh,,,Phase Omega,,,\n")
    assert questions(file) == ["What does the stage “Phase Omega” count as?"]
    answer(file, "stage", "Phase Omega", "open")
    run(file)
    assert set(Stage.objects.values_list("name", "kind")) == {
        ("Discovery", "open"),
        ("Phase Omega", "open"),
    }


def test_stages_of_the_company_keep_their_meaning():
    make_stages()
    Stage.objects.filter(name="Engaging").update(kind=Stage.Kind.WON)
    file = deals("A-1,Rhea Solbergh,,,engaging,2026-01-05,2026-02-01,5\n")
    run(file)
    assert Deal.objects.get().stage.name == "Engaging"


# --- columns as a whole --------------------------------------------------------------------------
def test_semicolons_and_decimal_commas():
    head = HEAD.replace(",", ";")
    run(
        deals(
            "A-1;Rhea Solbergh;;;Won;05.01.2026;01.02.2026;1.054,50 €\n",
            "A-2;Rhea Solbergh;;;Won;25.01.2026;28.02.2026;2.000\n",
            head=head,
            currency="EUR",
        )
    )
    assert sorted(Deal.objects.values_list("value_minor", "currency", "closed_on")) == [
        (105450, "EUR", date(2026, 2, 1)),
        (200000, "EUR", date(2026, 2, 28)),
    ]


def test_an_ambiguous_amount_is_asked_about_and_never_guessed():
    rows = "A-1,Rhea Solbergh,,,Won,2026-01-05,2026-02-01,1.054\n"
    file = deals(rows)
    (question,) = check(file).questions
    assert question.text == "How much is “1.054” in amount?"
    assert [c.label for c in question.choices] == ["It is 1.054", "It is 1,054"]
    answer(file, question.field, "", ",")
    run(file)
    assert Deal.objects.get().value_minor == 105400


def test_ambiguous_dates_are_asked_about_and_never_guessed():
    rows = [
        "A-1,Rhea Solbergh,,,Won,01/02/2026,03/02/2026,5\n",
        "A-2,Rhea Solbergh,,,Won,02/02/2026,02/03/2026,5\n",
    ]
    file = deals(*rows)
    assert questions(file) == [
        "Which day is “01/02/2026” in created?",
        "Which day is “03/02/2026” in closed?",
    ]
    for question in check(file).questions:
        assert [c.label for c in question.choices] == [
            f"It is the {'1 Feb' if 'created' in question.text else '3 Feb'} 2026",
            f"It is the {'2 Jan' if 'created' in question.text else '2 Mar'} 2026",
        ]
        answer(file, question.field, "", "dmy")
    run(file)
    assert Deal.objects.get(number="A-1").closed_on == date(2026, 2, 3)


def test_a_date_against_its_column_is_offered_as_what_it_would_be():
    rows = [f"A-{n},Rhea Solbergh,,,Won,{n}/01/2026,{n}/02/2026,5\n" for n in range(13, 29)]
    file = deals(*rows, "B-1,Rhea Solbergh,,,Won,13/01/2026,02/27/2026,5\n")
    (problem,) = check(file).problems
    assert problem.what.endswith("Is this the 27 Feb 2026?")
    (offer,) = problem.offers
    answer(file, offer.field, offer.value, offer.means)
    run(file)
    assert Deal.objects.get(number="B-1").closed_on == date(2026, 2, 27)


def test_a_single_amount_in_another_currency_is_asked_about():
    rows = [f"A-{n},Rhea Solbergh,,,Won,2026-01-05,2026-02-01,{n}\n" for n in range(10, 30)]
    file = deals(*rows, 'B-1,Rhea Solbergh,,,Won,2026-01-05,2026-02-01,"1.054,00 EUR"\n')
    (problem,) = check(file).problems
    assert problem.what == "All other values are USD. Is this 1,054.00 EUR?"
    (offer,) = problem.offers
    answer(file, offer.field, offer.value, offer.means)
    run(file)
    deal = Deal.objects.get(number="B-1")
    assert (deal.value_minor, deal.currency) == (105400, "EUR")


def test_each_row_may_name_its_currency():
    head = HEAD.strip() + ",currency\n"
    file = deals(
        "A-1,Rhea Solbergh,,,Won,2026-01-05,2026-02-01,10,JPY\n",
        "A-2,Rhea Solbergh,,,Won,2026-01-05,2026-02-01,10,dollars\n",
        "A-3,Rhea Solbergh,,,Won,2026-01-05,2026-02-01,10 USD,EUR\n",
        head=head,
    )
    assert [row for row, _column, _what in problems(file)] == [3, 4]
    leave_out(file)
    run(file)
    assert Deal.objects.get().value_minor == 10


def test_everything_the_row_said_stays_beside_the_deal():
    head = HEAD.strip() + ",lead source\n"
    run(deals("A-1, Rhea  Solbergh ,,,Open,,,,Trade fair\n", head=head))
    raw = Deal.objects.get().revisions.get().raw
    assert raw["lead source"] == "Trade fair"
    assert raw["owner"] == "Rhea  Solbergh "


def test_the_sums_of_the_file_stand_beside_what_will_be_stored():
    lines = {line.label: line.texts for line in check(deals(WON, LOST, OPEN)).found.sums}
    assert lines == {
        "Won deals": ("1", "1"),
        "Their value, USD": ("700", "700"),
        "Lost": ("1", "1"),
        "Open": ("1", "1"),
    }
