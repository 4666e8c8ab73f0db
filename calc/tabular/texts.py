"""Words in cells: tidied for comparing, how two of them differ, and which known one is closest."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

# Marks that no one sees: zero-width blanks and joiners, direction marks, the byte order mark.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_EMAIL = re.compile(r"^[^@\s,;:<>()\[\]\"\\]{1,64}@[^@\s,;:<>()\[\]\"\\]{1,185}\.[^@\s.,]{2,63}$")

# Comparing everything with everything stops here; the rest is only compared by its key.
_MOST_PAIRS = 400_000
# Likeness is in percent of the letters, 100 for the same ones in the same order.
_NEARLY_THE_SAME = 88


def tidy(value: str) -> str:
    """The value as one line: composed letters, single blanks, nothing unseen."""
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", value))
    return " ".join(_CONTROLS.sub(" ", text).split())


def fold(value: str) -> str:
    """For looking up a name: tidied, case aside."""
    return tidy(value).casefold()


def squash(value: str) -> str:
    """For finding look-alikes: letters and digits only, no case, no accents, no blanks."""
    return "".join(char for char in _plain(value) if char.isalnum())


def _plain(value: str) -> str:
    spelled = fold(value).replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("ł", "l")
    parts = unicodedata.normalize("NFKD", spelled)
    return "".join(char for char in parts if not unicodedata.combining(char))


def is_email(value: str) -> bool:
    """Can mail be sent there, as far as its form goes? ASCII, 254 characters at most."""
    return (
        value.isascii()
        and len(value) <= 254
        and bool(_EMAIL.match(value))
        and ".." not in value
        and not value.startswith(".")
        and ".@" not in value
    )


def difference(one: str, other: str) -> str:
    """How two spellings differ: "case", "blank", "accent", "sign", "letter" or "" (much)."""
    if fold(one) == fold(other):
        return "case"
    if fold(one).replace(" ", "") == fold(other).replace(" ", ""):
        return "blank"
    if _plain(one) == _plain(other):
        return "accent"
    if squash(one) == squash(other):
        return "sign"
    return "letter" if _likeness(squash(one), squash(other)) >= _NEARLY_THE_SAME else ""


def look_alikes(values: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For each value the known one it probably is, where there is one.

    The same letters and digits, or nearly so; nothing is concluded from less.
    """
    by_key: Mapping[str, str] = {squash(each): each for each in known}
    found: dict[str, str] = {}
    rest: list[str] = []
    for value in values:
        key = squash(value)
        if key in by_key:
            found[value] = by_key[key]
        elif len(key) >= 5:
            rest.append(value)
    if len(rest) * len(by_key) <= _MOST_PAIRS:
        for value in rest:
            best = _best(squash(value), by_key)
            if best:
                found[value] = best
    return found


def _best(key: str, known: Mapping[str, str]) -> str:
    best, best_likeness = "", _NEARLY_THE_SAME
    for other, name in known.items():
        if abs(len(other) - len(key)) > 2 or _digits(other) != _digits(key):
            continue  # "Model 1" and "Model 2" are alike in letters only
        likeness = _likeness(key, other)
        if likeness >= best_likeness:
            best, best_likeness = name, likeness
    return best


def _digits(key: str) -> str:
    return "".join(char for char in key if char.isdecimal())


def _likeness(one: str, other: str) -> int:
    return int(100 * SequenceMatcher(None, one, other, autojunk=False).ratio())


def closest_names(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Known people's names that this one may stand for, the likeliest first.

    An initial stands for a first name ("A. Snelling"), and names may come last name first.
    """
    words = _name_words(name)
    scored = []
    for other in known:
        score = _name_score(words, _name_words(other))
        if score >= 70:
            scored.append((-score, other))
    return [other for _, other in sorted(scored)[:most]]


def _name_words(name: str) -> list[str]:
    last, comma, first = name.partition(",")
    return re.findall(r"[^\W_]+", _plain(f"{first} {last}" if comma else name))


def _name_score(words: list[str], other: list[str]) -> int:
    if not words or not other:
        return 0
    whole = _likeness(" ".join(words), " ".join(other))
    if words[-1] == other[-1] and words[0][0] == other[0][0]:
        return max(whole, 90 if len(words[0]) == 1 or len(other[0]) == 1 else 75)
    return whole


def sign_in_name(name: str) -> str:
    """The part before the @ that is made up from a name: "Mei-Mei Johns" is mei-mei.johns.

    Empty when the name has no letter or digit that an address may hold.
    """
    words = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.sub(r"['’.]", "", _plain(name)))
    return ".".join(words)[:60]
