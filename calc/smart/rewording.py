"""Another wording, made from the writer's own words with as few changes as possible.

A direction gets an end, "more" gets an amount, a word that measures nothing goes, a day is added.
What nobody knows yet is a blank ("…") to be filled in. Where the words say too little to be
mended, there is no other wording; the findings say what to ask oneself.
"""

from dataclasses import dataclass

from calc.smart import lexicon as say
from calc.smart.judging import judge
from calc.smart.values import Finding, Judgement

BLANK = "…"
_MENDED = frozenset(
    ["direction", "vague_amount", "vague_time", "no_time", "no_amount", "hundred", "too_little"]
)
_TO_AN_AMOUNT = {
    **dict.fromkeys(("more", "additional", "some", "several", "many", "various", "most", "numerous", "lots"), "at least"),
    **dict.fromkeys(("fewer", "less", "few"), "at most"),
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is known beside the text, in words: "78,000 USD", "55%", "by 31 March 2026"."""

    amount: str = ""
    baseline: str = ""
    when: str = ""


_UNKNOWN = Known()


def reworded(judged: Judgement, known: Known = _UNKNOWN) -> str:
    """The other wording, or "" where there is none to offer."""
    failing = [finding for finding in judged.findings if finding.fails]
    if not failing or not all(_can_be_mended(judged, finding) for finding in failing):
        return ""
    codes = {finding.code for finding in failing}
    if "no_amount" in codes and not codes & {"direction", "vague_amount"}:
        return ""
    words = _with_changes(judged, failing, known)
    sentence = words.endswith((".", "!"))
    words = words.rstrip(" .!")
    if "direction" in codes and "vague_amount" not in codes:
        words += f" from {known.baseline or BLANK} to {known.amount or BLANK}"
    if codes & {"no_time", "vague_time"}:
        words += f" {known.when or 'by ' + BLANK}"
    if not _mends(judged, words):
        return ""
    return words + "." if sentence and not words.endswith(BLANK) else words


def _mends(judged: Judgement, words: str) -> bool:
    """With its blanks filled in, does the other wording lack less than the first?"""
    filled = words.replace(f"by {BLANK}", "by 31 March 2026").replace(BLANK, "20 deals")
    return set(judge(filled).missing) < set(judged.missing)


def _can_be_mended(judged: Judgement, finding: Finding) -> bool:
    word = judged.span(finding).lower()
    if finding.code == "vague_quality":
        return _is_adverb(word)
    if finding.code == "vague_amount":
        return word in _TO_AN_AMOUNT
    if finding.code == "direction":
        return word in say.RISING | say.FALLING
    return finding.code in _MENDED


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in ("friendly", "timely")


def _with_changes(judged: Judgement, failing: list[Finding], known: Known) -> str:
    """The text with each doubtful passage replaced, from its end so that places stay right."""
    text = judged.text.strip()
    shift = len(judged.text) - len(judged.text.lstrip())
    changes = {
        (finding.start - shift, finding.end - shift): _instead(judged.span(finding), finding, known)
        for finding in failing
        if finding.code not in ("no_time", "no_amount", "too_little")
    }
    for (start, end), new in sorted(changes.items(), reverse=True):
        before = text[:start].rstrip() if not new else text[:start]
        text = before + new + text[end:]
    return text.strip()


def _instead(word: str, finding: Finding, known: Known) -> str:
    if finding.code == "vague_amount":
        return f"{_TO_AN_AMOUNT[word.lower()]} {known.amount or BLANK}"
    if finding.code == "hundred":
        return "at least 95%"
    if finding.code == "direction":
        return _direction(word)
    return ""


def _direction(word: str) -> str:
    """ "Improve" may mean anything; up or down does not."""
    if word.lower() not in ("improve", "boost", "enhance", "strengthen", "elevate", "deepen"):
        return word
    return "Increase" if word[0].isupper() else "increase"
