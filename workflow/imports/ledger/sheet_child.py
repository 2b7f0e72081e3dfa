"""Read one workbook from standard input as JSON: a program of its own, run within limits.

The parser lays each sheet out as a full rectangle, so one stray cell at XFD1048576 asks for
half a terabyte and aborts the process. Here that ends this process only. It is started by its
path, in isolated mode, and therefore imports nothing of ours.
"""

import contextlib
import datetime
import io
import json
import sys

import python_calamine

MAX_ROWS = 100_000
MAX_COLUMNS = 400
MEMORY = 2**30
SECONDS = 30


def main() -> int:
    """Answer on standard output with sheets, or with the fault that was met."""
    _limit()
    try:
        answer = _read(sys.stdin.buffer.read())
    except python_calamine.PasswordError:
        answer = {"fault": "encrypted"}
    except python_calamine.CalamineError:
        answer = {"fault": "damaged"}
    except MemoryError:
        answer = {"fault": "unreadable"}
    json.dump(answer, sys.stdout, ensure_ascii=True)
    return 0


def _limit() -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limits.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes) -> dict[str, object]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets: list[dict[str, object]] = []
    hidden: list[str] = []
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != python_calamine.SheetVisibleEnum.Visible:
            hidden.append(about.name)
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.end and (sheet.end[0] >= MAX_ROWS or sheet.end[1] >= MAX_COLUMNS):
            return {"fault": "too_many_cells", "sheet": about.name, "end": sheet.end}
        sheets.append(_sheet(about.name, sheet))
    return {"sheets": sheets, "hidden": hidden}


def _sheet(name: str, sheet: python_calamine.CalamineSheet) -> dict[str, object]:
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return {"name": name, "rows": rows, "merges": sheet.merged_cell_ranges or []}


def _plain(cell: object) -> object:
    """Turn a cell into JSON: days and instants are marked, whole numbers lose their point."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return int(cell) if cell == cell // 1 else cell
    if isinstance(cell, datetime.datetime | datetime.date):
        return [cell.isoformat()]
    return str(cell)


if __name__ == "__main__":
    sys.exit(main())
