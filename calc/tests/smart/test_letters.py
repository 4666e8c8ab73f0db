"""Each letter: what takes it away, the words that led there, and what gives it back."""

from datetime import date
from decimal import Decimal

import pytest

from calc.smart import Measure, judge
from calc.smart.rewording import Known, reworded


def missing(text, measure=None):
    return "".join((judge(text, measure) if measure else judge(text)).missing)


def words_of(text, letter, code):
    """The passages that a finding names."""
    judged = judge(text)
    return [
        judged.span(each) for each in judged.findings if (each.letter, each.code) == (letter, code)
    ]


class TestSpecific:
    @pytest.mark.parametrize(
        ("text", "code", "words"),
        [
            ("Improve customer service by June", "direction", "Improve"),
            ("Sales will go up by June", "direction", "up"),
            ("Manage the key accounts this year", "fuzzy_verb", "Manage"),
            ("Be a team player", "trait", "Be"),
            ("Give good service to visitors every day", "vague_quality", "good"),
            ("Answer the phone properly each day", "vague_quality", "properly"),
            ("Win more deals by June", "vague_amount", "more"),
            ("Win a lot of deals by June", "vague_amount", "a lot"),
            ("Lose weight", "too_little", "Lose weight"),
            ("Sell more", "no_thing", "Sell more"),
        ],
    )
    def test_words_that_mean_anything(self, text, code, words):
        assert words in words_of(text, "S", code)
        assert "S" in missing(text)

    def test_an_amount_defines_what_the_verb_leaves_open(self):
        assert missing("Improve the renewal rate from 84% to 90% by 30 June") == ""

    def test_a_large_word_beside_an_amount_is_worth_a_look_and_no_more(self):
        text = "Give excellent service: 90% of calls are answered within 20 seconds each month"
        assert words_of(text, "S", "vague_quality") == ["excellent"]
        assert missing(text) == ""

    def test_the_purpose_may_use_large_words(self):
        assert missing("Publish the price list by 1 May so that we can better serve clients") == ""

    def test_what_one_is_going_to_do_is_no_purpose(self):
        text = "Starting this weekend, I'm going to make more time for calls"
        assert words_of(text, "S", "vague_amount") == ["more"]

    def test_a_name_is_no_abstract_noun(self):
        assert missing("Take the course Advanced Negotiation Skills in May") == ""
        assert "S" in missing("Develop negotiation skills by May")


class TestMeasurable:
    @pytest.mark.parametrize(
        "text",
        [
            "Win 12 deals by June",
            "Win twelve deals by June",
            "Keep churn under 3% every quarter",
            "Bring in $40k each quarter",
            "Double the number of demos by June",
            "Hold a review with each A account once a quarter",
            "Submit the forecast by the fifth working day",
        ],
    )
    def test_an_amount_or_something_that_is_done_or_not(self, text):
        assert missing(text) == ""

    @pytest.mark.parametrize(
        "text",
        [
            "Increase sales by the end of Q3",
            "Increase sales on 31 March 2026",
            "Support Windows 11 users this year",
            "Understand B2B buyers by June",
            "Improve sales in the next 6 months",
        ],
    )
    def test_dates_and_names_are_no_amounts(self, text):
        assert "M" in missing(text)

    def test_a_blank_is_no_figure(self):
        assert words_of("Win X% of deals by June", "M", "placeholder") == ["X"]
        assert "M" in missing("Increase sales from … to … by June")

    def test_by_ten_percent_asks_of_what(self):
        assert words_of("Increase sales by 10% by June", "M", "no_baseline") == ["10%"]
        assert missing("Increase sales by 10% by June") == ""
        assert words_of("Increase sales by 10% over last year by June", "M", "no_baseline") == []


class TestAchievable:
    @pytest.mark.parametrize(
        ("text", "code", "words"),
        [
            ("Always answer within 24 hours", "absolute", "Always"),
            ("Never miss a call in any month", "absolute", "Never"),
            ("Deliver 12 reports a month with no errors", "absolute", "no errors"),
            ("Win 100% of proposals this quarter", "hundred", "100%"),
            ("Be the market leader with 30% share by 2027", "rank", "market leader"),
            ("Win the award for 3 campaigns by May", "not_in_own_hands", "Win the award"),
            ("Grow revenue from $2M to $50M in 6 months", "leap", "$50M"),
        ],
    )
    def test_what_nobody_can_promise(self, text, code, words):
        assert words in words_of(text, "A", code)
        assert "A" in missing(text)

    @pytest.mark.parametrize(
        "text",
        [
            "No accidents happen in the warehouse in any month",
            "Complete 100% of the safety training by 30 April",
            "Reach 100% of quota each quarter",
            "No more than two complaints arrive each month",
            "Grow revenue from $2.0M to $2.6M in 6 months",
        ],
    )
    def test_what_one_can_promise(self, text):
        assert "A" not in missing(text)


