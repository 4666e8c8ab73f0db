"""Who gets which answer in sales/: deals, accounts, products, the pipeline."""

from tests.access.row import (
    COMPENSATION,
    EXECUTIVE,
    LEADERS_OF_REP,
    REP,
    SIGNED_IN,
    STRANGERS,
    Row,
    each,
)

READERS = LEADERS_OF_REP | {REP, COMPENSATION, EXECUTIVE}

ROWS = (
    Row("sales:deals"),
    Row("sales:deals", query="?q=CNRY&state=open", note="searched"),
    Row(
        "sales:deals", headers={"HX-Request": "true"}, note="as a fragment",
        but=each("GET", STRANGERS, 401),
    ),
    Row("sales:deals_csv"),
    Row("sales:deals_xlsx"),
    Row("sales:deal", args=lambda w: [w.deal.pk], finds=READERS),
    Row("sales:accounts"),
    Row("sales:account", args=lambda w: [w.deal.account_id]),
    Row("sales:products"),
    Row("sales:pipeline"),
    Row(
        "sales:pipeline", query=lambda w: f"?of=person-{w.cast.rep.pk}", finds=READERS,
        note="of the rep",
    ),
    Row(
        "sales:person_fragment", args=lambda w: [w.cast.rep.pk],
        but=each("GET", SIGNED_IN - READERS, 204),
    ),
)  # fmt: skip
