from django.apps import AppConfig


class ExpectationsConfig(AppConfig):
    name = "expectations"

    def ready(self) -> None:
        from expectations.kinds import KINDS
        from expectations.reminders import remind_of_unsigned
        from notifications import kinds, reminders

        kinds.register_all(KINDS)
        reminders.register(remind_of_unsigned)
