"""All that is written in editions, by the name under which comment rounds know it."""

from typing import Any

from expectations.actions.editions import Kind
from expectations.actions.marketing import PLAN
from expectations.actions.strategy import STRATEGY
from expectations.models import CommentRound

KINDS: dict[str, Kind[Any, Any]] = {kind.field: kind for kind in (STRATEGY, PLAN)}


def kind_of(*, of_round: CommentRound) -> Kind[Any, Any]:
    """What a round is about."""
    return STRATEGY if of_round.strategy_id else PLAN
