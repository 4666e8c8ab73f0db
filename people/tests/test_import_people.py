"""People from a file: who is new, who leads whom, who is asked about, who cannot be read."""

from datetime import date

import pytest

from people.builders import make_person
from people.models import Person, ReportingLine
from salesperf.imports.problems import ImportRefused
from salesperf.imports.tests.helpers import answer, check, leave_out, receive, run

HEAD = "email,name,title,manager,team,hire date,leave date,time zone,currency\n"
ZOE = "zoe@northwind.example,Zoe Quarren,Rep,mila@northwind.example,West,2026-02-02,,Europe/Oslo,NOK\n"
IAN = "ian@northwind.example,Ian Tresk,Lead,greta@northwind.example,West,2025-05-01,,,\n"
OPTIONS = {
    "domain": "northwind.example",
    "manager_title": "Sales manager",
    "lines_from": "2026-01-01",
}


@pytest.fixture(autouse=True)
def everybody(cast):
    return cast


def people(*rows: str, head: str = HEAD, **more):
    return receive("people", head + "".join(rows), **{**OPTIONS, **more})


def problems(file, by=None) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.what.split(".")[0]) for p in check(file, by).problems]


def manager_of(person: Person, day: date = date(2026, 3, 11)) -> Person | None:
    line = ReportingLine.objects.valid_on(day).filter(person=person).first()
    return line.manager if line else None


# --- with e-mails --------------------------------------------------------------------------------
def test_new_people_come_with_all_the_file_says(cast):
    run(people(ZOE, IAN), cast.hr)
    zoe = Person.objects.get(email="zoe@northwind.example")
    assert (zoe.name, zoe.title, zoe.team.name) == ("Zoe Quarren", "Rep", "West")
    assert (zoe.time_zone, zoe.currency, zoe.hired_on) == ("Europe/Oslo", "NOK", date(2026, 2, 2))
    assert manager_of(zoe) == cast.manager
    assert manager_of(zoe, date(2026, 2, 1)) is None
    assert not zoe.has_usable_password()


def test_the_same_file_again_changes_nothing(cast):
    run(people(ZOE, IAN), cast.hr)
    before = list(Person.objects.values()), list(ReportingLine.objects.values())
    again = people(ZOE, IAN)
    assert check(again).changes_nothing
    run(again, cast.hr)
    assert (list(Person.objects.values()), list(ReportingLine.objects.values())) == before


def test_known_people_change_and_an_empty_cell_takes_nothing_away(cast):
    row = "rhea@northwind.example,Rhea Solbergh,Senior representative,,,,,,\n"
    file = people(row)
    assert check(file).counts.changed == 1
    run(file, cast.hr)
    cast.rep.refresh_from_db()
    assert cast.rep.title == "Senior representative"
    assert cast.rep.team == cast.north
    assert manager_of(cast.rep) == cast.manager


def test_a_new_manager_leads_from_today_and_the_past_stays(cast):
    row = "rhea@northwind.example,Rhea Solbergh,,oskar@northwind.example,,,,,\n"
    run(people(row), cast.hr)
    assert manager_of(cast.rep) == cast.other_manager
    assert manager_of(cast.rep, date(2026, 3, 10)) == cast.manager


def test_managers_are_found_by_name_here_and_in_the_file(cast):
    rows = (
        "zoe@northwind.example,Zoe Quarren,,Ian Tresk,,,,,\n",
        "ian@northwind.example,Ian Tresk,,mila trentham,,,,,\n",
    )
    run(people(*rows), cast.hr)
    ian = Person.objects.get(email="ian@northwind.example")
    assert manager_of(Person.objects.get(email="zoe@northwind.example")) == ian
    assert manager_of(ian) == cast.manager


def test_who_leads_whom_can_be_turned_around_in_one_file(cast):
    rows = (
        "mila@northwind.example,Mila Trentham,,rhea@northwind.example,,,,,\n",
        "rhea@northwind.example,Rhea Solbergh,,greta@northwind.example,,,,,\n",
    )
    run(people(*rows), cast.hr)
    assert manager_of(cast.manager) == cast.rep
    assert manager_of(cast.rep) == cast.director


def test_first_and_last_names_make_the_name(cast):
    head = "e-mail;given name;surname\n"
    run(people("zoe@northwind.example;Zoe;Quarren\n", head=head), cast.hr)
    assert Person.objects.get(email="zoe@northwind.example").name == "Zoe Quarren"


def test_a_last_day_ends_the_line_and_the_account(cast):
    row = "rhea@northwind.example,Rhea Solbergh,,,,,2026-03-31,,\n"
    run(people(row), cast.hr)
    cast.rep.refresh_from_db()
    assert cast.rep.left_on == date(2026, 3, 31)
    assert manager_of(cast.rep, date(2026, 4, 1)) is None


