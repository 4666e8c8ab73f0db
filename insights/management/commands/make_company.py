"""``manage.py make_company --people 500 --weeks 52 --seed 1``: a company for measurements."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from insights.company import make_company
from insights.company.around import put_around
from people.models import Person


class Command(BaseCommand):
    help = "Fills an empty database with a made-up company; the same seed gives the same one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=500)
        parser.add_argument("--weeks", type=int, default=52)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="the last day, like 2026-03-11"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Person.objects.exists():
            raise CommandError("There are people here already. Start with an empty database.")
        now = timezone.now()
        today = options["today"] or now.date()
        began = time.perf_counter()
        try:
            company = make_company(
                people=options["people"],
                weeks=options["weeks"],
                seed=options["seed"],
                today=today,
                now=now,
            )
            put_around(company, today=today, now=now)
        except ValueError as error:
            raise CommandError(str(error)) from error
        seconds = time.perf_counter() - began
        self.stdout.write(
            f"{len(company.staff.everybody)} people, {options['weeks']} weeks: {seconds:.0f} s"
        )
