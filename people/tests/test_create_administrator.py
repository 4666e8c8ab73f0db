"""manage.py create_administrator: the first person, and the way back in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from people.builders import make_person
from people.models import Invitation, Person, Role


def run(*args) -> str:
    out = StringIO()
    call_command("create_administrator", *args, stdout=out)
    return out.getvalue()


def link_in(text) -> str:
    line = text.strip().splitlines()[-1]
    return "/" + line.split("/", 3)[3]


def test_the_link_makes_somebody_who_can_do_everything(db, frozen_day, settings):
    settings.PUBLIC_URL = "https://perf.northwind.example/"
    said = run(
        "Nora@Northwind.Example", "--name", "Nora Ellingsworth", "--time-zone", "Europe/Vienna"
    )
    assert "https://perf.northwind.example/invitation/" in said
    browser = Client()
    browser.get(link_in(said))
    browser.post(reverse("people:invitation_accept"), {"password": "a-wholly-new-password-7"})
    assert browser.get(reverse("people:roles")).status_code == 200
    person = Person.objects.get()
    assert (person.email, person.name, person.time_zone) == (
        "nora@northwind.example",
        "Nora Ellingsworth",
        "Europe/Vienna",
    )


def test_there_is_no_account_before(db):
    assert Person.objects.count() == 0


def test_again_gives_a_new_link_and_ends_the_old(db, frozen_day):
    run("nora@northwind.example")
    run("nora@northwind.example")
    assert Person.objects.count() == 1
    assert Invitation.objects.not_ended().count() == 1


def test_somebody_with_a_password_becomes_one_without_a_link(db, frozen_day):
    person = make_person(email="nora@northwind.example")
    said = run("nora@northwind.example")
    assert "They have a password already" in said
    assert "http" not in said
    assert person.roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("email", ["nora", "", "a\x00@b.example"])
def test_no_address_makes_nobody(db, frozen_day, email):
    with pytest.raises(CommandError):
        run(email)
    assert Person.objects.count() == 0


def test_who_left_is_not_let_in(cast):
    with pytest.raises(CommandError, match="does not work here"):
        run("dov@northwind.example")
    assert Invitation.objects.count() == 0
