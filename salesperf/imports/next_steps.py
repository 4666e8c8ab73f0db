"""What to do next on each page of an import."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salesperf.imports.checks import Check
from salesperf.imports.forms import ColumnsForm
from salesperf.imports.kinds import Kind
from salesperf.imports.models import ImportFile
from salesperf.web.format import number
from salesperf.web.parts import NextStep


def on_list(begun: ImportFile | None, files: int, kinds: list[Kind]) -> NextStep:
    """A file that this person began and has not finished, or the first one."""
    if begun is None:
        return with_nothing_begun() if files else on_empty_list(kinds[0])
    return NextStep(
        act=_("Finish the import of %(file)s.") % {"file": begun.name},
        why=_("Nothing of it is saved yet."),
        url=begun.get_absolute_url(),
        button=_("Go on"),
    )


def on_empty_list(kind: Kind) -> NextStep:
    return NextStep(
        act=_("Bring in the first file: %(what)s.") % {"what": kind.label},
        why=_("You see what would happen before anything is saved."),
        url=reverse("imports:upload", args=[kind.name]),
        button=_("Choose a file"),
    )


def with_nothing_begun() -> NextStep:
    return NextStep(
        act=_("Nothing waits for you."), why=_("Import again whenever there is a newer file.")
    )


def on_columns(form: ColumnsForm) -> NextStep:
    return NextStep(
        act=_("Say what each column means."),
        why=_("The heads were compared with the usual names. Nothing is saved before the check."),
        elsewhere=True,
    )


def before_import(file: ImportFile, check: Check) -> NextStep:
    """The one thing that stands between this page and the import."""
    questions, rows = len(check.questions), check.counts.unreadable
    nothing_yet = _("Nothing is saved until you press Import; then all of it or nothing.")
    if questions and rows:
        act = ngettext(
            "Answer %(questions)s, then repair %(n)s row or leave it out.",
            "Answer %(questions)s, then repair %(n)s rows or leave them out.",
            rows,
        ) % {"questions": _questions(questions), "n": number(rows)}
        return NextStep(act, nothing_yet, "#questions", _answer(questions))
    if questions:
        act = _("Answer %(questions)s.") % {"questions": _questions(questions)}
        return NextStep(act, nothing_yet, "#questions", _answer(questions))
    if rows:
        act = ngettext(
            "Repair %(n)s row, or leave it out.", "Repair %(n)s rows, or leave them out.", rows
        ) % {"n": number(rows)}
        return NextStep(act, nothing_yet, "#problems", _("See the rows"))
    if check.changes_nothing:
        act = _("Nothing would change.")
        return _import(
            file, check, act, _("Everything in this file is in already. You can leave it at that.")
        )
    return _import(file, check, _("Look at what the import will do, then import."), nothing_yet)


def _import(file: ImportFile, check: Check, act: str, why: str) -> NextStep:
    write = ngettext("Import %(n)s row", "Import %(n)s rows", check.counts.to_write)
    running = _(
        "Importing %(n)s rows, for %%s s now. Stay on this page; all of it is saved or nothing."
    )
    return NextStep(
        act=act,
        why=why,
        url=reverse("imports:importing", args=[file.pk]),
        button=write % {"n": number(check.counts.to_write)},
        post=True,
        main=not check.changes_nothing,
        seen=check.fingerprint,
        progress=running % {"n": number(check.counts.rows)},
    )


def _questions(count: int) -> str:
    return ngettext("one question", "%(n)s questions", count) % {"n": number(count)}


def _answer(count: int) -> str:
    return ngettext("Answer the question", "Answer the questions", count)


def after_import(file: ImportFile, kind: Kind, *, to_repair: int) -> NextStep:
    if file.state == ImportFile.State.CANCELLED:
        return NextStep(
            act=_("This file was given up."),
            why=_("Nothing of it was saved."),
            url=reverse("imports:upload", args=[kind.name]),
            button=_("Upload another"),
        )
    if to_repair:
        return NextStep(
            act=_("Correct the rows that were left out, and import them again."),
            why=_("An import of the whole file only brings the difference."),
            url=reverse("imports:repairs", args=[file.pk]),
            button=_("Download them"),
        )
    return kind.after(file) or NextStep(
        act=_("Nothing waits for you."), why=_("Import the next file whenever there is one.")
    )
