"""Tags and filters of the house, built into every template (no load needed).

/patterns/ shows each of them; what they draw lives in salesperf/web/{format,marks,svg}.py.
"""

from collections.abc import Mapping
from typing import Any, cast

from django import template
from django.forms import BoundField
from django.template.context import RequestContext
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from salesperf.web import difference as differences
from salesperf.web import fields, format, marks, once, svg
from salesperf.web.parts import NextStep

register = template.Library()

# --- words and numbers -------------------------------------------------------------------------
register.filter("day", format.day)
register.filter("day_short", format.day_short)
register.filter("day_long", format.day_long)
register.filter("clock", format.clock)
register.filter("moment", format.moment)
register.filter("money", format.money)
register.filter("qty", format.number)
register.filter("percent", format.percent)
register.filter("initials", format.initials)
register.simple_tag(format.day_range, name="day_range")

# --- marks and charts --------------------------------------------------------------------------
register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.status, name="status")
register.simple_tag(marks.level, name="level")
register.simple_tag(marks.smart_letters, name="smart_letters")
register.simple_tag(differences.difference, name="difference")
register.simple_tag(svg.trend, name="trend")
register.simple_tag(svg.pace, name="pace")
register.simple_tag(svg.bar_mark, name="bar_mark")
register.simple_tag(svg.strip, name="strip_chart")
register.simple_tag(svg.dot_interval, name="dot_interval")


# --- addresses ---------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def query_string(context: RequestContext, **changes: Any) -> str:
    """The address of this page with some parameters changed; None or "" removes one."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag(takes_context=True)
def sort_head(context: RequestContext, key: str, label: str, kind: str = "") -> SafeString:
    """A column head that sorts: first upwards, numbers and dates first downwards.

    ``kind`` is "num" for a column of numbers, "date" for dates. The order in force comes from
    ``listing.sort`` (salesperf/web/listing.py).
    """
    listing = context.get("listing")
    current = listing.sort if listing else context["request"].GET.get("sort", "")
    other_way = {key: f"-{key}", f"-{key}": key}
    target = other_way.get(current, f"-{key}" if kind else key)
    now = {key: "ascending", f"-{key}": "descending"}.get(current)
    shape = {"ascending": "ahead", "descending": "behind", None: "behind"}[now]
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{} {}</a></th>',
        format_html(' class="{}"', "num") if kind == "num" else "",
        format_html(' aria-sort="{}"', now) if now else "",
        query_string(context, sort=target, page=None),
        label,
        marks.icon(shape, css="" if now else "icon-unsorted"),
    )


@register.inclusion_tag("components/paging.html", takes_context=True)
def paging(context: RequestContext, page: Any) -> dict[str, Any]:
    """ "1 to 50 of 8,800" with the pages before and after; ``page`` is a paginator's page."""
    per_page = page.paginator.per_page
    following = min(per_page, page.paginator.count - page.end_index())
    return {
        "page": page,
        "previous": query_string(context, page=page.number - 1) if page.has_previous() else "",
        "next": query_string(context, page=page.number + 1) if page.has_next() else "",
        "per_page": per_page,
        "following": following,
    }


@register.simple_tag(takes_context=True)
def filter_tag(context: RequestContext, label: str, drop: str) -> SafeString:
    """A filter in force, with the link that removes it from the address."""
    return format_html(
        '<span class="tag">{}<a class="tag-remove" href="{}" aria-label="{}">{}</a></span>',
        label,
        query_string(context, **{drop: None, "page": None}),
        _("Remove the filter %(label)s") % {"label": label},
        marks.icon("x-lg"),
    )


