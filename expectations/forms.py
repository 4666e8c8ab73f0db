"""Forms of this room. What may be typed into a document itself is in expectations/fields.py."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.currencies import CODES
from calc.document import MILESTONE, StandardWords, ValueWords
from calc.periods import Period, quarter, year
from expectations import fields
from expectations.actions.drafts import period_problem
from expectations.lines import Draft
from expectations.models import BusinessObjective, DocumentVersion, ProfileVersion, ReasonKind
from expectations.queries.coverage import Wanted
from expectations.queries.objectives import ObjectivesWanted, Span
from expectations.queries.profiles import suggested
from expectations.queries.standings import share_in_percent
from expectations.queries.starting import BLANK, LAST, TITLE
from expectations.wording import COVERAGE_WORDS, counts_of, period_of
from people.models import Person, Team
from people.queries import split_words
from salesperf.web.long_select import LongSelect

LONGEST = fields.LONGEST_TEXT


class TypedField(forms.CharField):
    """A form field that reads like the fields of a document (expectations/fields.py)."""

    def __init__(self, reads: fields.Field, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.reads = reads

    def clean(self, value: Any) -> Any:
        typed = "" if value is None else str(value)
        if self.required and not fields.clean(typed):
            raise ValidationError(self.error_messages["required"], code="required")
        try:
            return self.reads.read(typed)
        except fields.Refused as refusal:
            raise ValidationError(str(refusal)) from None

    def prepare_value(self, value: Any) -> Any:
        if value is None:
            return ""
        return value if isinstance(value, str) else self.reads.show(value)


def _choices(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


def _rows(form: forms.Form, name: str) -> forms.ModelChoiceField:
    return cast(forms.ModelChoiceField, form.fields[name])


def _needed(message: Any) -> dict[str, Any]:
    return {"error_messages": {"required": message}}


class RevisionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=ReasonKind.choices,
        initial=ReasonKind.OTHER,
        required=False,
    )
    reason = TypedField(
        fields.line_of_text(270),
        label=gettext_lazy("What changed"),
        help_text=gettext_lazy(
            "A new product, another territory, a competitor: both of you read it beside the new"
            " version."
        ),
        **_needed(gettext_lazy("Say what changed, in a sentence.")),
    )

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or ReasonKind.OTHER)


class ObjectiveRevisionForm(RevisionForm):
    """Which documents are revised, for one reason. ``choices``: versions by what they are called,
    ``chosen`` those that still say other words."""

    versions = forms.MultipleChoiceField(
        label=gettext_lazy("Documents"),
        widget=forms.CheckboxSelectMultiple,
        **_needed(gettext_lazy("Choose at least one document.")),
    )

    def __init__(self, data: Any, *, choices: list[tuple[str, str]], chosen: list[str]) -> None:
        super().__init__(data, initial={"versions": chosen, "kind": ReasonKind.BUSINESS})
        self.choices = choices
        _choices(self, "versions").choices = choices


_COUNT = fields.needed(
    fields.number(places=4, digits=14, least=0), lambda: _("Write the count, like 12.")
)


class ResultForm(forms.Form):
    """How a standard stands: a value, the two counts of a share, or whether it is done."""

    value = TypedField(
        fields.needed(
            fields.number(places=4, digits=14), lambda: _("Write the value, like 12 or 3.5.")
        ),
        label=gettext_lazy("Value"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **_needed(gettext_lazy("Write the value, like 12 or 3.5.")),
    )
    part = TypedField(
        _COUNT,
        label=gettext_lazy("Counted (x)"),
        **_needed(gettext_lazy("Write the count, like 12.")),
    )
    whole = TypedField(
        _COUNT,
        label=gettext_lazy("Out of (y)"),
        **_needed(gettext_lazy("Write the count, like 40.")),
    )
    done = forms.ChoiceField(
        label=gettext_lazy("Is it done?"),
        choices=[("1", gettext_lazy("Done")), ("0", gettext_lazy("Not done"))],
        widget=forms.RadioSelect,
        initial="1",
    )
    as_of = TypedField(
        fields.day(),
        label=gettext_lazy("As of"),
        **_needed(gettext_lazy("Give the day, like 28 Feb 2026.")),
    )
    evidence = TypedField(
        fields.line_of_text(500),
        label=gettext_lazy("What shows it"),
        help_text=gettext_lazy("A report, minutes, a recording: where one can look it up."),
        **_needed(gettext_lazy("Name what shows it.")),
    )

    def __init__(self, *args: Any, standard: StandardWords | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = ["value"]
        if standard is not None and standard.comparison == MILESTONE:
            asked = ["done"]
        elif standard is not None and standard.is_share:
            asked = ["part", "whole"]
            self.fields["part"].label, self.fields["whole"].label = counts_of(standard)
        for name in {"value", "part", "whole", "done"} - set(asked):
            del self.fields[name]

    def clean_whole(self) -> Decimal:
        whole: Decimal = self.cleaned_data["whole"]
        if whole == 0:
            raise ValidationError(_("Of nothing there is no share. Enter a result once there is."))
        return whole

    @property
    def figures(self) -> dict[str, Decimal]:
        """The value, and of a share its counts."""
        data = self.cleaned_data
        if "whole" in data:
            part, whole = data["part"], data["whole"]
            return {"value": share_in_percent(part, whole), "part": part, "whole": whole}
        return {"value": data["value"] if "value" in data else Decimal(data["done"])}


# --- beginning a document ------------------------------------------------------------------------
class PeriodForm(forms.Form):
    """For which days: a quarter, the year, or others."""

    OWN = "own"

    use_required_attribute = False  # days are only asked for other days

    period = forms.ChoiceField(label=gettext_lazy("Period"), widget=forms.RadioSelect)
    starts_on = TypedField(
        fields.day(),
        label=gettext_lazy("First day"),
        **_needed(gettext_lazy("Give the day, like 1 Jan 2026.")),
    )
    ends_on = TypedField(
        fields.day(),
        label=gettext_lazy("Last day"),
        **_needed(gettext_lazy("Give the day, like 31 Mar 2026.")),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        this = quarter(today)
        following = quarter(this.end + timedelta(days=1))
        whole = year(today)
        self.periods: dict[str, Period] = {"this": this, "next": following, "year": whole}
        _choices(self, "period").choices = [
            ("this", _("This quarter: %(period)s") % {"period": _said(this)}),
            ("next", _("Next quarter: %(period)s") % {"period": _said(following)}),
            ("year", _("This year: %(period)s") % {"period": _said(whole)}),
            (self.OWN, _("Other days")),
        ]
        self.initial.setdefault("period", "this")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("period")
        if chosen in self.periods:
            span = self.periods[chosen]
            data["starts_on"], data["ends_on"] = span.start, span.end
            self.errors.pop("starts_on", None)
            self.errors.pop("ends_on", None)
        elif chosen == self.OWN:
            self._check_days(data)
        return data

    def _check_days(self, data: dict[str, Any]) -> None:
        if "starts_on" not in data or "ends_on" not in data:
            return
        problem = period_problem(
            starts_on=data["starts_on"], ends_on=data["ends_on"], today=self.today
        )
        if problem:
            self.add_error("ends_on", problem)


class StartForm(PeriodForm):
    """The period and what to begin from: ``copies`` of the person's versions, editions of role
    ``profiles``, or a blank page.

    A profile whose name fits the job title of the person is offered first and says why; it is
    only chosen beforehand where nothing can be copied.
    """

    copy_of = forms.ChoiceField(
        label=gettext_lazy("Begin with"), widget=forms.RadioSelect, required=False
    )

    def __init__(
        self,
        *args: Any,
        copies: list[DocumentVersion],
        profiles: list[ProfileVersion],
        title: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.copies = {str(each.pk): each for each in copies}
        fits = suggested(title, profiles)
        ranked = sorted(profiles, key=lambda each: fits is None or each != fits[0])
        self.profiles = {f"profile-{each.pk}": each for each in ranked}
        _choices(self, "copy_of").choices = [
            *((key, _("A copy of %(version)s") % {"version": _copy_name(each)})
              for key, each in self.copies.items()),
            *((key, _profile_name(each, fits)) for key, each in self.profiles.items()),
            ("", _("A blank page: the position goal first, the rest follows")),
        ]  # fmt: skip
        beforehand = f"profile-{fits[0].pk}" if fits else ""
        self.initial.setdefault("copy_of", next(iter(self.copies), beforehand))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sources: dict[str, Draft] = {**self.copies, **self.profiles}
        data["copy_of"] = sources.get(data.get("copy_of", ""))
        return data


class TeamStartForm(PeriodForm):
    """For whom, for which days, and what each begins from. ``people`` are those one leads."""

    EVERYBODY = "all"

    team = forms.ChoiceField(label=gettext_lazy("For"))
    source = forms.ChoiceField(label=gettext_lazy("Begin with"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, people: list[Person], profiles: list[ProfileVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.profiles = {f"profile-{each.pk}": each for each in profiles}
        teams = {str(each.team.pk): each.team.name for each in people if each.team}
        _choices(self, "team").choices = [
            (self.EVERYBODY, _("All the people you lead")),
            *teams.items(),
        ]
        by_title = [(TITLE, _("The role profile that fits each job title"))] if profiles else []
        _choices(self, "source").choices = [
            (LAST, _("What was agreed with each of them last")),
            *by_title,
            *(
                (key, _("Role profile %(name)s for all") % {"name": each.profile.name})
                for key, each in self.profiles.items()
            ),
            (BLANK, _("A blank page")),
        ]
        self.initial.setdefault("source", TITLE if profiles else LAST)

    @property
    def chosen(self) -> list[Person]:
        """The people of the chosen team."""
        team = self.cleaned_data["team"]
        return [each for each in self.people if team in (self.EVERYBODY, str(each.team_id))]


def _said(period: Period) -> str:
    return period_of(period.start, period.end)


def _copy_name(version: DocumentVersion) -> str:
    document = version.document
    return _("version %(n)s, %(period)s") % {
        "n": version.number,
        "period": period_of(document.starts_on, document.ends_on),
    }


def _profile_name(edition: ProfileVersion, fits: tuple[ProfileVersion, str] | None) -> str:
    name = {"name": edition.profile.name}
    if fits is not None and fits[0] == edition:
        return _("Role profile %(name)s, suggested: the job title says “%(words)s”") % {
            **name,
            "words": fits[1],
        }
    return _("Role profile %(name)s") % name


class CoverageFilterForm(forms.Form):
    """Sent by GET. What makes no sense asks for nothing, and the page says so."""

    TODAY = "today"

    q = forms.CharField(
        label=gettext_lazy("Person"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Team"),
        required=False,
        empty_label=gettext_lazy("All"),
        widget=LongSelect,
    )
    period = forms.ChoiceField(label=gettext_lazy("For"), required=False, widget=LongSelect)
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        widget=LongSelect,
        choices=[("", gettext_lazy("Everybody")), *COVERAGE_WORDS.items()],
    )

    def __init__(self, *args: Any, teams: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, "team").queryset = teams
        this = quarter(today)
        self.spans: dict[str, Period] = {
            self.TODAY: Period(today, today),
            "next": quarter(this.end + timedelta(days=1)),
            "this": this,
            "last": quarter(this.start - timedelta(days=1)),
        }
        _choices(self, "period").choices = [
            ("", _("Today")),
            *((key, _said(span)) for key, span in self.spans.items() if key != self.TODAY),
        ]

    def wanted(self) -> Wanted:
        """The filter; fields with a mistake are left out of it."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(
            span=self.spans[data.get("period") or self.TODAY],
            q=data.get("q", ""),
            team=data.get("team"),
            show=data.get("show", ""),
        )

    def tags(self) -> list[tuple[str, str]]:
        """Filters in force, with the parameter each hangs on."""
        wanted = self.wanted()
        tags = [(wanted.q, "q")] if wanted.q else []
        if wanted.team is not None:
            tags.append((wanted.team.name, "team"))
        if period := self.cleaned_data.get("period"):
            tags.append((_said(self.spans[period]), "period"))
        if wanted.show:
            tags.append((str(COVERAGE_WORDS[wanted.show]), "show"))
        return tags


