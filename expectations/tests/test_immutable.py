"""What was signed, shared or published is refused change by the database itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from expectations.builders import AT, make_document, make_objective, make_strategy
from expectations.models import (
    Ability,
    CompanyValue,
    DevelopmentAim,
    ExpectedActivity,
    KeyResultArea,
    MarkedBehaviour,
    ObjectiveResult,
    SharedWording,
    Signature,
    Standard,
    StandardResult,
    State,
    ValueBehaviour,
)
from expectations.tests.conftest import refused, sql
from salesperf.append_only import ChangeRefused

VERSION = "expectations_documentversion"


@pytest.fixture
def signed(cast):
    return make_document(person=cast.rep, state=State.ACTIVE)


@pytest.fixture
def shared(cast):
    return make_document(person=cast.rep, state=State.SHARED)


@pytest.fixture
def draft(cast):
    return make_document(person=cast.rep, state=State.DRAFT)


WORDS = [
    ("position_goal", "another goal"),
    ("reason", "another reason"),
    ("number", 7),
    ("fingerprint", "f" * 64),
    ("saved_at", AT),
    ("shared_at", AT),
    ("activated_at", AT),
]


@pytest.mark.parametrize(("column", "value"), WORDS)
def test_no_word_of_a_signed_version_changes(signed, column, value):
    assert refused(f"UPDATE {VERSION} SET {column} = %s WHERE id = %s", value, signed.pk)


@pytest.mark.parametrize("column", ["position_goal", "reason"])
def test_no_word_of_a_shared_version_changes(shared, column):
    assert refused(f"UPDATE {VERSION} SET {column} = 'other' WHERE id = %s", shared.pk)


@pytest.mark.parametrize("column", ["position_goal", "reason"])
def test_a_draft_may_change(draft, column):
    assert sql(f"UPDATE {VERSION} SET {column} = 'other' WHERE id = %s", draft.pk) == 1


@pytest.mark.parametrize("state", ["draft", "shared"])
def test_an_active_version_never_opens_again(signed, state):
    assert refused(f"UPDATE {VERSION} SET state = %s WHERE id = %s", state, signed.pk)


def test_an_active_version_can_be_superseded_and_stays_so(signed):
    assert sql(f"UPDATE {VERSION} SET state = 'superseded' WHERE id = %s", signed.pk) == 1
    for state in ("active", "draft", "shared"):
        assert refused(f"UPDATE {VERSION} SET state = %s WHERE id = %s", state, signed.pk)


def test_a_shared_version_cannot_be_active_without_its_time(shared):
    with pytest.raises(IntegrityError):
        sql(f"UPDATE {VERSION} SET state = 'active' WHERE id = %s", shared.pk)


def test_an_active_version_may_end_earlier_and_never_later_again(signed):
    end = f"UPDATE {VERSION} SET in_force_until = %s WHERE id = %s"
    assert sql(end, date(2026, 2, 28), signed.pk) == 1
    assert sql(end, date(2026, 2, 1), signed.pk) == 1
    assert refused(end, date(2026, 2, 2), signed.pk)
    assert refused(end, None, signed.pk)


def test_a_version_that_was_shared_cannot_be_deleted(signed):
    assert refused(f"DELETE FROM {VERSION} WHERE id = %s", signed.pk)


LINES = [
    (KeyResultArea, "expectations_keyresultarea", "title"),
    (Standard, "expectations_standard", "text"),
    (ExpectedActivity, "expectations_expectedactivity", "position"),
    (Ability, "expectations_ability", "name"),
    (DevelopmentAim, "expectations_developmentaim", "title"),
    (MarkedBehaviour, "expectations_markedbehaviour", "looks_like"),
]


@pytest.mark.parametrize(("model", "table", "column"), LINES)
@pytest.mark.parametrize("state", [State.SHARED, State.ACTIVE, State.SUPERSEDED])
def test_no_line_of_shared_words_changes_or_goes(cast, state, model, table, column):
    make_document(person=cast.rep, state=state)
    row = model.objects.first()
    assert refused(f"UPDATE {table} SET {column} = '9' WHERE id = %s", row.pk)
    assert refused(f"DELETE FROM {table} WHERE id = %s", row.pk)


@pytest.mark.parametrize(("model", "table", "column"), LINES)
def test_lines_of_a_draft_change_and_go(cast, draft, model, table, column):
    row = model.objects.last()
    assert sql(f"UPDATE {table} SET {column} = '9' WHERE id = %s", row.pk) == 1
    if model is not KeyResultArea:
        assert sql(f"DELETE FROM {table} WHERE id = %s", row.pk) == 1


@pytest.mark.parametrize("model", [KeyResultArea, ExpectedActivity, Ability])
def test_no_line_moves_into_signed_words(cast, signed, model):
    other = make_document(person=cast.peer, state=State.DRAFT)
    row = model.objects.filter(version=other).first()
    table = model._meta.db_table
    assert refused(f"UPDATE {table} SET version_id = %s WHERE id = %s", signed.pk, row.pk)


def test_no_line_is_added_to_signed_words(signed):
    with pytest.raises(IntegrityError, match="refuses"), transaction.atomic():
        KeyResultArea.objects.create(version=signed, title="One more", weight=10)
    area = KeyResultArea.objects.filter(version=signed).first()
    with pytest.raises(IntegrityError, match="refuses"), transaction.atomic():
        Standard.objects.create(key_result_area=area, text="One more")


def test_bulk_update_is_refused_too(signed):
    areas = list(KeyResultArea.objects.filter(version=signed))
    for area in areas:
        area.weight = 1
    with pytest.raises(IntegrityError, match="refuses"), transaction.atomic():
        KeyResultArea.objects.bulk_update(areas, ["weight"])


@pytest.mark.parametrize("model", [Signature, SharedWording])
def test_signatures_and_shared_words_are_written_once(signed, model):
    row = model.objects.filter(version=signed).first()
    table = model._meta.db_table
    assert refused(f"UPDATE {table} SET fingerprint = %s WHERE id = %s", "0" * 64, row.pk)
    assert refused(f"DELETE FROM {table} WHERE id = %s", row.pk)
    row.fingerprint = "0" * 64
    with pytest.raises(ChangeRefused):
        row.save()
    with pytest.raises(ChangeRefused):
        row.delete()
    with pytest.raises(ChangeRefused):
        model.objects.filter(version=signed).update(fingerprint="")


def test_results_are_corrected_by_new_ones(cast, signed):
    line = Standard.objects.filter(key_result_area__version=signed).first().line
    result = StandardResult.objects.create(
        document=signed.document, line=line, as_of=AT.date(), value=3, evidence="Minutes",
        entered_by=cast.rep, entered_at=AT,
    )  # fmt: skip
    assert refused("UPDATE expectations_standardresult SET value = 9 WHERE id = %s", result.pk)
    assert refused("DELETE FROM expectations_standardresult WHERE id = %s", result.pk)


def test_figures_of_objectives_are_corrected_by_new_ones(cast):
    result = ObjectiveResult.objects.create(
        objective=make_objective(owner=cast.manager), as_of=AT.date(), value=3,
        evidence="Minutes", entered_by=cast.rep, entered_at=AT,
    )  # fmt: skip
    assert refused("UPDATE expectations_objectiveresult SET value = 9 WHERE id = %s", result.pk)
    assert refused("DELETE FROM expectations_objectiveresult WHERE id = %s", result.pk)


class TestStrategy:
    @pytest.fixture
    def published(self, cast):
        return make_strategy(author=cast.executive)

    @pytest.mark.parametrize(
        ("table", "column", "model"),
        [
            ("expectations_companyvalue", "name", CompanyValue),
            ("expectations_valuebehaviour", "text", ValueBehaviour),
        ],
    )
    def test_published_values_stay(self, published, table, column, model):
        row = model.objects.first()
        assert refused(f"UPDATE {table} SET {column} = 'x' WHERE id = %s", row.pk)
        assert refused(f"DELETE FROM {table} WHERE id = %s", row.pk)

    def test_published_words_stay(self, published):
        table = "expectations_strategy"
        assert refused(f"UPDATE {table} SET vision = 'x' WHERE id = %s", published.pk)
        assert refused(f"UPDATE {table} SET published_at = NULL WHERE id = %s", published.pk)
        assert refused(f"DELETE FROM {table} WHERE id = %s", published.pk)

    def test_nothing_is_added_to_a_published_edition(self, published):
        with pytest.raises(IntegrityError, match="refuses"), transaction.atomic():
            CompanyValue.objects.create(strategy=published, name="One more")

    def test_a_draft_may_change_and_go(self, cast):
        edition = make_strategy(author=cast.executive, published_at=None)
        edition.vision = "Another"
        edition.save()
        edition.delete()
