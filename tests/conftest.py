"""Fixtures of the tests that cross rooms."""

from tests.access.world import _made_once, world

__all__ = ["_made_once", "world"]
