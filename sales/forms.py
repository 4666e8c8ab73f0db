"""What a reader of the deals and of the pipeline asks for. Sent by GET, kept in the address."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from people.forms.fields import DayField
from sales.models import Product, Stage
from sales.queries.deals import DealFilter
from sales.queries.scope import Scopes
from salesperf.web import format
from salesperf.web.long_select import LongSelect

LARGEST_ID = 2**63 - 1
LARGEST_AMOUNT = Decimal(10**13)
NOT_IN_LIST = gettext_lazy("Choose one of the list; this one is not in it.")


class AmountField(forms.DecimalField):
    """An amount in whole units, such as 5000 or 5000.50, within what a deal can be worth."""

    default_error_messages = {
        "invalid": gettext_lazy("This is no amount. Write one like 5000 or 5000.50."),
        "range": gettext_lazy("No deal is worth that much. Write an amount like 5000."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(widget=widget, **{"required": False, **kwargs})
        self.validators = []

    def clean(self, value: Any) -> Decimal | None:
        amount = super().clean(value)
        if amount is not None and abs(amount) >= LARGEST_AMOUNT:
            raise ValidationError(self.error_messages["range"], code="range")
        return amount


class IdField(forms.IntegerField):
    """The id of a row, from a link; no field of the page shows it."""

    default_error_messages = {"invalid": NOT_IN_LIST}

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        if found is not None and not 0 < found <= LARGEST_ID:
            raise ValidationError(NOT_IN_LIST, code="invalid")
        return found


class ListedField(forms.TypedChoiceField):
    """One row of a list that the page has read anyway; nothing is asked of the database."""

    default_error_messages = {"invalid_choice": NOT_IN_LIST}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, widget=LongSelect, **kwargs)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        self.choices = [("", _("All")), *rows]


class StagesField(forms.TypedMultipleChoiceField):
    default_error_messages = {"invalid_choice": NOT_IN_LIST}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class DealFilterForm(forms.Form):
    """The filters of the deal list. A field with a mistake says so and filters nothing."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": gettext_lazy("Number, account, product, owner"),
            }
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", pgettext_lazy("deals", "All")), *Stage.Kind.choices],
        required=False,
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    owner = ListedField(label=gettext_lazy("Owner"))
    team = ListedField(label=gettext_lazy("Team"))
    product = ListedField(label=gettext_lazy("Product"))
    account_name = forms.CharField(label=gettext_lazy("Account"), max_length=100, required=False)
    closed_from = DayField(label=gettext_lazy("Closed from"), required=False)
    closed_to = DayField(label=gettext_lazy("Closed to"), required=False)
    opened_from = DayField(label=gettext_lazy("Opened from"), required=False)
    opened_to = DayField(label=gettext_lazy("Opened to"), required=False)
    value_from = AmountField(label=gettext_lazy("Value from"))
    value_to = AmountField(label=gettext_lazy("Value to"))
    stage = StagesField(label=gettext_lazy("Stage"))
    without = forms.MultipleChoiceField(
        label=gettext_lazy("Without"),
        choices=[
            ("account", pgettext_lazy("without", "account")),
            ("dates", pgettext_lazy("without", "dates")),
            ("value", pgettext_lazy("without", "value")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    led_by = IdField()
    account = IdField()

    MORE = (
        "stage", "product", "account_name", "closed_from", "closed_to", "opened_from",
        "opened_to", "value_from", "value_to", "without",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        choices: Scopes,
        stages: Sequence[Stage],
        products: Iterable[Product],
        accounts: Any,
        **kwargs: Any,
    ) -> None:
        """``accounts`` are those the reader may see; one is looked up when a link names it."""
        super().__init__(*args, **kwargs)
        self.scopes, self.stages, self.accounts = choices, stages, accounts
        self.names = {
            "owner": {owner.pk: owner.name for owner in choices.people},
            "team": dict(choices.teams),
            "stage": {stage.pk: stage.name for stage in stages},
            "product": {product.pk: product.name for product in products},
        }
        for name in ("owner", "team", "product"):
            self.fields[name].offer(self.names[name].items())  # type: ignore[attr-defined]
        self.fields["stage"].choices = list(self.names["stage"].items())  # type: ignore[attr-defined]
        self.account_name_found = ""

    def clean_led_by(self) -> int | None:
        leader = self.cleaned_data["led_by"]
        if leader is not None and leader not in self.names["owner"]:
            raise ValidationError(NOT_IN_LIST)
        return leader

    def clean_account(self) -> int | None:
        pk = self.cleaned_data["account"]
        if pk is not None:
            account = self.accounts.filter(pk=pk).first()
            if account is None:
                raise ValidationError(NOT_IN_LIST)
            self.account_name_found = account.name
        return pk

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for first, last in (
            ("closed_from", "closed_to"),
            ("opened_from", "opened_to"),
            ("value_from", "value_to"),
        ):
            start, end = said.get(first), said.get(last)
            if start is not None and end is not None and end < start:
                self.add_error(last, _("This is before the start: nothing lies between them."))
        return said

    def wanted(self) -> DealFilter:
        """The filter; fields with a mistake are left out of it."""
        self.is_valid()
        said = self.cleaned_data
        team = said.get("team")
        without = said.get("without") or []
        return DealFilter(
            text=said.get("q", ""),
            account_name=said.get("account_name", ""),
            kind=said.get("kind", ""),
            stages=tuple(said.get("stage") or ()),
            teams=tuple(self.scopes.team_and_parts(team)) if team else (),
            without_account="account" in without,
            without_dates="dates" in without,
            without_value="value" in without,
            **{
                name: said.get(name)
                for name in (
                    "owner", "led_by", "product", "account", "closed_from", "closed_to",
                    "opened_from", "opened_to", "value_from", "value_to",
                )
            },
        )  # fmt: skip

    def tags(self) -> list[tuple[str, str]]:
        """The filters in force: what they say, and which parameter drops them."""
        said = self.cleaned_data
        words = {name: self._words(name, said.get(name)) for name in self.fields if said.get(name)}
        return [(label, name) for name, label in words.items() if label]

    @property
    def more_in_force(self) -> bool:
        """Is one of the fields behind "More filters" filled or wrong?"""
        return any(self.data.get(name) or name in self.errors for name in self.MORE)

    def _words(self, name: str, value: Any) -> str:
        if name == "q":
            return _("“%(text)s”") % {"text": value}
        if name == "kind":
            return str(Stage.Kind(value).label)
        if name == "led_by":
            return _("led by %(name)s") % {"name": self.names["owner"][value]}
        if name == "account":
            return self.account_name_found
        if name in {"owner", "team", "product"}:
            return self.names[name][value]
        return f"{self.fields[name].label}: {self._shown(name, value)}"

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return format.day(value)
        if isinstance(value, Decimal):
            return format.number(value)
        if name == "stage":
            return ", ".join(self.names["stage"][pk] for pk in value)
        if name == "without":
            labels = dict(self.fields["without"].choices)  # type: ignore[attr-defined]
            return ", ".join(str(labels[key]) for key in value)
        return str(value)


class AccountSearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name, sector or location"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def text(self) -> str:
        """What is searched for; nothing when it makes no sense."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


QUARTER = re.compile(r"(19[5-9]\d|20\d\d)-Q([1-4])")


def quarter_key(day: date) -> str:
    """The quarter that holds ``day``, as addresses name it: 2026-Q1."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


class QuarterField(forms.ChoiceField):
    """A quarter by its key. Any of 1950 to 2099 is taken, also one that the list leaves out."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("This is no quarter. Write one like 2026-Q1.")
    }

    def valid_value(self, value: str) -> bool:
        return bool(QUARTER.fullmatch(value))

    def clean(self, value: Any) -> date | None:
        """Return the first day of the quarter, None when none was chosen."""
        key = super().clean(value)
        found = QUARTER.fullmatch(key or "")
        return date(int(found[1]), 3 * int(found[2]) - 2, 1) if found else None


class PipelineForm(forms.Form):
    """Whose pipeline, and until which quarter the decided deals are shown."""

    of = forms.ChoiceField(label=gettext_lazy("Whose"), required=False, widget=LongSelect)
    quarter = QuarterField(label=gettext_lazy("Quarter"), required=False)

    def __init__(
        self, *args: Any, choices: Scopes, quarters: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scopes = choices
        self.fields["of"].choices = _whose(choices)  # type: ignore[attr-defined]
        self.fields["quarter"].choices = list(quarters)  # type: ignore[attr-defined]


def _whose(choices: Scopes) -> list[Any]:
    found: list[Any] = []
    if choices.sees_everybody:
        found.append(("all", _("Everybody")))
    if choices.led:
        found.append((f"led-{choices.viewer.pk}", _("The people you lead")))
    if choices.teams and len(choices.people) > 1:
        found.append((_("Teams"), [(f"team-{pk}", name) for pk, name in choices.teams]))
    people = [(owner.key, owner.name) for owner in choices.people]
    found.append((_("People"), people))
    return found
