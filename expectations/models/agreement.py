"""What two sides say to each other until they agree: comments, proposals, and the answers."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from expectations.models.documents import DocumentVersion, Signature
from expectations.models.strategy import BusinessObjective
from people.models import Person
from salesperf.append_only import AppendOnlyModel, AppendOnlyQuerySet


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CommentQuerySet(AppendOnlyQuerySet["Comment"]):
    def visible_to(self, viewer: Person, today: date) -> "CommentQuerySet":
        """What is said belongs to the two sides: the person, and who leads them directly."""
        direct = Person.objects.reporting_to(viewer, today).values("pk")
        return self.filter(
            Q(version__document__person=viewer) | Q(version__document__person__in=direct)
        )

    def waiting(self) -> "CommentQuerySet":
        """What nobody has answered yet."""
        return self.filter(answers__isnull=True, replies__isnull=True)


class Comment(AppendOnlyModel):
    """Something one side says about a line of a document, or about the whole.

    ``changes`` makes it a proposal: other words for fields of the line, by the field's name,
    ``{"target": {"was": "78,000", "to": "70,000"}}``, as the page spells them. ``answers`` is
    what it replies to; of a proposal the reply carries the ``verdict``. It hangs on the ``line``,
    which later versions keep, so a line brings its talk along. Never changed or deleted.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=10)  # document (the whole), goal, or a kind of line
    line = models.UUIDField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), blank=True)
    changes: Any = models.JSONField(default=dict)
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    verdict = models.CharField(max_length=9, choices=Verdict.choices, blank=True)
    fingerprint = models.CharField(max_length=64)  # of the words it is about
    at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answers"], condition=~Q(verdict=""), name="expectations_one_verdict"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(answers__isnull=False),
                name="expectations_verdict_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}: {self.at:%Y-%m-%d %H:%M}"

    @property
    def proposes(self) -> bool:
        return bool(self.changes)


class AchievableQuerySet(AppendOnlyQuerySet["AchievableMark"]):
    def visible_to(self, viewer: Person, today: date) -> "AchievableQuerySet":
        """Who may read a version reads how many of its standards its two sides find achievable;
        the word of why is shown to the two sides alone."""
        versions = DocumentVersion.objects.visible_to(viewer, today)
        return self.filter(version__in=versions.values("pk"))


class AchievableMark(AppendOnlyModel):
    """One side finds a standard achievable, or not yet, and why. The latest mark counts.

    It is about the ``words`` of the standard (their fingerprint): other words are marked anew,
    a change elsewhere in the document leaves it.
    """

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="achievable_marks"
    )
    line = models.UUIDField()
    words = models.CharField(max_length=64)
    side = models.CharField(max_length=7, choices=Signature.Side.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    achievable = models.BooleanField()
    text = models.CharField(_("why not yet"), max_length=300, blank=True)
    at = models.DateTimeField()

    objects = AchievableQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.line}: {self.achievable}"


class Disagreement(AppendOnlyModel):
    """“Read, and I disagree”: who was to sign has read these words, and says why they do not agree.

    It is said by the side that did not write them. It is no signature of agreement, so nothing
    that counts signatures takes it for one; they can still sign later, and both stay.
    """

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="disagreements"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)  # as written on that day
    text = models.TextField(_("why you disagree"))
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "fingerprint"], name="expectations_disagreed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"


class PutInForce(AppendOnlyModel):
    """The manager put a version into force although the person disagrees, and answers why."""

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.PROTECT, related_name="put_in_force"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    text = models.TextField(_("your answer"))
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"


class ReasonKind(models.TextChoices):
    PRODUCT = "product", _("New product")
    COMPETITOR = "competitor", _("Competitor")
    TERRITORY = "territory", _("Territory")
    ROLE = "role", _("Role")
    BUSINESS = "business", _("Business change")
    CORRECTION = "correction", _("Correction")
    OTHER = "other", _("Another reason")


class Revision(AppendOnlyModel):
    """Why a version was begun while another was in force: the kind of reason, and the objective
    that changed, if that was it. The words of the reason stand in the version and are signed."""

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.CASCADE, related_name="revision"
    )
    kind = models.CharField(max_length=10, choices=ReasonKind.choices)
    objective = models.ForeignKey(
        BusinessObjective, null=True, on_delete=models.PROTECT, related_name="revisions"
    )

    objects = models.Manager()

    def __str__(self) -> str:
        return self.kind


class ObjectiveChange(AppendOnlyModel):
    """What a business objective said before it was changed, field by field, and who changed it.

    ``changes`` is ``{"target": {"was": "12 USD", "to": "10 USD"}}``, as it was read that day.
    """

    objective = models.ForeignKey(
        BusinessObjective, on_delete=models.PROTECT, related_name="changes"
    )
    changes: Any = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.at:%Y-%m-%d %H:%M}"
