"""Any file becomes a table, or is refused in words that name the place."""

import io
import random
import resource
import struct
import tracemalloc
import zipfile
from contextlib import suppress
from itertools import pairwise

import pytest
from django.utils import translation

from reception.exchange import reading, sheet
from reception.exchange.reading import Unreadable, read_table
from tests.exchange.tables import (
    NAMESPACE,
    SHEET,
    csv_bytes,
    xlsx_bytes,
    xlsx_of_cells,
    xlsx_with,
)

ROWS = [["编号", "名称"], ["HB-1", "淇河宾馆"], ["HB-2", "𠮷野家,“鹤壁”"]]
READ = [(2, ["HB-1", "淇河宾馆"]), (3, ["HB-2", "𠮷野家,“鹤壁”"])]
MEGABYTE = 1024 * 1024


def refused(data: bytes, name="rows.csv") -> str:
    with pytest.raises(Unreadable) as caught:
        read_table(data, name)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_of_chinese_offices_is_read(encoding, delimiter):
    table = read_table(csv_bytes(ROWS, encoding, delimiter), "rows.csv")
    assert (table.headers, table.rows) == (ROWS[0], READ)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_both_orders_of_utf_16_are_read(encoding):
    data = "\ufeff".encode(encoding) + csv_bytes(ROWS, encoding)
    assert read_table(data, "rows.csv").rows == READ


def test_xlsx_is_read():
    table = read_table(xlsx_bytes(ROWS), "rows.xlsx")
    assert (table.headers, table.rows, table.encoding) == (ROWS[0], READ, "XLSX")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end):
    assert read_table(end.join(["a;b", "1;2"]).encode(), "x").rows == [(2, ["1", "2"])]


def test_blank_lines_count_but_are_no_rows():
    table = read_table(b"\n\na;b\n\n1;2\n;\n3;4\n\n", "x.csv")
    assert table.headers == ["a", "b"]
    assert table.rows == [(5, ["1", "2"]), (7, ["3", "4"])]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    table = read_table(b'a,b\n"one\ntwo\nthree",2\n3,4\n', "x.csv")
    assert [number for number, _cells in table.rows] == [2, 3]


def test_short_rows_are_filled_and_cells_are_tidied():
    table = read_table(b'a,b,,\n 1\x01 \n"x\r\ny",z', "x.csv")
    assert table.rows == [(2, ["1", ""]), (3, ["x\ny", "z"])]


def test_a_header_alone_is_a_table_without_rows():
    assert read_table(b"a,b\n", "x.csv").rows == []


