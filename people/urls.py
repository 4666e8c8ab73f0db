from django.urls import URLPattern, URLResolver, path

from people.views import (
    accounts,
    addresses,
    days,
    directory,
    doors,
    invitations,
    passwords,
    person,
    profile,
    roles,
    teams,
)

app_name = "people"

# For those who are not signed in
door_urls = [
    path("sign-in/", doors.sign_in, name="sign_in"),
    path("sign-out/", doors.sign_out, name="sign_out"),
    path("password-reset/", passwords.password_reset, name="password_reset"),
    path("password-reset/sent/", passwords.password_reset_sent, name="password_reset_sent"),
    path("password-reset/new/", passwords.password_reset_new, name="password_reset_new"),
    path(
        "password-reset/link/<slug:token>/",
        passwords.password_reset_link,
        name="password_reset_link",
    ),
    path("email-change/", addresses.email_change, name="email_change"),
    path("email-change/link/<slug:token>/", addresses.email_link, name="email_link"),
    path("invitation/", passwords.invitation_accept, name="invitation_accept"),
    path("invitation/<slug:token>/", passwords.invitation_link, name="invitation_link"),
]

# /profile/
profile_urls = [
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password_change, name="password_change"),
]

# /people/
directory_urls = [
    path("people/", directory.directory, name="directory"),
    path("people/directory.csv", directory.directory_csv, name="directory_csv"),
    path("people/directory.xlsx", directory.directory_xlsx, name="directory_xlsx"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/", invitations.invitations, name="invitations"),
    path("people/invitations/all/", invitations.invitation_all, name="invitation_all"),
    path(
        "people/invitations/<int:invitation_id>/withdrawal/",
        invitations.invitation_withdrawal,
        name="invitation_withdrawal",
    ),
]

# /people/<person>/
person_urls = [
    path("people/<int:person_id>/", person.person, name="person"),
    path("people/<int:person_id>/edit/", person.person_edit, name="person_edit"),
    path("people/<int:person_id>/manager/", person.person_manager, name="person_manager"),
    path(
        "people/<int:person_id>/lines/<int:line_id>/cancellation/",
        person.line_cancellation,
        name="line_cancellation",
    ),
    path(
        "people/<int:person_id>/invitation/",
        invitations.person_invitation,
        name="person_invitation",
    ),
    path("people/<int:person_id>/days-away/", days.days_away, name="days_away"),
    path(
        "people/<int:person_id>/days-away/<int:away_id>/removal/",
        days.away_removal,
        name="away_removal",
    ),
    path(
        "people/<int:person_id>/email-change/withdrawal/",
        addresses.email_withdrawal,
        name="email_withdrawal",
    ),
    path("people/<int:person_id>/departure/", accounts.departure, name="departure"),
    path(
        "people/<int:person_id>/departure/cancellation/",
        accounts.departure_cancellation,
        name="departure_cancellation",
    ),
    path("people/<int:person_id>/deactivation/", accounts.deactivation, name="deactivation"),
    path("people/<int:person_id>/reactivation/", accounts.reactivation, name="reactivation"),
    path(
        "people/<int:person_id>/roles/<slug:role>/revocation/",
        roles.role_revocation,
        name="role_revocation",
    ),
]

# /roles/, /teams/, /days-off/
company_urls = [
    path("days-off/", days.days_off, name="days_off"),
    path("days-off/<int:day_id>/removal/", days.day_off_removal, name="day_off_removal"),
    path("roles/", roles.roles, name="roles"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:team_id>/", teams.team, name="team"),
    path("teams/<int:team_id>/members/", teams.team_members, name="team_members"),
    path(
        "teams/<int:team_id>/members/<int:person_id>/removal/",
        teams.team_member_removal,
        name="team_member_removal",
    ),
    path("teams/<int:team_id>/removal/", teams.team_removal, name="team_removal"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *door_urls,
    *profile_urls,
    *directory_urls,
    *person_urls,
    *company_urls,
]
