"""The project itself as an app: start-up checks and the commands that belong to no room."""

from django.apps import AppConfig


class SalesPerfConfig(AppConfig):
    name = "salesperf"
    label = "salesperf"

    def ready(self) -> None:
        from salesperf import checks, folding  # noqa: F401 they register what they hold
