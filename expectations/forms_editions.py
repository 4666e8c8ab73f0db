"""Forms of comment rounds and of the marketing plan."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.currencies import CODES
from calc.marketing import MOST_STRETCHES, ForecastWords, PlanWords, stretches
from calc.money import Money
from expectations import fields
from expectations.actions.rounds import PART_IS_GONE
from expectations.forms import LONGEST, TypedField
from expectations.models import MarketingPlan
from expectations.wording import period_of
from people.models import Person, Team
from salesperf.web.long_select import LongSelect


def _needed(message: Any) -> dict[str, Any]:
    return {"error_messages": {"required": message}}


def _day(label: Any, **kwargs: Any) -> TypedField:
    message = gettext_lazy("Give the day, like 28 Feb 2026.")
    return TypedField(fields.day(), label=label, **_needed(message), **kwargs)


# --- comment rounds ------------------------------------------------------------------------------
class RoundForm(forms.Form):
    until = _day(
        gettext_lazy("Comments until"),
        help_text=gettext_lazy("The last day on which people can comment."),
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Whom to ask"),
        help_text=gettext_lazy("With the teams that are part of them. None chosen asks everybody."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    question = TypedField(
        fields.line_of_text(300),
        label=gettext_lazy("What you would like to know"),
        help_text=gettext_lazy("Stands over the draft, for everybody who is asked."),
        required=False,
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["teams"]).queryset = teams


class CommentForm(forms.Form):
    part = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    text = TypedField(
        fields.text(LONGEST),
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy(
            "Executives read it with your name. The others who are asked read the words and the"
            " answer, without your name."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        **_needed(gettext_lazy("Write what you think of it.")),
    )

    def clean(self) -> dict[str, Any]:
        """Nobody types the key of a part: what is wrong with it is said where the words stand."""
        if self.errors.pop("part", None):
            self.add_error("text", PART_IS_GONE)
        return self.cleaned_data


class AnswerForm(forms.Form):
    TAKEN_IN, NOT = "yes", "no"

    taken_in = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=[(TAKEN_IN, gettext_lazy("Taken in")), (NOT, gettext_lazy("Not taken in"))],
        widget=forms.RadioSelect,
        **_needed(gettext_lazy("Choose: taken in, or not.")),
    )
    text = TypedField(
        fields.line_of_text(500),
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Everybody who was asked reads it with your name."),
        **_needed(gettext_lazy("Say in a sentence what becomes of it, or why not.")),
    )


class ExtensionForm(forms.Form):
    until = _day(
        gettext_lazy("Comments until"),
        help_text=gettext_lazy("Everybody who was asked is told of the later day."),
    )


# --- an earlier day -------------------------------------------------------------------------------
class DayForm(forms.Form):
    """The day whose words are read, sent by GET: one that has begun where the reader is."""

    on = _day(gettext_lazy("Day"), help_text=gettext_lazy("Like 28 Feb 2026."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.today = today

    def clean_on(self) -> date:
        chosen: date = self.cleaned_data["on"]
        if chosen > self.today:
            raise forms.ValidationError(
                _("This day is to come. What is published already stands beside the strategy.")
            )
        return chosen

    @property
    def day(self) -> date | None:
        """The chosen day; today when none was asked for; None when it makes no sense."""
        if not self.is_bound:
            return self.today
        return self.cleaned_data["on"] if self.is_valid() else None


# --- the marketing plan --------------------------------------------------------------------------
def _amount(label: Any, **kwargs: Any) -> TypedField:
    return TypedField(
        fields.number(places=4, digits=13, least=0),
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **kwargs,
    )


class PlanForm(forms.Form):
    """A marketing plan; the forecast has one amount for each stretch of the days that are stored."""

    target_market = TypedField(
        fields.text(LONGEST),
        label=gettext_lazy("Target market"),
        help_text=gettext_lazy("To whom is sold, and to whom not: size, trade, place, need."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    sales_approach = TypedField(
        fields.text(LONGEST),
        label=gettext_lazy("Sales approach"),
        help_text=gettext_lazy("How one gets there: channels, offers, steps, what is new."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    effective_from = _day(gettext_lazy("In force from"))
    ends_on = _day(gettext_lazy("To"))
    target = _amount(
        gettext_lazy("Target level of sales"), help_text=gettext_lazy("In the whole period.")
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        help_text=gettext_lazy("Its code, like USD."),
        **_needed(gettext_lazy("Write the code of the currency, like USD.")),
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Forecast lines"), choices=MarketingPlan.Rhythm.choices
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Who answers for the plan."),
        empty_label=None,
        widget=LongSelect,
    )

    def __init__(self, data: Any, *, stored: PlanWords, owners: Any) -> None:
        initial = {
            "target_market": stored.target_market, "sales_approach": stored.sales_approach,
            "effective_from": stored.effective_from, "ends_on": stored.ends_on,
            "target": stored.target and stored.target.amount, "currency": stored.currency,
            "rhythm": stored.rhythm, "owner": stored.owner,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        cast(forms.ModelChoiceField, self.fields["owner"]).queryset = owners
        self.stored = stored
        for line in stored.forecast:
            name = f"forecast_{line.starts_on.isoformat()}"
            self.fields[name] = _amount(period_of(line.starts_on, line.ends_on))
            minor = line.minor
            self.initial[name] = None if minor is None else Money(minor, stored.currency).amount

    @property
    def forecast(self) -> Iterable[forms.BoundField]:
        """The fields of the forecast, in the order of time."""
        return [self[name] for name in self.fields if name.startswith("forecast_")]

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code not in CODES:
            raise forms.ValidationError(
                _("“%(code)s” is no currency. Write its code, like USD.") % {"code": code}
            )
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("effective_from"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It ends before it begins."))
        elif first and last and data.get("rhythm"):
            found = stretches(first, last, data["rhythm"])
            if len(found) == MOST_STRETCHES and found[-1].end < last:
                self.add_error("ends_on", _("A plan has at most %(n)s stretches. Say it by quarter"
                    " or make it shorter.") % {"n": MOST_STRETCHES})  # fmt: skip
        if "currency" in data:
            for name in ("target", *(field.name for field in self.forecast)):
                data[name] = self._minor(name, data.get(name), data["currency"])
        return data

    def _minor(self, name: str, amount: Decimal | None, currency: str) -> int | None:
        if amount is None:
            return None
        try:
            return Money.of(amount, currency).minor
        except ValueError:
            self.add_error(
                name, _("%(currency)s has no such fractions. Round it.") % {"currency": currency}
            )
            return None

    def words(self) -> PlanWords:
        """What was typed; the forecast for the stretches that were on the page."""
        data = self.cleaned_data
        return PlanWords(
            edition=self.stored.edition,
            effective_from=data["effective_from"],
            ends_on=data["ends_on"],
            owner=data["owner"].pk,
            owner_name=data["owner"].name,
            target_market=data["target_market"],
            sales_approach=data["sales_approach"],
            target_minor=data["target"],
            currency=data["currency"],
            rhythm=data["rhythm"],
            forecast=tuple(
                ForecastWords(
                    line.starts_on, line.ends_on, data[f"forecast_{line.starts_on.isoformat()}"]
                )
                for line in self.stored.forecast
            ),
        )
