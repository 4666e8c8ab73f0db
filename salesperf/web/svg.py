"""Small charts drawn on the server. Colours come from classes, sizes are attributes: no style.

Each takes plain figures, oldest first, and a ``label``: the sentence a screen reader says.
Without a label the chart is decoration beside a figure that already says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Figure = Decimal | int | float
Series = Sequence[Figure | None]
PAD = 4  # room for the dots at the ends, in pixels
_NOTHING = mark_safe("")
_UNSAID = mark_safe('aria-hidden="true"')
_TRACK = mark_safe('<rect class="track" x="0" y="3" width="100%" height="6" rx="1"/>')


@dataclass(frozen=True)
class _Scale:
    """Maps a range of figures onto a range of pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Figure) -> float:
        span = self.high - self.low
        share = 0.5 if span == 0 else (float(value) - self.low) / span
        return round(self.start + share * (self.end - self.start), 1)


def trend(
    values: Series,
    standard: Figure | None = None,
    label: str = "",
    width: int = 118,
    height: int = 24,
) -> SafeString:
    """The last values as a line with a dot on the newest; the standard dashed."""
    known = [value for value in values if value is not None]
    if not known:
        return _NOTHING
    y = _fit(chain(known, [] if standard is None else [standard]), height)
    x = _Scale(0, max(1, len(values) - 1), PAD, width - PAD)
    parts = []
    if standard is not None:
        parts.append(_line("expected", x.start, y(standard), x.end, y(standard)))
    parts += [_polyline("other", run) for run in _runs(values, x, y)]
    last = max(i for i, value in enumerate(values) if value is not None)
    parts.append(_dot("dot-me", x(last), y(values[last] or 0)))
    return _chart(parts, width, height, label)


def pace(
    actual: Series, expected: Series, label: str = "", width: int = 150, height: int = 42
) -> SafeString:
    """From the start until now: solid is actual, dashed is expected, the upright is the gap."""
    if not actual or not expected:
        return _NOTHING
    steps = max(len(actual), len(expected), 2) - 1
    known = [value for value in chain(actual, expected) if value is not None]
    y = _fit(chain(known, [0]), height)
    x = _Scale(0, steps, 1, width - PAD)
    now, should = actual[-1] or 0, expected[-1] or 0
    end = x(len(actual) - 1)
    parts = [_line("axis", 0, height - 1, width - 1, height - 1)]
    parts += [_polyline("expected", run) for run in _runs(expected, x, y)]
    parts += [_polyline("me", run) for run in _runs(actual, x, y)]
    parts.append(_line("gap", end, y(should), end, y(now)))
    parts.append(_line("gap", end - 3.5, y(should), end + 3.5, y(should)))
    parts.append(_dot("dot-me", end, y(now)))
    return _chart(parts, width, height, label)


def bar_mark(
    done: Figure | None,
    target: Figure | None,
    mark: Figure | None = None,
    label: str = "",
    width: int = 200,
) -> SafeString:
    """Done, the track to the target, and an upright mark for where it should be now.

    It takes the width of its column up to ``width`` pixels.
    """
    whole = float(target or 0)
    share = _share(done, whole)
    parts = [_TRACK]
    if share > 0:
        parts.append(
            format_html('<rect class="done" x="0" y="3" width="{}%" height="6" rx="1"/>', share)
        )
    if mark is not None:
        at = _share(mark, whole)
        parts.append(format_html('<line class="mark" x1="{0}%" x2="{0}%" y1="0" y2="12"/>', at))
    return format_html(
        '<svg class="chart chart-bar" width="{}" height="12" {}>{}</svg>',
        width,
        _said(label),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def strip(
    others: Iterable[Figure],
    mine: Iterable[Figure] = (),
    target: Figure | None = None,
    label: str = "",
    width: int = 300,
) -> SafeString:
    """Past results as dots on one line, the person's own larger; the target upright."""
    rest, own = list(others), list(mine)
    known = [*rest, *own, *([] if target is None else [target])]
    if not known:
        return _NOTHING
    low, high = float(min(known)), float(max(known))
    margin = (high - low) * 0.05
    x = _Scale(low - margin, high + margin, PAD, width - PAD)
    parts = [_line("axis", 0, 8, width, 8)]
    parts += [_dot("dot-other", x(value), 8, 3) for value in rest]
    parts += [_dot("dot-me", x(value), 8, 4) for value in own]
    if target is not None:
        parts.append(_line("mark", x(target), 0, x(target), 16))
    return _chart(parts, width, 16, label)


Interval = tuple[Figure, Figure, Figure]


def dot_interval(
    mine: Interval | None,
    others: Interval | None,
    low: Figure,
    high: Figure,
    label: str = "",
    width: int = 210,
) -> SafeString:
    """Two figures with the range in which each truly lies: the person above, the rest below.

    An interval is (lowest, figure, highest); ``low`` and ``high`` are the ends of the axis.
    """
    x = _Scale(float(low), float(high), PAD, width - PAD)
    parts = [_line("axis", 0, 27, width, 27)]
    for interval, height, tone in ((mine, 7, "me"), (others, 19, "other")):
        if interval is not None:
            start, at, end = (x(value) for value in interval)
            parts.append(_line(f"line-{tone}", start, height, end, height))
            parts.append(_dot(f"dot-{tone}", at, height, 4))
    return _chart(parts, width, 28, label)


def _fit(values: Iterable[Figure], height: int) -> _Scale:
    known = [float(value) for value in values]
    return _Scale(min(known), max(known), height - PAD, PAD)


def _share(value: Figure | None, whole: float) -> float:
    if value is None or whole <= 0:
        return 0.0
    return round(min(100.0, max(0.0, float(value) / whole * 100)), 1)


def _runs(values: Series, x: _Scale, y: _Scale) -> list[str]:
    """Points of each unbroken stretch of known values."""
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x(place)},{y(value)}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _polyline(css: str, points: str) -> SafeString:
    return format_html('<polyline class="{}" points="{}"/>', css, points)


def _line(css: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', css, x1, y1, x2, y2)


def _dot(css: str, x: float, y: float, radius: float = 3) -> SafeString:
    return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', css, x, y, radius)


def _said(label: str) -> SafeString:
    if not label:
        return _UNSAID
    return format_html('role="img" aria-label="{}"', label)


def _chart(parts: Iterable[SafeString], width: int, height: int, label: str) -> SafeString:
    return format_html(
        '<svg class="chart" width="{0}" height="{1}" viewBox="0 0 {0} {1}" {2}>{3}</svg>',
        width,
        height,
        _said(label),
        format_html_join("", "{}", ((part,) for part in parts)),
    )
