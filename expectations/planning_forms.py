"""Reading what was entered on the planning page."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.money import Money, exponent
from calc.planning.ramp import MOST_MONTHS
from expectations import fields
from expectations.forms import TypedField
from expectations.models.planning import RateFrom
from expectations.planning import (
    ACTIVITY,
    MOST_STEPS,
    OPPORTUNITY,
    OTHER,
    STAGE,
    Activity,
    Evidence,
    Figures,
    Step,
)

MOST_HOURS = 80
_DIGITS = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def read_ramp(typed: str) -> tuple[int, ...]:
    """ "50, 75, 100": percentages of the target by month of work; nothing is no ramp."""
    parts = list(fields.clean(typed).replace("%", "").replace(";", ",").split(","))
    numbers = [part.strip() for part in parts if part.strip()]
    if len(numbers) > MOST_MONTHS:
        raise fields.Refused(_("A ramp has at most %(n)s months.") % {"n": MOST_MONTHS})
    if not all(each.isascii() and each.isdigit() and int(each[:4]) <= 100 for each in numbers):
        raise fields.Refused(_("Write percentages by month with commas, like 50, 75, 100."))
    return tuple(int(each) for each in numbers)


_RAMP = fields.Field(read_ramp, lambda value: ", ".join(str(each) for each in value))


def _over_zero(of: fields.Field, message: Any, most: Decimal | None = None) -> fields.Field:
    def read(typed: str) -> Any:
        value = of.read(typed)
        if value is not None and (value <= 0 or (most is not None and value > most)):
            raise fields.Refused(str(message))
        return value

    return fields.Field(read, of.show)


class PlanningForm(forms.Form):
    """The target, the deal size, the ramp and the hours."""

    target = TypedField(
        _over_zero(fields.number(places=2, digits=12), gettext_lazy("A target is more than 0.")),
        label=gettext_lazy("Revenue target"),
        required=False,
        widget=_DIGITS,
    )
    size_from = forms.ChoiceField(label=gettext_lazy("Deal size"), choices=RateFrom.choices)
    size = TypedField(
        _over_zero(
            fields.number(places=2, digits=12), gettext_lazy("A deal is worth more than 0.")
        ),
        label=gettext_lazy("Entered deal size"),
        required=False,
        widget=_DIGITS,
    )
    hours = TypedField(
        fields.needed(
            _over_zero(
                fields.number(places=2, digits=3),
                gettext_lazy("Write hours a week, more than 0 and up to 80."),
                Decimal(MOST_HOURS),
            ),
            lambda: _("Write hours a week, like 14."),
        ),
        label=gettext_lazy("Hours a week for them"),
        widget=_DIGITS,
        error_messages={"required": gettext_lazy("Write hours a week, like 14.")},
    )
    ramp = TypedField(
        _RAMP,
        label=gettext_lazy("Ramp by month"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, figures: Figures, **kwargs: Any) -> None:
        self.currency = figures.currency
        kwargs["initial"] = {
            "target": _major(figures.target, figures.currency),
            "size": _major(figures.size, figures.currency),
            "size_from": figures.size_from,
            "hours": figures.hours,
            "ramp": figures.ramp,
        }
        super().__init__(*args, **kwargs)

    def clean_target(self) -> int | None:
        return self._minor("target")

    def clean_size(self) -> int | None:
        return self._minor("size")

    def _minor(self, name: str) -> int | None:
        value = self.cleaned_data[name]
        if value is None:
            return None
        try:
            return Money.of(value, self.currency).minor
        except ValueError:
            raise ValidationError(
                _("%(currency)s has %(n)s decimals.")
                % {"currency": self.currency, "n": exponent(self.currency)}
            ) from None


class StepForm(forms.Form):
    """One step: what it is, whose rate counts, and the entered one."""

    use_required_attribute = False

    what = forms.ChoiceField(
        label=gettext_lazy("Step"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the list.")},
    )
    name = TypedField(fields.line_of_text(80), label=gettext_lazy("Name"), required=False)
    rate_from = forms.ChoiceField(
        label=gettext_lazy("Rate"), choices=RateFrom.choices, required=False
    )
    percent = TypedField(
        _over_zero(
            fields.number(places=3, digits=3),
            gettext_lazy("A rate is more than 0 and at most 100%."),
            Decimal(100),
        ),
        label=gettext_lazy("Entered rate"),
        required=False,
        widget=_DIGITS,
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        what, filled = data.get("what"), data.get("name") or data.get("percent")
        if what == OTHER and not data.get("name"):
            self.add_error("name", _("Give the step a name."))
        if what == "" and filled:
            self.add_error("what", _("Choose what this step is, or empty its other fields."))
        return data

    def step(self) -> Step | None:
        """The step; None for an empty row."""
        data = self.cleaned_data
        what = data.get("what", "")
        if not what:
            return None
        rate_from = data["rate_from"] or RateFrom.BEST
        if what == OTHER:
            return Step(OTHER, None, data["name"], rate_from, data["percent"])
        if what == OPPORTUNITY:
            return Step(OPPORTUNITY, None, "", rate_from, data["percent"])
        kind, _dash, pk = what.partition("-")
        if kind == STAGE:
            return Step(STAGE, None, "", rate_from, data["percent"], stage=int(pk))
        return Step(ACTIVITY, int(pk), "", rate_from, data["percent"])


class BaseSteps(forms.BaseFormSet):
    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            what = form.cleaned_data.get("what", "") if hasattr(form, "cleaned_data") else ""
            if what and what != OTHER and what in seen:
                form.add_error("what", _("This step is there already; a step counts once."))
            seen.add(what)

    def steps(self) -> tuple[Step, ...]:
        """The steps in their order, without empty rows."""
        found = (form.step() for form in self.forms)
        return tuple(step for step in found if step is not None)


_Steps = forms.formset_factory(
    StepForm,
    formset=BaseSteps,
    extra=1,
    max_num=MOST_STEPS,
    absolute_max=MOST_STEPS,
    validate_max=True,
)


class Entered:
    """The whole of the page's form: the figures and the steps."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        figures: Figures,
        offered: Sequence[Activity],
        types: Mapping[int, Activity],
        evidence: Evidence,
    ) -> None:
        self.form = PlanningForm(data, figures=figures)
        self.steps: Any = _Steps(
            data,
            prefix="step",
            # What was sent stands by itself: a row that only says what is stored is no empty one.
            initial=[_initial(step) for step in figures.steps] if data is None else None,
            form_kwargs={"choices": _choices(figures, offered, types, evidence)},
        )

    def is_valid(self) -> bool:
        form, steps = self.form.is_valid(), self.steps.is_valid()
        return form and bool(steps)

    def figures(self) -> Figures:
        data = self.form.cleaned_data
        return Figures(
            currency=self.form.currency,
            target=data["target"],
            size_from=data["size_from"],
            size=data["size"],
            ramp=data["ramp"] or (),
            hours=data["hours"],
            steps=self.steps.steps(),
        )


