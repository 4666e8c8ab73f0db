"""Who gets which answer in salesperf/imports/: each kind has people of its own."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.row import ADMINISTRATOR, COMPENSATION, EXECUTIVE, HR, Row

SELLERS = frozenset({COMPENSATION, EXECUTIVE})  # who brings deals in
KEEPERS = frozenset({HR, ADMINISTRATOR})  # who brings people in
READERS = frozenset({HR, EXECUTIVE})  # who brings results of standards in
DEALS = (
    b"opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    b"XA-1,Suri Halvorsund,Beacon,Underhill Stores,Won,2026-01-05,2026-02-01,700\n"
)


def deals_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("more-deals.csv", DEALS + b"XA-2,,,,Engaging,,,\n", "text/csv")


def of_file(name: str, methods: str = "POST", file: str = "mapped", **more) -> Row:
    return Row(name, methods, args=lambda w: [w.things[file].pk], finds=SELLERS, **more)


ROWS = (
    Row("imports:imports", role=SELLERS | KEEPERS),
    Row(
        "imports:upload", "GET POST", role=SELLERS | KEEPERS, finds=SELLERS,
        args=lambda w: ["deals"], body=lambda w: {"source": "CRM", "file": deals_file()},
    ),
    Row(
        "imports:upload", role=SELLERS | KEEPERS, finds=KEEPERS, args=lambda w: ["people"],
        methods="GET POST", done=422, body=lambda w: {"source": "HR system"},
        note="of people, without a file",
    ),
    Row(
        "imports:upload", "GET POST", role=SELLERS | KEEPERS, finds=READERS, done=422,
        args=lambda w: ["results"], body=lambda w: {"source": "Survey"},
        note="of results, without a file",
    ),
    of_file("imports:outcome", "GET", file="cancelled"),
    of_file("imports:columns", "GET POST", file="uploaded", done=422, body=lambda w: {"no": "1"}, note="without columns"),
    of_file("imports:reading", file="uploaded", body=lambda w: {"delimiter": ";"}),
    of_file("imports:check", "GET"),
    of_file("imports:answer"),
    of_file("imports:withdrawal"),
    of_file("imports:leaving_out", body=lambda w: {"rows": "2"}),
    of_file("imports:importing"),
    of_file("imports:cancelling"),
    of_file("imports:repairs", "GET"),
)  # fmt: skip
