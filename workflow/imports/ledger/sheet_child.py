"""Read a workbook from standard input as lines of JSON: a program of its own, with limits.

The parser lays each sheet out as a full rectangle, so a stray cell at XFD1048576 asks for half a
terabyte and aborts the process. Here only the child process ends. The child is started by its path,
in isolated mode, and therefore imports nothing of ours. A line is an object that begins a sheet or
reports an event, or an array: a row of the sheet, without its empty cells at the end.
"""

import contextlib
import datetime
import io
import json
import sys

import python_calamine

MAX_ROWS = 200_000
MAX_COLUMNS = 400
MEMORY = 2**30
SECONDS = 60


def main() -> int:
    """Write sheets and their rows to standard output, or the fault."""
    _limit()
    try:
        _read(sys.stdin.buffer.read())
    except python_calamine.PasswordError:
        _say({"fault": "encrypted"})
    except (python_calamine.CalamineError, OSError):
        _say({"fault": "damaged"})
    except MemoryError:
        _say({"fault": "unreadable"})
    return 0


def _limit() -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limits.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != python_calamine.SheetVisibleEnum.Visible:
            _say({"hidden": about.name})
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.end and (sheet.end[0] >= MAX_ROWS or sheet.end[1] >= MAX_COLUMNS):
            _say({"fault": "too_many_cells", "sheet": about.name, "end": sheet.end})
            return
        _tell(about.name, sheet)


def _tell(name: str, sheet: python_calamine.CalamineSheet) -> None:
    _say({"sheet": name, "merges": sheet.merged_cell_ranges or []})
    before = [None] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        cells = [*before, *map(_plain, row)]
        while cells and cells[-1] is None:
            cells.pop()
        _say(cells)


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    sys.stdout.write("\n")


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
    assert isinstance(sys.stdout, io.TextIOWrapper)  # noqa: S101 -- for the type checker
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="\n")
    sys.exit(main())