NOT_A_TABLE = {
    "nothing": b"",
    "blanks": b" \r\n\t\n",
    "commas": b",,,\n,,\n",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "old xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "nul": b"a,b\n1,\x002\n",
    "utf-16 without mark": "编号,a\n1,2".encode("utf-16-le"),
    "odd utf-16": "\ufeffab".encode("utf-16-le") + b"\x00",
    "no encoding at all": b"a,b\n\xff\xff\xfe,1\n",
    "unclosed quote": b'a,b\n1,"2\n3,4\n',
    "words after a quote": b'a,b\n1,"2"x\n',
    "damaged zip": b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("data", NOT_A_TABLE.values(), ids=NOT_A_TABLE)
def test_what_is_no_table_is_refused_in_words(data):
    assert refused(data)


def test_a_zip_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("letter.txt", "hello")
    assert "not a table" in refused(file.getvalue())


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes_are_a_table_or_refused(seed):
    data = random.Random(seed).randbytes(2000)
    with pytest.raises(Unreadable):
        read_table(data, "x.csv")


@pytest.mark.parametrize("part", range(1, 10))
def test_a_truncated_xlsx_is_damaged(part):
    whole = xlsx_bytes(ROWS)
    assert "damaged" in refused(whole[: len(whole) * part // 10])


@pytest.mark.parametrize("seed", range(12))
def test_a_bent_xlsx_is_read_or_refused(seed):
    chance = random.Random(seed)
    data = bytearray(xlsx_bytes(ROWS))
    for _ in range(10):
        data[chance.randrange(30, len(data))] = chance.randrange(256)
    with suppress(Unreadable):
        assert read_table(bytes(data), "x.xlsx").headers


VICIOUS = {
    "cells in opposite corners": '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a cell beyond every sheet": '<row><c r="ZZZZZZZZZZ99999999999"><v>1</v></c></row>',
    "a cell in no row": '<row r="1"><c r="A0"><v>1</v></c></row>',
    "no such shared text": '<row><c r="A1" t="s"><v>99999</v></c></row>',
    "an open end": '<row r="1"><c r="A1"><v>1',
    "an unknown entity": '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>',
}


@pytest.mark.parametrize("cells", VICIOUS.values(), ids=VICIOUS)
def test_a_vicious_sheet_is_refused_and_the_server_lives(cells):
    assert "XLSX" in refused(xlsx_of_cells(cells))


def test_entities_do_not_multiply():
    names = "abcdefghij"
    laughs = [f'<!ENTITY {names[0]} "{"ha" * 100}">'] + [
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    ]
    cells = '<row r="1"><c r="A1" t="str"><v>&j;</v></c></row>'
    data = xlsx_of_cells(cells, f"<!DOCTYPE x [{''.join(laughs)}]>")
    assert "damaged" in refused(data)


def test_a_declared_million_of_rows_is_not_believed():
    text = (
        f'<worksheet xmlns="{NAMESPACE}"><dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>a</v></c></row></sheetData></worksheet>'
    )
    assert read_table(xlsx_with((SHEET, text.encode())), "x.xlsx").headers == ["a"]


def peak_of(data: bytes) -> int:
    """Return how many bytes of memory it took to refuse ``data``."""
    tracemalloc.start()
    try:
        refused(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bomb() -> bytes:
    return xlsx_with((SHEET, bytes(reading.MOST_UNPACKED + 1)))


def test_a_bomb_is_refused_by_its_declared_size():
    assert "unpacks" in refused(bomb())


def test_a_bomb_that_lies_about_its_size_is_refused_in_little_memory():
    data = bytearray(bomb())
    honest = struct.pack("<I", reading.MOST_UNPACKED + 1)
    while (at := data.find(honest)) >= 0:
        data[at : at + 4] = struct.pack("<I", 1000)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak_of(bytes(data)) < 20 * MEGABYTE
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert max(before, after) < sheet.MOST_MEMORY / 1024 * 1.2


def test_one_text_shown_by_many_cells_does_not_multiply():
    text = f"<si><t>{'x' * MEGABYTE}</t></si>"
    shared = f'<sst xmlns="{NAMESPACE}">{text}</sst>'.encode()
    cells = '<row><c t="s"><v>0</v></c></row>' * 1000
    data = xlsx_of_cells(cells, "", ("xl/sharedStrings.xml", shared))
    assert peak_of(data) < 250 * MEGABYTE


LONG = "x" * 5_000_000


def test_an_endless_cell_of_a_csv_is_refused_with_its_row():
    assert "Row 3" in refused(csv_bytes([["a", "b"], ["1", "2"], ["3", LONG]]))


def test_an_endless_cell_of_an_xlsx_is_refused_with_row_and_column():
    cells = (
        '<row r="1"><c r="A1" t="str"><v>heading</v></c></row>'
        f'<row r="2"><c r="A2" t="str"><v>{LONG}</v></c></row>'
    )
    assert "Row 2, column heading" in refused(xlsx_of_cells(cells))


def test_a_long_cell_is_refused_with_row_and_column():
    cell = "x" * (reading.LONGEST_CELL + 1)
    assert "Row 2, column b" in refused(csv_bytes([["a", "b"], ["1", cell]]))


def test_an_endless_heading_is_refused_in_few_words():
    assert len(refused(csv_bytes([["a" * 70_000], ["1"]]))) < 300


@pytest.mark.parametrize("number", [410611199001011234, 1e15, -2e20])
def test_a_number_that_has_lost_digits_is_refused_with_row_and_column(number):
    data = xlsx_bytes([["a", "card"], ["1", number]])
    assert "Row 2, column card" in refused(data)


def test_numbers_truths_and_dates_of_an_xlsx_are_texts():
    cells = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="F1" t="str"><v>f</v></c></row>'
        '<row r="2"><c r="A2"><v>12</v></c><c r="B2"><v>0.5</v></c>'
        '<c r="C2" t="b"><v>1</v></c><c r="D2" t="inlineStr"><is><t>x_x0000_y</t></is>'
        '</c><c r="E2"><v>999999999999999</v></c></row>'
    )
    (row,) = read_table(xlsx_of_cells(cells), "x.xlsx").rows
    assert row == (2, ["12", "0.5", "TRUE", "xy", "999999999999999", ""])


def test_too_many_columns_are_refused():
    assert "columns" in refused(csv_bytes([["a"] * (reading.MOST_COLUMNS + 1), ["1"]]))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert "3 rows" in refused(csv_bytes([["a"]] * 5))


@pytest.mark.parametrize(
    "data", [b"a,b\n1,2\n1,2,3\n", xlsx_bytes([["a"], [], [1, 2]])]
)
def test_a_row_wider_than_the_header_is_named(data):
    assert "Row 3" in refused(data)


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_MB = 1
    assert "1 MB" in refused(b"a" * (MEGABYTE + 1))


@pytest.mark.parametrize("data", NOT_A_TABLE.values(), ids=NOT_A_TABLE)
def test_refusals_speak_the_readers_language(data, monkeypatch):
    monkeypatch.setattr(reading, "_", lambda text: f"译:{text}")
    with translation.override("zh-hans"):
        assert refused(data).startswith("译:")