def _major(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else Money(minor, currency).amount


def _initial(step: Step) -> dict[str, Any]:
    what: dict[str, str] = {
        ACTIVITY: f"type-{step.activity_type}", STAGE: f"{STAGE}-{step.stage}",
    }  # fmt: skip
    return {
        "what": what.get(step.kind, step.kind), "name": step.name,
        "rate_from": step.rate_from, "percent": step.percent,
    }  # fmt: skip


def _choices(
    figures: Figures,
    offered: Sequence[Activity],
    types: Mapping[int, Activity],
    evidence: Evidence,
) -> list[tuple[str, Any]]:
    named = {each.pk: each.name for each in offered}
    for step in figures.steps:  # one that is archived stays where it was chosen
        if (known := types.get(step.activity_type or 0)) is not None:
            named[known.pk] = known.name
    chosen = {step.stage for step in figures.steps}
    offered_stages = {each.pk for each in evidence.offered_stages} | chosen
    return [
        ("", _("No step")),
        *((f"type-{pk}", name) for pk, name in named.items()),
        *(
            (f"{STAGE}-{each.pk}", _("Deals in %(stage)s") % {"stage": each.name})
            for each in evidence.stages
            if each.pk in offered_stages
        ),
        (OPPORTUNITY, _("Opportunities")),
        (OTHER, _("Something else")),
    ]
