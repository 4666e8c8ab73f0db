"""How a form field is shown: its control, its classes, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import (
    BaseForm,
    BaseFormSet,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    Widget,
)
from django.utils.safestring import SafeString

CHOICES = (RadioSelect, CheckboxSelectMultiple)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a form; ``field_id`` is empty when it is about no single field."""

    text: str
    label: str = ""
    field_id: str = ""


def shown(
    bound: BoundField, label: str = "", hint: str = "", unit: str = "", css: str = ""
) -> dict[str, Any]:
    """The context of components/field.html."""
    control = bound.field.widget
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "hint_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
        "unit": unit,
        "css": css,
        "kind": _kind(control),
        "control": widget(
            bound, {} if not hint else {"aria-describedby": described_by(bound, hint)}
        ),
        "optional": not bound.field.required and not isinstance(control, CheckboxInput),
    }


def widget(bound: BoundField, attrs: dict[str, Any] | None = None) -> SafeString:
    """The control of a field with the classes of its kind."""
    control = bound.field.widget
    classes = [control.attrs.get("class", ""), _css(control), "is-invalid" if bound.errors else ""]
    named = {**(attrs or {}), "class": " ".join(word for word in classes if word)}
    return bound.as_widget(attrs=named)


def described_by(bound: BoundField, hint: str) -> str:
    """The ids of hint and error, for a hint that the form itself does not know."""
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


def problems(*forms: BaseForm | BaseFormSet) -> list[Problem]:
    """What is wrong in all forms and formsets together, in the order of the page."""
    return [problem for form in forms if form is not None for problem in _of(form)]


def _of(form: BaseForm | BaseFormSet) -> Iterator[Problem]:
    if isinstance(form, BaseFormSet):
        yield from (Problem(text=str(text)) for text in form.non_form_errors())
        for one in form.forms:
            yield from _of(one)
        return
    if not form.is_bound:
        return
    yield from (Problem(text=str(text)) for text in form.non_field_errors())
    for bound in form:
        for text in bound.errors:
            yield Problem(
                text=str(text),
                label=str(bound.label or ""),
                field_id="" if bound.is_hidden else _first_id(bound),
            )


def _first_id(bound: BoundField) -> str:
    """The id that a link can lead to: choices have one per choice and none for the whole."""
    if isinstance(bound.field.widget, CHOICES):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _kind(control: Widget) -> str:
    if isinstance(control, CheckboxInput):
        return "check"
    return "choices" if isinstance(control, CHOICES) else "control"


def _css(control: Widget) -> str:
    if isinstance(control, CheckboxInput):
        return "form-check-input"
    if isinstance(control, CHOICES):
        return ""
    return "form-select" if isinstance(control, Select) else "form-control"
