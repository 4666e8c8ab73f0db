"""Person is the user model; an e-mail address is the name one signs in with."""

import unicodedata
import zoneinfo
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from people.models.roles import Role


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("%(name)s is no time zone. Write one like Europe/Vienna."), params={"name": name}
        )


# Marks that turn the direction of what follows: a name with one can pass for another name.
_TURNING = {*"\u200e\u200f\u061c", *"\u202a\u202b\u202c\u202d\u202e", *"\u2066\u2067\u2068\u2069"}


def validate_one_line(text: str) -> None:
    """Refuse what is no part of a written line: line breaks, control signs, turning marks."""
    for sign in text:
        if sign in _TURNING or unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}:
            raise ValidationError(
                _("There is a sign in it that cannot be seen (%(code)s). Type it anew."),
                params={"code": f"U+{ord(sign):04X}"},
            )
    if text and all(unicodedata.category(sign) in {"Cf", "Zs"} for sign in text):
        raise ValidationError(_("Nothing in it can be seen. Write at least one letter."))


# Both databases run it; UNION (not UNION ALL) ends on a circle, should one ever be stored.
_TEAMS_ABOVE = """
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT id, parent_id FROM people_team WHERE id = %s
        UNION
        SELECT team.id, team.parent_id FROM people_team AS team
        JOIN above ON team.id = above.parent_id
    )
    SELECT id FROM above
"""


class TeamQuerySet(models.QuerySet["Team"]):
    def and_above(self, team_id: int) -> RawSQL:
        """A subquery of the ids of a team and of all it is part of."""
        return RawSQL(_TEAMS_ABOVE, (team_id,))  # noqa: S611 constant SQL, parameters bound


class Team(models.Model):
    """A group of people with a name, possibly part of a larger one (an office, a region)."""

    name = models.CharField(_("name"), max_length=120, validators=[validate_one_line])
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="people_team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: "Person", today: date) -> "PersonQuerySet":
        """The directory: everybody sees colleagues who work here.

        Who keeps people (HR, administrators) also sees those who left or were switched off.
        """
        if viewer.has_role(Role.HR, Role.ADMINISTRATOR):
            return self
        return self.employed_on(today) | self.filter(pk=viewer.pk)

    def employed_on(self, day: date) -> "PersonQuerySet":
        """People whose account is on and who have not left by ``day``."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=day), is_active=True)

    def gone_by(self, day: date) -> "PersonQuerySet":
        """People who left before ``day`` or whose account is off; the rest of employed_on."""
        return self.filter(Q(left_on__lt=day) | Q(is_active=False))

    def without_password(self) -> "PersonQuerySet":
        """People who cannot sign in before they take an invitation."""
        return self.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def led_by(self, manager: "Person", day: date) -> "PersonQuerySet":
        """Everybody under ``manager`` on ``day``, at any depth; not the manager."""
        from people.models.lines import ReportingLine

        return self.filter(pk__in=ReportingLine.objects.people_under(manager, day))

    def reporting_to(self, manager: "Person", day: date) -> "PersonQuerySet":
        """Those whose manager is ``manager`` on ``day``: the direct reports."""
        from people.models.lines import ReportingLine

        lines = ReportingLine.objects.valid_on(day).filter(manager=manager)
        return self.filter(pk__in=lines.values("person"))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person. Without a password nobody can sign in until an invitation is taken."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=(email or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who works, or worked, in the company.

    People are never deleted: what they signed, said and earned refers to them. Who leaves gets
    a ``left_on`` date; ``is_active`` off ends every session at the next request.
    """

    email = models.EmailField(
        _("e-mail"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Somebody else has this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=150, validators=[validate_one_line])
    title = models.CharField(
        _("job title"), max_length=150, blank=True, validators=[validate_one_line]
    )
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    locale = models.CharField(_("language"), max_length=16, default="en")
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    # Part of what every session is checked against: another number ends all sessions for good.
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="people_person_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(hired_on__isnull=True)
                | Q(left_on__gte=models.F("hired_on")),
                name="people_person_leaves_after_hire",
                violation_error_message=_("Nobody leaves before being hired. Look at both days."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    def clean(self) -> None:
        self.email = self.email.strip().lower()

    def works_here(self, day: date) -> bool:
        """Is the account on, and has the person not left? See also PersonQuerySet.employed_on."""
        return self.is_active and not self.has_left(day)

    def has_left(self, day: date) -> bool:
        """Is ``day`` after the last day of work?"""
        return self.left_on is not None and self.left_on < day

    def get_session_auth_hash(self) -> str:
        """What a session remembers; it ends when this changes (password, end of sessions)."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under former secret keys of the installation."""
        return (self._session_hash(key) for key in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | bytes | None) -> str:
        return salted_hmac(
            "people.Person.session",
            f"{self.password} {self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles this person holds now. One query, once per request."""
        return frozenset(
            self.role_grants.filter(revoked_at__isnull=True).values_list("role", flat=True)
        )

    def has_role(self, *roles: str) -> bool:
        """Does the person hold at least one of these roles?"""
        return not self.roles.isdisjoint(roles)

    @property
    def first_name(self) -> str:
        """The first word of the name, for buttons and sentences ("Share with Anna")."""
        return self.name.split()[0] if self.name.strip() else self.email

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
