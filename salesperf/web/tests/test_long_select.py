"""A long select says exactly what Django's own says."""

import pytest
from django import forms
from django.test.html import parse_html

from salesperf.web.long_select import LongSelect

FLAT = [("", "All"), ("1", "Rhea <Solbergh>"), ("2", 'Pavo "Linde" & Co')]
GROUPED = [("all", "Everybody"), ("Teams", [("t1", "North"), ("t2", "South")])]


@pytest.mark.parametrize("choices", [FLAT, GROUPED], ids=["flat", "grouped"])
@pytest.mark.parametrize("value", [None, "", "2", "t2", "nobody"])
def test_it_is_the_same_control(choices, value):
    attrs = {"id": "id_owner", "class": "form-select", "required": True, "disabled": False}
    plain = forms.Select(choices=choices).render("owner", value, attrs)
    assert parse_html(LongSelect(choices=choices).render("owner", value, attrs)) == parse_html(
        plain
    )
