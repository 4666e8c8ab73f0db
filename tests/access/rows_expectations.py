"""Who gets which answer in expectations/: strategy, objectives, documents."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from tests.access.row import (
    DIRECTOR,
    EXECUTIVE,
    HR,
    LEADERS_OF_REP,
    MANAGER,
    OTHER_MANAGER,
    PEER,
    REP,
    SIGNED_IN,
    Row,
    each,
)

EXECUTIVES = frozenset({EXECUTIVE})
WRITERS = frozenset({MANAGER})  # of what a manager began for the rep
SIDES = frozenset({REP, MANAGER})
READERS = LEADERS_OF_REP | {REP, HR}  # of what was shared with the rep
OBJECTIVE_READERS = LEADERS_OF_REP | {REP}
WHO_LEADS = frozenset({MANAGER, DIRECTOR, OTHER_MANAGER, EXECUTIVE})
ANSWERS = WHO_LEADS | {HR}  # for the expectations of others
NEW_LINE = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"  # made up by the page, so that twice is once

# --- strategy ------------------------------------------------------------------------------------


def of_edition(name: str, methods: str, **more: Any) -> Row:
    return Row(name, methods, args=lambda w: [w.edition.pk], role=EXECUTIVES, **more)


def page_of_edition(name: str) -> Callable[[Any], str]:
    return lambda w: reverse(f"expectations:{name}", args=[w.edition.pk])


STRATEGY = (
    Row("expectations:strategy"),
    Row("expectations:as_of"),
    Row("expectations:as_of", query="?on=2026-03-10", note="the day before an objective changed"),
    Row("expectations:strategy_drafting", "POST", role=EXECUTIVES),
    Row(
        "expectations:edition", args=lambda w: [w.edition.pk], finds=EXECUTIVES, note="a draft",
    ),
    Row("expectations:edition", args=lambda w: [w.past_edition.pk], note="published"),
    of_edition(
        "expectations:strategy_edit", "GET POST",
        form_on=page_of_edition("strategy_edit"),
        body=lambda w: {
            "vision": "Another vision.", "mission": "Another mission.",
            "effective_from": "1 Jan 2027",
        },
        not_repeated="the second sending carries the words of before and is shown both",
    ),
    of_edition(
        "expectations:publication", "POST", form_on=page_of_edition("edition"),
    ),
    of_edition(
        "expectations:strategy_discarding", "GET POST", not_repeated="it is gone then",
    ),
)  # fmt: skip

# --- who has read it, comment rounds, the marketing plan ------------------------------------------
ASKED = frozenset({REP, PEER})
READERS_OF_DRAFT = ASKED | EXECUTIVES


def of_plan(name: str, methods: str, **more: Any) -> Row:
    return Row(f"expectations:{name}", methods, args=lambda w: [w.plan.pk], role=EXECUTIVES, **more)


def page_of_plan(name: str) -> Callable[[Any], str]:
    return lambda w: reverse(f"expectations:{name}", args=[w.plan.pk])


def of_round(name: str, methods: str = "POST", **more: Any) -> Row:
    return Row(
        f"expectations:{name}", methods, args=lambda w: [w.round.pk], finds=READERS_OF_DRAFT, **more
    )


ROUNDS = (
    of_edition(
        "expectations:strategy_round", "GET POST", body=lambda w: {"until": "30 Mar 2026"},
    ),
    of_round("comment_round", "GET"),
    of_round(
        "comments", body=lambda w: {"part": "market", "text": "Smaller firms too."}, acts=SIGNED_IN,
        but={("POST", EXECUTIVE): 422},  # asks, and is not asked
    ),
    of_round("nothing_to_add"),
    Row(
        "expectations:round_extension", "GET POST", args=lambda w: [w.round.pk], role=EXECUTIVES,
        body=lambda w: {"until": "30 Mar 2026"},
    ),
    of_round("round_closing", acts=EXECUTIVES),
    Row(
        "expectations:comment_answer", "GET POST", args=lambda w: [w.comment.pk], role=EXECUTIVES,
        body=lambda w: {"taken_in": "yes", "text": "It is in."},
    ),
    Row(
        "expectations:acknowledgement", "POST", args=lambda w: [w.in_force.pk],
        form_on=lambda w: reverse("expectations:strategy"),
    ),
    Row(
        "expectations:readers", args=lambda w: [w.in_force.pk],
        reads=WHO_LEADS | {HR}, acts=WHO_LEADS | {HR},
    ),
    Row(
        "expectations:readers_csv", args=lambda w: [w.in_force.pk],
        reads=WHO_LEADS | {HR}, acts=WHO_LEADS | {HR},
    ),
    Row(
        "expectations:nudge", "POST", args=lambda w: [w.in_force.pk],
        reads=WHO_LEADS | {HR}, acts=WHO_LEADS | {HR},
    ),
)  # fmt: skip

PLANS = (
    Row("expectations:plans"),
    Row("expectations:plan_drafting", "POST", role=EXECUTIVES),
    Row(
        "expectations:plan", args=lambda w: [w.plan.pk], finds=READERS_OF_DRAFT, note="a draft",
    ),
    Row("expectations:plan", args=lambda w: [w.past_plan.pk], note="published"),
    of_plan(
        "plan_edit", "GET POST", form_on=page_of_plan("plan_edit"),
        body=lambda w: {
            "target_market": "Firms.", "sales_approach": "Ask.", "effective_from": "1 Apr 2026",
            "ends_on": "31 Dec 2026", "target": "12", "currency": "USD", "rhythm": "quarter",
            "owner": w.cast.manager.pk,
        },
        takes=frozenset({"owner"}),
        not_repeated="the second sending carries the words of before and is shown both",
    ),
    of_plan("plan_publication", "POST", form_on=page_of_plan("plan")),
    of_plan("plan_discarding", "GET POST"),
    of_plan("plan_round", "GET POST", body=lambda w: {"until": "30 Mar 2026"}),
)  # fmt: skip

# --- objectives ----------------------------------------------------------------------------------
CHANGED = {
    "title": "Sell more", "target": "12", "unit": "USD", "starts_on": "1 Jan 2026",
    "ends_on": "31 Dec 2026",
}  # fmt: skip


def of_objective(name: str, methods: str = "POST", of: str = "rep_objective", **more: Any) -> Row:
    return Row(
        name, methods, args=lambda w: [w.things[of].pk],
        finds=OBJECTIVE_READERS, reads=LEADERS_OF_REP, acts=LEADERS_OF_REP, **more,
    )  # fmt: skip


OBJECTIVES = (
    Row("expectations:objectives"),
    Row("expectations:objectives", query="?q=CNRY&span=all&open=all", note="searched"),
    Row("expectations:objectives_csv"),
    Row("expectations:objectives_xlsx"),
    of_objective("expectations:objective_place", body=lambda w: {"to": "1"}),
    of_objective(
        "expectations:objective_result", "GET POST",
        body=lambda w: {"value": "3", "as_of": "10 Mar 2026", "evidence": "The minutes"},
    ),
    Row(
        "expectations:objective_new", "GET POST", reads=WHO_LEADS, acts=WHO_LEADS,
        body=lambda w: CHANGED | {
            "place": f"person:{w.cast.rep.pk}", "owner": w.cast.manager.pk,
        },
        but={("POST", OTHER_MANAGER): 422},  # leads somebody, but not the rep
        takes=frozenset({"owner"}),
    ),
    Row("expectations:objective", args=lambda w: [w.company_objective.pk], note="of the company"),
    Row(
        "expectations:objective", args=lambda w: [w.rep_objective.pk], finds=OBJECTIVE_READERS,
        note="of a person",
    ),
    of_objective(
        "expectations:objective_edit", "GET POST",
        body=lambda w: CHANGED | {"owner": w.cast.manager.pk},
        form_on=lambda w: reverse("expectations:objective_edit", args=[w.rep_objective.pk]),
        takes=frozenset({"owner"}),
        not_repeated="the second sending carries the words of before and is shown both",
    ),
    of_objective("expectations:objective_archiving"),
    Row("expectations:objective_documents", args=lambda w: [w.company_objective.pk]),
    Row(
        "expectations:objective_documents", args=lambda w: [w.rep_objective.pk],
        finds=OBJECTIVE_READERS, note="of a person",
    ),
    Row(
        "expectations:objective_revision", "GET POST", args=lambda w: [w.company_objective.pk],
        reads=WHO_LEADS, acts=WRITERS,
        body=lambda w: {"versions": [w.active.pk], "reason": "The target fell."},
        but=each("POST", frozenset({DIRECTOR, OTHER_MANAGER, EXECUTIVE}), 422),  # not theirs
    ),
    of_objective("expectations:objective_restoration", of="archived_objective"),
)  # fmt: skip

# --- documents -----------------------------------------------------------------------------------


def of_draft(name: str, methods: str = "POST", **more: Any) -> Row:
    """Only the side that writes a draft finds it."""
    return Row(f"expectations:{name}", methods, args=lambda w: [w.draft.pk], finds=WRITERS, **more)


def of_shared(name: str, methods: str = "POST", **more: Any) -> Row:
    about = {"args": lambda w: [w.shared.pk], "finds": READERS, **more}
    return Row(f"expectations:{name}", methods, **about)


def of_active(name: str, methods: str, **more: Any) -> Row:
    return Row(
        f"expectations:{name}", methods, args=lambda w: [w.active.pk], finds=READERS,
        reads=SIDES, acts=SIDES, **more,
    )  # fmt: skip


def page_of(thing: str) -> Callable[[Any], str]:
    return lambda w: reverse("expectations:document", args=[w.things[thing].pk])


LISTS = (
    Row("expectations:documents"),
    Row("expectations:all_standards_csv"),
    Row("expectations:all_standards_xlsx"),
    Row("expectations:coverage", reads=ANSWERS),
    Row("expectations:coverage", query="?q=rhea", reads=ANSWERS, note="searched"),
    Row("expectations:coverage", query="?period=last", reads=ANSWERS, note="of another period"),
    Row("expectations:coverage_csv", reads=ANSWERS),
    Row("expectations:coverage_xlsx", reads=ANSWERS),
    Row(
        "expectations:reminder", "POST", args=lambda w: [w.cast.rep.pk],
        acts=LEADERS_OF_REP | {HR}, body=lambda w: {"asked": "period=next"},
    ),
    Row(
        "expectations:start", "GET POST", args=lambda w: [w.cast.rep.pk],
        reads=SIDES, acts=SIDES,
        body=lambda w: {"period": "own", "starts_on": "1 Jan 2027", "ends_on": "31 Mar 2027"},
    ),
    Row(
        "expectations:person_fragment", args=lambda w: [w.cast.rep.pk],
        but=each("GET", SIGNED_IN - READERS, 204),
    ),
)  # fmt: skip

READING = (
    of_draft("document", "GET", note="a draft of the manager"),
    Row(
        "expectations:document", args=lambda w: [w.own_draft.pk], finds=frozenset({PEER}),
        note="a draft of one's own",
    ),
    of_shared("document", "GET", note="shared"),
    Row("expectations:document", args=lambda w: [w.active.pk], finds=READERS, note="active"),
    Row(
        "expectations:document", args=lambda w: [w.active.pk], finds=READERS,
        query="?as=reader", note="active, as a reader",
    ),
    of_draft("standards_csv", "GET", note="of a draft of the manager"),
    of_shared("standards_xlsx", "GET", note="of what is shared"),
    Row("expectations:standards_csv", args=lambda w: [w.active.pk], finds=READERS, note="active"),
    of_draft("pdf", "GET", note="of a draft of the manager"),
    of_shared("pdf", "GET", note="of what is shared"),
    Row("expectations:pdf", args=lambda w: [w.active.pk], finds=READERS, note="active"),
)  # fmt: skip

WRITING = (
    of_draft("wording", form_on=page_of("draft")),
    of_draft(
        "wording", form_on=page_of("draft"), body=lambda w: {"act": f"add:area:{NEW_LINE}"},
        note="that adds a line",
    ),
    of_shared("wording", acts=WRITERS, note="of what is shared"),
    of_draft(
        "field", done=200,
        body=lambda w: {"name": "document..position_goal", "value": "Sell.", "was": w.draft_goal},
    ),
    of_shared(
        "field", acts=WRITERS, done=423, note="of what is shared",
        body=lambda w: {"name": "document..position_goal", "value": "Sell.", "was": ""},
    ),
    of_draft("line_adding", done=200, body=lambda w: {"kind": "area", "line": NEW_LINE}),
    of_draft(
        "line_removal", done=200, body=lambda w: {"kind": "area", "line": str(w.draft_area.line)},
    ),
    of_draft(
        "line_restoration", done=200,
        body=lambda w: {"kind": "ability", "line": str(w.removed_line)},
    ),
    Row(
        "expectations:order", "POST", args=lambda w: [w.draft.pk, "area"], finds=WRITERS, done=200,
    ),
    of_draft("discarding", "GET POST", not_repeated="it is gone then"),
)  # fmt: skip

PLANNED = {
    "target": "90,000", "size_from": "best", "size": "3,000", "hours": "20", "ramp": "",
    "step-TOTAL_FORMS": "1", "step-INITIAL_FORMS": "0", "step-0-what": "deals",
    "step-0-rate_from": "best", "step-0-percent": "50",
}  # fmt: skip

PLANNING = (
    of_draft(
        "planning", "GET POST", body=lambda w: PLANNED,
        form_on=lambda w: reverse("expectations:planning", args=[w.draft.pk]),
    ),
    of_shared("planning", "GET POST", reads=WRITERS, acts=WRITERS, shown=302, note="of what is shared"),
    of_draft("planning_quantities", body=lambda w: {"act": "put"}),
    of_shared("planning_quantities", acts=WRITERS, note="of what is shared"),
)  # fmt: skip

AGREEING = (
    of_draft("sharing", form_on=page_of("draft")),
    of_shared("sharing", acts=WRITERS, note="of what is shared"),
    of_shared("taking_back", acts=WRITERS),
    of_shared(
        "talk", "GET POST", reads=SIDES, acts=SIDES, args=lambda w: [w.shared.pk, "document"],
        form_on=lambda w: reverse("expectations:talk", args=[w.shared.pk, "document"]),
        body=lambda w: {"document-text": "Rather 70,000."},
    ),
    of_shared(
        "talk", "GET POST", reads=SIDES, acts=SIDES, note="about a line",
        args=lambda w: [w.shared.pk, w.shared_place],
        form_on=lambda w: reverse("expectations:talk", args=[w.shared.pk, w.shared_place]),
        body=lambda w: {f"{w.shared_place}-new_title": "Revenue", f"{w.shared_place}-new_weight": "40"},
        # Only who reads may propose; whoever writes has to say something.
        but={("POST", MANAGER): 422},
    ),
    of_shared(
        "answers", "GET POST", reads=WRITERS, acts=WRITERS,
        form_on=lambda w: reverse("expectations:answers", args=[w.shared.pk]),
        body=lambda w: {f"verdict_{w.proposal.pk}": "accept"},
    ),
    of_shared(
        "withdrawal", acts=frozenset({REP}), args=lambda w: [w.shared.pk, w.proposal.pk],
        finds=SIDES,
    ),
    of_shared("signature", acts=SIDES, form_on=page_of("shared")),
    of_shared("achievability", acts=SIDES, form_on=page_of("shared")),
    of_shared(
        "disagreement", "GET POST", reads=frozenset({REP}), acts=frozenset({REP}),
        form_on=lambda w: reverse("expectations:disagreement", args=[w.shared.pk]),
        body=lambda w: {"text": "The territory was halved."},
    ),
    of_shared(
        "putting_in_force", "GET POST", reads=WRITERS, acts=WRITERS,
        args=lambda w: [w.disagreed.pk],
        form_on=lambda w: reverse("expectations:putting_in_force", args=[w.disagreed.pk]),
        body=lambda w: {"text": "It holds for all of us.", "talked": "on"},
    ),
    of_draft("signature", done=409, note="of a draft"),
    of_active("revision", "GET POST", body=lambda w: {"reason": "A new territory."}),
    Row(
        "expectations:result", "GET POST",
        args=lambda w: [w.active.pk, w.entered_line], finds=READERS, reads=SIDES, acts=SIDES,
        body=lambda w: {"value": "3", "as_of": "10 Mar 2026", "evidence": "The minutes"},
    ),
)  # fmt: skip

ROWS = (
    *STRATEGY,
    *ROUNDS,
    *PLANS,
    *OBJECTIVES,
    *LISTS,
    *READING,
    *WRITING,
    *PLANNING,
    *AGREEING,
)
