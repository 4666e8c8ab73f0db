"""What the check page says about a file of deals: its columns, and what it touches."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calc.tabular.dates import ORDERS
from people.imports.named import NamedPeople
from people.models import Person, ReportingLine
from sales.imports.deal_rows import Plan, References
from sales.imports.matching import Known, New
from sales.models import Product, Stage
from salesperf.imports import wording
from salesperf.imports.checks import Remark
from salesperf.imports.sheet import Sheet
from salesperf.web.format import number


# --- columns -------------------------------------------------------------------------------------
def remarks(sheet: Sheet, plan: Plan, references: References) -> dict[str, Remark]:
    """Field → what is worth knowing about its column."""
    found = {
        "number": _numbers(plan),
        "owner": _owners(references.owners),
        "product": _names(references.products),
        "account": _names(references.accounts),
        "stage": _stages(references.stages),
        "opened_on": None,
        "closed_on": _closing(sheet, references),
        "value": None,
    }
    for field in ("account", "product", "opened_on", "closed_on", "value"):
        found[field] = _empties(sheet, field, references) or found[field]
    if lost := _lost(plan):
        found["value"] = lost
    return {field: remark for field, remark in found.items() if remark and sheet.has(field)}


def _numbers(plan: Plan) -> Remark:
    if not plan.twice:
        return Remark(_("unique in the file"))
    text = ngettext("%(n)s row twice", "%(n)s rows twice", plan.twice) % {"n": number(plan.twice)}
    return Remark(text, look=True)


def _owners(owners: Mapping[str, int | None]) -> Remark:
    unknown = sum(1 for pk in owners.values() if pk is None)
    known = len({pk for pk in owners.values() if pk is not None})
    text = ngettext("%(n)s known person", "%(n)s known people", known) % {"n": number(known)}
    if not unknown:
        return Remark(text)
    return Remark(_("%(known)s, %(n)s unknown") % {"known": text, "n": number(unknown)}, look=True)


def _names(refs: Mapping[str, Any]) -> Remark | None:
    if not refs:
        return None
    open_ones = sum(1 for ref in refs.values() if ref is None)
    new = sum(1 for ref in refs.values() if isinstance(ref, New))
    values = ngettext("%(n)s value", "%(n)s values", len(refs)) % {"n": number(len(refs))}
    if open_ones:
        text = _("%(values)s, %(n)s unknown") % {"values": values, "n": number(open_ones)}
        return Remark(text, look=True)
    if new:
        return Remark(_("%(values)s, %(n)s new") % {"values": values, "n": number(new)})
    return Remark(_("%(values)s, all known") % {"values": values})


def _stages(stages: Mapping[str, Any]) -> Remark:
    known = sum(1 for ref in stages.values() if ref is not None)
    text = _("%(known)s of %(n)s stages known") % {
        "known": number(known),
        "n": number(len(stages)),
    }
    return Remark(text, look=known < len(stages))


def _empties(sheet: Sheet, field: str, references: References) -> Remark | None:
    """Of which stages the rows are whose cell is empty; gaps of open deals are usual."""
    if not sheet.has(field):
        return None
    names: dict[str, str] = {}
    for row in sheet.rows:
        if not sheet.text(row, field):
            text = sheet.text(row, "stage")
            stage = references.stages.get(text)
            names[text] = stage.kind if stage else ""
    if not names or set(names.values()) != {Stage.Kind.OPEN}:
        return None
    if len(names) == 1 and len(references.stages) > 3:
        return Remark(_("empty only in “%(stage)s”; kept") % {"stage": next(iter(names))})
    return Remark(
        _("empty only in open deals; kept without account")
        if field == "account"
        else _("empty only in open deals; kept")
    )


def _closing(sheet: Sheet, references: References) -> Remark | None:
    """Open deals with a close date: it is a hope, not a fact."""
    hoped = 0
    for row in sheet.rows if sheet.has("closed_on") else ():
        stage = references.stages.get(sheet.text(row, "stage"))
        if stage and stage.kind == Stage.Kind.OPEN and sheet.text(row, "closed_on"):
            hoped += 1
    if not hoped:
        return None
    return Remark(
        ngettext(
            "%(n)s open deal names a day; it stays with the row",
            "%(n)s open deals name a day; it stays with the row",
            hoped,
        )
        % {"n": number(hoped)}
    )


def _lost(plan: Plan) -> Remark | None:
    lost = [row.value_minor for row in plan.rows if row.kind == Stage.Kind.LOST]
    if lost and all(value == 0 for value in lost):
        return Remark(_("0 for each lost deal"))
    return None


def prices_agree(sheet: Sheet, numbers: tuple[int, ...], product: Product) -> str:
    """Are the values of these rows, on average, within a tenth of the product's list price?"""
    if not sheet.has("value") or product.list_price is None or not product.list_price.minor:
        return ""
    wanted = set(numbers)
    read = [
        sheet.money(row, "value", product.currency) for row in sheet.rows if row.number in wanted
    ]
    values = [each.minor for each in read if each and each.currency == product.currency]
    if not values:
        return ""
    off = abs(sum(values) - product.list_price.minor * len(values))
    if 10 * off <= product.list_price.minor * len(values):
        return _("The prices agree.")
    return _("The prices differ.")


