"""/marketing-plan/: to whom is sold, how, how much and when; objectives come from it."""

from datetime import date

import pytest
from django.urls import reverse

from expectations.builders import make_plan
from expectations.models import BusinessObjective, MarketingPlan
from expectations.queries.plans import plan_words
from expectations.queries.strategy import fingerprint_of

HERE = reverse("expectations:plans")
NEW_OBJECTIVE = reverse("expectations:objective_new")


def url(name, row):
    return reverse(f"expectations:{name}", args=[row.pk])


@pytest.fixture
def executive(cast, client_for):
    return client_for(cast.executive)


@pytest.fixture
def draft(cast):
    return make_plan(author=cast.executive, published_at=None, effective_from=date(2026, 4, 1))


def mark(plan):
    return fingerprint_of(plan_words(MarketingPlan.objects.get(pk=plan.pk)))


def form(plan, cast, **changes):
    return {
        "target_market": "Schools.", "sales_approach": "Visits.", "effective_from": "1 Apr 2026",
        "ends_on": "31 Dec 2026", "target": "9,000,000", "currency": "usd", "rhythm": "quarter",
        "owner": cast.manager.pk, "forecast_2026-04-01": "3,000,000",
        "forecast_2026-07-01": "2,500,000.50", "forecast_2026-10-01": "", "seen": mark(plan),
        **changes,
    }  # fmt: skip


class TestReading:
    @pytest.mark.parametrize("who", ["rep", "hr", "administrator"])
    def test_everybody_reads_the_plan_in_force(self, cast, client_for, who):
        make_plan(author=cast.executive, target_market="Small firms.")
        page = client_for(getattr(cast, who)).get(HERE)
        assert "Small firms." in page.text
        assert "12,000,000 USD" in page.text
        assert "The forecast is 500,000 USD short of the target." in page.text

    def test_drafts_are_for_executives(self, rep, executive, draft):
        assert rep.get(url("plan", draft)).status_code == 404
        assert executive.get(url("plan", draft)).status_code == 200

    def test_earlier_plans_keep_their_words(self, cast, rep):
        old = make_plan(author=cast.executive, target_market="Old", effective_from=date(2025, 1, 1))
        make_plan(author=cast.executive)
        assert "Replaced since" in rep.get(url("plan", old)).text
        assert url("plan", old) in rep.get(HERE).text

    def test_with_nothing_published(self, rep, executive):
        assert "No marketing plan is published yet." in rep.get(HERE).text
        assert executive.get(HERE).context["next_step"].button == "Begin the plan"

    def test_it_asks_the_same_number_of_times(self, cast, rep, django_assert_num_queries):
        plan = make_plan(author=cast.executive)
        rep.get(HERE)
        for rows in (1, 30):
            BusinessObjective.objects.bulk_create(
                BusinessObjective(
                    title=f"O{n}", owner=cast.manager, plan=plan, starts_on=date(2026, 1, 1),
                    ends_on=date(2026, 12, 31),
                )
                for n in range(rows)
            )  # fmt: skip
            with django_assert_num_queries(11):
                rep.get(HERE)


