"""What is written in editions: a draft, published once, in force from a day on, never changed."""

from datetime import date
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person, Role

E = TypeVar("E", bound="Edition")


class EditionQuerySet(models.QuerySet[E]):
    def visible_to(self, viewer: Person, today: date) -> Self:
        """Published editions are for everybody; drafts for executives, and for those who are or
        were asked what they think of one.
        """
        if viewer.has_role(Role.EXECUTIVE):
            return self
        asked = self.model._default_manager.filter(rounds__invitations__person=viewer)
        return self.filter(Q(published_at__isnull=False) | Q(pk__in=asked.values("pk")))

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def in_force_on(self, day: date) -> E | None:
        """The edition whose words count on ``day``: the latest that took effect by then."""
        return self.published().filter(effective_from__lte=day).newest_first().first()

    def newest_first(self) -> Self:
        return self.order_by("-effective_from", "-pk")


class Edition(models.Model):
    """One edition. It is a draft until it has ``published_at``."""

    effective_from = models.DateField(_("in force from"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    rounds: Any  # the comment rounds on it, see expectations.models.rounds

    class Meta:
        abstract = True
        ordering = ["-effective_from", "-pk"]

    def __str__(self) -> str:
        return str(self.effective_from)
