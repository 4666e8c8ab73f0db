"""The one thing to do next on a document's page, for each side and state."""

from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from expectations.actions.editions import Kind
from expectations.editor import Editor
from expectations.models import CommentRound, DocumentVersion, State
from expectations.models.editions import Edition
from expectations.places import Place
from expectations.queries.coverage import DISAGREED, NONE, OLD, UNSIGNED, WEAK, Coverage
from expectations.queries.documents import SideLine
from expectations.queries.talk import Said, Talk
from expectations.rules import MANAGER, Sides, writes
from people.models import Person
from people.rules import can_set_manager
from salesperf.web.format import day
from salesperf.web.parts import NextStep
from salesperf.web.request import Request


def of_draft(editor: Editor, other: Person | None, talk: Talk) -> NextStep:
    """For the side that writes."""
    if other is None:
        return _without_manager(cast(DocumentVersion, editor.version).document.person)
    if talk.proposals:
        return _to_answer(talk)
    stops, remarks = len(editor.blockers), len(editor.warnings) + len(editor.weak)
    if stops:
        return NextStep(
            act=ngettext("Settle one finding.", "Settle %(n)s findings.", stops) % {"n": stops},
            why=_("Then you can share it with %(name)s.") % {"name": other.first_name},
            url=f"#{editor.first_finding}",
            button=_("Go to the first finding"),
            main=False,
        )
    if remarks:
        return NextStep(
            act=_("Share it with %(name)s, or look at the remarks first.")
            % {"name": other.first_name},
            why=ngettext(
                "One remark is left; it stops nothing.",
                "%(n)s remarks are left; they stop nothing.",
                remarks,
            )
            % {"n": remarks},
            url=f"#{editor.first_finding}",
            button=_("Go to the first remark"),
            main=False,
        )
    return NextStep(
        act=_("Share it with %(name)s.") % {"name": other.first_name},
        why=_("%(name)s reads it, comments, proposes other words or signs.")
        % {"name": other.first_name},
        url=f"{editor.version.get_absolute_url()}?as=reader",
        button=_("Read it as %(name)s will") % {"name": other.first_name},
        main=False,
    )


def _without_manager(person: Person) -> NextStep:
    """For a person whom nobody leads: who keeps people can mend it, others ask them."""
    act = _("Nobody leads you at the moment, so nobody can sign with you.")
    if not can_set_manager(person):
        return NextStep(
            act=act,
            why=_(
                "Ask human resources to set your manager under People. What you write is kept, "
                "and can be shared then."
            ),
        )
    return NextStep(
        act=act,
        why=_("What you write is kept, and can be shared then."),
        url=reverse("people:person_manager", args=[person.pk]),
        button=_("Set your manager"),
        main=False,
    )


def of_profile(editor: Editor) -> NextStep:
    """For whoever writes the edition of a role profile."""
    if stops := len(editor.blockers):
        return NextStep(
            act=ngettext("Settle one finding.", "Settle %(n)s findings.", stops) % {"n": stops},
            why=_("Then it can be published."),
            url=f"#{editor.first_finding}",
            button=_("Go to the first finding"),
            main=False,
        )
    return NextStep(
        act=_("Publish it, so that documents can begin from it."),
        why=_("Everybody reads it then. Documents that were begun before keep their words."),
        url="#publishing",
        button=_("Go to publishing"),
        main=False,
        elsewhere=True,
    )


def of_shared(
    version: DocumentVersion,
    viewer: Person,
    both: Sides,
    lines: list[SideLine],
    talk: Talk,
) -> NextStep:
    """While the words are on the table."""
    side = both.of(viewer)
    other = both.other(viewer)
    waiting = [line for line in lines if line.signed_at is None]
    if not side:
        names = _(" and ").join(line.name for line in waiting if line.name)
        return _calm(_("%(names)s have not signed yet.") % {"names": names} if names else "")
    disagreed = next((line for line in lines if line.disagreed and not line.signed_at), None)
    if disagreed is not None:
        return _to_decide(disagreed, side, other)
    if writes(viewer, version, both):
        if talk.proposals:
            return _to_answer(talk)
        if asked := talk.unanswered_by(viewer):
            return _to_reply(asked[0])
    mine = next((line for line in lines if line.side == side), None)
    name = other.first_name if other else ""
    if mine is not None and mine.signed_at is not None:
        return _calm(_("%(name)s reads and signs next; you are told then.") % {"name": name})
    if any(each.comment.person_id == viewer.pk for each in talk.proposals):
        why = _("You proposed other words; %(name)s answers next. You may still sign.")
        return _calm(why % {"name": name})
    if len(waiting) == 1:
        act = _("%(name)s has signed. Sign too, and it is in force.") % {"name": name}
    elif writes(viewer, version, both):
        act = _("Sign what %(name)s reads.") % {"name": name}
    else:
        act = _("Read it; comment or propose other words where you would write them, then sign.")
    return NextStep(
        act=act,
        why=_("You sign exactly the words on this page."),
        url="#signatures",
        button=_("Go to the signatures"),
        main=False,
    )


