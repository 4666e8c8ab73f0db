"""Forms of an import: the file, how it is read, what its columns mean."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.tabular import Format, Table
from calc.tabular.delimited import DELIMITERS
from calc.tabular.sniff import ENCODINGS, UNICODE
from calc.tabular.texts import tidy
from salesperf.imports import wording
from salesperf.imports.kinds import Kind
from salesperf.imports.queries import HowRead

_LONGEST_VALUE = 200


class UploadForm(forms.Form):
    """A file and where it comes from."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=60,
        help_text=gettext_lazy(
            "Where the file comes from, like “Salesforce”. Columns and answers are remembered for "
            "it, and its numbers do not mix with those of another source."
        ),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write down where the file comes from.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx), with the names of the columns in the first row."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("There is nothing in this file. Export it again and send that."),
        },
    )

    def clean_source(self) -> str:
        source = tidy(self.cleaned_data["source"])
        if not source:
            raise forms.ValidationError(_("Write down where the file comes from."))
        return source

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(most)s. Part it into several.")
                % {"most": filesizeformat(settings.IMPORT_MAX_BYTES)}
            )
        return file


class HowReadForm(forms.Form):
    """How the bytes become a table, where the file leaves a choice."""

    def __init__(self, data: Any, *, form: Format) -> None:
        super().__init__(data)
        if form.kind == "xlsx":
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"),
                choices=[(name, name) for name in form.sheets],
                initial=form.sheet,
            )
            return
        self.fields["delimiter"] = forms.ChoiceField(
            label=_("Columns are parted by"),
            choices=[(sign, wording.DELIMITERS[sign]) for sign in DELIMITERS],
            initial=form.delimiter,
        )
        known = dict.fromkeys((form.encoding, *UNICODE[:2], *ENCODINGS))
        self.fields["encoding"] = forms.ChoiceField(
            label=_("Letters are stored as"),
            choices=[(name, name.upper()) for name in known],
            initial=form.encoding,
        )

    def how(self) -> HowRead:
        return HowRead(**self.cleaned_data)


class ColumnsForm(forms.Form):
    """One choice for each column of the file, and the options of the kind."""

    def __init__(
        self,
        data: Any,
        *,
        kind: Kind,
        table: Table,
        offered: Mapping[str, str],
        options: Mapping[str, Any],
        person: Any,
        today: date,
    ) -> None:
        super().__init__(data)
        self.kind = kind
        self.table = table
        meant = {head: field for field, head in offered.items()}
        choices = [("", str(kind.rest_label)), *((f.name, str(f.label)) for f in kind.fields)]
        for place, head in enumerate(table.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=head, choices=choices, required=False, initial=meant.get(head, "")
            )
        self.option_names = []
        for name, field in kind.options(columns=offered, person=person, today=today).items():
            if name in options:
                field.initial = options[name]
            self.fields[name] = field
            self.option_names.append(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        columns = self.columns()
        self._refuse_repeated(columns)
        missing = [
            str(field.label)
            for field in self.kind.fields
            if field.required and field.name not in columns
        ]
        if missing:
            raise forms.ValidationError(
                _("Say which column is: %(missing)s. The import needs it.")
                % {"missing": ", ".join(missing)}
            )
        for problem in self.kind.wrong_mapping(columns, self.options()):
            self.add_error(problem.field, problem.text)
        return cleaned

    def _refuse_repeated(self, columns: Mapping[str, str]) -> None:
        for place, head in enumerate(self.table.columns):
            field = self.cleaned_data.get(f"column_{place}")
            if field and columns[field] != head:
                self.add_error(
                    f"column_{place}",
                    _("“%(other)s” means this already. Choose one of the two.")
                    % {"other": columns[field]},
                )

    def columns(self) -> dict[str, str]:
        """Field → head; the first column that means a field has it."""
        found: dict[str, str] = {}
        for place, head in enumerate(self.table.columns):
            field = self.cleaned_data.get(f"column_{place}")
            if field:
                found.setdefault(field, head)
        return found

    def options(self) -> dict[str, Any]:
        """What was chosen beside the columns, as JSON keeps it."""
        values = {name: self.cleaned_data.get(name) for name in self.option_names}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
        }

    def column_fields(self) -> Iterable[tuple[str, forms.BoundField]]:
        for place, head in enumerate(self.table.columns):
            yield head, self[f"column_{place}"]

    def option_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.option_names]


class AnswerForm(forms.Form):
    """What values of a field mean; empty: something new."""

    field = forms.CharField(max_length=40)
    means = forms.CharField(max_length=_LONGEST_VALUE, required=False, strip=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.values: Sequence[str] = data.getlist("value")[:2000]


class RowsForm(forms.Form):
    """Row numbers, parted by commas; none takes all rows in again."""

    rows = forms.RegexField(r"^[0-9, ]*$", max_length=2_000_000, required=False)

    def clean_rows(self) -> list[int]:
        parts = self.cleaned_data["rows"].split(",")
        return [int(part) for part in parts if part.strip() and len(part.strip()) < 8]
