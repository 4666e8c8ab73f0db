from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import health
        from salesperf.health import register

        register("scheduler", health.scheduler)
        register("outbox", health.outbox)
