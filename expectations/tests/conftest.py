"""Documents of the cast's rep, and browsers of those who have to do with them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from calc.document import fingerprint
from expectations.builders import make_document
from expectations.models import KeyResultArea, Standard, State
from expectations.queries.words import current_words
from tests.cast import TODAY


@pytest.fixture
def draft(cast):
    """The manager's draft for the rep."""
    return make_document(person=cast.rep, state=State.DRAFT)


@pytest.fixture
def shared(cast):
    """Shared with the rep, signed by nobody."""
    return make_document(person=cast.rep, state=State.SHARED)


@pytest.fixture
def active(cast):
    """Signed by both."""
    return make_document(person=cast.rep, state=State.ACTIVE)


@pytest.fixture
def manager(cast, client_for):
    return client_for(cast.manager)


@pytest.fixture
def rep(cast, client_for):
    return client_for(cast.rep)


def url(name, version, *args):
    return reverse(f"expectations:{name}", args=[version.pk, *args])


def words_now(version):
    """The fingerprint of what a draft says now."""
    return fingerprint(current_words(version, TODAY))


def first_area(version) -> KeyResultArea:
    return version.key_result_areas.first()


def first_standard(version) -> Standard:
    return Standard.objects.filter(key_result_area__version=version).first()


def field_of(row, name) -> str:
    kind = {"keyresultarea": "area", "expectedactivity": "activity"}.get(
        row._meta.model_name, row._meta.model_name
    )
    return f"{kind}.{row.line}.{name}"


def sql(statement, *parameters):
    """Past Django, as somebody with a shell on the database would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def refused(statement, *parameters):
    with pytest.raises(IntegrityError, match="refuses"):
        sql(statement, *parameters)
    return True
