from django.urls import URLPattern, URLResolver, path

from expectations.views import (
    agreement,
    as_of,
    competencies,
    coverage,
    disagreement,
    document,
    editing,
    editions,
    fragments,
    lists,
    objective_tree,
    objectives,
    occupations,
    paper,
    planning,
    plans,
    profile_editing,
    profiles,
    readers,
    results,
    rounds,
    standards,
    start,
    strategy,
    talk,
    team_mates,
    trace,
)

app_name = "expectations"

# /strategy/
strategy_urls = [
    path("strategy/", strategy.strategy, name="strategy"),
    path("strategy/as-of/", as_of.as_of, name="as_of"),
    path("strategy/drafting/", editions.strategy_drafting, name="strategy_drafting"),
    path("strategy/<int:edition_id>/", strategy.edition, name="edition"),
    path("strategy/<int:edition_id>/edit/", strategy.strategy_edit, name="strategy_edit"),
    path(
        "strategy/<int:edition_id>/publication/",
        editions.publication,
        name="publication",
    ),
    path(
        "strategy/<int:edition_id>/discarding/",
        editions.strategy_discarding,
        name="strategy_discarding",
    ),
    path(
        "strategy/<int:edition_id>/round/",
        rounds.strategy_round,
        name="strategy_round",
    ),
    path(
        "strategy/<int:edition_id>/acknowledgement/",
        readers.acknowledgement,
        name="acknowledgement",
    ),
    path("strategy/<int:edition_id>/readers/", readers.readers, name="readers"),
    path("strategy/<int:edition_id>/readers.csv", readers.readers_csv, name="readers_csv"),
    path("strategy/<int:edition_id>/nudge/", readers.nudge, name="nudge"),
]

# /marketing-plan/
plan_urls = [
    path("marketing-plan/", plans.plans, name="plans"),
    path("marketing-plan/drafting/", editions.plan_drafting, name="plan_drafting"),
    path("marketing-plan/<int:edition_id>/", plans.plan, name="plan"),
    path("marketing-plan/<int:edition_id>/edit/", plans.plan_edit, name="plan_edit"),
    path(
        "marketing-plan/<int:edition_id>/publication/",
        editions.plan_publication,
        name="plan_publication",
    ),
    path(
        "marketing-plan/<int:edition_id>/discarding/",
        editions.plan_discarding,
        name="plan_discarding",
    ),
    path(
        "marketing-plan/<int:edition_id>/round/",
        rounds.plan_round,
        name="plan_round",
    ),
]

# /rounds/
round_urls = [
    path("rounds/<int:round_id>/", rounds.comment_round, name="comment_round"),
    path("rounds/<int:round_id>/comments/", rounds.comments, name="comments"),
    path("rounds/<int:round_id>/nothing-to-add/", rounds.nothing_to_add, name="nothing_to_add"),
    path("rounds/<int:round_id>/extension/", rounds.round_extension, name="round_extension"),
    path("rounds/<int:round_id>/closing/", rounds.round_closing, name="round_closing"),
    path("comments/<int:comment_id>/answer/", rounds.comment_answer, name="comment_answer"),
]

# /objectives/
objective_urls = [
    path("objectives/", objective_tree.objectives, name="objectives"),
    path("objectives/tree.csv", objective_tree.objectives_csv, name="objectives_csv"),
    path("objectives/tree.xlsx", objective_tree.objectives_xlsx, name="objectives_xlsx"),
    path("objectives/new/", objectives.objective_new, name="objective_new"),
    path("objectives/<int:objective_id>/", objectives.objective, name="objective"),
    path("objectives/<int:objective_id>/edit/", objectives.objective_edit, name="objective_edit"),
    path(
        "objectives/<int:objective_id>/place/", objectives.objective_place, name="objective_place"
    ),
    path(
        "objectives/<int:objective_id>/results/",
        objectives.objective_result,
        name="objective_result",
    ),
    path(
        "objectives/<int:objective_id>/documents/",
        objectives.objective_documents,
        name="objective_documents",
    ),
    path(
        "objectives/<int:objective_id>/revision/",
        objectives.objective_revision,
        name="objective_revision",
    ),
    path(
        "objectives/<int:objective_id>/archiving/",
        objectives.objective_archiving,
        name="objective_archiving",
    ),
    path(
        "objectives/<int:objective_id>/restoration/",
        objectives.objective_restoration,
        name="objective_restoration",
    ),
]