def test_who_left_already_comes_with_the_line_of_then(cast):
    row = "zoe@northwind.example,Zoe Quarren,,mila@northwind.example,,2024-01-01,2025-06-30,,\n"
    run(people(row, lines_from="2025-01-01"), cast.hr)
    zoe = Person.objects.get(email="zoe@northwind.example")
    assert manager_of(zoe, date(2025, 6, 30)) == cast.manager
    assert manager_of(zoe, date(2024, 12, 31)) is None
    assert manager_of(zoe) is None
    assert check(people(row, lines_from="2025-01-01")).changes_nothing


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("zoe,Zoe Quarren,,,,,,,\n", ("email", "This is no e-mail address")),
        (",Zoe Quarren,,,,,,,\n", ("email", "There is no e-mail")),
        ("zoe@northwind.example,,,,,,,,\n", ("name", "There is no name")),
        ("zoe@northwind.example,Zoe Quarren,,Nemo Nobody,,,,,\n",
         ("manager", "Nobody has this name, here or in the file")),
        ("zoe@northwind.example,Zoe Quarren,,M. Trentham,,,,,\n",
         ("manager", "Nobody has this name")),
        ("zoe@northwind.example,Zoe Quarren,,nemo@northwind.example,,,,,\n",
         ("manager", "Nobody has this address, here or in the file")),
        ("zoe@northwind.example,Zoe Quarren,,zoe@northwind.example,,,,,\n",
         ("manager", "Nobody is their own manager")),
        ("zoe@northwind.example,Zoe Quarren,,dov@northwind.example,,2026-02-02,,,\n",
         ("manager", "Dov Marchetto does not work here on 2 Feb 2026")),
        ("zoe@northwind.example,Zoe Quarren,,,,2026-02-02,2026-02-01,,\n",
         ("leave date", "The last day is before the day of hiring, 2 Feb 2026")),
        ("rhea@northwind.example,Rhea Solbergh,,,,,2019-01-01,,\n",
         ("leave date", "The last day is before the day of hiring, 6 Jan 2020")),
        ("zoe@northwind.example,Zoe Quarren,,,,2026-02-30,,,\n",
         ("hire date", "February 2026 has 28 days")),
        ("zoe@northwind.example,Zoe Quarren,,,,,,Mars/Olympus,\n",
         ("time zone", "There is no such time zone")),
        ("zoe@northwind.example,Zoe Quarren,,,,,,,gold\n",
         ("currency", "“GOLD” is no currency")),
        (f"zoe@northwind.example,{'Z' * 151},,,,,,,\n",
         ("name", "This has 151 characters; at most 150 can be kept")),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_and_nobody_comes_of_it(cast, row, problem):
    file = people(row, IAN)
    assert problems(file, cast.hr) == [(2, *problem)]
    before = Person.objects.count()
    leave_out(file, cast.hr)
    run(file, cast.hr)
    assert Person.objects.count() == before + 1


def test_the_closest_manager_is_offered(cast):
    file = people("zoe@northwind.example,Zoe Quarren,,M. Trentham,,,,,\n")
    (problem,) = check(file).problems
    assert problem.what == "Nobody has this name. Closest: Mila Trentham."
    (offer,) = problem.offers
    answer(file, offer.field, offer.value, offer.means)
    run(file, cast.hr)
    assert manager_of(Person.objects.get(email="zoe@northwind.example")) == cast.manager


def test_a_circle_of_managers_is_named_row_by_row(cast):
    rows = (
        "zoe@northwind.example,Zoe Quarren,,ian@northwind.example,,,,,\n",
        "ian@northwind.example,Ian Tresk,,una@northwind.example,,,,,\n",
        "una@northwind.example,Una Vey,,zoe@northwind.example,,,,,\n",
    )
    file = people(*rows)
    found = check(file).problems
    assert [p.row for p in found] == [2, 3, 4]
    assert "Zoe Quarren → Ian Tresk → Una Vey → Zoe Quarren" in found[0].what


def test_a_circle_with_lines_that_are_there_is_named(cast):
    row = "greta@northwind.example,Greta Holloway-Finch,,rhea@northwind.example,,,,,\n"
    (problem,) = check(people(row)).problems
    assert "in a circle" in problem.what


def test_a_repeated_row_is_counted_and_another_with_its_e_mail_is_named(cast):
    file = people(ZOE, ZOE, ZOE.replace("Rep", "Lead"))
    found = check(file)
    assert (found.counts.new, found.counts.twice, found.counts.unreadable) == (1, 1, 1)
    assert problems(file) == [(4, "email", "This e-mail stands in row 2 too, with other values")]


