"""Accounts, products and deals with their stages and revisions."""

from sales.models.catalogue import Account, Product
from sales.models.deals import Deal, DealRevision, Stage

__all__ = ["Account", "Deal", "DealRevision", "Product", "Stage"]
