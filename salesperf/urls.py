"""Addresses: one line per room, by string, so that nothing here imports a room."""

from django.urls import include, path

from salesperf.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("insights.urls")),
    path("", include("salesperf.web.urls")),
    path("", include("people.urls")),
    path("", include("notifications.urls")),
    path("", include("audit.urls")),
    path("imports/", include("salesperf.imports.urls")),
    path("", include("sales.urls")),
    path("", include("activities.urls")),
    path("", include("expectations.urls")),
]
