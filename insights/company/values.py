"""What made-up companies work by."""

from expectations.builders import ValueSpec

VALUES = (
    ValueSpec(
        "Keep every promise",
        ("Says by when, and is done by then", "Tells the customer first when a date slips"),
        ("Promises a date to win the call",),
    ),
    ValueSpec(
        "Say bad news early",
        (
            "Names a deal as lost in the week in which it is lost",
            "Brings a problem with what was tried",
        ),
        ("Keeps a dead deal in the forecast",),
    ),
    ValueSpec(
        "Learn in the open",
        ("Asks a colleague to listen to a call", "Shows what did not work"),
        ("Explains a lost deal with the price",),
    ),
)
