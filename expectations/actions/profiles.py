"""Role profiles: beginning one, its next edition, publishing, archiving."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.actions import record
from calc.document import findings
from expectations.actions.lines import copy_lines
from expectations.actions.locking import locked_draft
from expectations.editor import OF_A_PERIOD
from expectations.models import ProfileVersion, RoleProfile
from expectations.problems import NotPossible
from expectations.queries.words import current_words
from people.models import Person


@transaction.atomic
def begin_profile(
    *, name: str, also_called: str, author: Person, now: datetime, copy_of: ProfileVersion | None
) -> ProfileVersion:
    """Begin a profile of the author's own, blank or as a copy of a published edition.

    Raises NotPossible when the name is taken.
    """
    try:
        with transaction.atomic():
            profile = RoleProfile.objects.create(name=name, also_called=also_called, owner=author)
    except IntegrityError:
        raise NotPossible(_("There is a profile of this name already.")) from None
    draft = ProfileVersion.objects.create(profile=profile, number=1, author=author, saved_at=now)
    if copy_of is not None:
        _copied(copy_of, draft)
    record(actor=author, verb="expectations.profile_begun", target=profile, at=now, name=name)
    return draft


@transaction.atomic
def draft_edition(*, profile: RoleProfile, author: Person, now: datetime) -> ProfileVersion:
    """The edition that is being written; begun with the words of the newest where there is none."""
    profile = RoleProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    newest = profile.editions.order_by("-number").first()
    if newest is not None and newest.is_draft:
        return newest
    draft = ProfileVersion.objects.create(
        profile=profile, number=newest.number + 1 if newest else 1, author=author, saved_at=now
    )
    if newest is not None:
        _copied(newest, draft)
    record(
        actor=author, verb="expectations.profile_drafted", target=profile, at=now,
        number=draft.number,
    )  # fmt: skip
    return draft


def _copied(source: ProfileVersion, target: ProfileVersion) -> None:
    target.position_goal, target.portrait = source.position_goal, source.portrait
    target.save(update_fields=["position_goal", "portrait"])
    copy_lines(source=source, target=target)


@transaction.atomic
def publish(*, version: ProfileVersion, actor: Person, now: datetime) -> None:
    """Put an edition in the place of the one before; twice is once.

    Raises NotPossible while something in it is missing or wrong.
    """
    held = ProfileVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not held.is_draft:
        return
    missing = [
        each
        for each in findings(current_words(held, now.date()))
        if each.blocks and each.code not in OF_A_PERIOD
    ]
    if missing:
        raise NotPossible(_("Something is missing still; it stands beside its line."))
    held.removed_lines.all().delete()
    held.published_at = now
    held.save(update_fields=["published_at"])
    record(
        actor=actor, verb="expectations.profile_published", target=held.profile, at=now,
        number=held.number,
    )  # fmt: skip


@transaction.atomic
def discard_edition(*, version: ProfileVersion, actor: Person, now: datetime) -> None:
    """Throw a draft away; a profile that was never published goes with it. Raises NotDraft."""
    held = locked_draft(version=version)
    profile = held.profile
    record(
        actor=actor, verb="expectations.profile_discarded", target=profile, at=now,
        number=held.number,
    )  # fmt: skip
    held.delete()
    if not profile.editions.exists():
        profile.delete()


@transaction.atomic
def rename(
    *, profile: RoleProfile, name: str, also_called: str, actor: Person, now: datetime
) -> None:
    """Give a profile another name; documents begun from it keep their words.

    Raises NotPossible when the name is taken.
    """
    if RoleProfile.objects.exclude(pk=profile.pk).filter(name=name).exists():
        raise NotPossible(_("There is a profile of this name already."))
    if (profile.name, profile.also_called) == (name, also_called):
        return
    profile.name, profile.also_called = name, also_called
    profile.save(update_fields=["name", "also_called"])
    record(actor=actor, verb="expectations.profile_renamed", target=profile, at=now, name=name)


@transaction.atomic
def set_archived(*, profile: RoleProfile, archived: bool, actor: Person, now: datetime) -> None:
    """Take a profile out of the choices, or put it back; its editions stay readable."""
    held = RoleProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    if (held.archived_at is not None) == archived:
        return
    held.archived_at = now if archived else None
    held.save(update_fields=["archived_at"])
    verb = "expectations.profile_archived" if archived else "expectations.profile_restored"
    record(actor=actor, verb=verb, target=held, at=now)
