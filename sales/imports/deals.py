"""Deals from a CRM's file: read, compared with what is there, written with their revisions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.currencies import CODES
from people.imports.named import NamedPeople
from people.imports.room import RoomKind
from people.models import Person, Role
from sales.actions import DealValues, add_stages, write_accounts, write_deals, write_products
from sales.imports import deal_words
from sales.imports.deal_rows import DealRow, Plan, References, make_plan
from sales.imports.deal_sums import sums, verify
from sales.imports.matching import (
    Known,
    Names,
    New,
    Ref,
    StageRef,
    Words,
    resolve,
    resolve_stages,
)
from sales.models import Account, Product
from salesperf.imports.checks import Found
from salesperf.imports.kinds import Field
from salesperf.imports.models import ImportFile
from salesperf.imports.sheet import Sheet, rows_by_text
from salesperf.web.parts import NextStep

PRODUCT_WORDS = Words(
    is_it=gettext_lazy("Is “%(value)s” the product “%(known)s”?"),
    what_is=gettext_lazy("What is the product “%(value)s”?"),
    all_new=gettext_lazy("Are these %(n)s products new?"),
    same=gettext_lazy("Yes, the same"),
    new=gettext_lazy("No, a new product"),
    other=gettext_lazy("Another product"),
)
ACCOUNT_WORDS = Words(
    is_it=gettext_lazy("Is “%(value)s” the account “%(known)s”?"),
    what_is=gettext_lazy("What is the account “%(value)s”?"),
    all_new=gettext_lazy("Are these %(n)s accounts new?"),
    same=gettext_lazy("Yes, the same"),
    new=gettext_lazy("No, a new account"),
    other=gettext_lazy("Another account"),
)


def currency_field(person: Any, label: Any) -> forms.Field:
    """Which currency amounts without one are in; that of the person to begin with."""
    return forms.ChoiceField(
        label=label,
        choices=[(code, code) for code in sorted(CODES)],
        initial=getattr(person, "currency", "USD"),
    )


class Deals(RoomKind):
    """What a CRM calls opportunities: open, won and lost."""

    name = "deals"
    label = gettext_lazy("Deals")
    says = gettext_lazy(
        "Opportunities from your CRM, open and closed: number, owner, stage, dates, value."
    )
    new_label = gettext_lazy("New deals")
    changed_label = gettext_lazy("Changed deals")
    key_label = gettext_lazy("Deal")
    rest_label = gettext_lazy("Kept with the row")
    key_fields = ("number",)
    fields = (
        Field(
            "number",
            gettext_lazy("Deal number"),
            ("opportunity id", "deal id", "opportunity number", "deal no", "record id", "id",
             "order number", "sales order number"),
            required=True,
        ),
        Field(
            "owner",
            gettext_lazy("Owner"),
            ("sales agent", "deal owner", "opportunity owner", "sales rep", "rep", "salesperson",
             "seller", "assigned to", "agent", "employee", "account executive", "owner email"),
            required=True,
        ),
        Field("product", gettext_lazy("Product"), ("product name", "item", "article")),
        Field(
            "account",
            gettext_lazy("Account"),
            ("account name", "company", "company name", "customer", "client", "organization"),
        ),
        Field(
            "stage",
            gettext_lazy("Stage"),
            ("deal stage", "stage name", "opportunity stage", "pipeline stage", "status"),
            required=True,
        ),
        Field(
            "opened_on",
            gettext_lazy("Opened on"),
            ("engage date", "created date", "create date", "created", "open date", "date opened",
             "created at"),
            reads="date",
        ),
        Field(
            "closed_on",
            gettext_lazy("Closed on"),
            ("close date", "closed date", "date closed", "closed", "won date", "closed at"),
            reads="date",
        ),
        Field(
            "value",
            gettext_lazy("Value"),
            ("close value", "amount", "deal value", "deal amount", "opportunity value", "revenue",
             "total"),
            reads="amount",
        ),
        Field("currency", gettext_lazy("Currency"), ("currency code", "currency iso code")),
    )  # fmt: skip

    def may(self, person: Person) -> bool:
        return person.has_role(Role.COMPENSATION, Role.EXECUTIVE)

    def options(
        self, *, columns: Mapping[str, str], person: Any, today: date
    ) -> dict[str, forms.Field]:
        return {"currency": currency_field(person, _("Currency of the values"))}

    def check(self, sheet: Sheet, *, by: Any, today: date) -> Found:
        owners = NamedPeople("owner")
        references = References(
            owners=owners.resolve(sheet),
            accounts=_accounts(sheet),
            products=_products(sheet),
            stages=resolve_stages(sheet),
        )
        plan = make_plan(sheet, references, today)
        return Found(
            plan=plan,
            signature=plan.signature(),
            new=len(plan.new),
            changed=len(plan.changed),
            same=plan.same,
            twice=plan.twice,
            sums=sums(plan),
            touches=deal_words.touches(plan, owners, references, today),
            remarks=deal_words.remarks(sheet, plan, references),
            keys=frozenset(row.number for row in plan.rows),
        )

    def apply(self, plan: Plan, *, file: ImportFile, by: Any, now: datetime, today: date) -> None:
        rows = [row for row, _place in plan.new] + [row for _pk, row, _place in plan.changed]
        ids = _Ids(rows, str(file.options.get("currency") or "USD"))
        write_deals(
            source=plan.source,
            new=[_values(row, place, plan.heads, ids) for row, place in plan.new],
            changed=[(pk, _values(row, place, plan.heads, ids)) for pk, row, place in plan.changed],
            by=by,
            now=now,
            file=file,
        )
        verify(plan)

    def after(self, file: ImportFile) -> NextStep | None:
        return NextStep(
            act=_("Look at the pipeline."),
            why=_("Totals, stages and owners follow from the deals that are in now."),
            url=reverse("sales:pipeline"),
            button=_("Open the pipeline"),
        )

    def meaning(self, field: str, means: str) -> str:
        return deal_words.meaning(field, means)


def _accounts(sheet: Sheet) -> dict[str, Ref | None]:
    known = Names(Account.objects.values_list("pk", "name"))
    rows = rows_by_text(sheet, "account")
    return resolve(sheet, "account", rows, known, ACCOUNT_WORDS, ask_about_new=False)


def _products(sheet: Sheet) -> dict[str, Ref | None]:
    products = {product.pk: product for product in Product.objects.all()}
    known = Names((pk, product.name) for pk, product in products.items())
    rows = rows_by_text(sheet, "product")

    def prices(numbers: tuple[int, ...], alike: Known) -> str:
        return deal_words.prices_agree(sheet, numbers, products[alike.pk])

    return resolve(
        sheet, "product", rows, known, PRODUCT_WORDS, ask_about_new=True, evidence=prices
    )


class _Ids:
    """The ids behind the names of a plan; what is new is made on the way."""

    def __init__(self, rows: list[DealRow], currency: str) -> None:
        self.accounts = write_accounts(new=[Account(name=n) for n in _new(rows, "account")])
        self.products = write_products(
            new=[Product(name=n, currency=currency) for n in _new(rows, "product")]
        )
        new_stages = {
            row.stage.name: row.stage.kind for row in rows if row.stage and not row.stage.pk
        }
        self.stages = add_stages(kinds=new_stages) if new_stages else {}

    def stage(self, ref: StageRef | None) -> int:
        if ref is None:
            raise ValueError("A deal without a stage was planned.")
        return ref.pk or self.stages[ref.name]


def _new(rows: list[DealRow], name: str) -> list[str]:
    refs = (getattr(row, name) for row in rows)
    return list(dict.fromkeys(ref.name for ref in refs if isinstance(ref, New)))


def _pk(ref: Ref | None, made: Mapping[str, int]) -> int | None:
    if ref is None:
        return None
    return ref.pk if isinstance(ref, Known) else made[ref.name]


def _values(row: DealRow, place: Any, heads: tuple[str, ...], ids: _Ids) -> DealValues:
    return DealValues(
        number=row.number,
        owner_id=row.owner,
        stage_id=ids.stage(row.stage),
        account_id=_pk(row.account, ids.accounts),
        product_id=_pk(row.product, ids.products),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        value_minor=row.value_minor,
        currency=row.currency,
        row=place.number,
        raw=dict(zip(heads, map(str, place.cells), strict=True)),
    )
