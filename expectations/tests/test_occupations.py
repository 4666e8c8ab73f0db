"""/occupations/: the library from O*NET, and what a role profile takes from it."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from expectations.builders import make_profile
from expectations.models import Occupation, OccupationFact, ProfileAbility, ProfileStandard

FILES = {
    "occupations.csv": "O*NET-SOC Code,Title,Description\n11-2022.00,Sales Managers,Plan sales.\n",
    "sample_of_reported_titles.csv": (
        "O*NET-SOC Code,Title,Reported Job Title,Shown in My Next Move\n"
        "11-2022.00,Sales Managers,Sales Director,Y\n"
        "99-0000.00,Others,Somebody else,Y\n"
    ),
    "task_statements.csv": (
        "O*NET-SOC Code,Title,Task ID,Task,Task Type\n"
        '11-2022.00,Sales Managers,1,"Resolve complaints, if any.",Core\n'
        "11-2022.00,Sales Managers,2,Visit dealers.,Supplemental\n"
    ),
    "skills.csv": (
        "O*NET-SOC Code,Title,Element ID,Element Name,Scale ID,Scale Name,Data Value,Not Relevant\n"
        "11-2022.00,Sales Managers,2.A.1.b,Active Listening,IM,Importance,4.00,\n"
        "11-2022.00,Sales Managers,2.A.1.b,Active Listening,LV,Level,4.38,N\n"
        "11-2022.00,Sales Managers,2.B.3.d,Installation,IM,Importance,1.00,\n"
        "11-2022.00,Sales Managers,2.B.3.d,Installation,LV,Level,0.00,Y\n"
    ),
    "knowledge.csv": (
        "O*NET-SOC Code,Title,Element ID,Element Name,Scale ID,Data Value\n"
        "11-2022.00,Sales Managers,2.C.1.d,Sales and Marketing,LV,6.0\n"
    ),
    "work_styles.csv": (
        "O*NET-SOC Code,Title,Element ID,Element Name,Scale ID,Data Value\n"
        "11-2022.00,Sales Managers,1.C.1.b,Persistence,IM,4.48\n"
    ),
}
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "onet_sales"


def write(folder, **changes):
    for name, text in (FILES | changes).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(db, tmp_path):
    call_command("import_onet", write(tmp_path), verbosity=0)
    return Occupation.objects.get()


@pytest.fixture
def draft(cast):
    return make_profile(name="Sales manager", owner=cast.manager, published_at=None)


def url(name, *args):
    return reverse(f"expectations:{name}", args=args)


def fact(text):
    return OccupationFact.objects.get(text=text)


# --- the import ----------------------------------------------------------------------------------
def test_what_the_files_say(library):
    assert library.titles == ["Sales Director"]
    listening = fact("Active Listening")
    assert (listening.importance, listening.level) == (Decimal("4.00"), Decimal("4.38"))
    assert fact("Resolve complaints, if any.").core
    assert fact("Persistence").level is None
    # What O*NET calls not relevant for the occupation is left off.
    assert not OccupationFact.objects.filter(text="Installation").exists()


def test_the_same_folder_twice_changes_nothing(library, tmp_path, capsys):
    before = list(OccupationFact.objects.values_list())
    call_command("import_onet", tmp_path)
    assert list(OccupationFact.objects.values_list()) == before
    said = capsys.readouterr().out
    assert "0 facts added, 0 changed, 0 removed" in said
    assert "CC BY 4.0" in said


def test_an_edition_of_later_brings_the_difference(library, tmp_path):
    kept = fact("Active Listening").pk
    skills = FILES["skills.csv"].replace("4.38", "5.00")
    tasks = "\n".join(FILES["task_statements.csv"].splitlines()[:2]) + "\n"
    write(tmp_path, **{"skills.csv": skills, "task_statements.csv": tasks})
    call_command("import_onet", tmp_path, verbosity=0)
    assert OccupationFact.objects.get(pk=kept).level == Decimal(5)
    assert not OccupationFact.objects.filter(text="Visit dealers.").exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"skills.csv": "Code,Level\n1,2\n"}, "skills.csv has no column"),
        ({"knowledge.csv": FILES["knowledge.csv"].replace("6.0", "much")}, "row 2: 'much' is no"),
        ({"knowledge.csv": FILES["knowledge.csv"].replace("6.0", "8")}, "outside the scales"),
        ({"work_styles.csv": FILES["work_styles.csv"] + "11-2022.00\n"}, "columns are missing"),
    ],
)
def test_another_file_is_named_and_nothing_is_stored(db, tmp_path, changes, says):
    with pytest.raises(CommandError, match=says):
        call_command("import_onet", write(tmp_path, **changes))
    assert not Occupation.objects.exists()


def test_a_folder_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_onet", tmp_path / "nowhere")


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the O*NET files are not at {SHARED}")
def test_five_sales_occupations_of_the_real_files(db):
    call_command("import_onet", SHARED, verbosity=0)
    assert sorted(Occupation.objects.values_list("code", flat=True)) == [
        "11-2022.00",
        "41-3091.00",
        "41-4011.00",
        "41-4012.00",
        "41-9031.00",
    ]
    kinds = OccupationFact.Kind
    assert OccupationFact.objects.filter(kind=kinds.TASK).count() == 108
    services = OccupationFact.objects.filter(occupation__code="41-3091.00")
    assert services.exists()
    # This one has tasks and no skills or knowledge.
    assert not services.filter(kind__in=[kinds.SKILL, kinds.KNOWLEDGE]).exists()


# --- the pages -----------------------------------------------------------------------------------
@pytest.mark.parametrize("n", [1, 30])
def test_as_many_queries_for_one_as_for_thirty(cast, rep, n, django_assert_max_num_queries):
    for number in range(n):
        Occupation.objects.create(code=f"11-20{number:02}.00", title=f"Occupation {number}")
    with django_assert_max_num_queries(15) as held:
        assert f"{n} occupation" in rep.get(url("occupations")).text
    assert len(held) == 8


def test_found_by_what_people_call_their_job(rep, library):
    assert "Sales Managers" in rep.get(url("occupations") + "?q=director").text
    assert "No occupation fits" in rep.get(url("occupations") + "?q=plumber").text
    assert b"11-2022.00" in rep.get(url("occupations_csv")).getvalue()


def test_an_empty_library_says_how_it_is_filled(rep):
    assert "manage.py import_onet" in rep.get(url("occupations")).text


def test_where_the_facts_come_from_is_said_wherever_they_are(rep, library):
    for address in (url("occupations"), url("occupation", library.code)):
        page = rep.get(address).text
        assert "O*NET 29.3 Database" in page
        assert "U.S. Department of Labor, Employment and Training Administration" in page
        assert "https://creativecommons.org/licenses/by/4.0/" in page


def test_one_occupation(cast, rep, library, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        page = rep.get(url("occupation", library.code)).text
    assert page.index("Resolve complaints") < page.index("Visit dealers.")
    assert "4.38" in page
    assert "Take into the profile" not in page
    assert rep.get(url("occupation", "nothing")).status_code == 404


# --- taking ----------------------------------------------------------------------------------------
def take(browser, library, draft, *texts):
    body = {"draft": draft.pk, "facts": [fact(text).pk for text in texts]}
    return browser.post(url("occupation", library.code), body)


def test_facts_become_lines_of_a_draft(manager, library, draft):
    answer = take(
        manager, library, draft,
        "Visit dealers.", "Active Listening", "Sales and Marketing", "Persistence",
    )  # fmt: skip
    assert answer.url == draft.get_absolute_url()
    standard = ProfileStandard.objects.get(text="Visit dealers.")
    assert standard.key_result_area.title == "Sales Managers"
    assert standard.target is None
    levels = dict(ProfileAbility.objects.values_list("name", "level_needed"))
    assert levels["Active Listening"] == 4  # 4.38 of 7
    assert levels["Sales and Marketing"] == 5  # 6.0 of 7
    assert levels["Persistence"] is None
    kinds = dict(ProfileAbility.objects.values_list("name", "kind"))
    assert (kinds["Sales and Marketing"], kinds["Persistence"]) == ("knowledge", "ability")


def test_twice_is_once(manager, library, draft):
    for _time in range(2):
        take(manager, library, draft, "Visit dealers.", "Active Listening")
    assert ProfileStandard.objects.filter(text="Visit dealers.").count() == 1
    assert ProfileAbility.objects.filter(name="Active Listening").count() == 1


def test_nothing_ticked_and_a_draft_of_somebody_else(cast, client_for, manager, library, draft):
    answer = take(manager, library, draft)
    assert answer.status_code == 422
    assert "Tick what the profile should take." in answer.text
    other = client_for(cast.other_manager)
    assert take(other, library, draft, "Visit dealers.").status_code == 403
    make_profile(name="Another", owner=cast.other_manager, published_at=None)
    assert take(other, library, draft, "Visit dealers.").status_code == 422
    assert not ProfileStandard.objects.filter(text="Visit dealers.").exists()


def test_what_is_published_takes_nothing(cast, manager, library):
    edition = make_profile(owner=cast.manager)
    make_profile(name="Another", owner=cast.manager, published_at=None)
    assert take(manager, library, edition, "Visit dealers.").status_code == 422
