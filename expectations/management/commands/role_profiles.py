"""``manage.py role_profiles``: the competencies and role profiles that come with the product."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from expectations.actions.ready import add_ready


class Command(BaseCommand):
    help = "Adds the ready role profiles and competencies that are missing; changes no other."

    def handle(self, *args: Any, **options: Any) -> None:
        added = add_ready(actor=None, now=timezone.now())
        self.stdout.write(f"{added} role profiles added.")
