"""Who gets which answer in notifications/ and audit/: the inbox, mails given up, the trail."""

from tests.access.row import ADMINISTRATOR, REP, Row

ADMIN = frozenset({ADMINISTRATOR})
MINE = frozenset({REP})

ROWS = (
    Row("notifications:inbox"),
    Row("notifications:choices", "GET POST"),
    Row("notifications:reading_all", "POST", body=lambda w: {"newest": "1"}),
    Row(
        "notifications:notification", args=lambda w: [w.told.pk], finds=MINE, shown=302,
        note="of rep",
    ),
    Row("notifications:reading", "POST", args=lambda w: [w.told.pk], finds=MINE, note="of rep"),
    Row("notifications:deliveries", role=ADMIN),
    Row("notifications:attempt", "POST", role=ADMIN, args=lambda w: [w.delivery.pk]),
    Row("audit:events", role=ADMIN),
    Row("audit:events_csv", role=ADMIN),
)  # fmt: skip
