"""Who gets which answer on the ground floor: health, patterns, theme."""

from tests.access.row import Row

ROWS = (
    Row("healthz", is_open=True),
    Row("readyz", is_open=True, shown=503),  # no scheduler runs in tests
    Row("web:patterns"),
    Row("web:theme", "POST", body=lambda w: {"theme": "dark", "next": "/patterns/"}),
)
