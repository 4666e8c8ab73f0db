"""Who works here, who leads whom since when, and what each may do."""

from datetime import datetime

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from notifications import kinds, reminders
        from people.actions import answer_reset_asks, settle_addresses
        from people.imports.people import PeopleFile
        from people.kinds import KINDS
        from salesperf.imports.kinds import register

        kinds.register_all(KINDS)
        register(PeopleFile())

        def answer_asks(now: datetime) -> None:
            answer_reset_asks(now=now)

        def settle(now: datetime) -> None:
            settle_addresses(now=now)

        reminders.register(answer_asks)
        reminders.register(settle)
