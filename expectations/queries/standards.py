"""The standards of one document or of many, line by line, each with how it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calc.document import AreaWords, StandardWords, Wording
from expectations.models import DocumentVersion, SharedWording, State
from expectations.models.documents import VersionQuerySet
from expectations.queries.standings import Standing, standing, standing_of_many
from expectations.queries.words import words_of

CHUNK = 100


@dataclass(frozen=True)
class StandardLine:
    """One standard with the version and the area it belongs to; ``stands`` once it is signed."""

    version: DocumentVersion
    words: Wording
    area: AreaWords
    standard: StandardWords
    stands: Standing | None


def standards_of(version: DocumentVersion, today: date) -> list[StandardLine]:
    """The standards of one version, in their order."""
    words = words_of(version, today)
    stands = standing(version, today, wording=words) if version.is_signed else {}
    return list(_lines(version, words, stands))


def standards_of_shared(versions: VersionQuerySet, today: date) -> Iterator[StandardLine]:
    """The standards of all these versions but drafts, which are for their authors; in the order
    of the queryset. For a hundred versions the words are one query, and how their
    standards stand are four.
    """
    rows = versions.exclude(state=State.DRAFT).select_related("document__person__team")
    chunk: list[DocumentVersion] = []
    for version in rows.iterator(chunk_size=CHUNK):
        chunk.append(version)
        if len(chunk) == CHUNK:
            yield from _lines_of_chunk(chunk, today)
            chunk = []
    yield from _lines_of_chunk(chunk, today)


def _lines_of_chunk(versions: Sequence[DocumentVersion], today: date) -> Iterator[StandardLine]:
    shared = SharedWording.objects.filter(version__in=[each.pk for each in versions])
    stored = {(row.version_id, row.fingerprint): row.words for row in shared}
    words = {
        version: Wording.from_plain(stored[version.pk, version.fingerprint]) for version in versions
    }
    signed = {version: list(said.standards) for version, said in words.items() if version.is_signed}
    stand = standing_of_many(signed, today)
    for version, said in words.items():
        yield from _lines(version, said, stand.get(version.pk, {}))


def _lines(
    version: DocumentVersion, words: Wording, stands: Mapping[str, Standing]
) -> Iterator[StandardLine]:
    for area in words.areas:
        for standard in area.standards:
            yield StandardLine(version, words, area, standard, stands.get(standard.line))
