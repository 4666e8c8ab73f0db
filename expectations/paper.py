"""A version of a document as the PDF says it: its words and signatures, and nothing else.

Everything here comes from the :class:`~calc.document.Wording` that is signed, so that what is
beside it (requests for change, results, other versions) has no way onto the paper.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calc.document import (
    AbilityWords,
    AimWords,
    AreaWords,
    ObjectiveWords,
    Wording,
    fingerprint,
)
from expectations import wording as said
from expectations.models import Ability, DocumentVersion, Signature, State
from expectations.queries.documents import SideLine, put_in_force
from people.models import Person
from salesperf.pdf import typeset
from salesperf.web import format as shown

TEMPLATE = "expectations/document.typ"
_SHAPELESS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
LONGEST_WORD = 60  # letters without a gap; longer ones would run over the edge of the paper


def pdf_of(
    version: DocumentVersion,
    words: Wording,
    sides: Sequence[SideLine],
    *,
    printed_by: Person,
    now: datetime,
) -> bytes:
    """The document as a PDF. Raises salesperf.pdf.NotSet where a letter has no font here."""
    return typeset(TEMPLATE, _fit(contents(version, words, sides, printed_by, now)), at=now)


def file_stem(words: Wording) -> str:
    """ "Rhea_Solbergh_January_to_March_2026", for the name of a file."""
    return get_valid_filename(f"{words.name} {said.period_of(words.starts_on, words.ends_on)}")


def contents(
    version: DocumentVersion,
    words: Wording,
    sides: Sequence[SideLine],
    printed_by: Person,
    now: datetime,
) -> dict[str, Any]:
    """Everything that stands on the paper, as plain texts and lists of them."""
    period = said.period_of(words.starts_on, words.ends_on)
    return {
        "language": (get_language() or "en").split("-")[0],
        "company": settings.COMPANY_NAME,
        "title": _("Expectations for %(period)s") % {"period": period},
        "name": words.name,
        "about": _about(version, words),
        "stands": _stands(version),
        "draft": _("Draft") if version.is_draft else "",
        "words": _headings(agreed=put_in_force(version) is None),
        "serves": _serves(words),
        "goal": words.position_goal,
        "areas": [_area(area, n) for n, area in enumerate(words.areas, start=1)],
        "activities": [
            [each.name, _weekly(each.weekly_quantity, each.unit), each.serves or "–"]
            for each in words.activities
        ],
        "abilities": [_ability(each) for each in words.abilities],
        "aims": [_aim(each) for each in words.aims],
        "behaviours": [[said.behaviour(each), each.looks_like or "–"] for each in words.behaviours],
        "values": [
            {"name": each.name, "shows": list(each.shows), "shows_not": list(each.shows_not)}
            for each in (words.strategy.values if words.strategy else ())
        ],
        "signatures": [_signature(line) for line in sides],
        "mark": _("Fingerprint of these words"),
        "fingerprint": version.fingerprint or fingerprint(words),
        "foot": _("%(name)s · %(period)s · version %(n)s")
        % {"name": words.name, "period": period, "n": words.number},
        "printed": _("Printed %(when)s by %(name)s")
        % {"when": _instant(now), "name": printed_by.name},
        "page": _("Page"),
        "of": _("of"),
    }


def _headings(*, agreed: bool) -> dict[str, str]:
    signed = _("Both sign every word above as it stands.")
    return {
        "serves": _("What this document serves"),
        "goal": _("Position goal"),
        "areas": _("Key result areas and standards"),
        "satisfied": _("“I will be satisfied when …”"),
        "activities": _("Activities"),
        "activity": _("Activity"),
        "weekly": _("A week"),
        "area": _("Serves"),
        "abilities": _("Skills, knowledge and abilities"),
        "ability": _("Name"),
        "kind": _("Kind"),
        "level": _("Level"),
        "how": _("How it is reached"),
        "aims": _("Development aims"),
        "aim": _("Aim"),
        "obtained": _("How it is obtained"),
        "known": _("How both will know"),
        "due": _("By when"),
        "behaviours": _("What matters most"),
        "behaviour": _("Behaviour"),
        "here": _("In this job"),
        "values": _("Values you both work by"),
        "shows": _("What it looks like"),
        "shows_not": _("What it does not look like"),
        "signatures": _("Signatures"),
        "signed": signed if agreed else _("In force without the agreement of both."),
        "no_signatures": _("A draft is not signed. It is shared first."),
        "date": _("Place and date"),
        "none": _("none yet"),
    }


def _about(version: DocumentVersion, words: Wording) -> str:
    team = version.document.person.team
    return " · ".join(part for part in (words.job_title, team.name if team else "") if part)


def _stands(version: DocumentVersion) -> str:
    """Which version it is, since when, and why there is one: one line under the title."""
    n = {"n": version.number}
    if version.is_draft:
        said_so = _("Version %(n)s, draft, not shared") % n
    elif version.is_shared:
        said_so = _("Version %(n)s, shared %(day)s") % {**n, "day": shown.day(version.shared_at)}
    elif version.state == State.ACTIVE and put_in_force(version):
        said_so = _("Version %(n)s, in force without agreement since %(day)s") % {
            **n,
            "day": shown.day(version.activated_at),
        }
    elif version.state == State.ACTIVE:
        said_so = _("Version %(n)s, signed by both %(day)s") % {
            **n,
            "day": shown.day(version.activated_at),
        }
    else:
        said_so = _("Version %(n)s, superseded %(day)s") % {
            **n,
            "day": shown.day(version.superseded_at),
        }
    return f"{said_so} · {version.reason}" if version.reason else said_so


def _serves(words: Wording) -> list[list[str]]:
    lines = []
    if words.strategy is not None:
        lines.append([_("Vision"), words.strategy.vision])
        if words.strategy.mission:
            lines.append([_("Mission"), words.strategy.mission])
    return lines + [_objective(each) for each in words.objectives]


def _objective(words: ObjectiveWords) -> list[str]:
    labels = {
        "company": _("Company objective"),
        "team": _("Team objective, %(team)s") % {"team": words.of},
        "person": _("Objective of %(name)s") % {"name": words.of},
    }
    target = said.quantity(words.target, words.unit)
    return [labels[words.level], f"{words.title} ({target})" if target else words.title]


def _area(words: AreaWords, number: int) -> dict[str, Any]:
    return {
        "number": str(number),
        "title": said.area_heading(words) or _("none yet"),
        "weight": f"{words.weight}%",
        "standards": [
            {"text": each.text, "facts": [list(fact) for fact in said.facts(each)]}
            for each in words.standards
        ],
    }


def _weekly(quantity: Any, unit: str) -> str:
    amount = shown.number(quantity)
    return _("%(amount)s hours") % {"amount": amount} if unit == "hours" else amount


def _ability(words: AbilityWords) -> list[str]:
    level = _("%(now)s, needed %(needed)s of 5") % {
        "now": words.level_now if words.level_now is not None else "–",
        "needed": words.level_needed if words.level_needed is not None else "–",
    }
    return [words.name, str(Ability.Kind(words.kind).label), level, words.how or "–"]


def _aim(words: AimWords) -> list[str]:
    due = shown.day(words.due_on) if words.due_on else "–"
    title = "\n".join(filter(None, [words.title, words.why]))
    return [title, words.how or "–", words.known_when or "–", due]


def _signature(line: SideLine) -> dict[str, str]:
    sides: Mapping[str, str] = {
        Signature.Side.PERSON: _("The person"),
        Signature.Side.MANAGER: _("The manager"),
    }
    signed = ""
    if line.signed_at is not None:
        signed = _("Signed here %(when)s") % {"when": _instant(line.signed_at)}
    elif line.disagreed is not None:
        signed = _("Read %(when)s, disagrees") % {"when": _instant(line.disagreed.at)}
    return {"side": sides[line.side], "name": line.name, "signed": signed}


def _instant(at: datetime) -> str:
    """ "11 Mar 2026, 10:00 UTC": paper travels, so it names the zone."""
    return f"{shown.moment(at)} {timezone.localtime(at).tzname() or ''}".strip()


# --- what paper cannot hold ----------------------------------------------------------------------
def _fit(value: Any) -> Any:
    """The same without control characters, which have no shape and which no font can show, and
    with a place to break in each word that is longer than a line.
    """
    if isinstance(value, Mapping):
        return {key: _fit(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_fit(each) for each in value]
    if not isinstance(value, str):
        return value
    lines = value.expandtabs(4).replace("\r\n", "\n").replace("\r", "\n")
    return _with_gaps(_SHAPELESS.sub("", lines))


def _with_gaps(text: str) -> str:
    if len(text) <= LONGEST_WORD:
        return text
    made, run = [], 0
    for letter in text:
        run = 0 if letter.isspace() else run + 1
        # Never before a mark that belongs to the letter in front of it.
        if run > LONGEST_WORD and not unicodedata.combining(letter):
            made.append("\u200b")
            run = 1
        made.append(letter)
    return "".join(made)
