"""Accounts, products and deals from a CRM's files."""

from sales.imports.catalogue import Accounts, Products
from sales.imports.deals import Deals

KINDS = (Deals(), Accounts(), Products())

__all__ = ["KINDS", "Accounts", "Deals", "Products"]