@register.simple_tag(takes_context=True)
def title_again(context: RequestContext) -> str:
    """The page's own title block once more, as plain text, for the title of the window."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block("title") if blocks is not None else None
    return " ".join(strip_tags(block.render(context)).split()) if block is not None else ""


# --- parts of a page ---------------------------------------------------------------------------
@register.inclusion_tag("components/next.html", takes_context=True)
def next_bar(context: RequestContext, step: NextStep) -> dict[str, Any]:
    """The Next bar of a page; base.html shows ``next_step`` by itself."""
    return {"step": step, "csrf_token": context.get("csrf_token")}


@register.simple_block_tag(takes_context=True, end_name="enddialog")
def dialog(
    context: RequestContext, content: str, name: str, title: str, css: str = ""
) -> SafeString:
    """A native dialog; a link or button with ``data-dialog="<name>"`` opens it."""
    return _part(
        "components/dialog.html", {"content": content, "name": name, "title": title, "css": css}
    )


@register.simple_block_tag(end_name="endnote_shared")
def note_shared(content: str, who: str, id: str = "") -> SafeString:
    """A note that several people read; ``who`` names them: "Anna and you"."""
    head = _("Shared: %(who)s read this") % {"who": who}
    return _part(
        "components/note.html", {"content": content, "head": head, "icon": "people-fill", "id": id}
    )


@register.simple_block_tag(end_name="endnote_private")
def note_private(content: str, also: str = "", id: str = "") -> SafeString:
    """A note nobody else reads; ``also`` says who in particular does not."""
    head = _("Private: only you")
    return _part(
        "components/note.html",
        {
            "content": content,
            "head": f"{head}. {also}" if also else head,
            "icon": "lock-fill",
            "private": True,
            "id": id,
        },
    )


@register.simple_tag
def not_yet(label: str, reason: str, css: str = "") -> SafeString:
    """A button that is not possible yet, with the reason beside it."""
    return format_html(
        '<span class="buttons"><span class="btn{}" role="button" aria-disabled="true">{}</span>'
        '<span class="btn-why">{}</span></span>',
        f" {css}" if css else "",
        label,
        reason,
    )


@register.simple_tag
def stepper(current: int, *steps: str) -> SafeString:
    """The steps of a task: those before ``current`` (from 1) are done, the rest is to come."""
    return _part(
        "components/stepper.html",
        {
            "steps": [
                {"label": label, "state": _step_state(place, current)}
                for place, label in enumerate(steps, start=1)
            ]
        },
    )


@register.simple_tag
def message_mark(tags: str) -> SafeString:
    """The shape of a message by its tags."""
    words = tags.split()
    if "error" in words:
        return marks.icon("exclamation-octagon-fill")
    return marks.icon("exclamation-triangle-fill" if "warning" in words else "met")


@register.filter
def message_tone(tags: str) -> str:
    """The class of a message by its tags."""
    words = tags.split()
    if "error" in words:
        return "message-bad"
    return "message-warn" if "warning" in words else "message-good"


# --- forms -------------------------------------------------------------------------------------
@register.simple_tag
def field(
    bound: BoundField, label: str = "", hint: str = "", unit: str = "", css: str = ""
) -> SafeString:
    """A field of a form: label above, hint between, error below."""
    return _part("components/field.html", fields.shown(bound, label, hint, unit, css))


@register.simple_tag
def field_widget(bound: BoundField, **attrs: Any) -> SafeString:
    """Only the control of a field, for a table cell; its label must be given as aria_label."""
    named = {name.replace("_", "-"): value for name, value in attrs.items()}
    return fields.widget(bound, named)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What is wrong with the forms and formsets of a page, with links to the fields."""
    with_file = any(form.is_multipart() for form in forms if form is not None)
    return {"problems": fields.problems(*forms), "with_file": with_file}


@register.simple_tag(takes_context=True)
def form_key(context: Mapping[str, Any]) -> SafeString:
    """The one-time key of a form that creates something (salesperf/web/once.py)."""
    request = context.get("request")
    posted = request.POST.get(once.FIELD, "") if request is not None else ""
    return format_html(
        '<input type="hidden" name="{}" value="{}">', once.FIELD, posted[:64] or once.new_key()
    )


def _step_state(place: int, current: int) -> str:
    if place < current:
        return "done"
    return "now" if place == current else "later"


def _part(name: str, context: dict[str, Any]) -> SafeString:
    return cast(SafeString, get_template(name).render(context))
