"""Who gets which answer in expectations/: role profiles and competencies."""

from typing import Any

from django.urls import reverse

from tests.access.row import DIRECTOR, EXECUTIVE, HR, MANAGER, OTHER_MANAGER, Row

KEEPERS = frozenset({MANAGER, HR})  # of what the manager began
BEGIN = frozenset({MANAGER, DIRECTOR, OTHER_MANAGER, EXECUTIVE, HR})
ONLY_HR = frozenset({HR})
NEW_LINE = "1b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"  # made up by the page, so that twice is once


def of_profile(name: str, methods: str = "POST", **more: Any) -> Row:
    """Everybody finds what was published; its keepers act."""
    return Row(
        f"expectations:{name}", methods, args=lambda w: [w.profile.profile_id],
        reads=KEEPERS, acts=KEEPERS, **more,
    )  # fmt: skip


def of_draft(name: str, methods: str = "POST", **more: Any) -> Row:
    """Only its keepers find a draft."""
    more = {"args": lambda w: [w.profile_draft.pk], **more}
    return Row(f"expectations:{name}", methods, finds=KEEPERS, **more)


def of_competency(name: str, methods: str = "POST", **more: Any) -> Row:
    return Row(
        f"expectations:{name}", methods, args=lambda w: [w.competency.pk], role=ONLY_HR, **more
    )


PROFILES = (
    Row("expectations:profiles"),
    Row("expectations:profiles", query="?q=account&show=archived", note="searched"),
    Row("expectations:profiles_csv"),
    Row("expectations:profiles_xlsx"),
    Row("expectations:profiles_ready", "POST", acts=BEGIN),
    Row("expectations:profile", args=lambda w: [w.profile.profile_id]),
    Row(
        "expectations:profile", args=lambda w: [w.profile_draft.profile_id], finds=KEEPERS,
        shown=302, note="never published",
    ),
    Row(
        "expectations:profile_new", "GET POST", reads=BEGIN, acts=BEGIN,
        body=lambda w: {"name": "Sales engineer", "also_called": ""},
    ),
    of_profile(
        "profile_edit", "GET POST", body=lambda w: {"name": "Seller", "also_called": "Hunter"},
    ),
    of_profile("profile_drafting"),
    of_profile("profile_archiving"),
    of_profile("profile_restoration"),
    Row("expectations:profile_edition", args=lambda w: [w.profile.pk]),
)  # fmt: skip

WRITING = (
    of_draft("profile_edition", "GET", note="a draft"),
    of_draft("profile_edition", "GET", query="?as=reader", note="a draft, to be read"),
    of_draft(
        "profile_wording",
        form_on=lambda w: reverse("expectations:profile_edition", args=[w.profile_draft.pk]),
    ),
    of_draft(
        "profile_field", done=200,
        body=lambda w: {
            "name": "document..position_goal", "value": "Sell.",
            "was": w.profile_draft.position_goal,
        },
    ),
    Row(
        "expectations:profile_field", "POST", args=lambda w: [w.profile.pk], acts=KEEPERS,
        done=423, note="of what is published",
        body=lambda w: {"name": "document..portrait", "value": "Sells.", "was": ""},
    ),
    of_draft("profile_line_adding", done=200, body=lambda w: {"kind": "area", "line": NEW_LINE}),
    of_draft(
        "profile_line_removal", done=200,
        body=lambda w: {"kind": "area", "line": str(w.profile_area.line)},
    ),
    of_draft(
        "profile_line_restoration", done=200,
        body=lambda w: {"kind": "ability", "line": str(w.removed_from_profile)},
    ),
    of_draft("profile_order", args=lambda w: [w.profile_draft.pk, "area"], done=200),
    of_draft("profile_publication"),
    of_draft("profile_discarding", "GET POST", not_repeated="it is gone then"),
)  # fmt: skip

COMPETENCIES = (
    Row("expectations:competencies"),
    Row("expectations:competency", args=lambda w: [w.competency.pk]),
    Row(
        "expectations:competency_new", "GET POST", role=ONLY_HR,
        body=lambda w: {"name": "Curiosity", "meaning": "", "level_3": "Asks why"},
    ),
    of_competency(
        "competency_edit", "GET POST",
        body=lambda w: {"name": "Curiosity", "meaning": "", "level_3": "Asks why"},
    ),
    of_competency("competency_archiving"),
    of_competency("competency_restoration"),
)  # fmt: skip

LEADERS = frozenset({MANAGER, DIRECTOR, OTHER_MANAGER, EXECUTIVE})
STARTING = (
    Row(
        "expectations:start_team", "GET POST", reads=LEADERS, acts=frozenset({MANAGER}),
        note="for the rep",
        body=lambda w: {
            "period": "own", "starts_on": "1 Jan 2027", "ends_on": "31 Mar 2027",
            "source": "blank", "team": "all", "people": str(w.cast.rep.pk),
        },
        # They lead others, and the rep is not among those.
        but={("POST", actor): 422 for actor in LEADERS - {MANAGER}},
    ),
)  # fmt: skip

OCCUPATIONS = (
    Row("expectations:occupations"),
    Row("expectations:occupations", query="?q=director", note="searched"),
    Row("expectations:occupations_csv"),
    Row(
        "expectations:occupation", "GET POST", args=lambda w: [w.occupation.code],
        body=lambda w: {
            "draft": str(w.profile_draft.pk), "facts": str(w.occupation.facts.get().pk),
        },
        acts=KEEPERS,
    ),
)  # fmt: skip

ROWS = (*PROFILES, *WRITING, *COMPETENCIES, *OCCUPATIONS, *STARTING)
