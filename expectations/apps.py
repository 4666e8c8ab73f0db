from django.apps import AppConfig


class ExpectationsConfig(AppConfig):
    name = "expectations"

    def ready(self) -> None:
        from expectations.imports import Results
        from expectations.kinds import KINDS
        from expectations.reminders import remind_of_unsigned
        from expectations.round_reminders import remind_of_rounds, remind_of_strategy
        from notifications import kinds, reminders
        from salesperf.imports.kinds import register

        kinds.register_all(KINDS)
        register(Results())
        for provider in (remind_of_unsigned, remind_of_rounds, remind_of_strategy):
            reminders.register(provider)
