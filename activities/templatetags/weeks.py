"""Words of the week for templates."""

from django import template

from activities import wording

register = template.Library()

register.filter("trend_words", wording.trend_words)
register.filter("pace_words", wording.pace_words)
