"""Pages of an import, in the order one walks them."""

from salesperf.imports.views.acts import (
    answer,
    cancelling,
    importing,
    leaving_out,
    reading,
    withdrawal,
)
from salesperf.imports.views.files import imports, outcome, repairs, upload
from salesperf.imports.views.steps import check, columns

__all__ = [
    "answer",
    "cancelling",
    "check",
    "columns",
    "importing",
    "imports",
    "leaving_out",
    "outcome",
    "reading",
    "repairs",
    "upload",
    "withdrawal",
]