# /documents/
document_urls = [
    path("documents/", lists.documents, name="documents"),
    path("documents/start/", start.start_team, name="start_team"),
    path("documents/start/<int:person_id>/", start.start, name="start"),
    path("documents/<int:version_id>/", document.document, name="document"),
    path("documents/standards.csv", standards.all_standards_csv, name="all_standards_csv"),
    path("documents/standards.xlsx", standards.all_standards_xlsx, name="all_standards_xlsx"),
    path("documents/<int:version_id>/standards.csv", standards.standards_csv, name="standards_csv"),
    path(
        "documents/<int:version_id>/standards.xlsx",
        standards.standards_xlsx,
        name="standards_xlsx",
    ),
    path("documents/<int:version_id>/pdf/", paper.pdf, name="pdf"),
    # Writing in a draft
    path("documents/<int:version_id>/wording/", editing.wording, name="wording"),
    path("documents/<int:version_id>/field/", editing.field, name="field"),
    path("documents/<int:version_id>/lines/", editing.line_adding, name="line_adding"),
    path("documents/<int:version_id>/removal/", editing.line_removal, name="line_removal"),
    path(
        "documents/<int:version_id>/restoration/",
        editing.line_restoration,
        name="line_restoration",
    ),
    path("documents/<int:version_id>/order/<slug:kind>/", editing.order, name="order"),
    # From a target to the week
    path("documents/<int:version_id>/planning/", planning.planning, name="planning"),
    path(
        "documents/<int:version_id>/planning/quantities/",
        planning.planning_quantities,
        name="planning_quantities",
    ),
    # Agreeing on it
    path("documents/<int:version_id>/sharing/", agreement.sharing, name="sharing"),
    path("documents/<int:version_id>/taking-back/", agreement.taking_back, name="taking_back"),
    path("documents/<int:version_id>/talk/<slug:key>/", talk.talk, name="talk"),
    path("documents/<int:version_id>/answers/", talk.answers, name="answers"),
    path(
        "documents/<int:version_id>/talk/<int:comment_id>/withdrawal/",
        talk.withdrawal,
        name="withdrawal",
    ),
    path("documents/<int:version_id>/signature/", agreement.signature, name="signature"),
    path(
        "documents/<int:version_id>/achievability/",
        disagreement.achievability,
        name="achievability",
    ),
    path(
        "documents/<int:version_id>/disagreement/", disagreement.disagreement, name="disagreement"
    ),
    path(
        "documents/<int:version_id>/putting-in-force/",
        disagreement.putting_in_force,
        name="putting_in_force",
    ),
    path("documents/<int:version_id>/revision/", agreement.revision, name="revision"),
    path("documents/<int:version_id>/discarding/", agreement.discarding, name="discarding"),
    # How it stands
    path("documents/<int:version_id>/results/<uuid:line>/", results.result, name="result"),
    path("people/<int:person_id>/expectations/", fragments.person_fragment, name="person_fragment"),
]

# /coverage/
coverage_urls = [
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage.csv", coverage.coverage_csv, name="coverage_csv"),
    path("coverage.xlsx", coverage.coverage_xlsx, name="coverage_xlsx"),
    path("coverage/<int:person_id>/reminder/", coverage.reminder, name="reminder"),
]