class TestWriting:
    def test_the_next_plan_begins_with_the_words_of_the_last(self, cast, executive):
        make_plan(author=cast.executive, target_market="Small firms.")
        for _twice in range(2):
            executive.post(reverse("expectations:plan_drafting"))
        draft = MarketingPlan.objects.get(published_at__isnull=True)
        assert (draft.target_market, draft.target_minor) == ("Small firms.", None)
        assert not draft.forecast.exists()

    def test_everything_is_saved_in_minor_units(self, cast, executive, draft):
        answer = executive.post(url("plan_edit", draft), form(draft, cast))
        assert answer.url == url("plan", draft)
        words = plan_words(MarketingPlan.objects.get(pk=draft.pk))
        assert (words.target_minor, words.currency, words.owner) == (
            900_000_000, "USD", cast.manager.pk,
        )  # fmt: skip
        assert [line.minor for line in words.forecast] == [300_000_000, 250_000_050, None]

    def test_another_rhythm_leads_back_to_the_form_with_its_lines(self, cast, executive, draft):
        answer = executive.post(url("plan_edit", draft), form(draft, cast, rhythm="month"))
        assert answer.url == url("plan_edit", draft)
        page = executive.get(answer.url)
        assert len(list(page.context["form"].forecast)) == 9
        assert 'value="3,000,000"' in page.text

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"target": "lots"}, "Write a number"), ({"target": "-5"}, "Write 0 or more"),
            ({"target": "0.001"}, "no such fractions"), ({"currency": "XXQ"}, "is no currency"),
            ({"currency": ""}, "Write the code"), ({"ends_on": "1 Jan 2026"}, "before it begins"),
            ({"effective_from": "31 Feb 2026"}, "ends on the 28th"),
            ({"rhythm": "month", "ends_on": "31 Dec 2036"}, "at most 36 stretches"),
            ({"rhythm": "x"}, "valid choice"), ({"owner": "999"}, "valid choice"),
            ({"target_market": "x" * 2001}, "2,000 fit here"),
            ({"forecast_2026-07-01": "many"}, "Write a number"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense_gets_a_sentence(self, cast, executive, draft, changes, says):
        answer = executive.post(url("plan_edit", draft), form(draft, cast, **changes))
        assert (answer.status_code, says in answer.text) == (422, True)
        draft.refresh_from_db()
        assert draft.target_market != "Schools."

    def test_when_somebody_was_faster_both_texts_stand_on_the_page(self, cast, executive, draft):
        first = form(draft, cast, target_market="First")
        second = form(draft, cast, target_market="Second")
        executive.post(url("plan_edit", draft), first)
        answer = executive.post(url("plan_edit", draft), second)
        assert (answer.status_code, "<del>" in answer.text) == (409, True)
        again = second | {"seen": answer.context["seen"]}
        assert executive.post(url("plan_edit", draft), again).status_code == 302

    def test_published_words_are_not_written_in(self, cast, executive):
        published = make_plan(author=cast.executive)
        page = executive.get(url("plan_edit", published), follow=True)
        assert "published and never changes" in page.text


class TestPublishing:
    def publish(self, browser, plan):
        return browser.post(url("plan_publication", plan), {"seen": mark(plan)}, follow=True)

    def test_from_then_on_everybody_reads_it(self, executive, rep, draft):
        for _twice in range(2):
            assert "Published." in self.publish(executive, draft).text
        assert rep.get(url("plan", draft)).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"target_market": ""}, "Say the target market"),
            ({"sales_approach": ""}, "and the sales approach"),
            ({"target_minor": None}, "Say the target level"),
            ({"effective_from": date(2026, 3, 10)}, "a day that has passed"),
        ],
    )
    def test_what_is_missing_is_said(self, executive, draft, fields, says):
        MarketingPlan.objects.filter(pk=draft.pk).update(**fields)
        assert says in self.publish(executive, draft).text

    def test_a_draft_can_be_thrown_away(self, executive, draft):
        executive.post(url("plan_discarding", draft))
        assert not MarketingPlan.objects.exists()


class TestObjectivesFromIt:
    def test_the_target_or_a_stretch_of_the_forecast(self, cast, executive):
        plan = make_plan(author=cast.executive, owner=cast.director)
        page = executive.get(NEW_OBJECTIVE, {"plan": plan.pk, "from": "2026-04-01"})
        initial = page.context["form"].initial
        assert (initial["target"], initial["unit"]) == (3_000_000, "USD")
        assert (initial["starts_on"], initial["ends_on"]) == (date(2026, 4, 1), date(2026, 6, 30))
        assert initial["owner"] == cast.director.pk
        whole = executive.get(NEW_OBJECTIVE, {"plan": plan.pk, "from": "nonsense"})
        assert whole.context["form"].initial["target"] == 12_000_000

    def test_it_is_linked_both_ways(self, cast, executive, rep):
        plan = make_plan(author=cast.executive)
        executive.post(
            f"{NEW_OBJECTIVE}?plan={plan.pk}",
            {
                "place": "company", "title": "Sales as planned", "target": "12", "unit": "USD",
                "actual_from": "won_value", "starts_on": "1 Jan 2026", "ends_on": "31 Dec 2026",
                "owner": cast.manager.pk,
            },
        )  # fmt: skip
        made = BusinessObjective.objects.get()
        assert made.plan == plan
        assert "the marketing plan from" in rep.get(url("objective", made)).text
        assert "Sales as planned" in rep.get(HERE).text

    @pytest.mark.parametrize("named", ["999", "x", "9" * 40])
    def test_a_plan_that_is_not_there_is_not_found(self, executive, named):
        assert executive.get(NEW_OBJECTIVE, {"plan": named}).status_code == 404

    def test_a_draft_gives_no_objective(self, executive, draft):
        assert executive.get(NEW_OBJECTIVE, {"plan": draft.pk}).status_code == 404
