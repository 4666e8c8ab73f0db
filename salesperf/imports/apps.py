from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "salesperf.imports"
    label = "imports"