# --- what it touches -----------------------------------------------------------------------------
def touches(
    plan: Plan, owners: NamedPeople, references: References, today: date
) -> tuple[str, ...]:
    """Sentences on whom and what an import of this plan reaches."""
    found = [_people({row.owner for row in plan.rows}, today)]
    for refs, words in (
        (references.accounts, _accounts_known),
        (references.products, _products_known),
    ):
        if refs:
            found.append(words(refs))
    return tuple(sentence for sentence in found if sentence)


def _people(owners: set[int], today: date) -> str:
    """How many get deals; of those in the same teams who lead nobody, how many have none."""
    with_deals = len(owners)
    if not with_deals:
        return ""
    teams = Person.objects.filter(pk__in=owners, team__isnull=False).values("team")
    leading = ReportingLine.objects.valid_on(today).values("manager")
    beside = Person.objects.employed_on(today).filter(team__in=teams).exclude(pk__in=leading)
    ids = set(beside.values_list("pk", flat=True)) | owners
    without = len(ids - owners)
    if not without:
        return ngettext("%(n)s person gets deals.", "%(n)s people get deals.", with_deals) % {
            "n": number(with_deals)
        }
    return ngettext(
        "%(n)s of %(all)s people in these teams get deals; %(without)s has none.",
        "%(n)s of %(all)s people in these teams get deals; %(without)s have none.",
        without,
    ) % {"n": number(with_deals), "all": number(len(ids)), "without": number(without)}


def _accounts_known(refs: Mapping[str, Any]) -> str:
    known, new = _known_and_new(refs)
    if not new:
        return ngettext(
            "%(n)s account is known already.", "%(n)s accounts are known already.", known
        ) % {"n": number(known)}
    return ngettext(
        "%(known)s known accounts and %(n)s new one.",
        "%(known)s known accounts and %(n)s new ones.",
        new,
    ) % {"known": number(known), "n": number(new)}


def _products_known(refs: Mapping[str, Any]) -> str:
    known, new = _known_and_new(refs)
    if not new:
        return ngettext(
            "%(n)s product is known already.", "%(n)s products are known already.", known
        ) % {"n": number(known)}
    return ngettext(
        "%(known)s known products and %(n)s new one.",
        "%(known)s known products and %(n)s new ones.",
        new,
    ) % {"known": number(known), "n": number(new)}


def _known_and_new(refs: Mapping[str, Any]) -> tuple[int, int]:
    known = {ref.pk for ref in refs.values() if isinstance(ref, Known)}
    new = {ref.name for ref in refs.values() if isinstance(ref, New)}
    return len(known), len(new)


# --- remembered answers --------------------------------------------------------------------------
def meaning(field: str, means: str) -> str:
    """A remembered answer in words."""
    if field.endswith(".order") and means in ORDERS:
        return wording.order_name(means)
    if field.endswith(".decimal"):
        return _("a decimal comma") if means == "," else _("a decimal point")
    if field == "stage" and means in Stage.Kind.values:
        return str(Stage.Kind(means).label)
    if not means:
        return _("a new one")
    return means
