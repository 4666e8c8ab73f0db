from django.urls import path

from salesperf.web import patterns, theme

app_name = "web"

urlpatterns = [
    path("patterns/", patterns.patterns, name="patterns"),
    path("theme/", theme.theme, name="theme"),
]
