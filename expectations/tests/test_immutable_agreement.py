"""What two sides said on the way to agreement is refused change by the database itself."""

import pytest
from django.db import IntegrityError, connection, transaction

from expectations.actions import agreement, drafts
from expectations.actions.achievable import mark
from expectations.actions.disagreement import disagree, put_in_force
from expectations.actions.talk import say
from expectations.builders import make_objective
from expectations.models import Comment, ObjectiveChange, ReasonKind, Revision
from expectations.places import Place
from expectations.tests.conftest import first_standard, refused, sql, words_now
from salesperf.append_only import ChangeRefused
from tests.cast import NOW, TODAY

WHEN = {"today": TODAY, "now": NOW}
LOWER = {"target": {"was": "78,000", "to": "70,000"}}


@pytest.fixture
def comment(cast, shared):
    place = Place("standard", first_standard(shared).line)
    return say(
        version=shared, actor=cast.rep, place=place, text="March is short.", changes=LOWER,
        seen=shared.fingerprint, **WHEN,
    )  # fmt: skip


@pytest.fixture
def achievable_mark(cast, shared):
    mark(
        version=shared, actor=cast.rep, line=first_standard(shared).line, achievable=False,
        text="March is short.", seen=shared.fingerprint, **WHEN,
    )  # fmt: skip
    return shared.achievable_marks.get()


@pytest.fixture
def disagreement(cast, shared):
    return disagree(
        version=shared, actor=cast.rep, text="The territory was halved.",
        seen=shared.fingerprint, **WHEN,
    )  # fmt: skip


@pytest.fixture
def in_force(cast, shared, disagreement):
    put_in_force(
        version=shared, actor=cast.manager, text="The half that stayed is the larger.",
        seen=shared.fingerprint, **WHEN,
    )  # fmt: skip
    shared.refresh_from_db()
    return shared.put_in_force


@pytest.fixture
def objective_change(cast):
    return ObjectiveChange.objects.create(
        objective=make_objective(owner=cast.manager), by=cast.manager, at=NOW,
        changes={"target": {"was": "12 USD", "to": "10 USD"}},
    )  # fmt: skip


@pytest.fixture
def revision(cast, active):
    drafts.revise(
        version=active, author=cast.manager, reason="The price fell.", kind=ReasonKind.PRODUCT,
        now=NOW,
    )  # fmt: skip
    return Revision.objects.get()


ROWS = {
    "comment": ["text", "changes", "verdict", "fingerprint", "kind", "line", "at"],
    "achievable_mark": ["achievable", "text", "words", "side", "at"],
    "disagreement": ["text", "name", "fingerprint", "at"],
    "in_force": ["text", "name", "fingerprint", "at"],
    "objective_change": ["changes", "at"],
    "revision": ["kind"],
}


def row_of(request, name):
    row = request.getfixturevalue(name)
    return row, row._meta.db_table


@pytest.mark.parametrize(("name", "column"), [(n, c) for n, names in ROWS.items() for c in names])
def test_no_column_changes(request, name, column):
    row, table = row_of(request, name)
    # Even to what stands there: a trigger asks for the statement, not for the value.
    assert refused(f"UPDATE {table} SET {column} = {column} WHERE id = %s", row.pk)


@pytest.mark.parametrize("name", [name for name in ROWS if name != "revision"])
def test_no_row_goes(request, name):
    row, table = row_of(request, name)
    assert refused(f"DELETE FROM {table} WHERE id = %s", row.pk)


@pytest.mark.parametrize("name", ROWS)
def test_nobody_else_said_it(cast, request, name):
    row, table = row_of(request, name)
    column = {"objective_change": "by_id", "revision": "version_id"}.get(name, "person_id")
    assert refused(f"UPDATE {table} SET {column} = %s WHERE id = %s", cast.peer.pk, row.pk)


@pytest.mark.parametrize("name", ROWS)
def test_python_says_so_before_the_database_does(request, name):
    row, _ = row_of(request, name)
    with pytest.raises(ChangeRefused):
        row.save()
    with pytest.raises(ChangeRefused):
        row.delete()


@pytest.mark.parametrize("name", [name for name in ROWS if name != "revision"])
def test_a_table_is_not_emptied_either(request, name):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can empty a table past its rows")
    _, table = row_of(request, name)
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would refuse it, too
    assert refused(f"TRUNCATE {table} CASCADE")


def test_a_proposal_has_one_verdict_whoever_writes_it(cast, comment):
    def settle(verdict):
        with transaction.atomic():
            Comment.objects.create(
                version=comment.version, kind=comment.kind, line=comment.line, answers=comment,
                person=cast.manager, verdict=verdict, fingerprint=comment.fingerprint, at=NOW,
            )  # fmt: skip

    settle("accepted")
    with pytest.raises(IntegrityError):
        settle("declined")


def test_a_verdict_answers_something(cast, shared):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(
            version=shared, kind="document", person=cast.manager, verdict="accepted",
            fingerprint=shared.fingerprint, at=NOW,
        )  # fmt: skip


def test_why_a_draft_was_begun_goes_with_the_draft(cast, revision):
    drafts.discard(version=revision.version, actor=cast.manager, now=NOW)
    assert not Revision.objects.exists()


def test_why_a_version_was_begun_stays_once_it_was_shared(cast, revision):
    seen = words_now(revision.version)
    agreement.share(version=revision.version, actor=cast.manager, seen=seen, **WHEN)
    assert refused("DELETE FROM expectations_revision WHERE id = %s", revision.pk)
