"""Bad files without end: good tables bent at random, each found again by number.

``bad_file(n)`` is always the same file. Text is bent as bytes; spreadsheets as bytes of
the archive, as XML inside a sound archive, and by hand in all the ways that are known.
"""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import strategies as st

from tests.exchange.tables import SHEET, csv_bytes, xlsx_bytes, xlsx_of_cells, xlsx_with

ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "big5",
]
DELIMITERS = [",", ";", "\t", "|"]
ENDS = [b"\n", b"\r\n", b"\r", b"\n\r", "\u2028".encode(), b"\x0b", b"\x85"]
MARKS = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"+/v8"]
TOKENS = [
    b"\x00",
    b"\x00" * 40,
    b'"',
    b'""',
    b'","',
    b'"' * 9,
    b"'=1+1",
    b"=cmd|' /C calc'!A0",
    b",",
    b";" * 300,
    b"\t",
    b"\\",
    b"%s%n{0}",
    b"<script>",
    b"{{ 7*7 }}",
    b"\xff\xff",
    b"\xed\xa0\x80",  # half of a pair, as UTF-8
    b"\xf4\x90\x80\x80",  # beyond Unicode
    "\u202e\ufeff\u200b".encode(),
    "١٢٣²Ⅷ".encode(),
    "e\u0301".encode() * 50,
    b"9" * 40,
    b"-1",
    b"1e999",
    b"NaN",
    b"0001-01-01",
    b"9999-12-31 24:00",
    b"2026-02-30",
    b"31/12/2026",
    b"NORTH",
    b"x" * 30_000,
    b'"' + b"y" * 90_000,
    b"# Export no. 1",
    b"\x1a",
    b"\x1f",
]
VISITS = [
    ["number", "title", "category", "host_office", "sending_unit", "head_name"],
    ["NORTH-2026-7001", "考察大运河文化", "business", "NORTH", "某市商务局", "赵明"],
    ["", "调研“食品”,安全", "商务接待", "NORTH", "某市𠮷局", "=SUM(1)"],
    ["HELD-1", "changed", "official", "NORTH", "unit", "head"],
]
MORE = [
    ["rank", "guests", "arrives_at", "departs_at", "purpose", "remarks"],
    ["division", "7", "2026-03-02 09:00", "2026-03-02 17:00", "座谈\n参观", ""],
    ["县处级", "12", "2026年3月2日 9:00", "2026/3/3", "study", "'0123456789012345"],
    ["division", "5", "2026-03-02 09:00", "2026-03-02 17:00", "study", "-"],
]
GUESTS = [
    ["编号", "接待办", "姓名", "单位", "电话", "身份证号", "备注"],
    ["NORTH-G-7001", "NORTH", "钱志强", "某单位", "13900000001", "", ""],
    ["", "NORTH", "孙玉兰", "", "", "", "素食; 不饮酒"],
    ["HELD-G-1", "NORTH", "new name", "", "", "", "two\nlines"],
]
TABLES = {
    "visit": [a + b for a, b in zip(VISITS, MORE, strict=True)],
    "guest": GUESTS,
}


@dataclass(frozen=True, slots=True)
class BadFile:
    """One file on its way to the import page of ``table``."""

    number: int
    kind: str
    table: str
    name: str
    data: bytes


# --- text


def good_csv(chance: random.Random, table: str) -> bytes:
    """Return a good table in some encoding and with some delimiter."""
    encoding, delimiter = chance.choice(ENCODINGS), chance.choice(DELIMITERS)
    text = csv_bytes(TABLES[table], "utf-8", delimiter).decode()
    return text.encode(encoding, "replace")


def some(chance: random.Random, data: bytes) -> slice:
    """Return a part of ``data``."""
    start = chance.randrange(len(data) + 1)
    return slice(start, min(len(data), start + chance.choice([1, 2, 5, 40, 400])))


