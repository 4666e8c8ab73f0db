"""Comment rounds: what people of all levels think of a draft before it is published."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from expectations.models.editions import Edition
from expectations.models.marketing import MarketingPlan
from expectations.models.strategy import Strategy
from people.models import Person, Role, Team
from salesperf.append_only import AppendOnlyModel, AppendOnlyQuerySet


class CommentRoundQuerySet(models.QuerySet["CommentRound"]):
    def visible_to(self, viewer: Person, today: date) -> "CommentRoundQuerySet":
        """Executives, and those who are asked."""
        if viewer.has_role(Role.EXECUTIVE):
            return self
        asked = RoundInvitation.objects.filter(person=viewer)
        return self.filter(pk__in=asked.values("round"))

    def open_on(self, day: date) -> "CommentRoundQuerySet":
        """Rounds in which one may still comment."""
        return self.filter(closed_at__isnull=True, until__gte=day)


class CommentRound(models.Model):
    """Executives ask about a draft until a day. ``teams`` is empty when everybody is asked."""

    strategy = models.ForeignKey(
        Strategy, null=True, blank=True, on_delete=models.CASCADE, related_name="rounds"
    )
    plan = models.ForeignKey(
        MarketingPlan, null=True, blank=True, on_delete=models.CASCADE, related_name="rounds"
    )
    question = models.CharField(_("what you would like to know"), max_length=300, blank=True)
    until = models.DateField(_("until"))
    teams = models.ManyToManyField(Team, blank=True, related_name="+")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CommentRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(strategy__isnull=True) ^ Q(plan__isnull=True),
                name="expectations_round_of_one_draft",
            ),
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=Q(closed_at__isnull=True),
                    name=f"expectations_one_open_round_{field}",
                )
                for field in ("strategy", "plan")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} – {self.until}"

    @property
    def edition(self) -> Edition:
        """The draft it is about. Needs both selected."""
        found = self.strategy or self.plan
        assert found is not None
        return found

    def takes_comments(self, today: date) -> bool:
        return self.closed_at is None and today <= self.until


class RoundInvitation(models.Model):
    """Somebody who is asked, and when they first answered: with a comment, or with nothing to add."""

    round = models.ForeignKey(CommentRound, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"], name="expectations_asked_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.person_id}"


class DraftCommentQuerySet(AppendOnlyQuerySet["DraftComment"]):
    def visible_to(self, viewer: Person, today: date) -> "DraftCommentQuerySet":
        """Whoever sees the round. Names are for executives and the author: see queries.rounds."""
        rounds = CommentRound.objects.visible_to(viewer, today)
        return self.filter(round__in=rounds.values("pk"))


class DraftComment(AppendOnlyModel):
    """What somebody thinks of one part of a draft.

    ``part`` is the part's key, ``place`` its name and ``words`` what it said at that moment: the
    draft may say something else since.
    """

    round = models.ForeignKey(CommentRound, on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40)
    place = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    text = models.TextField(_("comment"))
    at = models.DateTimeField()

    objects = DraftCommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.place}: {self.text[:60]}"


class CommentAnswer(AppendOnlyModel):
    """What became of a comment, with a word why. The last answer counts."""

    comment = models.ForeignKey(DraftComment, on_delete=models.PROTECT, related_name="answers")
    taken_in = models.BooleanField(_("taken in"))
    text = models.CharField(_("a word"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
