"""Files of rows: CSV and its relatives, and Excel workbooks, read into a :class:`Table`.

The bytes decide what a file is. Whatever cannot be read is a value (a broken row) or, when it
is the whole file, :class:`NotATable`; no input makes it fail in another way. What a cell means
is read by ``numbers``, ``dates`` and ``texts``, which look at a column as a whole first.
"""

from calc.tabular.delimited import read_delimited
from calc.tabular.sniff import kind_of
from calc.tabular.table import BrokenRow, Figure, Format, NotATable, Row, Table
from calc.tabular.workbook import read_workbook


def read_table(
    data: bytes, name: str, *, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> Table:
    """Read a file into a table. Empty arguments are found out from the file itself.

    Raises NotATable when the file as a whole is none.
    """
    if kind_of(data, name) == "xlsx":
        return read_workbook(data, sheet=sheet)
    return read_delimited(data, encoding=encoding, delimiter=delimiter)


__all__ = ["BrokenRow", "Figure", "Format", "NotATable", "Row", "Table", "read_table"]
