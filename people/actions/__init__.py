"""Every change to people, one function each: it locks, checks, writes, records and tells."""

from people.actions.accounts import deactivate, leave, reactivate, stay
from people.actions.addresses import (
    agree_to_address,
    confirm_address,
    settle_addresses,
    stop_address,
    take_back_address,
)
from people.actions.days import add_away, add_days_off, remove_away, remove_day_off
from people.actions.invitations import (
    accept_invitation,
    invite,
    invite_all,
    withdraw_invitation,
)
from people.actions.lines import LineChange, cancel_line, set_manager, set_managers
from people.actions.passwords import answer_reset_asks, ask_reset, change_password, reset_password
from people.actions.persons import change_person, change_profile, create_person
from people.actions.roles import grant_role, revoke_role
from people.actions.teams import change_team, create_team, move_to_team, remove_team

__all__ = [
    "LineChange",
    "accept_invitation",
    "add_away",
    "add_days_off",
    "agree_to_address",
    "answer_reset_asks",
    "ask_reset",
    "cancel_line",
    "change_password",
    "change_person",
    "change_profile",
    "change_team",
    "confirm_address",
    "create_person",
    "create_team",
    "deactivate",
    "grant_role",
    "invite",
    "invite_all",
    "leave",
    "move_to_team",
    "reactivate",
    "remove_away",
    "remove_day_off",
    "remove_team",
    "reset_password",
    "revoke_role",
    "set_manager",
    "set_managers",
    "settle_addresses",
    "stay",
    "stop_address",
    "take_back_address",
    "withdraw_invitation",
]
