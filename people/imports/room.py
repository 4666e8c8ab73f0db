"""What imports of all rooms share: they are written into the audit trail and told to the sender.

The ground floor (salesperf/imports) may not know audit and notifications; rooms may.
"""

from datetime import datetime
from typing import Any

from audit.actions import record
from notifications.actions import notify
from salesperf.imports.kinds import Kind
from salesperf.imports.models import ImportFile

_LONGEST = 120  # characters of a file name in events and messages


class RoomKind(Kind):
    """A kind of import that leaves an event and tells whoever sent the file."""

    def record(self, verb: str, *, file: ImportFile, by: Any, now: datetime, **data: Any) -> None:
        record(
            actor=by,
            verb=f"imports.{verb}",
            target=file,
            at=now,
            kind=file.kind,
            source=file.source,
            file=file.name[:_LONGEST],
            **data,
        )

    def announce(self, *, file: ImportFile, url: str, now: datetime) -> None:
        if file.uploaded_by is None:
            return
        notify(
            key=f"import {file.pk} is done",
            recipients=[file.uploaded_by],
            kind="imports.done",
            data={
                "file": file.name[:_LONGEST],
                "new": file.outcome["new"],
                "changed": file.outcome["changed"],
                "problems": file.outcome["left_out"],
            },
            url=url,
            now=now,
        )
