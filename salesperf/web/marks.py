"""Marks that say one thing by word, shape and colour together. No other status words exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Status:
    """A status: its shape in the sprite, its tone (good, warn, bad or none) and its word."""

    shape: str
    tone: str
    word: Any
    big: bool = False


STATUSES: dict[str, Status] = {
    "ahead": Status("ahead", "good", gettext_lazy("Ahead")),
    "on_track": Status("on-track", "good", gettext_lazy("On track")),
    "behind": Status("behind", "warn", gettext_lazy("Behind")),
    "far_behind": Status("far-behind", "bad", gettext_lazy("Far behind")),
    "met": Status("met", "good", gettext_lazy("Met")),
    "missed": Status("missed", "bad", gettext_lazy("Missed")),
    "draft": Status("draft", "", gettext_lazy("Draft")),
    "waiting": Status("waiting", "", gettext_lazy("Waiting")),
    "closed": Status("lock-fill", "", gettext_lazy("Closed")),
    "no_data": Status("no-data", "", gettext_lazy("No data")),
    "look": Status("exclamation-triangle-fill", "warn", gettext_lazy("Look at this"), big=True),
    "stops": Status("exclamation-octagon-fill", "bad", gettext_lazy("Stops"), big=True),
}

SMART = {
    "S": gettext_lazy("Specific"),
    "M": gettext_lazy("Measurable"),
    "A": gettext_lazy("Attainable"),
    "R": gettext_lazy("Relevant"),
    "T": gettext_lazy("Time-bound"),
}


def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; without a label it says nothing to a screen reader."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=2000)
def _icon(name: str, label: str, css: str) -> SafeString:
    """Drawn once: a page has a hundred, of a few kinds."""
    said = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        said,
        static("icons.svg"),
        name,
    )


def status(key: str, text: str = "") -> SafeString:
    """The mark of a status, with its own word or with ``text`` in its place."""
    return _status(key, str(text or STATUSES[key].word))


@lru_cache(maxsize=2000)
def _status(key: str, word: str) -> SafeString:
    """Drawn once for each word."""
    one = STATUSES[key]
    return format_html(
        '<span class="status{}">{}{}</span>',
        f" status-{one.tone}" if one.tone else "",
        icon(one.shape, css="icon-big" if one.big else ""),
        word,
    )


def level(now: int | None, needed: int | None = None, of: int = 5) -> SafeString:
    """A level as blocks: filled is now, dashed is what is still needed, outlined the rest."""
    has = now or 0
    needs = needed or 0
    blocks = format_html_join(
        "",
        '<rect x="{}" y="0.6" width="8.6" height="6.2" rx="1.2" class="{}"/>',
        (
            (f"{0.6 + place * 11.5:g}", _block(place + 1, has, needs))
            for place in range(max(of, has, needs))
        ),
    )
    width = max(of, has, needs) * 11.5
    return format_html(
        '<span class="level"><svg class="blocks" width="{0}" height="7.4" viewBox="0 0 {0} 7.4"'
        ' aria-hidden="true">{1}</svg><span>{2}</span></span>',
        f"{width:g}",
        blocks,
        _level_words(now, needed),
    )


def smart_letters(failing: Iterable[str]) -> SafeString:
    """ "SMART" with a check mark when nothing fails; otherwise the five letters one by one."""
    fails = set(failing)
    if not fails:
        return status("met", "SMART")
    return format_html(
        '<ul class="letters">{}</ul>',
        format_html_join(
            "",
            '<li class="{}"><span aria-hidden="true">{}</span>{}<span class="unseen">{}</span></li>',
            (_letter(letter, str(word), letter in fails) for letter, word in SMART.items()),
        ),
    )


def _letter(letter: str, word: str, fails: bool) -> tuple[str, str, SafeString, str]:
    if fails:
        mark = mark_safe('<span aria-hidden="true">?</span>')
        return "fails", letter, mark, _("%(word)s: not yet") % {"word": word}
    return "holds", letter, icon("met"), _("%(word)s: yes") % {"word": word}


def _block(place: int, has: int, needs: int) -> str:
    if place <= has:
        return "has"
    return "needs" if place <= needs else "free"


def _level_words(now: int | None, needed: int | None) -> str:
    if now is None:
        return _("not rated, needs %(needed)s") % {"needed": needed} if needed else _("not rated")
    if needed is None:
        return str(now)
    return _("%(now)s, needs %(needed)s") % {"now": now, "needed": needed}
