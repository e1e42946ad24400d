"""Tables from strangers: each oddity answered in a sentence, bombs refused before they go off."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from huopan.infra.files import sheets, zips
from huopan.infra.files.sheets import escaped, table_rows
from huopan.infra.files.tables import csv_table, xlsx_table

ROOT = Path(__file__).resolve().parents[3]


def read(source):
    with table_rows(io.BytesIO(source) if isinstance(source, bytes) else source) as rows:
        return list(rows)


def cells(source):
    return [row.cells for row in read(source)]


def a_book(fill, **options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(book)
    book.close()
    return out.getvalue()


def repacked(book, change):
    """The same zip with members changed by `change(name, content) -> content | None`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = change(member.filename, old.read(member.filename))
            if content is not None:
                new.writestr(member.filename, content)
    return out.getvalue()


def plain(book):
    book.add_worksheet().write_row(0, 0, ["货号", 12, 12.5, True])


@pytest.mark.parametrize(
    "raw",
    [
        "货号,价格\nA,12.5\n".encode(),
        "货号,价格\nA,12.5\n".encode("utf-8-sig"),
        "货号,价格\nA,12.5\n".encode("gbk"),
        "货号;价格\r\nA;12.5\r\n".encode("utf-16"),
        "货号\t价格\nA\t12.5\n".encode(),
    ],
)
def test_csv_is_read_in_whatever_encoding_it_comes(raw):
    assert cells(raw) == [["货号", "价格"], ["A", "12.5"]]


def test_numbers_are_read_as_people_see_them():
    assert cells(a_book(plain)) == [["货号", "12", "12.5", "True"]]


def test_merged_cells_repeat_their_first():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["货号", "颜色"])
        sheet.merge_range(2, 1, 3, 1, "A1")
        sheet.write_column(2, 2, ["红", "蓝"])

    found = {row.number: row.cells for row in read(a_book(fill))}
    assert (found[3], found[4]) == (["", "A1", "红"], ["", "A1", "蓝"])


def test_the_first_visible_filled_sheet_is_read():
    def fill(book):
        hidden, empty, shown = (book.add_worksheet(name) for name in ("旧", "空", "货品"))
        hidden.write(0, 0, "secret")
        hidden.hide()
        empty.activate()
        empty.set_first_sheet()
        shown.write(0, 0, "货号")

    assert cells(a_book(fill)) == [["货号"]]


def test_a_date_a_long_number_and_a_failed_formula_are_doubted():
    def fill(book):
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(0, 0, datetime(2026, 1, 12), day)
        sheet.write_number(0, 1, 690123456789012345)
        sheet.write_formula(0, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(0, 3, "=6*7", None, 42)
        sheet.write_number(0, 4, 123456789012345)

    [row] = read(a_book(fill))
    assert {position: type(doubt) for position, doubt in row.doubts.items()} == {
        0: sheets.DateCellError,
        1: sheets.LongNumberError,
        2: sheets.FormulaFailedError,
    }
    assert row.cells[3:] == ["42", "123456789012345"]


def test_a_renamed_file_is_told_by_its_content(tmp_path):
    renamed = tmp_path / "货品.xls"
    renamed.write_bytes(a_book(plain))
    assert cells(renamed)[0][0] == "货号"


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", sheets.SheetEmptyError),
        (b"  \n ", sheets.SheetEmptyError),
        (b"<html><table><tr><td>1</td></tr></table>", sheets.SheetIsHtmlError),
        (b"%PDF-1.7\x00\x00", sheets.SheetFormatError),
        (b"PK\x03\x04 cut off", zips.ZipBrokenError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, sheets.SheetBrokenError),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), sheets.SheetEncryptedError),
        (b"\xff\xfe\x00\xd8,", sheets.SheetEncodingError),
        (b"a,\xff\xff\x81", sheets.SheetEncodingError),
        (b'a,b\n"' + b"x" * 200_000 + b'",1\n', sheets.SheetLineError),
        (b"a" + b"," * 600, sheets.SheetTooWideError),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(raw, refusal):
    with pytest.raises(refusal) as refused:
        read(raw)
    assert str(refused.value).endswith(".")


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(sheets.SheetFormatError):
        read(out.getvalue())


def test_an_empty_workbook_is_refused():
    with pytest.raises(sheets.SheetEmptyError):
        read(a_book(lambda book: book.add_worksheet()))


def test_a_cut_off_workbook_is_refused():
    with pytest.raises(zips.ZipBrokenError):
        read(a_book(plain)[:-200])


def test_broken_xml_inside_is_refused():
    broken = repacked(a_book(plain), lambda name, raw: raw[:-80] if name.endswith("workbook.xml") else raw)
    with pytest.raises((sheets.SheetBrokenError, sheets.SheetEmptyError)):
        read(broken)


