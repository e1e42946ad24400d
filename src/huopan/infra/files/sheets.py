"""Tables from strangers: xlsx, xls, ods and csv, told apart by what they hold, read row by row in bounds."""

from __future__ import annotations

import codecs
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from huopan.infra.files.zips import checked_members, pieces
from huopan.kernel.refusal import RefusedError, said

BYTES_CAP = 50_000_000
MOST_CELLS = 20_000_000
MOST_COLUMNS = 500
LONGEST_CELL = 32_767
DIGITS_KEPT = 15
_PARSER = Path(__file__).with_name("parsing.py")
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>')
_FORMULA_STARTS = "=+-@\t\r＝＋－＠"
_SUSPECT = re.compile(f"'*[{re.escape(_FORMULA_STARTS)}]")
_ESCAPED = re.compile(f"'+[{re.escape(_FORMULA_STARTS)}]")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class SheetFormatError(RefusedError):
    kind = "invalid"
    sentence = said("This is no table that can be read; send an Excel file (.xlsx, .xls), .ods or .csv.")


class SheetIsHtmlError(RefusedError):
    kind = "invalid"
    sentence = said("This is a web page named like an Excel file; open it in Excel and save it as .xlsx.")


class SheetTooLargeError(RefusedError):
    kind = "invalid"
    sentence = said("The file is larger than {limit_mb} MB; split it into several.")


class SheetEncryptedError(RefusedError):
    kind = "invalid"
    sentence = said("The file is protected by a password; remove it in Excel under File, Info, and send it again.")


class SheetBrokenError(RefusedError):
    kind = "invalid"
    sentence = said("The file is damaged or cut off; open it in Excel, save it again and send that.")


class SheetEmptyError(RefusedError):
    kind = "invalid"
    sentence = said("There is nothing in the visible sheets of this file.")


class SheetTooWideError(RefusedError):
    kind = "invalid"
    sentence = said("The table reaches from end to end of the sheet; delete the cells far right and far below.")


class SheetTooDemandingError(RefusedError):
    kind = "invalid"
    sentence = said("The file takes more memory or time to read than is allowed; split it into several.")


class SheetEncodingError(RefusedError):
    kind = "invalid"
    sentence = said("The text is neither UTF-8 nor GBK; save the file as “CSV UTF-8” and send it again.")


class SheetLineError(RefusedError):
    kind = "invalid"
    sentence = said("Line {line} cannot be read as a row; check its quotation marks.")


class LongNumberError(RefusedError):
    kind = "invalid"
    sentence = said(
        "This number has more than 15 digits, and Excel has rounded it; format the column as text and type it again."
    )


class DateCellError(RefusedError):
    kind = "invalid"
    sentence = said("Excel has turned this into a date ({value}); format the column as text and type it again.")


class FormulaFailedError(RefusedError):
    kind = "invalid"
    sentence = said("The formula here fails; mend it or type the value.")


