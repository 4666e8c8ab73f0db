"""Accounts and products: matched by name, everything else the file says is kept as it says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calc.currencies import CODES
from calc.tabular import Row
from calc.tabular.texts import fold
from people.imports.room import RoomKind
from people.models import Person, Role
from sales.actions import write_accounts, write_products
from sales.imports import deal_words
from sales.models import Account, Product
from salesperf.imports import wording
from salesperf.imports.checks import Found, Remark, SumLine
from salesperf.imports.kinds import Field
from salesperf.imports.models import ImportFile
from salesperf.imports.sheet import Sheet
from salesperf.web import format

_LONGEST_NAME = 200
_LONGEST_WORD = 120


@dataclass
class Plan:
    """Unsaved rows: new ones, and known ones with what changes."""

    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    same: int = 0
    twice: int = 0
    keys: set[str] = field(default_factory=set)
    signature: list[Any] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many of the rows will be there after the import."""
        return len(self.new) + len(self.changed) + self.same


class Catalogue(RoomKind):
    """What accounts and products have in common."""

    key_fields = ("name",)
    compared: tuple[str, ...]
    model: type[Account] | type[Product]

    def may(self, person: Person) -> bool:
        return person.has_role(Role.COMPENSATION, Role.EXECUTIVE)

    def check(self, sheet: Sheet, *, by: Any, today: date) -> Found:
        plan = self._plan(sheet)
        return Found(
            plan=plan,
            signature=plan.signature,
            new=len(plan.new),
            changed=len(plan.changed),
            same=plan.same,
            twice=plan.twice,
            sums=(SumLine(str(self.label), len(plan.keys), plan.total),),
            touches=(_names_are_keys(),),
            remarks={"name": _repeated(plan.twice)},
            keys=frozenset(plan.keys),
        )

    def _plan(self, sheet: Sheet) -> Plan:
        plan = Plan()
        stored = {fold(each.name): each for each in self.model.objects.all()}
        first: dict[str, tuple[int, tuple[Any, ...]]] = {}
        for row in sheet.rows:
            name = sheet.short_text(row, "name", _LONGEST_NAME)
            if not sheet.text(row, "name"):
                sheet.note(row, "name", f"{_('There is no name.')} {wording.mend()}")
            values = self.read(sheet, row)
            if row.number in sheet.bad:
                continue
            stated = tuple(values.items())
            if fold(name) in first:
                self._repeated(plan, sheet, row, first[fold(name)], stated)
                continue
            first[fold(name)] = (row.number, stated)
            plan.keys.add(name)
            self._sort_in(plan, stored.get(fold(name)), name, values)
        return plan

    def _repeated(
        self,
        plan: Plan,
        sheet: Sheet,
        row: Row,
        first: tuple[int, tuple[Any, ...]],
        stated: tuple[Any, ...],
    ) -> None:
        if first[1] == stated:
            plan.twice += 1
            return
        what = _("This name stands in row %(row)s too, with other values.") % {
            "row": format.number(first[0])
        }
        sheet.note(row, "name", f"{what} {wording.mend()}")

    def _sort_in(self, plan: Plan, stored: Any, name: str, values: dict[str, Any]) -> None:
        if stored is None:
            plan.new.append(self.model(name=name, **values))
            plan.signature.append((name, repr(values)))
            return
        # What the file does not say stays: an empty cell takes nothing away.
        said = {key: value for key, value in values.items() if value not in ("", None)}
        if isinstance(said.get("facts"), dict):
            said["facts"] = {**stored.facts, **said["facts"]}
        differing = {key: value for key, value in said.items() if getattr(stored, key) != value}
        if not differing:
            plan.same += 1
            return
        for key, value in differing.items():
            setattr(stored, key, value)
        plan.changed.append(stored)
        plan.signature.append((stored.pk, repr(differing)))

    def read(self, sheet: Sheet, row: Row) -> dict[str, Any]:
        """What a row says besides the name, by attribute of the model."""
        raise NotImplementedError

    def meaning(self, field: str, means: str) -> str:
        return deal_words.meaning(field, means)


def _names_are_keys() -> str:
    return _("Rows are matched by name. An empty cell takes nothing away.")


def _repeated(twice: int) -> Remark:
    if not twice:
        return Remark(_("unique in the file"))
    text = ngettext("%(n)s row twice", "%(n)s rows twice", twice) % {"n": format.number(twice)}
    return Remark(text, look=True)


class Accounts(Catalogue):
    """Companies that are sold to."""

    name = "accounts"
    label = gettext_lazy("Accounts")
    says = gettext_lazy(
        "The companies you sell to: name, sector, place, and whatever else you know."
    )
    new_label = gettext_lazy("New accounts")
    changed_label = gettext_lazy("Changed accounts")
    key_label = gettext_lazy("Account")
    rest_label = gettext_lazy("Kept as a fact")
    model = Account
    fields = (
        Field(
            "name",
            gettext_lazy("Name"),
            ("account", "account name", "company", "company name", "customer", "client"),
            required=True,
        ),
        Field("sector", gettext_lazy("Sector"), ("industry", "branch", "vertical")),
        Field(
            "location",
            gettext_lazy("Location"),
            ("office location", "country", "city", "billing country", "region"),
        ),
    )

    def read(self, sheet: Sheet, row: Row) -> dict[str, Any]:
        return {
            "sector": sheet.short_text(row, "sector", _LONGEST_WORD),
            "location": sheet.short_text(row, "location", _LONGEST_WORD),
            "facts": sheet.rest(row),
        }

    def apply(self, plan: Plan, *, file: ImportFile, by: Any, now: datetime, today: date) -> None:
        write_accounts(new=plan.new, changed=plan.changed)


class Products(Catalogue):
    """What is sold, with list prices."""

    name = "products"
    label = gettext_lazy("Products")
    says = gettext_lazy("What you sell: name, series, list price.")
    new_label = gettext_lazy("New products")
    changed_label = gettext_lazy("Changed products")
    key_label = gettext_lazy("Product")
    rest_label = gettext_lazy("Not used")
    model = Product
    fields = (
        Field(
            "name",
            gettext_lazy("Name"),
            ("product", "product name", "item", "article"),
            required=True,
        ),
        Field("series", gettext_lazy("Series"), ("product line", "family", "category", "group")),
        Field(
            "list_price",
            gettext_lazy("List price"),
            ("sales price", "price", "unit price"),
            reads="amount",
        ),
        Field("currency", gettext_lazy("Currency"), ("currency code",)),
    )

    def options(
        self, *, columns: Mapping[str, str], person: Any, today: date
    ) -> dict[str, forms.Field]:
        from sales.imports.deals import currency_field

        return {"currency": currency_field(person, _("Currency of the prices"))}

    def read(self, sheet: Sheet, row: Row) -> dict[str, Any]:
        currency = sheet.text(row, "currency").upper() or str(
            sheet.options.get("currency") or "USD"
        )
        if currency not in CODES:
            what = _("“%(code)s” is no currency.") % {"code": currency[:20]}
            sheet.note(row, "currency", f"{what} {wording.mend()}")
            return {}
        price = sheet.money(row, "list_price", currency)
        values: dict[str, Any] = {"series": sheet.short_text(row, "series", _LONGEST_WORD)}
        if price is not None:
            values |= {"list_price_minor": price.minor, "currency": price.currency}
        return values

    def apply(self, plan: Plan, *, file: ImportFile, by: Any, now: datetime, today: date) -> None:
        write_products(new=plan.new, changed=plan.changed)
