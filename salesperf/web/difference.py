"""The difference of two texts, in one place, readable in black and white and aloud."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Blanks, words and figures ("78,000", "29.5"), and single signs.
_PIECES = re.compile(r"\s+|\w+(?:[.,'’-]\w+)*|[^\w\s]")

Change = tuple[str, str]  # what went, what came; equal when nothing changed


def difference(old: str, new: str) -> SafeString:
    """Words that went are struck, words that came are underlined; the rest stands once.

    A screen reader hears "was" and "is now" before them.
    """
    return format_html_join("", "{}", ((_shown(*change),) for change in changes(old, new)))


def changes(old: str, new: str) -> list[Change]:
    """The texts as passages that stayed and passages that changed, in order.

    Changes with at most one word between them are one passage: it reads better, also aloud.
    """
    before, after = _PIECES.findall(str(old)), _PIECES.findall(str(new))
    passages: list[Change] = []
    for _how, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        passages.append(("".join(before[a:b]), "".join(after[c:d])))
    return list(_joined(passages))


def _joined(passages: list[Change]) -> Iterator[Change]:
    changed: Change | None = None
    between = ""
    for gone, come in passages:
        if gone != come:
            start = changed or ("", "")
            changed = (start[0] + between + gone, start[1] + between + come)
            between = ""
        elif changed is not None and not between and len(come.split()) < 2:
            between = come
        else:
            if changed is not None:
                yield changed
            yield (between + gone, between + come)
            changed, between = None, ""
    if changed is not None:
        yield changed
    if between:
        yield (between, between)


def _shown(gone: str, come: str) -> SafeString:
    if gone == come:
        return conditional_escape(come)
    lead, _inner, trail = _trimmed(come or gone)
    marks = [
        format_html('<{0}><span class="unseen">{1} </span>{2}</{0}>', mark, said, words)
        for mark, said, words in (
            ("del", _("was"), gone.strip()),
            ("ins", _("is now"), come.strip()),
        )
        if words
    ]
    return format_html("{}{}{}", lead, format_html_join(" ", "{}", ((m,) for m in marks)), trail)


def _trimmed(text: str) -> tuple[str, str, str]:
    inner = text.strip()
    start = text.find(inner)
    return text[:start], inner, text[start + len(inner) :]
