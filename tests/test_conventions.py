"""Each convention holds in the whole project, and each check can fail."""

import inspect

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conventions.prose_rules import PROSE_RULES
from tests.conventions.python_rules import PYTHON_RULES
from tests.conventions.rule import ROOMS, Rule
from tests.conventions.template_rules import TEMPLATE_RULES

RULES = (*PYTHON_RULES, *TEMPLATE_RULES, *PROSE_RULES)
BAD = [
    pytest.param(rule, bad, id=f"{rule}-{i}") for rule in RULES for i, bad in enumerate(rule.bad)
]
GOOD = [
    pytest.param(rule, good, id=f"{rule}-{i}") for rule in RULES for i, good in enumerate(rule.good)
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_project_keeps_it(rule: Rule):
    broken = rule.broken()
    assert not broken, rule.says + "\n" + "\n".join(map(str, broken))


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_each_exception_is_still_needed(rule: Rule):
    assert rule.exceptions_without_need() == []


@pytest.mark.parametrize(("rule", "bad"), BAD)
def test_it_catches_its_bad_example(rule: Rule, bad: str):
    assert rule.check(bad), f"{rule} lets this pass: {bad}"


@pytest.mark.parametrize(("rule", "good"), GOOD)
def test_it_lets_a_good_example_pass(rule: Rule, good: str):
    assert rule.check(good) == []


# --- views and addresses -----------------------------------------------------------------------


def all_patterns(patterns=None, namespace: str = "") -> list[tuple[str, URLPattern]]:
    """Every address of the project with its full name."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            found += all_patterns(pattern.url_patterns, inner)
        else:
            found.append((":".join(filter(None, [namespace, pattern.name])), pattern))
    return found


def views_without_policy(patterns) -> list[str]:
    return [name for name, pattern in patterns if not getattr(pattern.callback, "policy", "")]


def names_unlike_their_view(patterns) -> list[str]:
    return [
        f"{name} is answered by {pattern.callback.__name__}"
        for name, pattern in patterns
        if name.rsplit(":", 1)[-1] != pattern.callback.__name__
    ]


def views_that_are_classes(patterns) -> list[str]:
    return [name for name, pattern in patterns if not inspect.isfunction(pattern.callback)]


def one_pattern(view, name: str) -> list[tuple[str, URLPattern]]:
    from django.urls import path

    return [(name, path("x/", view, name=name.rsplit(":", 1)[-1]))]


def test_every_view_states_its_policy():
    assert views_without_policy(all_patterns()) == []


def test_a_view_without_policy_is_caught():
    assert views_without_policy(one_pattern(lambda request: None, "people:secret"))


def test_every_view_is_a_function():
    assert views_that_are_classes(all_patterns()) == []


def test_the_name_of_an_address_is_the_name_of_its_view():
    assert names_unlike_their_view(all_patterns()) == []


def test_another_name_is_caught():
    def person_detail(request): ...

    assert names_unlike_their_view(one_pattern(person_detail, "people:person"))


def test_every_address_ends_with_a_slash_or_a_suffix():
    """/healthz and /readyz are the exceptions: machines ask them, under the names they expect."""
    odd = [
        str(pattern.pattern)
        for name, pattern in all_patterns()
        if not str(pattern.pattern).endswith(("/", ".csv", ".xlsx", ".ics"))
        and str(pattern.pattern)
        and name not in {"healthz", "readyz", "alive", "ready"}
    ]
    assert odd == []


# --- who may see -------------------------------------------------------------------------------

# Models without visible_to of their own: by which row they are reached, or why no page shows them.
REACHED_OTHERWISE = {
    "people.Team": "names and sizes of teams are no secret inside the company",
    "people.ReportingLine": "shown on the page of a person, who is found by visible_to",
    "people.RoleGrant": "shown on the page of a person, who is found by visible_to",
    "people.Invitation": "found by the hash of a one-time token",
    "people.SignInAttempt": "no page shows it",
    "people.EmailChange": "found by the hash of a one-time token, and on the page of its person",
    "people.PasswordReset": "found by the hash of a one-time token",
    "people.ResetAsk": "no page shows it; a worker answers it",
    "sales.Stage": "the names of the stages are no secret inside the company",
    "sales.DealRevision": "reached through its deal",
    "activities.PlanLine": "reached through the week of its person",
    "activities.PlanSkill": "reached through the week of its person",
    "activities.Entry": "reached through its week",
    "expectations.ForecastLine": "reached through its plan",
    "expectations.RoundInvitation": "counted on the page of its round; nobody reads who is asked",
    "expectations.CommentAnswer": "reached through its comment",
    "expectations.CompanyValue": "reached through its strategy",
    "expectations.Planning": "reached through its version, by the side that writes it",
    "expectations.PlanningStep": "reached through its version, by the side that writes it",
    "expectations.ValueBehaviour": "reached through its strategy",
    "expectations.KeyResultArea": "reached through its version",
    "expectations.Standard": "reached through its version",
    "expectations.ExpectedActivity": "reached through its version",
    "expectations.DevelopmentAim": "reached through its version",
    "expectations.MarkedBehaviour": "reached through its version",
    "expectations.Ability": "reached through its version",
    "expectations.SharedWording": "reached through its version",
    "expectations.Signature": "reached through its version",
    "expectations.Disagreement": "reached through its version",
    "expectations.ObjectiveChange": "reached through its objective",
    "expectations.Revision": "reached through its version",
    "expectations.PutInForce": "reached through its version",
    "expectations.TeamSetting": "whether a team shows its expectations is said on its page",
    "expectations.RemovedLine": "reached through its version, which is a draft",
    "expectations.ProfileArea": "reached through its edition of a profile",
    "expectations.ProfileStandard": "reached through its edition of a profile",
    "expectations.ProfileActivity": "reached through its edition of a profile",
    "expectations.ProfileAbility": "reached through its edition of a profile",
    "expectations.ProfileCompetency": "reached through its edition of a profile",
    "expectations.ProfileRemovedLine": "reached through its edition, which is a draft",
    "expectations.Indicator": "reached through its competency",
    "expectations.OccupationFact": "reached through its occupation",
    "commissions.CreditedDeal": "no page shows it",
    "commissions.DealEvent": "reached through its deal",
    "commissions.DealSplit": "reached through its deal",
    "commissions.ExchangeRate": "exchange rates are no secret",
    "commissions.PayeeInputs": "no page shows it",
    "commissions.CommissionRun": "reached by compensation alone (rules); it holds days and counts",
    "commissions.RunShard": "reached through its run",
    "imports.SavedMapping": "reached through its import file",
    "imports.Answer": "reached through its import file",
    "imports.RowToRepair": "reached through its import file",
    "notifications.Preference": "one's own only, asked for by the person who is signed in",
    "notifications.Heartbeat": "/readyz alone looks at it",
    "web.ReceivedForm": "no page shows it",
}


def own_models() -> list:
    return [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS and not model._meta.proxy
    ]


def models_nobody_guards(models, reached_otherwise) -> list[str]:
    return [
        model._meta.label
        for model in models
        if not hasattr(model._default_manager, "visible_to")
        and model._meta.label not in reached_otherwise
    ]


def test_every_model_says_who_may_see_it():
    assert models_nobody_guards(own_models(), REACHED_OTHERWISE) == []


def test_a_model_that_nobody_guards_is_caught():
    assert "sales.Stage" in models_nobody_guards(own_models(), {})


def test_no_reason_stands_for_a_model_that_guards_itself_or_is_gone():
    labels = {
        model._meta.label
        for model in own_models()
        if not hasattr(model._default_manager, "visible_to")
    }
    assert sorted(set(REACHED_OTHERWISE) - labels) == []
