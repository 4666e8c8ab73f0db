"""/strategy/: read by everybody; drafted, saved and published by executives."""

from datetime import date

import pytest
from django.urls import reverse

from expectations.builders import make_document, make_strategy
from expectations.models import CompanyValue, State, Strategy
from expectations.queries.strategy import fingerprint_of
from expectations.queries.words import edition_words, strategy_words
from tests.cast import TODAY

HERE = reverse("expectations:strategy")


@pytest.fixture
def executive(cast, client_for):
    return client_for(cast.executive)


def url(name, edition):
    return reverse(f"expectations:{name}", args=[edition.pk])


def mark(edition):
    return fingerprint_of(edition_words(edition))


def form(edition, *values, **changes):
    """What the page of a draft sends; ``values`` are (name, shows, shows not)."""
    rows = values or (("Keep every promise", "Says by when", "Promises to win the call"),)
    body = {
        "vision": "Called first.", "mission": "We ask first.", "effective_from": "1 Apr 2026",
        "seen": mark(edition), "values-TOTAL_FORMS": len(rows), "values-INITIAL_FORMS": 0,
    }  # fmt: skip
    for n, (name, shows, shows_not) in enumerate(rows):
        body |= {
            f"values-{n}-name": name, f"values-{n}-shows": shows, f"values-{n}-shows_not": shows_not,
        }  # fmt: skip
    return body | changes


class TestReading:
    @pytest.mark.parametrize("who", ["rep", "hr", "compensation", "administrator", "executive"])
    def test_everybody_reads_the_edition_in_force(self, cast, client_for, who):
        make_strategy(author=cast.executive, vision="Called first.")
        answer = client_for(getattr(cast, who)).get(HERE)
        assert answer.status_code == 200
        for words in ("Called first.", "Keep every promise", "Says by when, and is done by then"):
            assert words in answer.text

    def test_which_edition_holds_on_which_day(self, cast):
        make_strategy(author=cast.executive, vision="Old", effective_from=date(2025, 1, 1))
        make_strategy(author=cast.executive, vision="Now", effective_from=date(2026, 3, 11))
        make_strategy(author=cast.executive, vision="Next", effective_from=date(2026, 3, 12))
        make_strategy(author=cast.executive, vision="Draft", published_at=None)
        days = {date(2024, 12, 31): None, date(2026, 3, 10): "Old", TODAY: "Now"}
        for day, vision in days.items():
            words = strategy_words(day)
            assert (words.vision if words else None) == vision

    def test_earlier_editions_and_those_to_come_are_readable(self, cast, rep):
        old = make_strategy(author=cast.executive, vision="Old", effective_from=date(2025, 1, 1))
        make_strategy(author=cast.executive)
        coming = make_strategy(author=cast.executive, effective_from=date(2026, 4, 1))
        page = rep.get(HERE)
        assert url("edition", old) in page.text
        assert url("edition", coming) in page.text
        assert "replaced since" in rep.get(url("edition", old)).text
        assert "not in force yet" in rep.get(url("edition", coming)).text

    def test_drafts_are_for_executives(self, cast, rep, executive):
        draft = make_strategy(author=cast.executive, vision="Secret plan", published_at=None)
        assert rep.get(url("edition", draft)).status_code == 404
        assert "Secret plan" not in rep.get(HERE).text
        assert "Secret plan" in executive.get(url("edition", draft)).text

    def test_with_nothing_published_it_says_who_writes_it(self, rep, executive):
        assert "Executives write them." in rep.get(HERE).text
        assert executive.get(HERE).context["next_step"].button == "Begin the first edition"

    def test_an_edition_without_values(self, cast, rep):
        make_strategy(author=cast.executive, vision="Called first.", values=())
        assert "No values are named." in rep.get(HERE).text

    def test_the_number_of_values_does_not_change_the_number_of_questions(
        self, cast, rep, django_assert_num_queries
    ):
        make_strategy(author=cast.executive)
        rep.get(HERE)
        with django_assert_num_queries(12):
            rep.get(HERE)
        edition = make_strategy(author=cast.executive, published_at=None)
        CompanyValue.objects.bulk_create(
            CompanyValue(strategy=edition, name=f"Value {n}", position=n) for n in range(30)
        )
        edition.published_at = edition.author.created_at
        edition.save()
        with django_assert_num_queries(12):
            rep.get(HERE)


