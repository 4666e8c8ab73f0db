"""Holding a version while it is written: two changes of one document wait for each other."""

from datetime import datetime

from expectations.models import DocumentVersion
from expectations.problems import NotDraft
from people.models import Person


def locked(*, version: DocumentVersion) -> DocumentVersion:
    """The version as it stands, locked until the transaction ends."""
    return (
        DocumentVersion.objects.select_for_update(of=("self",))
        .select_related("document__person")
        .get(pk=version.pk)
    )


def locked_draft(*, version: DocumentVersion) -> DocumentVersion:
    """The same. Raises NotDraft when it is none."""
    held = locked(version=version)
    if not held.is_draft:
        raise NotDraft
    return held


def locked_person(*, person: Person) -> None:
    """Hold everything that is agreed with one person; taken before a version is."""
    Person.objects.select_for_update().get(pk=person.pk)


def touch(*, version: DocumentVersion, now: datetime) -> None:
    """Note when a draft was last written in."""
    DocumentVersion.objects.filter(pk=version.pk).update(saved_at=now)
