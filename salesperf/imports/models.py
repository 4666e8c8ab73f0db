"""What is kept of an import: the file, the mapping of its columns, the answers to its questions."""

from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def storage_path(file: "ImportFile", name: str) -> str:
    """Where the content is kept; nothing of the name that somebody gave the file is in it."""
    return str(PurePath("imports", f"{uuid4().hex}.upload"))


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    def visible_to(self, viewer: Any, today: date) -> "ImportFileQuerySet":
        """Files of the kinds that the viewer may import; the kinds say so themselves."""
        from salesperf.imports.kinds import kinds_for

        return self.filter(kind__in=[kind.name for kind in kinds_for(viewer)])

    def imported(self) -> "ImportFileQuerySet":
        return self.filter(state=ImportFile.State.IMPORTED)

    def under_way(self) -> "ImportFileQuerySet":
        return self.filter(state__in=[ImportFile.State.UPLOADED, ImportFile.State.MAPPED])


class ImportFile(models.Model):
    """One file on its way in. Nothing of it counts before its state is *imported*.

    ``columns`` maps fields of its kind to heads of the file, ``options`` holds what was chosen
    beside them (how the file is read, the currency). ``leave_out`` are the row numbers that the
    person decided to leave out, ``outcome`` the counts once it is imported.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        MAPPED = "mapped", _("Columns confirmed")
        IMPORTED = "imported", _("Imported")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=40)  # "people", "deals", … (salesperf/imports/kinds.py)
    source = models.CharField(_("source"), max_length=60)
    name = models.CharField(_("file"), max_length=255)
    content = models.FileField(upload_to=storage_path)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    leave_out = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "source", "-uploaded_at"], name="imports_file_by_source"),
            models.Index(fields=["sha256"], name="imports_file_by_content"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page where this file goes on: its columns, its check or its outcome."""
        page = {
            self.State.UPLOADED: "imports:columns",
            self.State.MAPPED: "imports:check",
        }.get(self.State(self.state), "imports:outcome")
        return reverse(page, args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.UPLOADED, self.State.MAPPED}


class SavedMapping(models.Model):
    """Which column of a source means which field: confirmed once, offered from then on."""

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    columns = models.JSONField()
    options = models.JSONField(default=dict)  # e.g. the rule that makes up sign-in names

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="imports_one_mapping")
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.source}"


class Answer(models.Model):
    """What somebody said a value of a source means ('GTXPro' is the product 'GTX Pro')."""

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    means = models.CharField(max_length=200)  # the known value; empty: it is a new one
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "field", "value"], name="imports_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} → {self.means}"


class RowToRepair(models.Model):
    """A row that was left out of an import, kept as it was until it comes right or comes again.

    ``key`` is what the row is known by (a deal number), "" where it could not be read.
    ``settled_by`` is the later file that brought it in, or brought it again.
    """

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="to_repair")
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=200, blank=True)
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500)
    cells = models.JSONField()
    settled_by = models.ForeignKey(
        ImportFile, null=True, on_delete=models.SET_NULL, related_name="settled_rows"
    )

    class Meta:
        ordering = ["file", "row"]
        constraints = [
            models.UniqueConstraint(fields=["file", "row"], name="imports_row_left_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} · {self.row}"
