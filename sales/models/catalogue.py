"""Whom we sell to, and what."""

from datetime import date

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calc.money import Money
from people.models import Person


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, viewer: Person, today: date) -> "AccountQuerySet":
        """Everybody in the company sees whom it sells to; the deals with them are another matter."""
        return self


class Account(models.Model):
    """A company we sell to. ``facts`` keeps what else the source says about it, as it says it."""

    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=120, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="sales_account_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sales:account", args=[self.pk])


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, viewer: Person, today: date) -> "ProductQuerySet":
        """The price list is no secret inside the company."""
        return self


class Product(models.Model):
    """Something we sell, with its list price where there is one."""

    name = models.CharField(_("name"), max_length=200)
    series = models.CharField(_("series"), max_length=120, blank=True)
    list_price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="sales_product_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def list_price(self) -> Money | None:
        if self.list_price_minor is None:
            return None
        return Money(self.list_price_minor, self.currency)
