"""A child process that reads one strange workbook: run as a script, never imported.

It bounds its own memory and time before it reads and knows no secrets. Out come lines of JSON: first what the workbook
is, then each row. `sheets.py` is the other end.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MEMORY_CAP = 640 * 1024 * 1024
CPU_SECONDS = 30


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_CAP, MEMORY_CAP))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    import python_calamine  # noqa: PLC0415 - after the limits

    try:
        file = Path(path).open("rb")  # noqa: SIM115 - by content: given a path, the parser would believe its ending
        sheet = _first_filled(python_calamine.CalamineWorkbook.from_filelike(file))
    except python_calamine.PasswordError:
        _say({"refused": "encrypted"})
    except MemoryError:
        _say({"refused": "demanding"})
    except Exception as error:  # noqa: BLE001 - the parser raises anything at all on broken files
        _say({"refused": "broken", "because": repr(error)[:200]})
    else:
        _tell(sheet)


def _first_filled(workbook: Any) -> Any:
    """The first visible sheet with anything in it."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - after the limits

    for entry in workbook.sheets_metadata:
        if entry.typ == SheetTypeEnum.WorkSheet and entry.visible == SheetVisibleEnum.Visible:
            sheet = workbook.get_sheet_by_name(entry.name)
            if sheet.height:
                return sheet
    return None


def _tell(sheet: Any) -> None:
    if sheet is None:
        _say({"refused": "empty"})
        return
    # calamine gives the empty rows above the first filled one, but not the empty columns before it.
    _say({"sheet": sheet.name, "left": sheet.start[1], "merged": sheet.merged_cell_ranges or []})
    for row in sheet.iter_rows():
        _say([_plain(cell) for cell in row])


def _plain(cell: Any) -> Any:
    """What JSON can say: text, numbers and truth as they are, everything of the calendar marked as such."""
    if isinstance(cell, datetime | date | time):
        return {"date": cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"date": str(cell)}
    return cell


def _say(line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
