"""The written table: every address, and who gets which answer from it."""

from tests.access import (
    rows_activities,
    rows_expectations,
    rows_ground,
    rows_imports,
    rows_insights,
    rows_people,
    rows_profiles,
    rows_sales,
    rows_seen,
    rows_told,
)
from tests.access.row import Row

TABLE: tuple[Row, ...] = (
    *rows_ground.ROWS,
    *rows_insights.ROWS,
    *rows_people.ROWS,
    *rows_told.ROWS,
    *rows_imports.ROWS,
    *rows_sales.ROWS,
    *rows_activities.ROWS,
    *rows_expectations.ROWS,
    *rows_profiles.ROWS,
    *rows_seen.ROWS,
)
