"""Reading strategy, documents and how their standards stand."""

from expectations.queries.standings import Standing, in_force, standing

__all__ = ["Standing", "in_force", "standing"]
