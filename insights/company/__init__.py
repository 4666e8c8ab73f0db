"""A whole company of any size, made up but consistent, for demos and measurements."""

from insights.company.whole import Company, make_company

__all__ = ["Company", "make_company"]
