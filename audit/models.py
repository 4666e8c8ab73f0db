"""The audit trail: who did what to which thing, and when. Written once, never changed."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from salesperf.append_only import AppendOnlyModel, AppendOnlyQuerySet
from salesperf.web.format import day, moment

_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")

# The role as people/models/roles.py stores it; this room stands below people.
ADMINISTRATOR = "administrator"


def in_words(code: str) -> str:
    """A verb or the name of a detail for people: ``person.role_given`` is "person · role given"."""
    return code.replace(".", " · ").replace("_", " ")


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    def visible_to(self, viewer: Any, today: date) -> "EventQuerySet":
        """Administrators read the whole trail, everybody else none of it."""
        return self.all() if viewer.has_role(ADMINISTRATOR) else self.none()

    def about(self, target: models.Model) -> "EventQuerySet":
        """Everything that happened to one row."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class Event(AppendOnlyModel):
    """One thing that happened.

    ``data`` holds ids, names of fields and short values; never what somebody wrote in a note or
    an answer (audit.actions.record refuses long texts). ``actor`` is empty when the program
    acted by itself, or for somebody who is not signed in.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verb = models.CharField(_("act"), max_length=80)
    target_type = models.CharField(_("kind of thing"), max_length=100)
    target_id = models.CharField(_("thing"), max_length=40)
    at = models.DateTimeField(_("time"))
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "at"], name="audit_event_by_target"),
            models.Index(fields=["at", "id"], name="audit_event_by_time"),
            models.Index(fields=["verb", "at"], name="audit_event_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.target}"

    @property
    def target(self) -> str:
        """What it happened to, as one word: ``expectations.document 12``."""
        return f"{self.target_type} {self.target_id}"

    @property
    def act(self) -> str:
        """What happened, for people."""
        return in_words(self.verb)

    @property
    def details(self) -> list[tuple[str, str]]:
        """The data, for people: name and value, in the order in which they were written."""
        return [(in_words(name), _value(value)) for name, value in self.data.items()]


def _value(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{in_words(name)} {_value(each)}" for name, each in value.items())
    return _day_or_time(value) if isinstance(value, str) else str(value)


def _day_or_time(text: str) -> str:
    """A day or an instant as people read it, in the reader's zone; other texts as they are."""
    if not _ISO.fullmatch(text):
        return text
    try:
        return (
            day(date.fromisoformat(text))
            if len(text) == len("2026-03-11")
            else moment(datetime.fromisoformat(text))
        )
    except ValueError:
        return text
