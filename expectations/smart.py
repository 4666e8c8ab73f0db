"""What the check of a standard says, in sentences: why a letter is in doubt, and what helps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from calc.document import StandardWords, Wording
from calc.smart import VAGUE, Finding, Judgement, Measure, judge
from calc.smart.rewording import Known, reworded
from expectations import wording as said
from salesperf.web import format as shown

# The same standards are judged again with every field that is saved and every list that counts them.
_judge = lru_cache(maxsize=2_000)(judge)


_MOST_OF_A_LETTER = 2


@dataclass(frozen=True)
class Remark:
    """One finding in words: the passage it is about, the reason, a proposal."""

    letter: str
    span: str
    why: str
    proposal: str
    fails: bool


@dataclass(frozen=True)
class Check:
    """One standard, checked: the letters in doubt, the remarks, and another wording if any."""

    missing: str
    verdict: str
    remarks: tuple[Remark, ...]
    instead: str

    @property
    def main(self) -> tuple[Remark, ...]:
        """The first remarks on each letter in doubt, and then those that take no letter away."""
        kept: list[Remark] = []
        for remark in self.remarks:
            said = sum(each.letter == remark.letter for each in kept)
            if remark.fails and said < _MOST_OF_A_LETTER:
                kept.append(remark)
        return (*kept, *(remark for remark in self.remarks if not remark.fails))


def check_text(text: str) -> Check:
    """Check words alone."""
    judged = judge(text)
    return _check(judged, reworded(judged))


def check(
    standard: StandardWords, last_day: date | None = None, *, linkable: bool = False
) -> Check:
    """Check a standard of a document: its measure counts as said. ``last_day`` is the period's;
    ``linkable`` says whether there is an objective it could serve.
    """
    judged = _judge(standard.text, measure_of(standard, linkable=linkable))
    amount = said.quantity(standard.target, standard.unit)
    due = standard.due_on or last_day
    known = Known(
        amount=amount,
        baseline=said.quantity(standard.baseline, standard.unit),
        when=_("by %(day)s") % {"day": shown.day(due)} if due else "",
    )
    return _check(judged, reworded(judged, known))


def is_weak(standard: StandardWords) -> bool:
    """Is a letter in doubt, and nobody has said why the words stay?"""
    if standard.kept_because.strip():
        return False
    return _judge(standard.text, measure_of(standard)).verdict == VAGUE


def count_weak(wording: Wording) -> int:
    """How many standards of these words are weak."""
    return sum(map(is_weak, wording.standards))


def measure_of(standard: StandardWords, *, linkable: bool = False) -> Measure:
    """What the check knows of a standard beside its words."""
    linked = standard.objective is not None
    return Measure(
        target=standard.target,
        target_to=standard.target_to,
        unit=standard.unit,
        comparison=standard.comparison,
        cadence=standard.cadence,
        due_on=standard.due_on,
        baseline=standard.baseline,
        linked=linked if linkable or linked else None,
    )


def _check(judged: Judgement, instead: str) -> Check:
    remarks = tuple(remark(judged, finding) for finding in judged.findings)
    return Check("".join(judged.missing), judged.verdict, remarks, instead)


def remark(judged: Judgement, finding: Finding) -> Remark:
    """A finding in words."""
    span = judged.span(finding)
    why, proposal = _SENTENCES[finding.code]
    words = {"words": _quoted(span), "letter": finding.letter, **finding.evidence}
    if isinstance(proposal, dict):
        proposal = proposal[finding.letter]
    return Remark(finding.letter, span, why() % words, proposal() % words, finding.fails)


def _quoted(span: str, most: int = 60) -> str:
    short = span if len(span) <= most else span[: most - 1].rstrip() + "…"
    return _("“%(words)s”") % {"words": short}


_Say = Callable[[], str]
_SENTENCES: dict[str, tuple[_Say, _Say | dict[str, _Say]]] = {
    "blank": (
        lambda: _("Nothing is written yet."),
        lambda: _("Finish the sentence “I will be satisfied when …”."),
    ),
    "no_thing": (
        lambda: _("%(words)s names nothing that could be looked at."),
        lambda: _("Name what is to change: which deals, customers, reports?"),
    ),
    "fuzzy_verb": (
        lambda: _("%(words)s says what is tried, not what is there at the end."),
        lambda: _("Say what one will see: signed, sent, passed, answered, won."),
    ),
    "trait": (
        lambda: _("%(words)s describes a person, not what they bring about."),
        lambda: _("Say what somebody does who is like that, how often and how well."),
    ),
    "direction": (
        lambda: _("%(words)s names a direction without an end."),
        lambda: _("Say from where to where: from 40 to 55."),
    ),
    "vague_quality": (
        lambda: _("%(words)s means something else to each reader."),
        lambda: _("Say how one tells: a score, a share, a limit, a list of what must be there."),
    ),
    "vague_amount": (
        lambda: _("%(words)s is no amount."),
        lambda: _("Write the number: at least 12, or from 40 to 55."),
    ),
    "too_little": (
        lambda: _("%(words)s leaves open what exactly is meant."),
        lambda: _("Say which, for whom, and how much."),
    ),
    "foreign": (
        lambda: _("The check knows English words; here it reads numbers and dates only."),
        lambda: _("Look yourself whether the words mean the same to both of you."),
    ),
    "placeholder": (
        lambda: _("%(words)s is still to be filled in."),
        lambda: _("Write the figure there."),
    ),
    "no_unit": (
        lambda: _("The number has no unit."),
        lambda: _("Say what is counted: deals, USD, %%."),
    ),
    "no_amount": (
        lambda: _("There is no number, and nothing that is done or not done."),
        lambda: _("Give quantity, quality, time or cost a figure, or name what is handed over."),
    ),
    "differs": (
        lambda: _("The words say %(words)s, the measure says %(target)s%%."),
        lambda: _("Make both the same."),
    ),
    "no_baseline": (
        lambda: _("%(words)s of what? The figure to start from is not named."),
        lambda: _("Add where it stands now: from 40 to 44."),
    ),
    "absolute": (
        lambda: _("%(words)s leaves no room for a single miss."),
        lambda: _("Say how many are too many: at most 2 a month, or at least 95%% of cases."),
    ),
    "hundred": (
        lambda: _("%(words)s is missed with the first exception."),
        lambda: _("Say what is good enough, like at least 95%%, unless life or safety depend on it."),
    ),
    "rank": (
        lambda: _("%(words)s depends on what everybody else does."),
        {
            "A": lambda: _("Take a figure of one's own that leads there."),
            "R": lambda: _("Say what the rank is to bring: which revenue, which customers."),
        },
    ),
    "not_in_own_hands": (
        lambda: _("%(words)s is for others to decide."),
        lambda: _("Take what the person does for it, and what comes of that."),
    ),
    "leap": (
        lambda: _("%(words)s is a leap in so short a time."),
        lambda: _("Compare with what was reached before, and agree on steps."),
    ),
    "nothing_to_judge": (
        lambda: _("%(words)s names nothing, so nobody can say whether it can be done or matters."),
        {
            "A": lambda: _("With an amount and a day both sides can say whether it is possible."),
            "R": lambda: _("Name the result, and the objective it serves."),
        },
    ),
    "effort": (
        lambda: _("%(words)s is an effort; the result stays open."),
        lambda: _("Say what is there when the effort was worth it."),
    ),
    "activity": (
        lambda: _("%(words)s is what one does, not what comes of it."),
        lambda: _("Ask for the result here; the weekly quantity has its place among the activities."),
    ),
    "not_linked": (
        lambda: _("It serves no business objective yet."),
        lambda: _("Choose it under “Serves”."),
    ),
    "vague_time": (
        lambda: _("%(words)s is no time."),
        lambda: _("Write a day, or how often: by 31 March, each week."),
    ),
    "no_time": (
        lambda: _("There is no day and no rhythm."),
        lambda: _("Write by when, or how often: by 31 March, each week."),
    ),
}  # fmt: skip
