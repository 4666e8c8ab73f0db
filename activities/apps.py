from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self) -> None:
        from activities.reminders import remind_of_weeks
        from notifications import reminders

        reminders.register(remind_of_weeks)
