"""Who is meant by a name or an e-mail in a file that is not about people itself."""

from typing import Any

from django.utils.translation import gettext as _

from calc.tabular.texts import closest_names, fold
from people.models import Person
from salesperf.imports import wording
from salesperf.imports.sheet import Sheet, rows_by_text


class NamedPeople:
    """Everybody by e-mail and by name, for a column that names somebody who is here. One query."""

    def __init__(self, field: str) -> None:
        self.field = field
        self.by_email: dict[str, int] = {}
        self.names: dict[int, str] = {}
        by_name: dict[str, list[int]] = {}
        for pk, email, name in Person.objects.values_list("pk", "email", "name"):
            self.by_email[email] = pk
            self.names[pk] = name
            by_name.setdefault(fold(name), []).append(pk)
        self.by_name = by_name
        self.emails = {pk: email for email, pk in self.by_email.items()}

    def resolve(self, sheet: Sheet) -> dict[str, int | None]:
        """Text → person; None where its rows were noted as problems."""
        found: dict[str, int | None] = {}
        rows = rows_by_text(sheet, self.field)
        for text in rows:
            found[text] = self._find(sheet, text)
        unknown = {text for text, pk in found.items() if pk is None}
        if unknown:
            self._note(sheet, unknown)
        return found

    def _find(self, sheet: Sheet, text: str) -> int | None:
        said = sheet.answer(self.field, text)
        if said and said.lower() in self.by_email:
            return self.by_email[said.lower()]
        if "@" in text:
            return self.by_email.get(text.lower())
        same = self.by_name.get(fold(text), [])
        return same[0] if len(same) == 1 else None

    def _note(self, sheet: Sheet, unknown: set[str]) -> None:
        worded = {text: self._problem(sheet, text) for text in unknown}
        for row in sheet.rows:
            text = sheet.text(row, self.field)
            if text in worded:
                what, offers = worded[text]
                sheet.note(row, self.field, what, *offers)

    def _problem(self, sheet: Sheet, text: str) -> tuple[str, list[Any]]:
        namesakes = self.by_name.get(fold(text), [])
        if namesakes:
            offers = [
                offer
                for pk in namesakes[:5]
                for offer in sheet.offer(
                    _("Use %(email)s") % {"email": self.emails[pk]},
                    self.field,
                    text,
                    self.emails[pk],
                )
            ]
            return _("Several people have this name. Which one is it?"), offers
        if "@" in text:
            return f"{_('Nobody has this address.')} {wording.mend()}", []
        return self._closest(sheet, text)

    def _closest(self, sheet: Sheet, text: str) -> tuple[str, list[Any]]:
        unique = {self.names[pks[0]]: pks[0] for pks in self.by_name.values() if len(pks) == 1}
        close = closest_names(text, unique, most=1)
        if not close:
            return f"{_('Nobody has this name.')} {wording.mend()}", []
        email = self.emails[unique[close[0]]]
        what = _("Nobody has this name. Closest: %(name)s.") % {"name": close[0]}
        first_name = close[0].split()[0]
        return what, sheet.offer(_("Use %(name)s") % {"name": first_name}, self.field, text, email)