def test_a_known_name_with_another_address_is_asked_about(cast):
    file = people("rhea.solbergh@northwind.example,Rhea Solbergh,Senior,,,,,,\n")
    (question,) = check(file).questions
    assert question.text == (
        "Is “rhea.solbergh@northwind.example” the Rhea Solbergh who is here already?"
    )
    answer(file, question.field, question.values[0], cast.rep.email)
    run(file, cast.hr)
    cast.rep.refresh_from_db()
    assert (cast.rep.email, cast.rep.title) == ("rhea@northwind.example", "Senior")


def test_nobody_writes_down_the_last_day_of_an_administrator_or_their_own(cast):
    for email, name in (("ada@", "Ada Winterbourne-Lyle"), ("hana@", "Hana Lindqvester")):
        file = people(f"{email}northwind.example,{name},,,,,2026-12-31,,\n")
        (problem,) = check(file, cast.hr).problems
        assert problem.what.startswith("You may not write down the last day of this person.")


def test_a_refusal_while_writing_takes_everything_back(cast, monkeypatch):
    from people.problems import PeopleProblem

    def refuse(**given):
        raise PeopleProblem("That would be a circle.", person=cast.rep)

    file = people(ZOE)
    before = Person.objects.count()
    monkeypatch.setattr("people.actions.set_managers", refuse)
    with pytest.raises(ImportRefused, match="Rhea Solbergh: That would be a circle"):
        run(file, cast.hr)
    assert Person.objects.count() == before


# --- without e-mails -----------------------------------------------------------------------------
LIST = "sales agent,manager,office\n"


def listed(*rows: str, **more):
    return people(*rows, head=LIST, **more)


def test_sign_in_names_are_made_from_names_and_managers_become_people(cast):
    run(listed("Zoe Quarren,Ian Tresk,West\n", "Siobhán O’Neill-Vey,Ian Tresk,West\n"), cast.hr)
    ian = Person.objects.get(email="ian.tresk@northwind.example")
    assert (ian.title, ian.team.name) == ("Sales manager", "West")
    siobhan = Person.objects.get(email="siobhan.oneill-vey@northwind.example")
    assert manager_of(siobhan) == ian
    assert manager_of(siobhan, date(2026, 1, 1)) == ian


def test_a_name_that_is_taken_gets_a_number_and_says_so(cast):
    make_person(name="Somebody Else", email="zoe.quarren@northwind.example")
    file = listed("Zoe Quarren,,\n", "Zoe Quarren,Rhea Solbergh,\n")
    found = check(file)
    assert "zoe.quarren2@northwind.example, zoe.quarren3@northwind.example" in " ".join(
        found.found.touches
    )
    run(file, cast.hr)
    assert check(listed("Zoe Quarren,,\n", "Zoe Quarren,Rhea Solbergh,\n")).changes_nothing


def test_of_two_namesakes_one_alone_is_not_guessed(cast):
    run(listed("Zoe Quarren,,\n", "Zoe Quarren,Rhea Solbergh,\n"), cast.hr)
    (question,) = check(listed("Zoe Quarren,,\n")).questions
    assert len(question.choices) == 3
    assert problems(listed(*[f"Zoe Quarren,,{office}\n" for office in "ABC"])) == [
        (row, "sales agent", "Several people have this name, here and in the file")
        for row in (2, 3, 4)
    ]


def test_somebody_of_that_name_is_asked_about(cast):
    file = listed("Rhea Solbergh,Mila Trentham,\n")
    (question,) = check(file).questions
    assert question.text == "Is “Rhea Solbergh” somebody who is here already?"
    answer(file, question.field, "Rhea Solbergh", cast.rep.email)
    assert check(file).changes_nothing


def test_a_misspelled_manager_is_asked_about(cast):
    file = listed("Zoe Quarren,Mila Trenthem,\n")
    (question,) = check(file).questions
    assert question.text == "Is the manager “Mila Trenthem” Mila Trentham?"
    answer(file, question.field, question.values[0], cast.manager.email)
    run(file, cast.hr)
    assert manager_of(Person.objects.get(name="Zoe Quarren")) == cast.manager


def test_a_name_without_a_letter_of_an_address_is_named(cast):
    assert problems(listed("李娜,,\n")) == [
        (2, "sales agent", "No sign-in name can be made from this name")
    ]


def test_managers_of_rows_that_are_left_out_do_not_come_in(cast):
    file = listed("李娜,Ian Tresk,\n", "Zoe Quarren,Una Vey,\n")
    leave_out(file)
    run(file, cast.hr)
    assert not Person.objects.filter(name="Ian Tresk").exists()
    assert Person.objects.filter(name="Una Vey").exists()