# --- strategy and objectives ---------------------------------------------------------------------
class StrategyForm(forms.Form):
    vision = TypedField(
        fields.text(LONGEST),
        label=gettext_lazy("Vision"),
        help_text=gettext_lazy("What the company will be, in a sentence that people remember."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    mission = TypedField(
        fields.text(LONGEST),
        label=gettext_lazy("Mission"),
        help_text=gettext_lazy("What it does for whom, every day."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    effective_from = TypedField(
        fields.day(),
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("Documents of a period that begins then or later show these words."),
        **_needed(gettext_lazy("Give the day, like 28 Feb 2026.")),
    )


MOST_BEHAVIOURS = 12


class ValueForm(forms.Form):
    """One value; an empty name takes it out."""

    name = TypedField(fields.line_of_text(160), label=gettext_lazy("Value"), required=False)
    shows = TypedField(
        fields.text(LONGEST),
        label=gettext_lazy("What it looks like"),
        help_text=gettext_lazy("One behaviour on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    shows_not = TypedField(
        fields.text(LONGEST),
        label=gettext_lazy("What it does not look like"),
        help_text=gettext_lazy("One behaviour on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean_shows(self) -> tuple[str, ...]:
        return _behaviours(self.cleaned_data["shows"])

    def clean_shows_not(self) -> tuple[str, ...]:
        return _behaviours(self.cleaned_data["shows_not"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name") and (data.get("shows") or data.get("shows_not")):
            self.add_error("name", _("Name the value that these behaviours show."))
        return data

    @property
    def words(self) -> ValueWords | None:
        data = self.cleaned_data
        if not data.get("name"):
            return None
        return ValueWords(data["name"], data["shows"], data["shows_not"])


class BaseValueFormSet(forms.BaseFormSet):
    def words(self) -> list[ValueWords]:
        """The values in their order, without those whose name is empty."""
        return [form.words for form in self.forms if form.words is not None]


ValueFormSet = forms.formset_factory(
    ValueForm, formset=BaseValueFormSet, extra=1, max_num=20, absolute_max=40, validate_max=True
)


def _behaviours(text: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) > MOST_BEHAVIOURS:
        raise ValidationError(
            _("At most %(n)s behaviours; fewer are remembered.") % {"n": MOST_BEHAVIOURS}
        )
    if any(len(line) > 300 for line in lines):
        raise ValidationError(_("A behaviour has at most 300 characters. Shorten it."))
    return lines


class ObjectiveForm(forms.Form):
    """An objective. ``places`` are whom it may be for, by ``company``, ``team:3``, ``person:7``."""

    place = forms.ChoiceField(label=gettext_lazy("For"), widget=LongSelect)
    title = TypedField(
        fields.line_of_text(200),
        label=gettext_lazy("Objective"),
        **_needed(gettext_lazy("Say what is to be reached.")),
    )
    target = TypedField(
        fields.number(places=4, digits=14), label=gettext_lazy("Target"), required=False
    )
    unit = TypedField(
        fields.line_of_text(40),
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("USD, deals, %"),
        required=False,
    )
    measure = TypedField(
        fields.line_of_text(300),
        label=gettext_lazy("How it is measured"),
        help_text=gettext_lazy("In words: what counts, from when on, and what does not."),
        required=False,
    )
    actual_from = forms.ChoiceField(
        label=gettext_lazy("Actual from"),
        choices=BusinessObjective.ActualFrom.choices,
        required=False,
    )
    starts_on = TypedField(
        fields.day(),
        label=gettext_lazy("From"),
        **_needed(gettext_lazy("Give the day, like 1 Jan 2026.")),
    )
    ends_on = TypedField(
        fields.day(),
        label=gettext_lazy("To"),
        **_needed(gettext_lazy("Give the day, like 31 Dec 2026.")),
    )
    parent = forms.ModelChoiceField(
        BusinessObjective.objects.none(),
        label=gettext_lazy("Serves"),
        required=False,
        empty_label=gettext_lazy("No other objective"),
        widget=LongSelect,
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Who answers for it."),
        empty_label=None,
        widget=LongSelect,
    )

    def __init__(
        self,
        *args: Any,
        places: list[tuple[str, str]],
        parents: Any,
        owners: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if places:
            _choices(self, "place").choices = places
        else:
            del self.fields["place"]
        _rows(self, "parent").queryset = parents
        _rows(self, "owner").queryset = owners

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It ends before it begins."))
        data["actual_from"] = data.get("actual_from") or BusinessObjective.ActualFrom.ENTERED
        counts_value = data["actual_from"] == BusinessObjective.ActualFrom.WON_VALUE
        if counts_value and data.get("unit", "").upper() not in CODES:
            self.add_error("unit", _("Won deals are counted in a currency. Write its code: USD."))
        return data


SPANS = {
    Span.OPEN: gettext_lazy("Not ended"),
    Span.QUARTER: gettext_lazy("This quarter"),
    Span.NEXT: gettext_lazy("Next quarter"),
    Span.ENDED: gettext_lazy("Ended"),
    Span.ALL: gettext_lazy("All"),
}


class ObjectiveFilterForm(forms.Form):
    """The filters of the tree, sent by GET. What makes no sense asks for nothing."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    team = forms.IntegerField(label=gettext_lazy("Team"), required=False, widget=LongSelect)
    owner = forms.IntegerField(label=gettext_lazy("Owner"), required=False, widget=LongSelect)
    span = forms.ChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        choices=list(SPANS.items()),
    )

    def wanted(self) -> ObjectivesWanted:
        """The filter; fields with a mistake are left out of it."""
        self.is_valid()
        data = self.cleaned_data
        return ObjectivesWanted(
            split_words(data.get("q", "")),
            data.get("team"),
            data.get("owner"),
            data.get("span", Span.OPEN),
        )

    def offer(self, teams: Iterable[Team], owners: Iterable[tuple[str, int]]) -> None:
        """The lists to choose from, once the tree was read."""
        self._names: dict[str, dict[int, str]] = {
            "team": {team.pk: team.name for team in teams},
            "owner": {pk: name for name, pk in owners},
        }
        for field, names in self._names.items():
            widget = cast(LongSelect, self.fields[field].widget)
            widget.choices = [("", _("All")), *names.items()]

    def tags(self) -> list[tuple[str, str]]:
        """Filters in force, with the parameter each hangs on."""
        data = self.cleaned_data
        tags = [(data["q"], "q")] if data.get("q") else []
        for field, names in self._names.items():
            if data.get(field):
                tags.append((names.get(data[field], str(data[field])), field))
        if data.get("span"):
            tags.append((str(SPANS[data["span"]]), "span"))
        return tags
