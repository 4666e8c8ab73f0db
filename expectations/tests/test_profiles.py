"""/profiles/: role profiles, the editions of one, and documents that begin from it."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from activities.models import ActivityType
from calc.document import findings
from calc.smart import judge
from expectations.actions.ready import add_ready
from expectations.builders import make_competency, make_document, make_profile
from expectations.models import (
    Competency,
    DocumentVersion,
    ProfileStandard,
    ProfileVersion,
    RoleProfile,
    Standard,
    State,
)
from expectations.queries.words import current_words
from tests.cast import NOW, TODAY


@pytest.fixture
def hr(cast, client_for):
    return client_for(cast.hr)


@pytest.fixture
def edition(cast):
    return make_profile(owner=cast.manager, competency=make_competency())


def url(name, *args):
    return reverse(f"expectations:{name}", args=args)


def field(browser, edition, name, value, was=""):
    return browser.post(
        url("profile_field", edition.pk), {"name": name, "value": value, "was": was}
    )


# --- the ready ones ------------------------------------------------------------------------------
class TestReady:
    def test_four_profiles_and_six_competencies_come_with_the_product(self, db):
        call_command("role_profiles", verbosity=0)
        assert list(RoleProfile.objects.values_list("name", flat=True)) == [
            "Account executive",
            "Account manager",
            "Sales development representative",
            "Sales manager",
        ]
        assert list(Competency.objects.values_list("name", flat=True)) == [
            "Accountability",
            "Communication",
            "Vision",
            "Results orientation",
            "Human resource management",
            "Leadership",
        ]

    def test_twice_is_once_and_what_was_changed_stays(self, db, cast):
        assert add_ready(actor=cast.hr, now=NOW) == 4
        RoleProfile.objects.filter(key="sdr").update(name="Opener", archived_at=NOW)
        assert add_ready(actor=cast.hr, now=NOW) == 0
        assert RoleProfile.objects.count() == 4
        assert ProfileVersion.objects.count() == 4

    def test_each_is_complete(self, db):
        add_ready(actor=None, now=NOW)
        for edition in ProfileVersion.objects.select_related("profile"):
            wording = current_words(edition, TODAY)
            assert findings(wording) == (), edition.profile.name
            assert wording.total_weight == 100
            assert edition.portrait
            assert edition.competencies.count() >= 4
            for standard in wording.standards:
                assert standard.target is not None
                assert standard.unit
                assert standard.cadence != Standard.Cadence.PERIOD
                assert judge(standard.text).findings == (), standard.text
            for competency in edition.competencies.select_related("competency"):
                levels = competency.competency.indicators.values_list("level", flat=True)
                assert competency.level_needed in levels

    def test_activity_types_that_are_there_are_used(self, db):
        ActivityType.objects.create(name="calls")
        add_ready(actor=None, now=NOW)
        assert ActivityType.objects.filter(name__iexact="calls").count() == 1

    def test_an_empty_installation_offers_them_to_who_may(self, cast, hr, rep):
        assert "Add the four ready profiles." in hr.get(url("profiles")).text
        assert "Add the four ready profiles." not in rep.get(url("profiles")).text
        hr.post(url("profiles_ready"))
        hr.post(url("profiles_ready"))
        assert RoleProfile.objects.count() == 4
        assert "Sales manager" in rep.get(url("profiles")).text


# --- the list ------------------------------------------------------------------------------------
class TestList:
    @pytest.mark.parametrize("n", [1, 30])
    def test_as_many_queries_for_one_as_for_thirty(
        self, cast, rep, n, django_assert_max_num_queries
    ):
        for number in range(n):
            make_profile(name=f"Role {number}")
        with django_assert_max_num_queries(15) as held:
            assert f"{n} profile" in rep.get(url("profiles")).text
        assert len(held) == 9

    def test_search_filter_and_sort(self, cast, rep):
        make_profile(name="Closer", also_called="Hunter")
        make_profile(name="Opener", archived_at=NOW)
        assert "Closer" in rep.get(url("profiles") + "?q=hunt").text
        assert "Closer" not in rep.get(url("profiles") + "?q=nobody").text
        archived = rep.get(url("profiles") + "?show=archived").text
        assert "Opener" in archived
        assert "Closer" not in archived
        assert rep.get(url("profiles") + "?sort=-used&show=%00&q=" + "x" * 200).status_code == 200

    def test_as_a_file(self, cast, rep, edition):
        text = rep.get(url("profiles_csv")).getvalue().decode()
        assert "Account executive" in text
        assert rep.get(url("profiles_xlsx")).status_code == 200

    def test_a_draft_of_somebody_else_is_not_in_it(self, cast, client_for, manager):
        make_profile(name="Secret job", owner=cast.manager, published_at=None)
        assert "Secret job" in manager.get(url("profiles")).text
        other = client_for(cast.other_manager)
        assert "Secret job" not in other.get(url("profiles")).text


# --- one profile ---------------------------------------------------------------------------------
class TestProfile:
    def test_it_is_read_by_everybody(self, cast, rep, edition, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            page = rep.get(url("profile", edition.profile_id)).text
        for words in ("Knows ten firms by heart.", "New revenue", "Negotiating", "Is done by then"):
            assert words in page
        assert "Archive" not in page

    def test_a_change_is_another_edition_and_the_old_one_stays(self, cast, manager, rep, edition):
        answer = manager.post(url("profile_drafting", edition.profile_id))
        assert manager.post(url("profile_drafting", edition.profile_id)).url == answer.url
        draft = ProfileVersion.objects.get(number=2)
        assert draft.portrait == edition.portrait
        assert draft.competencies.count() == 1
        field(manager, draft, "document..portrait", "Listens first.", edition.portrait)
        manager.post(url("profile_publication", draft.pk))
        manager.post(url("profile_publication", draft.pk))
        assert "Listens first." in rep.get(url("profile", edition.profile_id)).text
        old = rep.get(url("profile_edition", edition.pk)).text
        assert edition.portrait in old
        assert "there is a newer one" in old

    def test_what_was_published_is_closed_in_the_database(self, edition):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProfileVersion.objects.filter(pk=edition.pk).update(portrait="Other.")
        with pytest.raises(IntegrityError), transaction.atomic():
            ProfileStandard.objects.update(text="Other.")
        with pytest.raises(IntegrityError), transaction.atomic():
            edition.competencies.all().delete()

    def test_begun_as_a_copy(self, cast, client_for, edition):
        other = client_for(cast.other_manager)
        body = {"name": "Hunter", "also_called": "", "copy_of": str(edition.pk), "form_key": "k1"}
        first = other.post(url("profile_new"), body)
        assert other.post(url("profile_new"), body).url == first.url
        mine = RoleProfile.objects.get(name="Hunter")
        assert mine.owner == cast.other_manager
        assert mine.editions.get().key_result_areas.get().title == "New revenue"

    def test_a_name_is_there_once(self, cast, manager, edition):
        answer = manager.post(url("profile_new"), {"name": "Account executive"})
        assert answer.status_code == 422
        assert "There is a profile of this name already." in answer.text
        assert manager.post(url("profile_new"), {"name": " "}).status_code == 422

    def test_names_change(self, cast, manager, edition):
        body = {"name": "Closer", "also_called": "Hunter, farmer"}
        manager.post(url("profile_edit", edition.profile_id), body)
        edition.profile.refresh_from_db()
        assert (edition.profile.name, edition.profile.also_called) == ("Closer", "Hunter, farmer")

    def test_archived_and_back(self, cast, manager, edition):
        start = url("start", cast.rep.pk)
        assert "Role profile Account executive" in manager.get(start).text
        manager.post(url("profile_archiving", edition.profile_id))
        assert "Role profile Account executive" not in manager.get(start).text
        assert "archived" in manager.get(url("profile", edition.profile_id)).text
        manager.post(url("profile_restoration", edition.profile_id))
        assert "Role profile Account executive" in manager.get(start).text

    def test_a_manager_writes_only_what_is_theirs(self, cast, client_for, hr, edition):
        other = client_for(cast.other_manager)
        assert other.post(url("profile_drafting", edition.profile_id)).status_code == 403
        assert hr.post(url("profile_drafting", edition.profile_id)).status_code == 302

    def test_thrown_away(self, cast, manager):
        draft = make_profile(owner=cast.manager, published_at=None)
        assert "never published" in manager.get(url("profile_discarding", draft.pk)).text
        manager.post(url("profile_discarding", draft.pk))
        assert not RoleProfile.objects.exists()


# --- the editor ----------------------------------------------------------------------------------
class TestEditor:
    @pytest.fixture
    def draft(self, cast):
        return make_profile(owner=cast.manager, published_at=None)

    def test_it_is_the_editor_of_documents(
        self, cast, manager, draft, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(15):
            page = manager.get(url("profile_edition", draft.pk)).text
        assert "data-document" in page
        assert "What the check says" in page
        # What belongs to a period or a person is not asked for.
        for name in ("due_on", "baseline", "objective", "level_now"):
            assert f".{name}&quot;" not in page
            assert f'.{name}"' not in page

    def test_fields_lines_and_order(self, cast, manager, draft):
        standard = ProfileStandard.objects.get()
        answer = field(manager, draft, f"standard.{standard.line}.target", "1,200", "6")
        assert answer.json()["text"] == "1,200"
        lines = url("profile_line_adding", draft.pk)
        added = manager.post(lines, {"kind": "area"}).json()
        assert "New revenue" not in added["line"]
        assert draft.key_result_areas.count() == 2
        first, second = draft.key_result_areas.all()
        manager.post(
            url("profile_order", draft.pk, "area"), {"order": [str(second.line), str(first.line)]}
        )
        assert draft.key_result_areas.first() == second

    def test_a_competency_is_added_taken_out_and_put_back(self, cast, manager, draft):
        competency = make_competency(name="Curiosity")
        body = {"kind": "competency", "new_competency": competency.pk}
        answer = manager.post(url("profile_line_adding", draft.pk), body)
        assert "Curiosity" in answer.json()["line"]
        manager.post(url("profile_line_adding", draft.pk), body)
        row = draft.competencies.get()
        field(manager, draft, f"competency.{row.line}.level_needed", "4")
        line = {"kind": "competency", "line": str(row.line)}
        assert "Curiosity" in manager.post(url("profile_line_removal", draft.pk), line).text
        manager.post(url("profile_line_restoration", draft.pk), line)
        assert draft.competencies.get().level_needed == 4

    def test_without_choosing_a_competency(self, manager, draft):
        answer = manager.post(url("profile_line_adding", draft.pk), {"kind": "competency"})
        assert answer.status_code == 422
        assert answer.json()["problem"] == "Choose a competency first."

    @pytest.mark.parametrize("name", ["due_on", "objective", "baseline"])
    def test_fields_of_documents_alone_are_not_taken(self, manager, draft, name):
        line = ProfileStandard.objects.get().line
        assert field(manager, draft, f"standard.{line}.{name}", "1").status_code == 410

    def test_a_document_has_no_portrait_and_no_competencies(self, cast, manager):
        document = make_document(person=cast.rep, state=State.DRAFT)
        body = {"name": "document..portrait", "value": "x", "was": ""}
        assert manager.post(url("field", document.pk), body).status_code == 410
        body = {"kind": "competency", "new_competency": make_competency().pk}
        assert manager.post(url("line_adding", document.pk), body).status_code == 404

    def test_two_who_write_see_both_texts(self, cast, manager, hr, draft):
        field(manager, draft, "document..portrait", "One.", draft.portrait)
        answer = field(hr, draft, "document..portrait", "Two.", draft.portrait)
        assert answer.status_code == 409
        assert "One." in answer.text

    def test_what_is_missing_stops_publishing(self, manager, draft):
        field(manager, draft, "document..position_goal", "", draft.position_goal)
        page = manager.get(url("profile_edition", draft.pk)).text
        assert "one finding first" in page
        manager.post(url("profile_publication", draft.pk))
        draft.refresh_from_db()
        assert draft.is_draft

    def test_the_plain_form_saves_the_whole_page(self, manager, draft):
        page = manager.get(url("profile_edition", draft.pk))
        seen = page.context["editor"].seen
        texts = page.context["editor"].sheet.texts() | {"document..portrait": "Asks first."}
        answer = manager.post(url("profile_wording", draft.pk), texts | {"seen": seen})
        assert answer.status_code == 302
        draft.refresh_from_db()
        assert draft.portrait == "Asks first."


# --- documents that begin from it ----------------------------------------------------------------
class TestBegin:
    def test_a_document_has_its_lines_and_remembers_the_edition(self, cast, manager, edition):
        body = {"period": "this", "copy_of": f"profile-{edition.pk}"}
        manager.post(url("start", cast.rep.pk), body)
        version = DocumentVersion.objects.get()
        assert version.begun_from == edition
        assert version.position_goal == edition.position_goal
        area = version.key_result_areas.get()
        assert (area.title, area.weight) == ("New revenue", 100)
        assert area.standards.get().target == Decimal(6)
        assert version.abilities.get().level_needed == 4
        assert version.abilities.get().level_now is None
        assert version.expected_activities.get().key_result_area == area

    def test_every_part_of_a_measure_comes_along(self, cast, manager):
        add_ready(actor=None, now=NOW)
        edition = ProfileVersion.objects.get(profile__key="account_executive")
        body = {"period": "this", "copy_of": f"profile-{edition.pk}"}
        manager.post(url("start", cast.rep.pk), body)
        names = [
            field.name
            for field in ProfileStandard._meta.concrete_fields
            if field.name not in ("id", "key_result_area")
        ]
        order = ["key_result_area__position", "position"]
        begun = Standard.objects.order_by(*order).values_list(*names)
        said = ProfileStandard.objects.filter(key_result_area__version=edition)
        assert list(begun) == list(said.order_by(*order).values_list(*names))
        assert Standard.objects.filter(minimum=62_000, outstanding=95_000).count() == 1
        kinds = list(DocumentVersion.objects.get().key_result_areas.values_list("kind", flat=True))
        assert kinds[-1] == "learning"

    def test_a_draft_of_a_profile_is_not_offered(self, cast, manager):
        draft = make_profile(owner=cast.manager, published_at=None)
        body = {"period": "this", "copy_of": f"profile-{draft.pk}"}
        assert manager.post(url("start", cast.rep.pk), body).status_code == 422

    def test_a_title_suggests_a_profile_and_says_so(self, cast, manager, edition):
        make_profile(name="Sales manager")
        cast.rep.title = "Senior account executive"
        cast.rep.save()
        page = manager.get(url("start", cast.rep.pk))
        assert "suggested: the job title says “Account executive”" in page.text
        assert page.context["form"].initial["copy_of"] == f"profile-{edition.pk}"

    def test_this_year(self, cast, manager):
        manager.post(url("start", cast.rep.pk), {"period": "year"})
        document = DocumentVersion.objects.get().document
        assert (document.starts_on.month, document.ends_on.month) == (1, 12)
