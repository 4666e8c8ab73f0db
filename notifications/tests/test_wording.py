"""Mails say the same in every language and zone, and nobody can put a header into them."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template

from notifications import kinds, tokens, wording
from notifications.actions import deliver
from notifications.models import Delivery, Notification
from notifications.tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailed(tell, cast):
    """Tell the rep something and return the mail that goes out."""

    def mailed(**fields):
        tell(cast.rep, **fields)
        deliver(delivery_id=Delivery.objects.latest("pk").pk, now=NOW)
        return mail.outbox[-1]

    return mailed


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.name)
def test_every_kind_is_worded(cast, kind, settings):
    told = Notification(
        recipient=cast.rep, kind=kind.name, data=dict(kind.example), url="/x/", created_at=NOW
    )
    said = wording.message(told)
    assert said.subject
    assert said.subject == wording.subject(told) or settings.COMPANY_NAME in said.subject
    assert said.text.startswith("Hello Rhea,\n")
    assert "\nhttp://127.0.0.1:8000/x/\n" in said.text
    assert not re.search(r"\{[{%]|\n\n\n\n|  ", said.text), said.text
    for value in kind.example.values():
        assert isinstance(value, bool) or str(value) in said.subject + said.text, value


def test_a_kind_without_its_data_is_still_worded(cast):
    """A mail with a gap is better than a mail that never comes."""
    for kind in kinds.all_kinds():
        wording.message(Notification(recipient=cast.rep, kind=kind.name, url="/", created_at=NOW))


def test_text_stays_text(mailed):
    said = mailed(data={"document": "R&D <b>\u201cA\u201d</b> {{ link }}", "by": "O'Neill"})
    assert "R&D <b>\u201cA\u201d</b> {{ link }}" in said.body
    assert "O'Neill" in said.body


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_a_line_break_in_a_title_adds_no_header(mailed, break_):
    said = mailed(data={"document": f"Plan{break_}Bcc: all@northwind.example", "by": "Mila"})
    assert said.subject == "Mila shared \u201cPlan Bcc: all@northwind.example\u201d with you"
    assert said.message()["Bcc"] is None
    assert said.recipients() == ["rhea@northwind.example"]


def test_the_mail_says_that_a_program_wrote_it(mailed):
    assert mailed().extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_kind_of_a_room_that_is_gone_does_not_break_the_inbox(cast):
    assert wording.subject(Notification(recipient=cast.rep, kind="gone.kind")) == "gone.kind"


# --- one-time links ------------------------------------------------------------------------------


def test_the_mail_has_the_token_and_the_database_has_not(mailed):
    token, seed = tokens.new("people.invitation")
    said = mailed(
        kind="people.invitation",
        url=f"/join/{tokens.PLACE}/",
        data={tokens.SEED: seed, "invited_by": "Hana Lindqvester", "days": 7},
    )
    assert f"{settings.PUBLIC_URL}/join/{token}/\n" in said.body
    stored = str(Notification.objects.values().get()) + str(Delivery.objects.values().get())
    assert token not in stored


def test_a_second_attempt_writes_the_same_link(mailed, cast):
    token, seed = tokens.new("people.invitation")
    assert tokens.token_from("people.invitation", seed) == token
    assert tokens.token_from("people.password_reset", seed) != token


def test_the_seed_alone_is_worth_nothing(settings):
    token, seed = tokens.new("people.invitation")
    settings.SECRET_KEY = "another installation"
    assert tokens.token_from("people.invitation", seed) != token


def test_each_token_is_new():
    assert len({tokens.new("people.invitation") for _ in range(100)}) == 100


def test_every_template_belongs_to_a_kind():
    folder = settings.BASE_DIR / "templates" / "notifications"
    names = {
        path.name.removesuffix(".txt").removesuffix(".subject") for path in folder.glob("*.txt")
    }
    assert names - {"_mail"} == {kind.name for kind in kinds.all_kinds()}
    for name in names - {"_mail"}:
        get_template(f"notifications/{name}.subject.txt")
