"""Whether anything changed: a hash of what one person's pay is calculated from."""

from collections.abc import Sequence
from hashlib import sha256

from calc.commission.counting import in_order
from calc.commission.values import Credit, Figures, Person


def inputs_hash(plan_hash: str, person: Person, credits: Sequence[Credit]) -> str:
    """The same for the same plan, person and credits, in whatever order they come.

    ``plan_hash`` stands for the plan and the days of the run. A person whose hash is that of the
    last run is paid the same and need not be calculated again.
    """
    digest = sha256(plan_hash.encode())
    own = (person.id, person.start, person.end, person.absences)
    figures = [_sorted(each) for each in (person.quotas, person.targets, person.metrics)]
    digest.update(repr((own, figures)).encode())
    for credit in in_order(credits):
        plain = credit._replace(tags=frozenset(), facts={})
        more = (sorted(credit.tags), sorted(credit.facts.items()))
        digest.update(repr((tuple(plain), more)).encode())
    return digest.hexdigest()


def _sorted(figures: Figures) -> list[tuple[str, list[tuple[str, int]]]]:
    return sorted((name, sorted(by_key.items())) for name, by_key in figures.items())
