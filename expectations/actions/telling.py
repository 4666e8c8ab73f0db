"""Telling the other side of a document; never in the words of a document or a comment."""

from datetime import datetime

from django.urls import reverse

from expectations.models import DocumentVersion
from expectations.wording import document_name
from notifications.actions import notify
from people.models import Person


def tell(
    *,
    version: DocumentVersion,
    kind: str,
    recipient: Person | None,
    actor: Person,
    now: datetime,
    occasion: str = "",
) -> None:
    """One notice, once per ``occasion`` (by default per moment)."""
    if recipient is not None:
        tell_about(
            version=version, kind=kind, recipients=[recipient], actor=actor, now=now,
            occasion=occasion,
        )  # fmt: skip


def tell_about(
    *,
    version: DocumentVersion,
    kind: str,
    recipients: list[Person],
    actor: Person,
    now: datetime,
    occasion: str = "",
) -> None:
    """The same for several. Of a draft, which others cannot read, it leads to their list."""
    url = reverse("expectations:documents") if version.is_draft else version.get_absolute_url()
    notify(
        key=f"{kind}:{version.pk}:{occasion or now.isoformat()}",
        recipients=recipients,
        kind=kind,
        data={"document": document_name(version.document), "by": actor.name},
        url=url,
        now=now,
    )
