"""Do reporting lines run in a circle on any day? Plain Python over spans of days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """``person`` reports to ``manager`` from ``start`` to ``end``, both included; None is open."""

    person: int
    manager: int
    start: date
    end: date | None


@dataclass(frozen=True)
class Circle:
    """Each of ``people`` reports to the next one on ``day``, and the last to the first."""

    people: tuple[int, ...]
    day: date


Window = tuple[date, date | None]


def first_circle(spans: Iterable[Span], changed: Iterable[int]) -> Circle | None:
    """Return a circle that somebody of ``changed`` can reach going upwards, or None.

    Lines that were free of circles get one only through a line that changed, so asking from
    those is enough. Spans of one person must not overlap.
    """
    lines: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        lines[span.person].append(span)
    for person in changed:
        for circle in _circles_above(lines, (person,), (date.min, None)):
            return circle
    return None


def _circles_above(
    lines: dict[int, list[Span]], path: tuple[int, ...], window: Window
) -> Iterator[Circle]:
    for span in lines.get(path[-1], ()):
        shared = _both(window, (span.start, span.end))
        if shared is None:
            continue
        if span.manager in path:
            yield Circle(path[path.index(span.manager) :], shared[0])
        else:
            yield from _circles_above(lines, (*path, span.manager), shared)


def _both(one: Window, other: Window) -> Window | None:
    start = max(one[0], other[0])
    ends = [end for end in (one[1], other[1]) if end is not None]
    end = min(ends, default=None)
    return None if end is not None and end < start else (start, end)
