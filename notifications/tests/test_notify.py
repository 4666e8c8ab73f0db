"""People are told once per occasion, in the transaction of what is told."""

import pytest
from django.db import transaction

from notifications import kinds
from notifications.actions import choose, notify
from notifications.models import Delivery, Notification, Status
from notifications.queries import unread_count
from notifications.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_each_person_gets_a_row_and_a_mail(cast, tell):
    tell(cast.rep, cast.manager)
    for person in (cast.rep, cast.manager):
        told = Notification.objects.get(recipient=person)
        assert (told.kind, told.url, told.read_at) == ("expectations.shared", "/documents/1/", None)
        delivery = told.deliveries.get()
        assert (delivery.channel, delivery.status) == ("email", Status.PENDING)


def test_telling_again_changes_nothing(cast, tell):
    tell(cast.rep, cast.rep)
    tell(cast.rep, cast.manager, data={"document": "Another"})
    assert Notification.objects.filter(recipient=cast.rep).count() == 1
    assert Notification.objects.get(recipient=cast.rep).data["document"] == "Account executive"
    assert Delivery.objects.count() == 2  # the manager heard it for the first time


def test_telling_again_does_not_send_again(cast, tell):
    tell()
    Delivery.objects.update(status=Status.SENT)
    tell()
    assert Delivery.objects.get().status == Status.SENT


def test_another_occasion_tells_again(cast, tell):
    tell()
    tell(key="document:1:shared:2")
    assert unread_count(cast.rep) == 2


def test_what_is_rolled_back_tells_nobody(cast, tell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        tell()
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert callbacks == []


def test_a_worker_is_woken_after_the_commit(cast, tell, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(cast.rep, cast.manager)
        assert woken == []
    assert sorted(woken) == sorted(Delivery.objects.values_list("pk", flat=True))


def test_who_chose_no_mail_gets_the_row_only(cast, tell):
    choose(person=cast.rep, by_email={"expectations.shared": False})
    tell(cast.rep, cast.manager)
    assert Notification.objects.filter(recipient=cast.rep).exists()
    assert Delivery.objects.get().notification.recipient == cast.manager


def test_a_kind_that_is_not_mailed_is_mailed_by_choice(cast, tell):
    tell(kind="activities.week_due", data={"week": "2 to 8 Mar 2026"})
    assert not Delivery.objects.exists()
    choose(person=cast.rep, by_email={"activities.week_due": True})
    tell(kind="activities.week_due", data={"week": "9 to 15 Mar 2026"}, key="week:2")
    assert Delivery.objects.count() == 1


def test_a_password_reset_cannot_be_switched_off(cast, tell):
    choose(person=cast.rep, by_email={"people.password_reset": False})
    tell(kind="people.password_reset", data={"minutes": 60})
    assert Delivery.objects.count() == 1


def test_a_one_time_link_is_in_no_inbox(cast, tell):
    tell(kind="people.invitation", data={})
    assert unread_count(cast.rep) == 0
    assert not Notification.objects.visible_to(cast.rep, NOW.date()).exists()


def test_an_account_that_is_off_gets_no_mail(cast, tell):
    tell(cast.deactivated, cast.rep)
    assert Delivery.objects.get().notification.recipient == cast.rep


def test_nobody_to_tell(cast, tell):
    notify(key="k", recipients=[], kind="expectations.shared", data={}, url="/", now=NOW)
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "x", ""]
)
def test_it_leads_to_this_site_only(cast, tell, url):
    with pytest.raises(ValueError, match="path of this site"):
        tell(url=url)


def test_a_kind_nobody_knows(cast, tell):
    with pytest.raises(ValueError, match="named people"):
        tell(kind="people.surprise")


def test_a_key_that_is_too_long(cast, tell):
    with pytest.raises(ValueError, match="200"):
        tell(key="k" * 201)


def test_two_kinds_of_one_name():
    first = kinds.get("imports.done")
    kinds.register(first)  # the same again is nothing new
    with pytest.raises(ValueError, match="two kinds"):
        kinds.register(kinds.Kind("imports.done", "Another"))


def test_telling_500_people_takes_as_many_queries_as_telling_one(
    cast, tell, django_assert_num_queries
):
    # A savepoint, its end, and: rows, choices, who was told, mails, which mails wait.
    with django_assert_num_queries(7):
        tell(cast.rep, key="one")
    with django_assert_num_queries(7):
        tell(*cast.everyone().values(), key="all")
