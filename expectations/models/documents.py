"""The performance expectation document: its versions, and who signed which words."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Person, ReportingLine, Role
from salesperf.append_only import AppendOnlyModel, AppendOnlyQuerySet


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SHARED = "shared", _("Shared")
    ACTIVE = "active", _("Active")
    SUPERSEDED = "superseded", _("Superseded")


IN_WORK = (State.DRAFT, State.SHARED)
SIGNED = (State.ACTIVE, State.SUPERSEDED)


class DocumentQuerySet(models.QuerySet["ExpectationDocument"]):
    def visible_to(self, viewer: Person, today: date) -> "DocumentQuerySet":
        """Documents of which the viewer may see at least one version."""
        versions = DocumentVersion.objects.visible_to(viewer, today)
        return self.filter(pk__in=versions.values("document"))


class ExpectationDocument(models.Model):
    """What one person is expected to reach and do in one period, in as many versions as needed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expectation_documents"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    created_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="expectations_document_ends_later"
            ),
            models.UniqueConstraint(
                fields=["person", "starts_on", "ends_on"], name="expectations_document_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.starts_on} – {self.ends_on}"


def in_force(first: date, last: date, path: str = "") -> Q:
    """Signed and not replaced on at least one day of a span; ``path`` leads to the version.

    A version that another one follows before its period ends is in force until the day before.
    """
    ends = Q(**{f"{path}in_force_until__isnull": True}) | Q(**{f"{path}in_force_until__gte": first})
    return ends & Q(
        **{
            f"{path}state": State.ACTIVE,
            f"{path}document__starts_on__lte": last,
            f"{path}document__ends_on__gte": first,
        }
    )


class VersionQuerySet(models.QuerySet["DocumentVersion"]):
    def visible_to(self, viewer: Person, today: date) -> "VersionQuerySet":
        """Which versions somebody may read.

        A draft is private to the side that writes it: to the person who writes their own, and
        to whoever is their direct manager now when a manager began it. What was shared is for
        the person, everybody above them, HR and executives; and who signed a version may read
        it for ever, even after the person moved to another manager.
        """
        direct = Person.objects.reporting_to(viewer, today).values("pk")
        own = Q(author=viewer, document__person=viewer)
        led = Q(document__person__in=direct) & ~Q(author=F("document__person"))
        drafts = Q(state=State.DRAFT) & (own | led)
        shared = ~Q(state=State.DRAFT)
        if not viewer.has_role(Role.HR, Role.EXECUTIVE):
            under = ReportingLine.objects.people_under(viewer, today)
            signed = Signature.objects.filter(person=viewer)
            theirs = Q(document__person=viewer) | Q(document__person__in=under)
            shared &= theirs | Q(pk__in=signed.values("version"))
        return self.filter(drafts | shared)

    def in_force_on(self, day: date) -> "VersionQuerySet":
        """Signed versions whose period holds ``day`` and that nothing has replaced by then."""
        return self.filter(in_force(day, day))

    def in_force_within(self, first: date, last: date) -> "VersionQuerySet":
        """Versions that are in force on at least one day of the span."""
        return self.filter(in_force(first, last))


class DocumentVersion(models.Model):
    """One wording of the document.

    A draft may change. Sharing freezes it: ``fingerprint`` is the SHA-256 of every word that was
    shown, with the strategy of that day, and :class:`SharedWording` keeps those words; both
    sign that. Taking it back makes it a draft again without a fingerprint. Once both have signed
    it is active until the next version supersedes it, and never changes again; the database
    refuses it (migration 0002).
    """

    document = models.ForeignKey(
        ExpectationDocument, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position_goal = models.TextField(_("position goal"), blank=True)
    reason = models.CharField(_("reason for the change"), max_length=300, blank=True)
    # The edition of a role profile it was begun from; that stays readable as long as this does.
    begun_from = models.ForeignKey(
        "expectations.ProfileVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    fingerprint = models.CharField(max_length=64, blank=True)
    # How many standards were weak in the words that were shared; None before they ever were.
    weak_standards = models.PositiveSmallIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    # Set when the days of a version signed later begin before the period ends.
    in_force_until = models.DateField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="expectations_version_once"
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state=State.ACTIVE),
                name="expectations_one_active_version",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=IN_WORK),
                name="expectations_one_version_in_work",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, fingerprint="", shared_at__isnull=True)
                | (~Q(state=State.DRAFT) & ~Q(fingerprint="") & Q(shared_at__isnull=False)),
                name="expectations_shared_has_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_WORK, activated_at__isnull=True)
                | Q(state__in=SIGNED, activated_at__isnull=False),
                name="expectations_active_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("expectations:document", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_shared(self) -> bool:
        return self.state == State.SHARED

    @property
    def is_signed(self) -> bool:
        """Signed by both: active now, or active once."""
        return self.state in SIGNED

    @property
    def last_day(self) -> date:
        """The last day on which it is in force; the end of the period unless a later one begins
        before. No query.
        """
        return self.in_force_until or self.document.ends_on

    @property
    def begun_by_person(self) -> bool:
        """Does the person write their own, for the manager to sign? No query."""
        return self.author_id == self.document.person_id


class SharedWording(AppendOnlyModel):
    """Every word of a version as it was shared once, kept for what was signed or refused.

    A version that is taken back and shared again with other words gets another row.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="wordings")
    fingerprint = models.CharField(max_length=64)
    words = models.JSONField()
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "fingerprint"], name="expectations_wording_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.fingerprint[:12]}"


class Signature(AppendOnlyModel):
    """Somebody's name under the words that were on their screen. Never changed or deleted."""

    class Side(models.TextChoices):
        PERSON = "person", _("The person")
        MANAGER = "manager", _("The manager")

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=7, choices=Side.choices)
    name = models.CharField(max_length=150)  # as written on that day
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            # A version that was taken back and shared again has another fingerprint: the old
            # signature stays as history and the new words are signed anew.
            models.UniqueConstraint(
                fields=["version", "side", "fingerprint"], name="expectations_signed_once_a_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"


class TakenOutLine(models.Model):
    """A line taken out of a draft, whole, so that it can be put back until the draft is shared."""

    kind = models.CharField(max_length=10)
    line = models.UUIDField()
    values: Any = models.JSONField()
    removed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.line}"


class RemovedLine(TakenOutLine):
    """A line taken out of a document's draft."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="removed_lines"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["version", "line"], name="expectations_removed")]
