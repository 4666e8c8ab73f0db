"""Reading what was typed into the week and into the list of activity types."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities import rules
from activities.cells import Change, Conflict
from activities.models import ActivityType, Week
from activities.queries import Cell
from activities.queries.sheet import plain
from people.models import Person

MOST_A_DAY = Decimal(9999)
MOST_HOURS_A_DAY = Decimal(24)

_QUANTITY = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,2})?|[.,][0-9]{1,2}", re.ASCII)
_NEGATIVE = re.compile(r"[-\u2212\u2013]\s*[0-9.,]+", re.ASCII)
_CELL = re.compile(r"q-([0-9]{1,18})-([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)
_LONGEST = 40  # of a refused text that is shown again


def quantity_of(text: str, unit: str) -> Decimal | None:
    """Read a quantity as people type it: "12", "0.5" or "0,5"; None for an empty text.

    Raises ValidationError with a sentence that says what to write instead.
    """
    text = text.strip()
    if not text:
        return None
    if _NEGATIVE.fullmatch(text):
        raise ValidationError(_("Less than nothing cannot be done. Write 0 or more."))
    if not _QUANTITY.fullmatch(text):
        raise ValidationError(_("“%(text)s” is no quantity. Write a number like 12 or 0.5.") % {
            "text": text[:_LONGEST]
        })  # fmt: skip
    quantity = Decimal(text.replace(",", "."))
    if unit == ActivityType.Unit.COUNT and quantity != quantity.to_integral_value():
        raise ValidationError(_("This is counted in whole numbers. Write one like 2."))
    if unit == ActivityType.Unit.HOURS and quantity > MOST_HOURS_A_DAY:
        raise ValidationError(_("A day has 24 hours."))
    if quantity > MOST_A_DAY:
        raise ValidationError(_("At most 9,999 fit into a day."))
    return quantity


@dataclass(frozen=True)
class ReadCells:
    """What a sent grid asks for: changes that can be made, and cells that cannot be kept."""

    changes: tuple[Change, ...] = ()
    refused: tuple[Cell, ...] = ()
    unknown: bool = False  # a cell of an activity type that does not exist


def read_cells(
    data: Mapping[str, str],
    *,
    person: Person,
    monday: date,
    today: date,
    types: Mapping[int, ActivityType],
) -> ReadCells:
    """Read the cells of a sent grid: ``q-<type>-<day>`` is what was typed, ``w-…`` what was there.

    Cells that were not touched are left out.
    """
    changes, refused, unknown = [], [], False
    for name, typed in data.items():
        match = _CELL.fullmatch(name)
        if match is None:
            continue
        activity_type, day = types.get(int(match[1])), _day(match[2])
        if activity_type is None or day is None:
            unknown = True
            continue
        was = _was(data.get(f"w{name[1:]}", ""))
        try:
            quantity = quantity_of(typed, activity_type.unit)
            _check_day(person, day, monday, today)
        except ValidationError as problem:
            refused.append(
                Cell(day, activity_type.pk, typed=typed[:_LONGEST], problem=str(problem.message))
            )
            continue
        if quantity != was:
            changes.append(Change(activity_type.pk, day, quantity, was, typed.strip()))
    return ReadCells(tuple(changes), tuple(refused), unknown)


def conflict_cell(conflict: Conflict) -> Cell:
    """The cell that shows both: what stands there now, and what was typed."""
    stands = plain(conflict.stands)
    return Cell(
        conflict.change.day,
        conflict.change.activity_type_id,
        quantity=conflict.stands,
        typed=conflict.change.typed,
        problem=_("Meanwhile this became %(stands)s. Send yours again, or write that.")
        % {"stands": stands}
        if stands
        else _("Meanwhile this was emptied. Send yours again, or empty it."),
    )


def typed_cell(change: Change) -> Cell:
    """The cell that could have been kept, had not another one hindered it."""
    return Cell(change.day, change.activity_type_id, quantity=change.was, typed=change.typed)


def too_late_cell(change: Change) -> Cell:
    """The cell that was typed after the week had been submitted."""
    return Cell(
        change.day,
        change.activity_type_id,
        quantity=change.was,
        typed=change.typed,
        problem=_("The week was submitted. Reopen it to change this."),
    )


def problems_of(form: forms.BaseForm) -> str:
    """All that is wrong with a form, in one line."""
    return " ".join(str(problem) for problems in form.errors.values() for problem in problems)


def _check_day(person: Person, day: date, monday: date, today: date) -> None:
    reason = rules.why_no_week(person, monday, today) or rules.why_no_day(person, day, monday)
    if reason:
        raise ValidationError(reason)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _was(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if _QUANTITY.fullmatch(text) else None


class RemarksForm(forms.ModelForm):
    """What was practised, and one line on the week."""

    class Meta:
        model = Week
        fields = ("skill_practised", "reflection")
        widgets = {
            "skill_practised": forms.TextInput(
                attrs={"list": "skills", "autocomplete": "off", "class": "form-control"}
            ),
            "reflection": forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        }


class ActivityTypeForm(forms.ModelForm):
    """An activity type: a name that nobody uses yet, what it is counted in, how long one takes
    and what it leads to.
    """

    class Meta:
        model = ActivityType
        fields = ("name", "unit", "minutes", "leads_to")
        labels = {
            "name": gettext_lazy("Name"),
            "unit": gettext_lazy("Counted in"),
            "minutes": gettext_lazy("Minutes for one"),
            "leads_to": gettext_lazy("Leads to"),
        }
        help_texts = {
            "minutes": gettext_lazy(
                "With what it takes before and after. An hour that is counted in hours is one."
            ),
            "leads_to": gettext_lazy(
                "What it is done for: calls lead to first meetings. The last one leads to deals."
            ),
        }
        widgets = {
            "minutes": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        }
        error_messages = {
            "minutes": {
                "invalid": gettext_lazy("Write whole minutes, like 6 or 90."),
                "min_value": gettext_lazy("Write whole minutes from 1 to 1,440."),
                "max_value": gettext_lazy("A day has 1,440 minutes."),
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Q(archived_at__isnull=True) | Q(pk=self.instance.leads_to_id)
        field = cast(forms.ModelChoiceField, self.fields["leads_to"])
        field.queryset = ActivityType.objects.filter(offered).exclude(pk=self.instance.pk)
        field.empty_label = _("Deals, or nothing that is counted")

    def clean_leads_to(self) -> ActivityType | None:
        """Refuse a circle: what it leads to must not lead back to it."""
        chosen: ActivityType | None = self.cleaned_data["leads_to"]
        after = dict(ActivityType.objects.values_list("pk", "leads_to"))
        step, passed = chosen.pk if chosen else None, set()
        while step is not None and step not in passed:
            if step == self.instance.pk:
                raise ValidationError(
                    _("“%(name)s” leads back to this one. Choose another.") % {"name": chosen}
                )
            passed.add(step)
            step = after.get(step)
        return chosen

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = ActivityType.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(
                _("There is “%(name)s” already, perhaps in the archive.") % {"name": name}
            )
        return name
