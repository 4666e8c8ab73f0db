"""``manage.py demo_data``: the company that ``run.py demo`` shows."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from insights.company.demo import make_demo, sign_ins
from people.builders import PASSWORD
from people.models import Person


class Command(BaseCommand):
    help = "Fills an empty database with the demo company; never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are people already"
        )
        parser.add_argument(
            "--print-sign-ins", action="store_true", help="print who one can sign in as"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Demo people have a password that everybody knows. They never come into production."
            )
        if not Person.objects.exists():
            now = timezone.now()
            make_demo(today=now.date(), now=now)
        elif not options["if_empty"] and not options["print_sign_ins"]:
            raise CommandError(
                "There are people here already. Start with an empty database, or say --if-empty."
            )
        if options["print_sign_ins"]:
            self._print_sign_ins()

    def _print_sign_ins(self) -> None:
        people = sign_ins()
        width = max((len(person.email) for person in people), default=0)
        for person in people:
            self.stdout.write(f"  {person.role:14} {person.email:{width}}  {PASSWORD}")