class TestDocumentsOfTheirYear:
    def test_last_years_document_still_shows_last_years_words(self, cast, rep):
        make_strategy(author=cast.executive, vision="Old words", effective_from=date(2025, 1, 1))
        last_year = make_document(
            person=cast.rep, state=State.ACTIVE, starts_on=date(2025, 10, 1),
            ends_on=date(2025, 12, 31),
        )  # fmt: skip
        stored = last_year.fingerprint
        make_strategy(author=cast.executive, vision="New words", effective_from=date(2026, 1, 1))
        this_year = make_document(person=cast.rep, state=State.ACTIVE)
        for version, says, says_not in (
            (last_year, "Old words", "New words"),
            (this_year, "New words", "Old words"),
        ):
            page = rep.get(version.get_absolute_url()).text
            assert says in page
            assert says_not not in page
        last_year.refresh_from_db()
        assert last_year.fingerprint == stored


class TestDrafting:
    def test_the_next_edition_begins_as_a_copy_of_the_newest(self, cast, executive):
        now = make_strategy(author=cast.executive, vision="Called first.")
        answer = executive.post(reverse("expectations:strategy_drafting"))
        draft = Strategy.objects.get(published_at__isnull=True)
        assert answer.url == url("strategy_edit", draft)
        copy, stored = edition_words(draft), edition_words(now)
        assert (copy.vision, copy.values) == (stored.vision, stored.values)

    def test_one_draft_at_a_time(self, executive):
        for _twice in range(2):
            executive.post(reverse("expectations:strategy_drafting"))
        assert Strategy.objects.count() == 1

    @pytest.mark.parametrize("who", ["rep", "manager", "hr", "administrator"])
    def test_others_draft_nothing(self, cast, client_for, who):
        browser = client_for(getattr(cast, who))
        assert browser.post(reverse("expectations:strategy_drafting")).status_code == 403
        assert not Strategy.objects.exists()


class TestWriting:
    @pytest.fixture
    def draft(self, cast):
        return make_strategy(author=cast.executive, published_at=None)

    def test_everything_is_saved_and_empty_values_go(self, executive, draft):
        assert executive.get(url("strategy_edit", draft)).status_code == 200
        body = form(draft, ("Say bad news early", "In the week\n\n At once ", ""), ("", "", ""))
        assert executive.post(url("strategy_edit", draft), body).url == url("edition", draft)
        draft.refresh_from_db()
        words = edition_words(draft)
        assert (words.vision, words.effective_from) == ("Called first.", date(2026, 4, 1))
        assert [(value.name, value.shows) for value in words.values] == [
            ("Say bad news early", ("In the week", "At once"))
        ]

    def test_one_may_go_on_with_another_value(self, executive, draft):
        answer = executive.post(url("strategy_edit", draft), form(draft, more="1"))
        assert answer.url == url("strategy_edit", draft)

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"effective_from": "31 Feb 2026"}, "February 2026 ends on the 28th"),
            ({"effective_from": ""}, "Give the day"),
            ({"vision": "x" * 100_000}, "2,000 fit here"),
            ({"values-0-name": "", "values-0-shows": "Says by when"}, "Name the value"),
            ({"values-0-shows": "x" * 301}, "at most 300 characters"),
            ({"values-0-shows": "\n".join("ab" * 7)}, "At most 12 behaviours"),
            ({"values-TOTAL_FORMS": "9999"}, "at most 20"),
            ({"values-TOTAL_FORMS": "x"}, "tampered"),
        ],
    )
    def test_what_makes_no_sense_gets_a_sentence_and_nothing_is_saved(
        self, executive, draft, changes, says
    ):
        answer = executive.post(url("strategy_edit", draft), form(draft, **changes))
        assert (answer.status_code, says in answer.text) == (422, True)
        draft.refresh_from_db()
        assert draft.vision != "Called first."

    def test_when_somebody_was_faster_both_texts_stand_on_the_page(self, executive, draft):
        first, second = form(draft, vision="First"), form(draft, vision="Second")
        executive.post(url("strategy_edit", draft), first)
        answer = executive.post(url("strategy_edit", draft), second)
        assert answer.status_code == 409
        assert "<del>" in answer.text
        assert "Second" in answer.text
        draft.refresh_from_db()
        assert draft.vision == "First"
        again = second | {"seen": answer.context["seen"]}
        assert executive.post(url("strategy_edit", draft), again).status_code == 302
        draft.refresh_from_db()
        assert draft.vision == "Second"

    def test_published_words_are_not_written_in(self, cast, executive):
        published = make_strategy(author=cast.executive, vision="Called first.")
        for browser_call in (executive.get, executive.post):
            answer = browser_call(url("strategy_edit", published), follow=True)
            assert "published and never changes" in answer.text

    def test_what_is_typed_is_never_run(self, executive, draft):
        evil = "<script>alert(1)</script>"
        executive.post(url("strategy_edit", draft), form(draft, (evil, evil, evil), vision=evil))
        for name in ("edition", "strategy_edit"):
            assert "<script>alert" not in executive.get(url(name, draft)).text


