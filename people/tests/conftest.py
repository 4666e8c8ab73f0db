"""What the tests of this room share."""

from collections.abc import Callable

import pytest
from django.core import mail

from notifications.actions import deliver
from notifications.models import Delivery, Status
from people.builders import PASSWORD
from people.models import Person
from tests.cast import NOW

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _home(settings):
    """After the sign-in one lands in the directory, whatever the home page is made of."""
    settings.LOGIN_REDIRECT_URL = "people:directory"


@pytest.fixture
def rep(cast, client_for):
    return client_for(cast.rep)


@pytest.fixture
def hr(cast, client_for):
    return client_for(cast.hr)


@pytest.fixture
def admin(cast, client_for):
    return client_for(cast.administrator)


@pytest.fixture
def mails() -> Callable[[], list[mail.EmailMessage]]:
    """Send what waits, and return every mail of the test so far."""

    def send() -> list[mail.EmailMessage]:
        waiting = Delivery.objects.filter(status=Status.PENDING).order_by("pk")
        for pk in waiting.values_list("pk", flat=True):
            deliver(delivery_id=pk, now=NOW)
        return list(mail.outbox)

    return send


@pytest.fixture
def sign_in(client) -> Callable[..., Person]:
    """Sign a browser in through the door."""

    def go(person, password=PASSWORD, **more):
        return client.post(
            "/sign-in/", {"email": person.email, "password": password, **more}, follow=False
        )

    return go


def path_in(message: mail.EmailMessage) -> str:
    """The path of the link in a mail."""
    line = next(line for line in message.body.splitlines() if line.startswith("http"))
    return "/" + line.split("/", 3)[3]


def message_texts(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