class CellTooLongError(RefusedError):
    kind = "invalid"
    sentence = said("This cell holds more than {most} characters; shorten it.")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` and the positions of `cells` are the sheet's own. `doubts`: cells whose text may not be what was meant,
    by position; a reader who needs such a cell tells it."""

    number: int
    cells: list[str]
    doubts: dict[int, RefusedError] = field(default_factory=dict)

    def is_blank(self) -> bool:
        return not any(self.cells)


_DOUBTS = {each.__name__: each for each in (LongNumberError, DateCellError, FormulaFailedError, CellTooLongError)}


def doubts_as_json(doubts: Mapping[int, RefusedError]) -> dict[str, list[Any]]:
    """A row's doubts as they can be kept; `doubts_from_json` gives them back."""
    return {str(position): [type(doubt).__name__, doubt.params] for position, doubt in doubts.items()}


def doubts_from_json(kept: Mapping[str, list[Any]]) -> dict[int, RefusedError]:
    return {int(position): _DOUBTS[name](**params) for position, (name, params) in kept.items()}


_REFUSALS: dict[str, type[RefusedError]] = {
    "encrypted": SheetEncryptedError,
    "broken": SheetBrokenError,
    "demanding": SheetTooDemandingError,
    "empty": SheetEmptyError,
}


@contextmanager
def table_rows(source: Path | BinaryIO) -> Iterator[Iterator[Row]]:
    """The rows of the first visible sheet with content, every cell as text, merged cells filled from their first.

    The file is weighed before anything parses it; what parses workbooks is a child process with limits of its own.
    Raises one of the refusals above, at once or at the row where it shows.
    """
    with _as_path(source) as path:
        kind, failed = _kind(path)
        yield _csv_rows(path) if kind == "csv" else _workbook_rows(path, failed)


def escaped(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula; `table_rows` undoes it."""
    return f"'{text}" if _SUSPECT.match(text) else text


def _unescaped(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text


@contextmanager
def _as_path(source: Path | BinaryIO) -> Iterator[Path]:
    if isinstance(source, Path):
        yield source
        return
    with NamedTemporaryFile(prefix="sheet-") as copy:
        source.seek(0)
        while piece := source.read(1 << 20):
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)


def _kind(path: Path) -> tuple[str, frozenset[tuple[int, int]]]:
    """By content alone: names lie. With it the cells whose formula fails, by row and position, which parsers leave
    empty. Raises the refusal of what cannot be read."""
    if path.stat().st_size > BYTES_CAP:
        raise SheetTooLargeError(limit_mb=BYTES_CAP // 1_000_000)
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(b"PK"):
            return "zip", _weigh(file)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            if _ENCRYPTED in start + file.read():
                raise SheetEncryptedError
            return "xls", frozenset()
    lowered = start.lower()
    if b"<html" in lowered or b"<table" in lowered:
        raise SheetIsHtmlError
    if not start.strip():
        raise SheetEmptyError
    if b"\x00" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SheetFormatError
    return "csv", frozenset()


def _weigh(file: BinaryIO) -> frozenset[tuple[int, int]]:
    """Refuse bombs: what unpacks too large, what lies, a lone cell at the far end, which parsers pay for densely.

    Returns the cells of any worksheet whose formula fails.
    """
    failed: set[tuple[int, int]] = set()
    members = checked_members(file)
    if not any(member.filename in ("xl/workbook.xml", "content.xml", "xl/workbook.bin") for member in members):
        raise SheetFormatError
    for member in members:
        content = pieces(file, member)
        failed |= _weigh_worksheet(content) if member.filename.startswith("xl/worksheets/") else _weigh_plain(content)
    return frozenset(failed)


def _weigh_plain(content: Iterator[bytes]) -> set[tuple[int, int]]:
    for piece in content:
        _refuse_declarations(piece)
    return set()


def _weigh_worksheet(content: Iterator[bytes]) -> set[tuple[int, int]]:
    failed: set[tuple[int, int]] = set()
    far_row = far_column = 0
    rest = b""
    for piece in content:
        _refuse_declarations(piece)
        rest += piece
        for letters, digits, more in _CELL.findall(rest):
            row, column = int(digits), _column(letters)
            far_row, far_column = max(far_row, row), max(far_column, column)
            if b't="e"' in more:
                failed.add((row, column - 1))
        if far_row * far_column > MOST_CELLS:
            raise SheetTooWideError
        rest = rest[-200:]
    return failed


def _refuse_declarations(piece: bytes) -> None:
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise SheetBrokenError


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _workbook_rows(path: Path, failed: frozenset[tuple[int, int]]) -> Iterator[Row]:
    child = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-I", str(_PARSER), str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        text=True,
        encoding="ascii",
    )
    assert child.stdout is not None
    try:
        lines = (json.loads(line) for line in child.stdout)
        first = next(lines, {"refused": "demanding"})
        if reason := first.get("refused"):
            raise _REFUSALS[reason]
        for row in _filled(first, lines):
            _doubt_failed(row, failed)
            yield row
        if child.wait() != 0:  # killed by its limits
            raise SheetTooDemandingError
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _doubt_failed(row: Row, failed: frozenset[tuple[int, int]]) -> None:
    for position, text in enumerate(row.cells):
        if not text and (row.number, position) in failed:
            row.doubts[position] = FormulaFailedError()


def _filled(about: dict[str, Any], rows: Iterator[list[Any]]) -> Iterator[Row]:
    """Rows numbered as in the sheet, each merged range repeating its first cell."""
    left = about["left"]
    starting: dict[tuple[int, int], tuple[int, int]] = {
        (row, column): (last_row, last_column) for (row, column), (last_row, last_column) in about["merged"]
    }
    holding: list[tuple[int, int, int, Any]] = []
    for number, cells in enumerate(rows):
        values = [""] * left + cells
        for column in range(len(values)):
            if (number, column) in starting:
                last_row, last_column = starting[number, column]
                holding.append((last_row, column, last_column, values[column]))
        holding = [held for held in holding if held[0] >= number]
        for _, first_column, last_column, value in holding:
            values[first_column : last_column + 1] = [value] * (min(last_column + 1, len(values)) - first_column)
        yield _row(number + 1, values)


def _row(number: int, values: list[Any]) -> Row:
    row = Row(number, [])
    for position, value in enumerate(values):
        row.cells.append(_text(value))
        if doubt := _doubt(value):
            row.doubts[position] = doubt
    return row


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["date"])
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**DIGITS_KEPT:
        return str(int(value))
    return _unescaped(str(value).strip())


def _doubt(value: Any) -> RefusedError | None:
    if isinstance(value, dict):
        return DateCellError(value=value["date"])
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**DIGITS_KEPT:
        return LongNumberError()
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        return CellTooLongError(most=LONGEST_CELL)
    return None


def _csv_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding=_encoding(path), newline="") as file:
        delimiter = _delimiter(file.readline())
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeDecodeError):
                raise SheetLineError(line=number) from None
            if len(cells) > MOST_COLUMNS:
                raise SheetTooWideError
            yield _row(number, cells)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        is_wide = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise SheetEncodingError


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(line: str) -> str:
    """The separator that stands most often outside quotation marks; the comma when none does."""
    return max(",\t;", key=re.sub(r'"(?:[^"]|"")*"', "", line).count)