class TestResults:
    def test_an_effort_is_no_result(self):
        assert words_of("Work harder", "R", "effort") == ["Work harder"]
        assert "R" in missing("Work harder")

    def test_an_amount_of_activity_is_pointed_out_and_can_be_agreed_on(self):
        assert words_of("Make 50 calls a day", "R", "activity") == ["50 calls"]
        assert missing("Make 50 calls a day") == ""

    def test_without_an_objective_only_where_somebody_knows(self):
        text = "Win 12 deals by June"
        codes = {each.code for each in judge(text, Measure(linked=False)).findings}
        assert codes == {"not_linked"}
        assert judge(text).findings == judge(text, Measure(linked=True)).findings == ()


class TestTime:
    @pytest.mark.parametrize(
        "when",
        [
            "by 31 March 2026", "by March 31st", "by 3/31/2026", "by 2026-03-31", "by 31.3.2026",
            "by the end of the quarter", "by year-end", "by EOY", "in Q3", "this quarter",
            "in the next six months", "within 90 days", "by Friday", "by next spring", "in 2026",
            "each month", "per week", "a day", "every second Tuesday", "weekly", "once a quarter",
            "on the 25th of the month", "both semesters", "in any month", "in May",
        ],
    )  # fmt: skip
    def test_a_day_a_period_or_a_rhythm(self, when):
        assert "T" in missing("Win 12 deals")
        assert missing(f"Win 12 deals {when}") == ""

    @pytest.mark.parametrize("when", ["soon", "as soon as possible", "when possible", "regularly"])
    def test_soon_is_no_time(self, when):
        text = f"Win 12 deals {when}"
        assert words_of(text, "T", "vague_time") == [when]
        assert "T" in missing(text)

    def test_a_level_that_is_kept_is_asked_at_any_moment(self):
        assert missing("95% of deliveries are on the day that was promised") == ""
        assert "T" in missing("Raise the share of deliveries that are right to 95%")

    def test_words_that_look_like_months(self):
        assert "T" in missing("We may march with 12 partners")


class TestWithTheMeasure:
    """What the measure says need not be in the words."""

    def test_target_and_period(self):
        measure = Measure(target=Decimal(9), unit="deals")
        assert missing("Improve GTX Plus Pro sales") == "SMT"
        assert missing("Improve GTX Plus Pro sales", measure) == ""

    def test_a_due_day(self):
        assert missing("Win 12 deals", Measure(due_on=date(2026, 3, 31))) == ""

    def test_a_rhythm(self):
        assert missing("Win 12 deals", Measure(cadence="month")) == ""

    def test_no_target_says_nothing(self):
        assert missing("Improve sales", Measure(unit="USD")) == "SMT"

    def test_a_baseline(self):
        text = "Increase sales by 10% by June"
        assert judge(text, Measure(baseline=Decimal(40))).findings == ()

    def test_words_and_measure_that_differ(self):
        judged = judge("60% of decided deals are won", Measure(target=Decimal(70), unit="%"))
        assert [(each.code, judged.span(each)) for each in judged.findings] == [("differs", "60%")]
        assert judged.verdict == "smart"

    def test_absolutes_stay_absolutes(self):
        assert missing("Never lose a deal", Measure(target=Decimal(1), unit="deals")) == "A"


class TestAnotherWording:
    @pytest.mark.parametrize(
        ("text", "instead"),
        [
            ("Improve GTX sales significantly.", "Increase GTX sales from … to … by …"),
            ("Make more calls", "Make at least … calls by …"),
            (
                "Get fewer written complaints this year",
                "Get at most … written complaints this year",
            ),
            ("Win 12 deals soon", "Win 12 deals by …"),
            ("Win 100% of proposals this quarter", "Win at least 95% of proposals this quarter"),
            ("Be a team player", ""),
            ("Win 12 deals by June", ""),
            ("Sell more", ""),
        ],
    )
    def test_the_writers_own_words_with_few_changes(self, text, instead):
        assert reworded(judge(text)) == instead

    def test_with_what_is_known(self):
        known = Known("9 deals", "8 deals", "by 31 March 2026")
        assert reworded(judge("  Improve GTX Plus Pro sales."), known) == (
            "Increase GTX Plus Pro sales from 8 deals to 9 deals by 31 March 2026."
        )


def test_nothing_written_lacks_everything():
    assert missing("") == missing(" \n\t") == "SMART"


def test_other_scripts_are_read_for_numbers_and_dates():
    judged = judge("成交 20 个客户 2026-03-31")
    assert (judged.verdict, [each.code for each in judged.findings]) == ("smart", ["foreign"])
