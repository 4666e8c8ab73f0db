"""Holding a version while it is written: two changes of one document wait for each other."""

from datetime import datetime
from typing import Any, TypeVar

from expectations.lines import Draft
from expectations.models import ProfileVersion
from expectations.problems import NotDraft
from people.models import Person

AnyDraft = TypeVar("AnyDraft", bound=Draft)


def locked(*, version: AnyDraft) -> AnyDraft:
    """The version as it stands, locked until the transaction ends."""
    held: Any = (
        type(version)
        ._default_manager.select_for_update(of=("self",))
        .select_related("profile" if isinstance(version, ProfileVersion) else "document__person")
        .get(pk=version.pk)
    )
    return held


def locked_draft(*, version: AnyDraft) -> AnyDraft:
    """The same. Raises NotDraft when it is none."""
    held = locked(version=version)
    if not held.is_draft:
        raise NotDraft
    return held


def locked_person(*, person: Person) -> None:
    """Hold everything that is agreed with one person; taken before a version is."""
    Person.objects.select_for_update().get(pk=person.pk)


def touch(*, version: Draft, now: datetime) -> None:
    """Note when a draft was last written in."""
    type(version)._default_manager.filter(pk=version.pk).update(saved_at=now)