# /profiles/, /competencies/
profile_urls = [
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles.csv", profiles.profiles_csv, name="profiles_csv"),
    path("profiles.xlsx", profiles.profiles_xlsx, name="profiles_xlsx"),
    path("profiles/ready/", profiles.profiles_ready, name="profiles_ready"),
    path("profiles/new/", profiles.profile_new, name="profile_new"),
    path("profiles/<int:profile_id>/", profiles.profile, name="profile"),
    path("profiles/<int:profile_id>/edit/", profiles.profile_edit, name="profile_edit"),
    path("profiles/<int:profile_id>/drafting/", profiles.profile_drafting, name="profile_drafting"),
    path(
        "profiles/<int:profile_id>/archiving/", profiles.profile_archiving, name="profile_archiving"
    ),
    path(
        "profiles/<int:profile_id>/restoration/",
        profiles.profile_restoration,
        name="profile_restoration",
    ),
    path("competencies/", competencies.competencies, name="competencies"),
    path("competencies/new/", competencies.competency_new, name="competency_new"),
    path("competencies/<int:competency_id>/", competencies.competency, name="competency"),
    path(
        "competencies/<int:competency_id>/edit/",
        competencies.competency_edit,
        name="competency_edit",
    ),
    path(
        "competencies/<int:competency_id>/archiving/",
        competencies.competency_archiving,
        name="competency_archiving",
    ),
    path(
        "competencies/<int:competency_id>/restoration/",
        competencies.competency_restoration,
        name="competency_restoration",
    ),
]

# /occupations/
occupation_urls = [
    path("occupations/", occupations.occupations, name="occupations"),
    path("occupations.csv", occupations.occupations_csv, name="occupations_csv"),
    path("occupations/<str:code>/", occupations.occupation, name="occupation"),
]

# One edition of a profile; the addresses below it are those of a document.
_EDITION = "profiles/editions/<int:version_id>/"
edition_urls = [
    path(_EDITION, profile_editing.profile_edition, name="profile_edition"),
    path(f"{_EDITION}wording/", profile_editing.profile_wording, name="profile_wording"),
    path(f"{_EDITION}field/", profile_editing.profile_field, name="profile_field"),
    path(f"{_EDITION}lines/", profile_editing.profile_line_adding, name="profile_line_adding"),
    path(f"{_EDITION}removal/", profile_editing.profile_line_removal, name="profile_line_removal"),
    path(
        f"{_EDITION}restoration/",
        profile_editing.profile_line_restoration,
        name="profile_line_restoration",
    ),
    path(f"{_EDITION}order/<slug:kind>/", profile_editing.profile_order, name="profile_order"),
    path(
        f"{_EDITION}publication/", profile_editing.profile_publication, name="profile_publication"
    ),
    path(f"{_EDITION}discarding/", profile_editing.profile_discarding, name="profile_discarding"),
]

# /team-expectations/
team_urls = [
    path("team-expectations/", team_mates.team_expectations, name="team_expectations"),
    path(
        "team-expectations/<int:team_id>/",
        team_mates.team_expectations_of,
        name="team_expectations_of",
    ),
    path(
        "team-expectations/<int:team_id>/standards.csv",
        team_mates.team_expectations_csv,
        name="team_expectations_csv",
    ),
    path(
        "team-expectations/<int:team_id>/standards.xlsx",
        team_mates.team_expectations_xlsx,
        name="team_expectations_xlsx",
    ),
    path("team-expectations/<int:team_id>/showing/", team_mates.team_showing, name="team_showing"),
]

# /trace/
trace_urls = [
    path("trace/", trace.trace, name="trace"),
    path("trace/values/<int:edition_id>/<int:place>/", trace.trace_value, name="trace_value"),
    path("trace/objectives/<int:objective_id>/", trace.trace_objective, name="trace_objective"),
    path(
        "trace/standards/<int:version_id>/<uuid:line>/", trace.trace_standard, name="trace_standard"
    ),
    path("trace/activities/<int:type_id>/", trace.trace_activity, name="trace_activity"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *strategy_urls,
    *plan_urls,
    *round_urls,
    *objective_urls,
    *document_urls,
    *coverage_urls,
    *profile_urls,
    *occupation_urls,
    *edition_urls,
    *team_urls,
    *trace_urls,
]
