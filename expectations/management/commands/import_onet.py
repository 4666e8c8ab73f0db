"""``manage.py import_onet FOLDER``: the library of occupations, from files of O*NET."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from expectations.actions.occupations import take_in
from expectations.onet import NotOnet, read_folder


class Command(BaseCommand):
    help = "Takes in occupations from a folder of O*NET files; the same folder twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="with occupations.csv, skills.csv and so on")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = take_in(described=read_folder(options["folder"]))
        except NotOnet as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{done.occupations} occupations: {done.added} facts added, {done.changed} changed, "
            f"{done.removed} removed."
        )
        self.stdout.write(
            "O*NET 29.3 Database by the U.S. Department of Labor, Employment and Training "
            "Administration (USDOL/ETA). Used under CC BY 4.0."
        )
