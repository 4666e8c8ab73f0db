"""Who gets which answer in people/: doors, profile, directory, accounts, roles, teams."""

from django.urls import reverse

from tests.access.row import (
    ADMINISTRATOR,
    HR,
    LEADERS_OF_REP,
    REP,
    SIGNED_IN,
    STRANGERS,
    Row,
    each,
)

KEEPERS = frozenset({HR, ADMINISTRATOR})
ADMIN = frozenset({ADMINISTRATOR})
AWAY_KEEPERS = KEEPERS | LEADERS_OF_REP | {REP}
NEW_PASSWORD = "a long walk in the rain"

DOORS = (
    Row(
        "people:sign_in", "GET POST", is_open=True,
        body=lambda w: {"email": w.cast.rep.email, "password": "not the one"},
        done=200,
        but=each("GET", SIGNED_IN, 302) | each("POST", SIGNED_IN, 302),
        not_repeated="each wrong try counts",
    ),
    Row("people:sign_out", "POST", not_repeated="the second sending is a stranger's"),
    Row(
        "people:password_reset", "GET POST", is_open=True,
        body=lambda w: {"email": w.cast.rep.email},
        not_repeated="each ask counts",
    ),
    Row("people:password_reset_sent", is_open=True),
    Row("people:password_reset_link", args=lambda w: ["0" * 64], is_open=True, shown=302),
    Row(
        "people:password_reset_new", "GET POST", is_open=True, shown=410, done=410,
        note="without a link",
    ),
    Row(
        "people:password_reset_new", "GET POST", is_open=True, note="with a link",
        cookies=lambda w: {"reset_link": w.reset_token},
        body=lambda w: {"password": NEW_PASSWORD},
    ),
    Row("people:invitation_link", args=lambda w: ["0" * 64], is_open=True, shown=302),
    Row(
        "people:invitation_accept", "GET POST", is_open=True, shown=302, note="without a link",
        but=each("GET", STRANGERS, 410) | each("POST", STRANGERS, 410), not_repeated="nothing",
    ),
    Row(
        "people:invitation_accept", "GET POST", is_open=True, note="with a link",
        cookies=lambda w: {"invitation_link": w.invitation_token},
        body=lambda w: {"password": NEW_PASSWORD},
        not_repeated="it signs in, so the second sending is somebody else's",
    ),
)  # fmt: skip

ADDRESS = (
    Row("people:email_link", args=lambda w: ["0" * 64], is_open=True, shown=302),
    Row(
        "people:email_change", "GET POST", is_open=True, shown=410, done=410, note="without a link",
    ),
    Row(
        "people:email_change", "GET POST", is_open=True, note="from the new address", done=200,
        cookies=lambda w: {"email_link": w.confirm_token}, body=lambda w: {"answer": "confirm"},
    ),
    Row(
        "people:email_change", "GET POST", is_open=True, note="from the old address", done=200,
        cookies=lambda w: {"email_link": w.stop_token}, body=lambda w: {"answer": "stop"},
        not_repeated="it is over then",
    ),
    Row(
        "people:email_withdrawal", "POST", acts=KEEPERS, args=lambda w: [w.cast.rep.pk],
    ),
)  # fmt: skip

OWN = (
    Row(
        "people:profile", "GET POST",
        body=lambda w: {
            "name": "Another Name", "time_zone": "Europe/Vienna", "locale": "en", "currency": "EUR",
        },
    ),
    Row(
        "people:password_change", "POST",
        body=lambda w: {"new-old_password": w.password, "new-password": NEW_PASSWORD},
        not_repeated="the old password is another one then",
    ),
)  # fmt: skip

DIRECTORY = (
    Row("people:directory"),
    Row("people:directory", query="?q=solbergh&sort=-name", note="searched"),
    Row("people:directory_csv"),
    Row("people:directory_xlsx"),
    Row(
        "people:invite", "GET POST", role=KEEPERS,
        body=lambda w: {
            "people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0",
            "people-0-name": "Nova Wintermere", "people-0-email": "nova@northwind.example",
        },
    ),
    Row("people:invitations", role=KEEPERS),
    Row(
        "people:invitation_all", "GET POST", role=KEEPERS,
        body=lambda w: {"person": [w.newcomer.pk]}, takes=frozenset({"person"}),
    ),
    Row(
        "people:invitation_withdrawal", "POST", role=KEEPERS,
        args=lambda w: [w.invitation.pk],
    ),
)  # fmt: skip


