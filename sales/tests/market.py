"""What the cast sells: one deal of everybody, with figures that would be noticed elsewhere."""

from dataclasses import dataclass, field
from datetime import date

from people.models import Person
from sales.builders import make_account, make_deal, make_product, make_stages
from sales.models import Account, Deal, Product, Stage
from tests.cast import Cast

SELLERS = ("rep", "peer", "manager", "director", "ex_manager", "other_rep", "other_manager")

# Who sees whose deals: one's own, those of everybody one leads, all by role.
SEES = {
    "rep": {"rep"},
    "peer": {"peer"},
    "manager": {"rep", "peer", "manager"},
    "director": {"rep", "peer", "manager", "ex_manager", "director"},
    "ex_manager": {"ex_manager"},
    "other_rep": {"other_rep"},
    "other_manager": {"other_rep", "other_manager"},
    "hr": set(),
    "administrator": set(),
    "compensation": set(SELLERS),
    "executive": set(SELLERS),
}


@dataclass
class Market:
    cast: Cast
    stages: dict[str, Stage]
    account: Account
    product: Product
    deals: dict[str, Deal] = field(default_factory=dict)

    def sell(self, owner: Person, stage: str = "Won", **fields) -> Deal:
        """A deal over 1,000 of the one product with the one account, won on 2 March."""
        usual = {
            "value": 1000,
            "account": self.account,
            "product": self.product,
            "opened_on": date(2026, 1, 12),
            "closed_on": None if stage in {"Prospecting", "Engaging"} else date(2026, 3, 2),
        }
        return make_deal(owner=owner, stage=self.stages[stage], **{**usual, **fields})


def make_market(cast: Cast) -> Market:
    """One won deal of each seller, numbered after them: DEAL-REP, DEAL-PEER, …"""
    market = Market(
        cast=cast,
        stages={stage.name: stage for stage in make_stages()},
        account=make_account(name="Treequote", sector="retail", location="Kenya"),
        product=make_product(name="GTX Plus Pro", list_price=5482, series="GTX"),
    )
    for seller in SELLERS:
        market.deals[seller] = market.sell(
            getattr(cast, seller), number=f"DEAL-{seller.upper()}", value=1000
        )
    return market
