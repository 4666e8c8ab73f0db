"""A made-up company is consistent: its effects follow from each other as in a real one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Count, F

from activities.models import Entry, PlanLine, Week
from calc.document import fingerprint, fingerprint_of_plain
from expectations.models import (
    DocumentVersion,
    ExpectedActivity,
    KeyResultArea,
    SharedWording,
    Signature,
    State,
)
from expectations.queries.words import current_words
from insights.company import make_company
from insights.company.agreements import quarters
from insights.company.staff import Sizes
from people.builders import PASSWORD
from people.models import Person, ReportingLine, Role
from sales.models import Deal, DealRevision

TODAY = date(2026, 3, 11)
NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


def make(people: int = 60, weeks: int = 14, seed: int = 3):
    return make_company(people=people, weeks=weeks, seed=seed, today=TODAY, now=NOW)


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """One company for all tests of this file, undone afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)


@pytest.fixture
def looked_at(company, db):
    return company


def test_it_has_as_many_people_as_asked_for(looked_at):
    assert Person.objects.count() == 60


@pytest.mark.parametrize("people", [10, 11, 20, 60, 500, 5000])
def test_sizes_add_up_and_managers_lead_six_to_nine(people):
    sizes = Sizes.of(people)
    staff = sizes.hr + sizes.compensation + sizes.administrators
    assert 1 + staff + sizes.directors + sizes.managers + sizes.reps == people
    assert 5 <= sizes.reps / sizes.managers <= 10


def test_each_role_is_held(looked_at):
    held = Person.objects.filter(role_grants__isnull=False)
    assert set(held.values_list("role_grants__role", flat=True)) == set(Role.values)


def test_everybody_but_the_head_has_one_manager(looked_at):
    led = ReportingLine.objects.valid_on(TODAY).values("person").annotate(n=Count("pk"))
    here = Person.objects.employed_on(TODAY).count()
    assert {row["n"] for row in led} == {1}
    assert led.count() == here - 1


def test_somebody_changed_manager_without_a_day_in_between(looked_at):
    first = ReportingLine.objects.filter(
        ends_on__isnull=False, person__left_on__isnull=True
    ).first()
    second = first.person.reporting_lines.get(starts_on=first.ends_on + timedelta(days=1))
    assert second.manager != first.manager


def test_who_left_neither_logs_nor_sells_afterwards(looked_at):
    left = Person.objects.filter(left_on__isnull=False)
    assert left.exists()
    assert not Week.objects.filter(monday__gt=F("person__left_on")).exists()
    assert not Deal.objects.filter(opened_on__gt=F("owner__left_on")).exists()


def test_names_are_given_once_and_signed_in_with_at_an_example_domain(looked_at):
    names = list(Person.objects.values_list("name", flat=True))
    assert len(set(names)) == len(names)
    assert not Person.objects.exclude(email__endswith=".example").exists()


def test_people_sign_in_with_the_demo_password(looked_at):
    assert Person.objects.first().check_password(PASSWORD)


def test_weeks_reach_up_to_this_one_and_the_day_is_not_over(looked_at):
    mondays = set(Week.objects.values_list("monday", flat=True))
    assert max(mondays) == date(2026, 3, 9)
    assert min(mondays) >= date(2025, 12, 1)
    assert not Entry.objects.filter(day__gte=TODAY).exists()


def test_every_quarter_with_work_has_a_document(looked_at):
    stayed = [
        rep
        for rep in looked_at.staff.reps
        if rep.hired_on < looked_at.start and rep.left_on is None
    ]
    for rep in stayed:
        starts = set(rep.expectation_documents.values_list("starts_on", flat=True))
        assert starts == {period.start for period in quarters(looked_at.start, TODAY)}


def test_documents_stand_in_every_state_that_waits_for_somebody(looked_at):
    states = set(DocumentVersion.objects.values_list("state", flat=True))
    assert states == {State.DRAFT, State.SHARED, State.ACTIVE}


def test_weights_total_100(looked_at):
    for version in DocumentVersion.objects.all():
        areas = KeyResultArea.objects.filter(version=version)
        assert sum(areas.values_list("weight", flat=True)) == 100


def test_fingerprints_are_those_of_the_words(looked_at):
    for wording in SharedWording.objects.select_related("version__document__person"):
        assert wording.fingerprint == fingerprint_of_plain(wording.words)
        now = current_words(wording.version, wording.at.date())
        assert fingerprint(now) == wording.fingerprint


def test_both_signed_the_words_of_an_active_document(looked_at):
    for version in DocumentVersion.objects.filter(state=State.ACTIVE):
        signed = Signature.objects.filter(version=version, fingerprint=version.fingerprint)
        assert sorted(signed.values_list("side", flat=True)) == ["manager", "person"]


def test_the_weekly_plan_is_what_the_document_says(looked_at):
    active = DocumentVersion.objects.filter(state=State.ACTIVE)
    said = ExpectedActivity.objects.filter(version__in=active).values_list(
        "version__document", "activity_type", "weekly_quantity", "key_result_area__title"
    )
    planned = PlanLine.objects.values_list("document", "activity_type", "weekly_quantity", "serves")
    assert sorted(said) == sorted(planned)


def test_every_deal_has_its_revisions(looked_at):
    for deal in Deal.objects.prefetch_related("revisions"):
        revisions = list(deal.revisions.all())
        assert [each.number for each in revisions] == list(range(1, deal.revision + 1))
        assert revisions[-1].values == deal.as_values()


def test_there_are_open_won_and_lost_deals(looked_at):
    for deals in (Deal.objects.open(), Deal.objects.won(), Deal.objects.lost()):
        assert deals.count() > 20
    assert DealRevision.objects.count() > Deal.objects.count()
