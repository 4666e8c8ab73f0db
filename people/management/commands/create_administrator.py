"""The first person of an installation, and the way back in when no administrator is left."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people import actions
from people.models import Person, Role
from people.problems import PeopleProblem


class Command(BaseCommand):
    help = (
        "Makes somebody an administrator and prints a link that works once, by which they choose "
        "their password. There are no default accounts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address to sign in with")
        parser.add_argument("--name", default="", help="the name, if the person is new")
        parser.add_argument("--time-zone", default="UTC", help="like Europe/Vienna")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                self._make(options["email"].strip().lower(), options["name"], options["time_zone"])
        except PeopleProblem as problem:
            raise CommandError(str(problem)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def _make(self, email: str, name: str, time_zone: str) -> None:
        validate_email(email)
        now = timezone.now()
        person = Person.objects.filter(email=email).first()
        if person is None:
            person = actions.create_person(
                email=email, name=name or email, time_zone=time_zone, by=None, now=now
            )
        today = now.astimezone(person.zone).date()
        actions.grant_role(person=person, role=Role.ADMINISTRATOR, by=None, now=now, today=today)
        self.stdout.write(f"{person.name} is an administrator.")
        if person.has_usable_password():
            self.stdout.write("They have a password already and sign in with it.")
            return
        token = actions.invite(person=person, by=None, now=now, today=today).token
        path = reverse("people:invitation_link", args=[token])
        self.stdout.write(
            f"Within {settings.INVITATION_DAYS} days, choose a password here; it works once:"
        )
        self.stdout.write(settings.PUBLIC_URL.rstrip("/") + path)
