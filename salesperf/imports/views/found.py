"""Finding what a page is about, and the table behind it."""

from django.http import Http404

from calc.tabular import NotATable, Table
from salesperf.imports import kinds, queries
from salesperf.imports.kinds import Kind
from salesperf.imports.models import ImportFile
from salesperf.web.find import find_or_404
from salesperf.web.request import Request


def file_or_404(request: Request, file_id: int) -> ImportFile:
    visible = ImportFile.objects.visible_to(request.user, request.today)
    return find_or_404(visible.select_related("uploaded_by"), pk=file_id)


def kind_or_404(request: Request, name: str) -> Kind:
    """A kind this person may import; another one does not exist for them."""
    for kind in kinds.kinds_for(request.user):
        if kind.name == name:
            return kind
    raise Http404


def table_of(file: ImportFile) -> tuple[Table | None, NotATable | None]:
    """The table of a file, or why it cannot be read any more."""
    try:
        return queries.open_table(file), None
    except (NotATable, FileNotFoundError) as refused:
        return None, refused if isinstance(refused, NotATable) else NotATable("changed")