def flip(chance, data, other):
    """Change single bytes."""
    bent = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 20]) if bent else 0):
        bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
    return bytes(bent)


def overwrite(chance, data, other):
    """Write random bytes over some."""
    part = some(chance, data)
    return (
        data[: part.start]
        + chance.randbytes(part.stop - part.start)
        + data[part.stop :]
    )


def cut(chance, data, other):
    """End early."""
    return data[: chance.randrange(len(data) + 1)]


def drop(chance, data, other):
    """Leave a part out."""
    part = some(chance, data)
    return data[: part.start] + data[part.stop :]


def repeat(chance, data, other):
    """Say a part again and again."""
    part = some(chance, data)
    times = chance.choice([2, 3, 50, 400])
    return data[: part.start] + data[part] * times + data[part.stop :]


def insert(chance, data, other):
    """Put in what hurts."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def splice(chance, data, other):
    """Go on as another file."""
    return data[: chance.randrange(len(data) + 1)] + other[some(chance, other).start :]


def mark(chance, data, other):
    """Claim another encoding."""
    return chance.choice(MARKS) + data


def end_lines(chance, data, other):
    """End lines in another way."""
    return data.replace(b"\n", chance.choice(ENDS))


def quote(chance, data, other):
    """Confuse the quotation marks."""
    before, after = chance.choice(
        [(b",", b'",'), (b'"', b""), (b"\n", b'"\n'), (b",", b'"')]
    )
    return data.replace(before, after, chance.choice([1, 3, -1]))


def encode_again(chance, data, other):
    """Be encoded twice."""
    return data.decode("latin-1").encode(chance.choice(ENCODINGS), "replace")


def delimit(chance, data, other):
    """Use several delimiters at once."""
    signs = [sign.encode() for sign in DELIMITERS]
    return data.replace(
        chance.choice(signs), chance.choice(signs), chance.choice([1, 4, -1])
    )


BENDS: list[Callable] = [
    flip,
    overwrite,
    cut,
    drop,
    repeat,
    insert,
    insert,
    splice,
    mark,
    end_lines,
    quote,
    encode_again,
    delimit,
]
ARCHIVE_BENDS: list[Callable] = [flip, flip, overwrite, cut, drop, insert, splice]


def bent(chance, data: bytes, other: bytes, ways=BENDS) -> bytes:
    """Return ``data`` after a few bends."""
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        data = chance.choice(ways)(chance, data, other)
    return data


# --- spreadsheets


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an XLSX."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of ``parts``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def bent_part(chance, table: str) -> bytes:
    """Return a sound archive of which one part is bent."""
    parts = parts_of(xlsx_bytes(TABLES[table]))
    name = chance.choice([*parts, SHEET, SHEET, "xl/sharedStrings.xml"])
    parts[name] = bent(chance, parts[name], parts[SHEET], [*ARCHIVE_BENDS, repeat])
    return packed(parts)


def without_part(chance, table: str) -> bytes:
    """Return an archive that lacks a part, or has it under another name."""
    parts = parts_of(xlsx_bytes(TABLES[table]))
    name = chance.choice(list(parts))
    content = parts.pop(name)
    if chance.random() < 0.5:
        parts[chance.choice(["../../evil", "/etc/x", name.upper(), "xl\\a", " "])] = (
            content
        )
    return packed(parts)


def with_header_field(chance, table: str) -> bytes:
    """Return an archive whose headers lie: flags, method, checksum, sizes, offset."""
    data = bytearray(xlsx_bytes(TABLES[table]))
    local, central = ((6, 8, 14, 18, 22, 26), (8, 10, 16, 20, 24, 28, 42))
    signature, fields = chance.choice(
        [(b"PK\x03\x04", local), (b"PK\x01\x02", central)]
    )
    at, field = -1, chance.choice(fields)
    value = chance.choice([0x0001, 0x0800, 12, 14, 99, 0xFFFF, 0xFFFFFFFF, 0])
    while (at := data.find(signature, at + 1)) >= 0:
        if len(data) >= at + field + 4:
            wide = field not in {6, 8, 10, 26, 28}
            struct.pack_into(
                "<I" if wide else "<H",
                data,
                at + field,
                value & (2**32 - 1 if wide else 0xFFFF),
            )
    return bytes(data)


def laughs(chance, table: str) -> bytes:
    """Return an XLSX whose entities multiply, or name a file of the server."""
    names = "abcdefghij"[: chance.choice([3, 6, 10])]
    first = chance.choice(['"ha"', f'"{"ha" * 5000}"', 'SYSTEM "file:///etc/passwd"'])
    told = [f"<!ENTITY a {first}>"]
    told += [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names)]
    prolog = f"<!DOCTYPE x [{''.join(told)}]>"
    cells = f'<row r="1"><c r="A1" t="str"><v>&{names[-1]};</v></c></row>'
    shared = f"{prolog}<sst><si><t>&{names[-1]};</t></si></sst>".encode()
    if chance.random() < 0.5:
        return xlsx_of_cells(cells, prolog)
    return xlsx_with(("xl/sharedStrings.xml", shared))


def bomb(chance, table: str) -> bytes:
    """Return a small archive that unpacks to much, perhaps within another."""
    size = chance.choice([1, 30, 90, 250]) * 1024 * 1024
    filler = chance.choice([b"\x00", b" ", b"<row>", b"<c/>"])
    content = filler * (size // len(filler))
    name = chance.choice(
        [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
    )
    inner = xlsx_with((name, content))
    if chance.random() < 0.3:
        return xlsx_with((name, packed({"a": inner, "b": inner})))
    return inner


def many_parts(chance, table: str) -> bytes:
    """Return an archive of very many parts, or of the same one many times."""
    parts = parts_of(xlsx_bytes(TABLES[table]))
    count = chance.choice([100, 5000])
    return packed(
        parts | {f"xl/{i}.xml": b"" for i in range(count)}, zipfile.ZIP_STORED
    )


def with_company(chance, table: str) -> bytes:
    """Return a good XLSX with macros, links to elsewhere, or objects in it."""
    parts = parts_of(xlsx_bytes(TABLES[table]))
    book = parts["xl/workbook.xml"]
    link = b'<externalReferences><externalReference id="rId9"/></externalReferences>'
    company = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + chance.randbytes(500),
        "xl/externalLinks/externalLink1.xml": b'<externalLink><externalBook id="file:///etc/passwd"/></externalLink>',
        "xl/embeddings/oleObject1.bin": chance.randbytes(500),
        "xl/connections.xml": b'<connections><connection id="1"><dbPr connection="http://localhost/"/></connection></connections>',
    }
    parts["xl/workbook.xml"] = book.replace(b"</sheets>", b"</sheets>" + link)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"sheet.main", b"sheet.macroEnabled.main"
    )
    names = chance.sample(sorted(company), chance.randrange(1, 5))
    return packed(parts | {name: company[name] for name in names})


CELLS = [
    '<c r="A1"/>',
    '<c r="XFD1048576"><v>1</v></c>',
    '<c r="A0"><v>1</v></c>',
    '<c r="ZZZZZZZ99999999999999"><v>1</v></c>',
    '<c r="-1"><v>1</v></c>',
    '<c r="A1" t="s"><v>4294967296</v></c>',
    '<c r="A1" t="s"><v>-1</v></c>',
    '<c r="A1" t="b"><v>2</v></c>',
    '<c r="A1" t="e"><v>#DIV/0!</v></c>',
    '<c r="A1" t="d"><v>2026-13-45T99:99</v></c>',
    '<c r="A1" t="zz"><v>x</v></c>',
    '<c r="A1"><v>1e400</v></c>',
    '<c r="A1"><v>NaN</v></c>',
    '<c r="A1"><v>-inf</v></c>',
    '<c r="A1" s="1"><v>-99999999</v></c>',
    '<c r="A1" s="1"><v>2958466</v></c>',
    '<c r="A1" s="4000000000"><v>1</v></c>',
    '<c r="A1" t="str"><f>SUM(A1:A9)</f><v>x</v></c>',
    '<c r="A1" t="inlineStr"><is><t>a_x0000_b</t></is></c>',
    '<c r="A1" t="str"><v>&#0;</v></c>',
    '<c r="A1" t="str"><v>' + "z" * 70_000 + "</v></c>",
    '<c r="A1" t="str"><v>编号</v></c><c r="B1" t="str"><v>office</v></c>',
    "<x>" * 3000,
]

LINES = [1, 2, 3, 0, 1_048_577, 2**32 + 1]  # numbers of rows, few of them possible


def odd_cells(chance, table: str) -> bytes:
    """Return an XLSX of cells that cannot be, and a size that is not so."""
    rows = [
        f'<row r="{chance.choice(LINES)}">{"".join(cells)}</row>'
        for cells in (chance.choices(CELLS, k=3) for _ in range(chance.randrange(1, 5)))
    ]
    return xlsx_of_cells("".join(rows))


def other_method(chance, table: str) -> bytes:
    """Return an XLSX packed as none is."""
    methods = [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED]
    return packed(parts_of(xlsx_bytes(TABLES[table])), chance.choice(methods))


def locked(chance, table: str) -> bytes:
    """Return what a spreadsheet with a password begins with."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(2000)


