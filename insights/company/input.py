"""What people of the demo said and read: a draft in a comment round, a plan, who has confirmed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from calc.periods import quarter, year
from expectations.actions.editions import draft_edition, save_edition
from expectations.actions.objectives import ObjectiveValues, make_objective
from expectations.actions.rounds import answer_comment, comment, open_round
from expectations.actions.strategy import STRATEGY
from expectations.builders import make_acknowledgement, make_plan
from expectations.models import BusinessObjective, CommentRound, MarketingPlan, Strategy
from expectations.parts import WHOLE
from expectations.queries.plans import objective_out_of, plan_words
from expectations.queries.strategy import fingerprint_of
from people.models import Person

MARKET = (
    "Firms with 5 to 200 people that buy hardware by themselves, first in logistics, dental"
    " practices and schools. Not: public tenders, single consumers."
)
APPROACH = (
    "One trade each quarter: a list of 400 firms, a call, a visit within two weeks, an offer two"
    " days after it. Who buys is asked for two firms like theirs."
)
EARLIER_MARKET = "Every firm of the region with 5 to 500 people, and schools."
EARLIER_APPROACH = "Fairs in spring and autumn; who left a card there is called within three days."
NEXT_VISION = "The supplier that small and mid-size firms call first, and recommend."
COMMENTS = (
    ("vision", "“Recommend” is good. Can we count it? Two referrals a customer would be clear."),
    ("mission", "We still show too early. Say it harder: nobody shows before the third question."),
    (WHOLE, "Nothing here is about the people who install. They keep half of our promises."),
)


def plan_the_year(executive: Person, owner: Person, today: date, now: datetime) -> None:
    """A published marketing plan, and the running quarter as an objective that comes from it."""
    starts_on = year(today).start
    company = BusinessObjective.objects.filter(team=None, person=None).first()
    whole = int(company.target or 0) * 100 if company else 0
    plan = make_plan(
        author=executive,
        owner=owner,
        target_market=MARKET,
        sales_approach=APPROACH,
        target=whole,
        quarters=[whole * share // 100 for share in (22, 26, 20, 29)],
        effective_from=starts_on,
        published_at=now - timedelta(days=60),
    )
    before = year(starts_on - timedelta(days=1))
    make_plan(
        author=executive,
        owner=owner,
        target_market=EARLIER_MARKET,
        sales_approach=EARLIER_APPROACH,
        target=whole * 4 // 5,
        quarters=[whole // 5] * 4,
        effective_from=before.start,
        published_at=now - timedelta(days=400),
    )
    _objective_from(plan, company, owner, today, now)


def _objective_from(
    plan: MarketingPlan,
    serves: BusinessObjective | None,
    owner: Person,
    today: date,
    now: datetime,
) -> None:
    values = objective_out_of(plan_words(plan), quarter(today).start.isoformat())
    make_objective(
        values=ObjectiveValues(
            title=values["title"],
            target=Decimal(values["target"]),
            unit=values["unit"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            owner=owner,
            parent=serves,
            actual_from=values["actual_from"],
        ),
        actor=owner,
        plan=plan,
        now=now,
    )


def ask_about_the_next(executive: Person, reps: list[Person], today: date, now: datetime) -> None:
    """A draft of the next strategy that everybody is asked about; some have answered."""
    opened = now - timedelta(days=4)
    draft = draft_edition(
        kind=STRATEGY,
        author=executive,
        effective_from=year(year(today).end + timedelta(days=1)).start,
        now=opened,
    )
    words = STRATEGY.words(draft)
    save_edition(
        kind=STRATEGY,
        edition=draft,
        words=replace(words, vision=NEXT_VISION),
        seen=fingerprint_of(words),
    )
    asked: CommentRound = open_round(
        kind=STRATEGY,
        edition=draft,
        actor=executive,
        until=today + timedelta(days=9),
        teams=[],
        question="What would you have to do differently on Monday, if this were in force?",
        today=today,
        now=opened,
    )
    said = [
        comment(of_round=asked, person=rep, part=part, text=text, today=today, now=opened)
        for rep, (part, text) in zip(reps, COMMENTS, strict=False)
    ]
    answer_comment(
        comment=said[0],
        actor=executive,
        taken_in=True,
        text="Referrals become a standard of the sales role from January.",
        now=now - timedelta(days=1),
    )


def confirm_reading(people: list[Person], today: date, at: datetime) -> None:
    """Two of three have read the strategy in force."""
    edition = Strategy.objects.in_force_on(today)
    if edition is None:
        return
    for place, person in enumerate(people):
        if place % 3:
            make_acknowledgement(strategy=edition, person=person, at=at)
