from django.apps import AppConfig


class ExpectationsConfig(AppConfig):
    name = "expectations"

    def ready(self) -> None:
        from expectations.kinds import KINDS
        from notifications import kinds

        kinds.register_all(KINDS)