def about_rep(name: str, methods: str = "GET", **more) -> Row:
    return Row(name, methods, args=lambda w: [w.cast.rep.pk], **more)


PERSON = (
    about_rep("people:person"),
    Row(
        "people:person", args=lambda w: [w.cast.deactivated.pk], finds=KEEPERS,
        note="who has left",
    ),
    about_rep(
        "people:person_edit", "GET POST", role=KEEPERS,
        body=lambda w: {"name": "Rhea Solbergh-Lund", "email": w.cast.rep.email, "title": "Rep"},
        form_on=lambda w: reverse("people:person_edit", args=[w.cast.rep.pk]),
    ),
    about_rep(
        "people:person_manager", "GET POST", role=KEEPERS,
        body=lambda w: {"manager": w.cast.other_manager.pk, "starts_on": "2026-04-01"},
        takes=frozenset({"manager"}),
    ),
    Row(
        "people:line_cancellation", "POST", acts=KEEPERS,
        args=lambda w: [w.cast.peer.pk, w.planned_line.pk],
    ),
    Row(
        "people:person_invitation", "POST", acts=KEEPERS,
        args=lambda w: [w.newcomer.pk],
    ),
    about_rep(
        "people:departure", "GET POST", role=KEEPERS, body=lambda w: {"left_on": "2026-06-30"},
    ),
    about_rep("people:departure_cancellation", "POST", acts=KEEPERS),
    about_rep("people:deactivation", "GET POST", role=KEEPERS),
    Row(
        "people:deactivation", "GET POST", args=lambda w: [w.cast.administrator.pk],
        role=KEEPERS, reads=frozenset(), acts=frozenset(), note="of an administrator",
    ),
    Row(
        "people:reactivation", "GET POST", role=KEEPERS,
        args=lambda w: [w.cast.deactivated.pk],
    ),
    Row(
        "people:role_revocation", "POST", acts=ADMIN,
        args=lambda w: [w.cast.compensation.pk, "compensation"],
    ),
)  # fmt: skip

DAYS = (
    Row(
        "people:days_off", "GET POST", acts=KEEPERS,
        body=lambda w: {"lines": "2027-01-01 New year"},
    ),
    Row(
        "people:day_off_removal", "POST", acts=KEEPERS, args=lambda w: [w.day_off.pk],
        not_repeated="it is gone then",
    ),
    about_rep(
        "people:days_away", "GET POST", role=AWAY_KEEPERS,
        body=lambda w: {"starts_on": "2026-05-04", "ends_on": "2026-05-08"},
    ),
    Row(
        "people:away_removal", "POST", role=AWAY_KEEPERS,
        args=lambda w: [w.cast.rep.pk, w.away.pk], not_repeated="it is gone then",
    ),
)  # fmt: skip

COMPANY = (
    Row(
        "people:roles", "GET POST", role=ADMIN,
        body=lambda w: {"person": w.cast.peer.pk, "role": "hr"},
        takes=frozenset({"person", "role"}),
    ),
    Row("people:teams", "GET POST", role=KEEPERS, body=lambda w: {"name": "East"}),
    Row(
        "people:team", "GET POST", role=KEEPERS, args=lambda w: [w.cast.north.pk],
        body=lambda w: {"name": "Far north"},
    ),
    Row(
        "people:team_members", "POST", role=KEEPERS, args=lambda w: [w.cast.north.pk],
        body=lambda w: {"person": w.cast.other_rep.pk}, takes=frozenset({"person"}),
    ),
    Row(
        "people:team_member_removal", "POST", role=KEEPERS,
        args=lambda w: [w.cast.north.pk, w.cast.rep.pk],
    ),
    Row("people:team_removal", "POST", role=KEEPERS, args=lambda w: [w.empty_team.pk]),
)  # fmt: skip

ROWS = (*DOORS, *ADDRESS, *OWN, *DIRECTORY, *PERSON, *DAYS, *COMPANY)