def of_signed(
    version: DocumentVersion,
    viewer: Person,
    both: Sides,
    without_result: list[str],
    newer: DocumentVersion | None,
    today: date,
) -> NextStep:
    """Once both have signed; ``without_result`` are the lines of standards nobody has entered
    a result for.
    """
    if newer is not None and newer.state in (State.DRAFT, State.SHARED):
        return NextStep(
            act=_("Version %(n)s is being agreed.") % {"n": newer.number},
            why=_("This one stays in force until both have signed the new one."),
            url=newer.get_absolute_url(),
            button=_("Open version %(n)s") % {"n": newer.number},
            main=False,
        )
    if version.state == State.SUPERSEDED:
        return _calm(_("This version is no longer in force. It stays readable for ever."))
    if both.of(viewer) and without_result:
        n = len(without_result)
        return NextStep(
            act=ngettext("Enter how one standard stands.", "Enter how %(n)s standards stand.", n)
            % {"n": n},
            why=_("Nobody has entered a result yet."),
            url=reverse("expectations:result", args=[version.pk, without_result[0]]),
            button=_("Enter a result"),
        )
    if version.document.starts_on > today:
        begins = {"day": day(version.document.starts_on)}
        return _calm(_("Both of you have signed. It begins on %(day)s.") % begins)
    return _calm(_("It is in force. The week shows its activities."))


def _to_answer(talk: Talk) -> NextStep:
    n, comment = len(talk.proposals), talk.proposals[0].comment
    act = ngettext(
        "%(name)s proposes other words once.", "%(name)s proposes other words %(n)s times.", n
    )
    return NextStep(
        act=act % {"name": comment.person.first_name, "n": n},
        why=_("Accept or decline them, all on one page."),
        url=reverse("expectations:answers", args=[comment.version_id]),
        button=_("Answer"),
    )


def _to_decide(line: SideLine, side: str, other: Person | None) -> NextStep:
    if side == line.side:
        why = _("You read it and disagree; %(name)s answers next. You may still sign.")
        return _calm(why % {"name": other.first_name if other else ""})
    return NextStep(
        act=_("%(name)s read it and disagrees.") % {"name": line.name},
        why=_("Talk about it; write other words, or decide.")
        if side == MANAGER
        else _("Talk about it, then take it back and write other words."),
        url="#signatures",
        button=_("Read the reason"),
        main=False,
    )


def _to_reply(said: Said) -> NextStep:
    return NextStep(
        act=_("%(name)s commented.") % {"name": said.comment.person.first_name},
        why=_("Reply beside the line, or take the document back to write."),
        url=f"#{Place.of(said.comment).key}",
        button=_("Read the comment"),
        main=False,
    )


def of_coverage(found: Coverage, viewer: Person) -> NextStep:
    """For who answers for others' expectations: what is missing before what waits."""
    mine = [line for line in found.showing(NONE) if line.person.manager_id == viewer.pk]
    for line in mine:
        if line.draft is not None:
            return NextStep(
                act=_("Finish the draft for %(name)s and share it.") % {"name": line.person.name},
                url=reverse("expectations:document", args=[line.draft.pk]),
                button=_("Open the draft"),
            )
    if mine:
        first = mine[0].person
        return NextStep(
            act=_("Write down what you expect of %(name)s.") % {"name": first.name},
            why=_("Without it nobody can say whether the person or the process must change."),
            url=reverse("expectations:start", args=[first.pk]),
            button=_("Start with %(name)s") % {"name": first.name},
        )
    for key, why in _MISSING.items():
        n = found.counts[key]
        if n:
            return NextStep(
                act=_missing(key, n),
                why=str(why),
                url=f"?show={key}",
                button=_("Show who"),
                main=False,
            )
    return _calm(_("Everybody has signed expectations.") if found.lines else "")


_REMIND = gettext_lazy("Remind whoever has the next step: one press beside the name.")
_MISSING = {
    NONE: _REMIND,
    UNSIGNED: _REMIND,
    OLD: _REMIND,
    DISAGREED: gettext_lazy(
        "Nobody is reminded of it: the two talk, and the person can agree later."
    ),
    WEAK: gettext_lazy("The check of each standard says which letter is in doubt, and what helps."),
}


def _missing(key: str, n: int) -> str:
    return {
        NONE: ngettext(
            "%(n)s person has nothing shared or signed.",
            "%(n)s people have nothing shared or signed.",
            n,
        ),
        UNSIGNED: ngettext(
            "%(n)s document waits for a signature.", "%(n)s documents wait for a signature.", n
        ),
        OLD: ngettext(
            "%(n)s document is older than the strategy.",
            "%(n)s documents are older than the strategy.",
            n,
        ),
        DISAGREED: ngettext(
            "%(n)s person disagrees with what is written.",
            "%(n)s people disagree with what is written.",
            n,
        ),
        WEAK: ngettext(
            "%(n)s document has weak standards.", "%(n)s documents have weak standards.", n
        ),
    }[key] % {"n": n}


def _calm(why: str) -> NextStep:
    return NextStep(act=_("Nothing waits for you."), why=why)


def of_edition_draft(draft: Edition, kind: Kind[Any, Any], request: Request) -> NextStep:
    """For executives, on a draft of the strategy or of the marketing plan."""
    running = CommentRound.objects.filter(closed_at__isnull=True, **{kind.field: draft}).first()
    if running is None:
        return NextStep(
            act=_("Ask what others think of it, or publish it when everybody stands behind it."),
            why=_("Published words never change; the next edition replaces them."),
            url=reverse(kind.edit, args=[draft.pk]),
            button=_("Go on writing"),
            main=False,
        )
    over = not running.takes_comments(request.today)
    return NextStep(
        act=_("Answer what was said, then close the comment round.")
        if over
        else _("People are reading it until %(day)s.") % {"day": day(running.until)},
        why=_("It can be published once the round is closed."),
        url=reverse("expectations:comment_round", args=[running.pk]),
        button=_("Open the comment round"),
        main=False,
    )