class TestPublishing:
    @pytest.fixture
    def draft(self, cast):
        return make_strategy(
            author=cast.executive, published_at=None, effective_from=date(2026, 3, 12)
        )

    def publish(self, browser, edition, seen=None):
        body = {"seen": mark(edition) if seen is None else seen}
        return browser.post(url("publication", edition), body, follow=True)

    def test_from_then_on_everybody_reads_it(self, executive, rep, draft):
        assert "Published. It never changes again." in self.publish(executive, draft).text
        assert rep.get(url("edition", draft)).status_code == 200

    def test_twice_is_once(self, executive, draft):
        self.publish(executive, draft)
        at = Strategy.objects.get(pk=draft.pk).published_at
        self.publish(executive, draft)
        assert Strategy.objects.get(pk=draft.pk).published_at == at

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"effective_from": date(2026, 3, 10)}, "a day that has passed"),
            ({"vision": ""}, "Write vision and mission"), ({"mission": ""}, "Write vision and mission"),
        ],
    )  # fmt: skip
    def test_what_is_missing_is_said(self, executive, draft, fields, says):
        Strategy.objects.filter(pk=draft.pk).update(**fields)
        draft.refresh_from_db()
        assert says in self.publish(executive, draft).text
        assert not Strategy.objects.published().exists()

    def test_only_the_words_on_the_screen_are_published(self, executive, draft):
        assert "Somebody changed the draft" in self.publish(executive, draft, "x").text
        assert not Strategy.objects.published().exists()

    @pytest.mark.parametrize("who", ["rep", "hr", "director"])
    def test_others_publish_nothing(self, cast, client_for, draft, who):
        assert self.publish(client_for(getattr(cast, who)), draft).status_code == 403


class TestDiscarding:
    def test_it_asks_and_then_the_draft_is_gone(self, cast, executive):
        draft = make_strategy(author=cast.executive, published_at=None)
        assert "Throw this draft away?" in executive.get(url("strategy_discarding", draft)).text
        answer = executive.post(url("strategy_discarding", draft), follow=True)
        assert "The draft is thrown away." in answer.text
        assert not Strategy.objects.exists()

    def test_what_is_published_stays(self, cast, executive):
        published = make_strategy(author=cast.executive)
        answer = executive.post(url("strategy_discarding", published), follow=True)
        assert "published and never changes" in answer.text
        assert Strategy.objects.exists()