def test_entities_are_refused():
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    evil = repacked(a_book(plain), lambda name, raw: declared + raw if name.endswith("sheet1.xml") else raw)
    with pytest.raises(sheets.SheetBrokenError):
        read(evil)


def test_a_lone_cell_at_the_far_end_is_refused():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")

    with pytest.raises(sheets.SheetTooWideError):
        read(a_book(fill))


def a_bomb(member, mark=b"</sst>"):
    """300 MB of one text, packed into less than half a megabyte."""
    filler = b"<si><t>" + b"x" * 300_000_000 + b"</t></si>"
    return repacked(a_book(plain), lambda name, raw: raw.replace(mark, filler + mark) if name.endswith(member) else raw)


def a_lying_bomb():
    """A member of 300 MB whose directory entry says 1,000 bytes."""
    raw = bytearray(a_bomb("sheet1.xml", b"</sheetData>"))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        declared = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    for place in range(len(raw) - 4):
        if raw[place : place + 4] == declared.to_bytes(4, "little"):
            raw[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(raw)


WEIGHED = """
import resource, sys
sys.path.insert(0, "src")
from pathlib import Path
from huopan.infra.files.sheets import table_rows
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
resource.setrlimit(resource.RLIMIT_AS, (400 * 1024 * 1024, 400 * 1024 * 1024))
try:
    with table_rows(Path(sys.argv[1])) as rows:
        print(sum(1 for _ in rows))
except Exception as refusal:
    print(type(refusal).__name__)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print((after - before) // 1024, children // 1024)
"""


@pytest.fixture(scope="module")
def bombs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "sheet.xlsx").write_bytes(a_bomb("sheet1.xml", b"</sheetData>"))
    (folder / "strings.xlsx").write_bytes(a_bomb("sharedStrings.xml"))
    (folder / "lying.xlsx").write_bytes(a_lying_bomb())
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bomb", "refusal"),
    [("sheet", "ZipTooLargeError"), ("strings", "ZipTooLargeError"), ("lying", "ZipLyingError")],
)
def test_bombs_are_refused_within_fifty_megabytes(bombs, bomb, refusal):
    done = subprocess.run(
        [sys.executable, "-c", WEIGHED, str(bombs / f"{bomb}.xlsx")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    name, sizes = done.stdout.splitlines()
    assert name == refusal
    assert int(sizes.split()[0]) < 50


@pytest.mark.slow
def test_without_weighing_the_same_bomb_stops_only_at_the_childs_limit(bombs, monkeypatch):
    """The negative control, and the last line of defence: the parser dies of its own limits, not the server of its."""
    monkeypatch.setattr(sheets, "_weigh", lambda file: frozenset())
    with pytest.raises((sheets.SheetTooDemandingError, sheets.SheetBrokenError)):
        read(bombs / "strings.xlsx")


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_stays_behind_when_a_reader_stops_early():
    book = a_book(lambda book: [book.add_worksheet().write_column(0, 0, ["x"] * 5000)])
    before = open_files()
    with table_rows(io.BytesIO(book)) as rows:
        next(iter(rows))
        rows.close()
    assert open_files() == before


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "－x", "'=1", "''@"])
def test_what_looks_like_a_formula_is_escaped(text):
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", ["12", "'tis", "a=b", "", "杯"])
def test_what_does_not_is_left_alone(text):
    assert escaped(text) == text


SAID = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Zs"]), min_size=1, max_size=12)
DANGEROUS = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "＝", "＋", "'=", "''@", "=cmd|"]), SAID)
TABLES = st.lists(st.lists(SAID | DANGEROUS, min_size=1, max_size=4), min_size=1, max_size=6)


@given(TABLES)
@settings(max_examples=100, deadline=None)
def test_csv_given_out_comes_back_the_same_and_holds_no_formula(table):
    raw = b"".join(csv_table(table))
    found = [[cell for cell in row if cell] for row in cells(raw)]
    assert found == table
    for line in raw.decode("utf-8-sig").splitlines():
        assert not line.lstrip('"').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(TABLES)
@settings(max_examples=15, deadline=None)
def test_xlsx_given_out_comes_back_the_same(table):
    with xlsx_table(table, title="货品") as file:
        raw = file.read()
    assert [[cell for cell in row if cell] for row in cells(raw)] == table
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_notes_become_comments():
    with xlsx_table([["a"], ["b"]], title="货品", notes={(1, 0): "改正", (1, 3): "缺"}) as file:
        raw = file.read()
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert (sheet["A2"].comment.text.strip(), sheet["D2"].comment.text.strip()) == ("改正", "缺")
