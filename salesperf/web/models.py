"""Forms that were already received (see salesperf/web/once.py)."""

from django.conf import settings
from django.db import models


class ReceivedForm(models.Model):
    """One sending of one form: the key the page carried, and where its answer leads."""

    key = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body_hash = models.CharField(max_length=64)
    leads_to = models.CharField(max_length=500)
    received_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
