"""Write a table in the wanted form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow.platform.sheets.delimited import write_csv
from workflow.platform.sheets.layouts import FilledLayout, fill_in
from workflow.platform.sheets.objects import write_json
from workflow.platform.sheets.table import SheetBlock, SheetFormat, SheetHead
from workflow.platform.sheets.workbook import write_workbook


def write(
    head: SheetHead,
    blocks: Iterable[SheetBlock],
    form: SheetFormat,
    layout: FilledLayout | None = None,
) -> Iterator[bytes]:
    """Yield the bytes of a table; a workbook may have a layout of its own."""
    if form == "csv":
        return write_csv(head, blocks)
    if form == "json":
        return write_json(head, blocks)
    return fill_in(layout, blocks) if layout else write_workbook(head, blocks)
