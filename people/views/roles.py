"""Who holds which role."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import actions, queries, rules
from people.forms.fields import PersonChoiceField
from people.models import Person, Role
from people.problems import PeopleProblem
from people.views.person import found_person
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request

# What each role opens, for who grants it. The rules themselves stand in each room's rules.py.
OPENS = {
    Role.HR: gettext_lazy("Keeps people, teams and reporting lines."),
    Role.COMPENSATION: gettext_lazy("Imports deals and sees everybody's."),
    Role.EXECUTIVE: gettext_lazy("Sets vision, mission, values and objectives."),
    Role.ADMINISTRATOR: gettext_lazy(
        "Keeps people, roles and settings; reads the audit trail. No notes, no answers, no pay."
    ),
}


class GrantForm(forms.Form):
    person = PersonChoiceField(
        label=gettext_lazy("Person"), queryset=None, empty_label=gettext_lazy("Choose somebody")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)

    def __init__(self, *args, candidates, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]


@page(GET, POST, may=rules.can_keep_roles)
def roles(request: Request) -> HttpResponse:
    here = Person.objects.visible_to(request.user, request.today).employed_on(request.today)
    form = GrantForm(request.POST or None, candidates=here.exclude(pk=request.user.pk))
    if request.method == POST and form.is_valid():
        try:
            actions.grant_role(
                **form.cleaned_data, by=request.user, now=request.now, today=request.today
            )
        except PeopleProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The role is granted."))
            return redirect("people:roles")
    holders = queries.holders(request.today)
    context = {
        "form": form,
        "roles": [(role, OPENS[role], holders[role]) for role in Role],
        "since": request.today,
    }
    return render(request, "people/roles.html", context)


@act
def role_revocation(request: Request, person_id: int, role: str) -> HttpResponse:
    one = found_person(request, person_id)
    require(rules.can_keep_roles(request.user))
    if role not in Role.values:
        raise Http404
    require(rules.can_change_roles_of(request.user, one))
    try:
        revoked = actions.revoke_role(
            person=one, role=role, by=request.user, now=request.now, today=request.today
        )
    except PeopleProblem as problem:
        messages.error(request, str(problem))
    else:
        if revoked:
            messages.success(request, _("The role is revoked."))
    return redirect("people:roles")
