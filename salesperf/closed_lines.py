"""Lines of something that was closed: refused by the database once their parent is.

:class:`salesperf.append_only.RefuseChange` looks at the row itself. The lines of a document, a
statement or a plan have no state of their own: whether they may still change stands in another
table. A trigger on PostgreSQL cannot ask that in its condition, so it is asked in its body.
"""

from collections.abc import Sequence

from salesperf.append_only import RefuseChange

_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


class RefuseChangeUnder(RefuseChange):
    """Lay triggers that refuse to add, change, move or delete rows of a closed parent.

    ``closed`` is SQL that both databases read and that is true when the parent of ``{row}`` is
    closed::

        RefuseChangeUnder(
            "expectations_ability",
            closed="(SELECT state FROM expectations_documentversion"
            " WHERE id = {row}.version_id) <> 'draft'",
        )
    """

    def __init__(
        self,
        table: str,
        closed: str,
        on: Sequence[str] = ("INSERT", "UPDATE", "DELETE"),
        name: str = "under",
    ) -> None:
        unknown = set(on) - set(_ROWS)
        if unknown:
            raise ValueError(f"RefuseChangeUnder does not know {sorted(unknown)}.")
        super().__init__(table, name=name)
        self.on = tuple(on)
        self.closed = closed

    def describe(self) -> str:
        return f"Refuse {', '.join(self.on)} on {self.table} once it is closed"

    def trigger_names(self, vendor: str) -> list[str]:
        return [self._trigger(on.lower()) for on in self.on]

    def _asked(self, on: str) -> str:
        return " OR ".join(f"({self.closed.format(row=row)})" for row in _ROWS[on])

    def _drop(self, vendor: str) -> list[str]:
        if vendor != "postgresql":
            return super()._drop(vendor)
        return [
            statement
            for name in self.trigger_names(vendor)
            for statement in (
                f'DROP TRIGGER IF EXISTS "{name}" ON "{self.table}"',
                f'DROP FUNCTION IF EXISTS "{name}"()',
            )
        ]

    def _create_sqlite(self) -> list[str]:
        return [
            f'CREATE TRIGGER "{self._trigger(on.lower())}" BEFORE {on} ON "{self.table}" '
            f"FOR EACH ROW WHEN {self._asked(on)} "
            f"BEGIN SELECT RAISE(ABORT, '{self._message(on)}'); END"
            for on in self.on
        ]

    def _create_postgresql(self) -> list[str]:
        statements = []
        for on in self.on:
            name = self._trigger(on.lower())
            goes_on = "OLD" if on == "DELETE" else "NEW"
            statements += [
                (
                    f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                    f"IF {self._asked(on)} THEN RAISE EXCEPTION '{self._message(on)}' "
                    f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                    f"RETURN {goes_on}; END $$"
                ),
                (
                    f'CREATE TRIGGER "{name}" BEFORE {on} ON "{self.table}" FOR EACH ROW '
                    f'EXECUTE FUNCTION "{name}"()'
                ),
            ]
        return statements
