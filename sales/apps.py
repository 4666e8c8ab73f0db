"""Accounts, products, deals, and what came in about them."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "sales"

    def ready(self) -> None:
        from sales.imports import KINDS
        from salesperf.imports.kinds import register

        for kind in KINDS:
            register(kind)