ZIPS = [
    without_part,
    with_header_field,
    laughs,
    bomb,
    many_parts,
    with_company,
    odd_cells,
    odd_cells,
    other_method,
    locked,
]
KINDS = {"text": 55, "archive": 15, "part": 18, "zip": 12}  # of a hundred


def bad_file(number: int, kind: str = "") -> BadFile:
    """Return the bad file of this number, of one of ``KINDS``."""
    chance = random.Random(f"{number} {kind}")
    table = chance.choice(list(TABLES))
    kind = kind or chance.choices(list(KINDS), list(KINDS.values()))[0]
    ending = ".xlsx"
    if kind == "text":
        ending = ".csv"
        data = bent(chance, good_csv(chance, table), good_csv(chance, table))
    elif kind == "archive":
        good = xlsx_bytes(TABLES[table])
        other = chance.choice([good, good_csv(chance, table)])
        data = bent(chance, good, other, ARCHIVE_BENDS)
    elif kind == "part":
        data = bent_part(chance, table)
    else:
        make = chance.choice(ZIPS)
        kind, data = f"zip: {make.__name__}", make(chance, table)
        if chance.random() < 0.2:
            data = bent(chance, data, data, [flip, overwrite])
    name = chance.choice([f"rows{ending}", f"名单{ending}", "rows.xlsm", "rows"])
    return BadFile(number, kind, table, name, data)


# --- tables as Hypothesis makes them


@st.composite
def tables(draw) -> bytes:
    """Draw a table with some right headings, in any encoding and with any delimiter."""
    good = TABLES[draw(st.sampled_from(["visit", "guest"]))]
    headings = draw(
        st.lists(st.sampled_from(good[0]) | st.text(max_size=8), max_size=14)
    )
    cell = st.sampled_from(sorted({cell for row in good for cell in row})) | st.text(
        max_size=20
    )
    size = len(headings) + draw(st.integers(-1, 1))
    line = st.lists(cell, min_size=max(size, 0), max_size=max(size, 0))
    rows = draw(st.lists(line, max_size=5))
    text = csv_bytes([headings, *rows], "utf-8", draw(st.sampled_from(DELIMITERS)))
    letters = text.decode("utf-8")
    return letters.encode(draw(st.sampled_from(ENCODINGS)), "replace")
