from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "salesperf.web"
    label = "web"
