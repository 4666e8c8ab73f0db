"""What a reader of the audit trail asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.models import in_words
from audit.queries import Filter
from salesperf.web.format import day


class FilterForm(forms.Form):
    """Sent by GET. A field with a mistake asks for nothing, and the page says what is wrong."""

    verb = forms.ChoiceField(label=_("Act"), required=False)
    person = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    start = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    end = forms.DateField(
        label=_("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All")), *((verb, in_words(verb)) for verb in verbs)]
        self.fields["verb"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        start, end = said.get("start"), said.get("end")
        if start and end and end < start:
            self.add_error("end", _("This is before the first day. Swap the two."))
        return said

    def wanted(self) -> Filter:
        """The filter; fields with a mistake are left out of it."""
        self.is_valid()
        said = self.cleaned_data
        return Filter(
            verb=said.get("verb", ""),
            person=said.get("person", ""),
            start=said.get("start"),
            end=said.get("end"),
        )

    def tags(self) -> list[tuple[str, str]]:
        """The filters in force: what they say, and which parameter drops them."""
        wanted = self.wanted()
        found = [
            (in_words(wanted.verb), "verb"),
            (wanted.person, "person"),
            (_("from %(day)s") % {"day": day(wanted.start)} if wanted.start else "", "start"),
            (_("to %(day)s") % {"day": day(wanted.end)} if wanted.end else "", "end"),
        ]
        return [(str(label), drop) for label, drop in found if label]
