"""Search: everything one may see, nothing else, in as many queries whatever is found."""

import pytest
from django.urls import reverse

from expectations.builders import make_document
from people.builders import make_person
from sales.builders import make_account, make_deal

pytestmark = pytest.mark.django_db
URL = "/search/"


@pytest.fixture
def deal(cast):
    return make_deal(
        owner=cast.rep, number="RH-777", account=make_account(name="Quarrystone Mills")
    )


def found(client, text):
    response = client.get(URL, {"q": text})
    assert response.status_code == 200
    hits = vars(response.context["found"])
    return {kind: rows for kind, rows in hits.items() if rows}


def test_it_finds_people_accounts_and_deals(cast, client_for, deal):
    rows = found(client_for(cast.rep), "quarry")
    assert rows == {"accounts": [deal.account], "deals": [deal]}
    assert found(client_for(cast.rep), "PAVO") == {"people": [cast.peer]}


def test_each_word_has_to_be_found_somewhere(cast, client_for, deal):
    assert set(found(client_for(cast.rep), "rh-777 quarrystone")) == {"deals"}
    assert found(client_for(cast.rep), "rh-777 nowhere") == {}


@pytest.mark.parametrize("stranger", ["peer", "other_manager", "ex_manager", "hr", "administrator"])
def test_a_deal_of_somebody_else_is_not_found(cast, client_for, deal, stranger):
    client = client_for(getattr(cast, stranger))
    assert found(client, "RH-777") == {}
    assert b"RH-777" not in client.get(URL, {"q": "quarrystone"}).content


@pytest.mark.parametrize("reader", ["rep", "manager", "director", "executive", "compensation"])
def test_who_may_see_the_deal_finds_it(cast, client_for, deal, reader):
    assert found(client_for(getattr(cast, reader)), "RH-777") == {"deals": [deal]}


def test_a_draft_is_found_by_its_author_alone(cast, client_for):
    make_document(person=cast.rep, state="draft", manager=cast.manager)
    assert "documents" in found(client_for(cast.manager), "rhea")
    assert "documents" not in found(client_for(cast.rep), "rhea")
    assert "documents" not in found(client_for(cast.director), "rhea")


def test_who_left_is_found_by_those_who_keep_people(cast, client_for):
    assert found(client_for(cast.hr), "marchetto") == {"people": [cast.deactivated]}
    assert found(client_for(cast.rep), "marchetto") == {}


@pytest.mark.parametrize("text", ["", "q", "  ", "%", "' OR 1=1 --", "ж" * 100, "zz " * 40])
def test_odd_words_find_nothing_and_break_nothing(cast, client_for, deal, text):
    assert found(client_for(cast.rep), text[:100]) == {}


def test_too_long_is_cut_and_a_null_is_left_out(cast, client_for, deal):
    assert set(found(client_for(cast.rep), "rh-\x00777")) == {"deals"}
    assert found(client_for(cast.rep), "x" * 5000) == {}


def test_while_typing_only_what_was_found_comes(cast, client_for, deal):
    response = client_for(cast.rep).get(URL, {"q": "quarry"}, headers={"HX-Request": "true"})
    assert b"Quarrystone Mills" in response.content
    assert b"<html" not in response.content


def test_words_are_shown_as_words(cast, client_for):
    response = client_for(cast.rep).get(URL, {"q": "<script>alert(1)</script>"})
    assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize("rows", [1, 30])
def test_as_many_queries_for_1_and_for_30_rows(cast, client_for, django_assert_num_queries, rows):
    for number in range(rows):
        make_deal(
            owner=cast.rep, number=f"SAME-{number}", account=make_account(name=f"Same {number}")
        )
        make_person(name=f"Same Person {number}")
    client = client_for(cast.rep)
    with django_assert_num_queries(9):
        response = client.get(URL, {"q": "same"})
    assert len(response.context["found"].people) == min(rows, 9)


def test_strangers_sign_in_first_and_acts_are_refused(client, cast, client_for):
    assert client.get(URL).status_code == 302
    assert client_for(cast.rep).post(URL).status_code == 405
    assert reverse("insights:search") == URL
