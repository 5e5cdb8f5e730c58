"""Bytes of every kind: encodings and old fonts are read, everything else is refused in one sentence."""

import codecs
import contextlib
import struct
import unicodedata
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.errors import Refused, Status
from kiosk.spreadsheets.files import MAX_BYTES
from tests.spreadsheets.lists import HEADING, csv_text, names, people, xls, xlsx

ROWS = [HEADING, (1, "Nguyễn Văn Hùng", 1956, "An Hòa", 2, "0914896523"), (2, "Đặng Ngọc Ước", 1960, "An Hòa", 2, "")]
TEXT = csv_text(ROWS)


def as_cp1258(text: str) -> bytes:
    """Windows-1258 keeps the five tones as marks of their own."""
    out = bytearray()
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            split = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in split if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", split.replace(tone, ""))
            out += (base + tone).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        as_cp1258(TEXT),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.replace("\r\n", "\r").encode(),
        csv_text(ROWS, delimiter="\t").encode("utf-16"),
        csv_text(ROWS, delimiter=",").encode(),
        TEXT.encode() + b"\xff",
    ],
    ids=["utf8", "bom", "utf16bom", "utf16le", "utf16be", "cp1258", "nfd", "cr", "tab16", "comma", "broken-byte"],
)
def test_a_text_file_is_read_whichever_way_it_was_saved(content: bytes) -> None:
    found = people(content, filename="danh-sach.csv")
    assert names(found) == ["Nguyễn Văn Hùng", "Đặng Ngọc Ước"]
    assert (found.rows[0].group, found.rows[0].subgroup, found.rows[0].phone) == ("An Hòa", "Tổ 2", "0914896523")


def test_a_separator_within_quotes_separates_nothing() -> None:
    content = 'STT,Họ và tên,Ghi chú\n1,Trần Văn An,"đau chân; ngồi gần cửa; đi cùng con; về sớm"\n'
    assert names(people(content.encode(), filename="danh-sach.csv")) == ["Trần Văn An"]


TCVN3 = [
    ("STT", "Hä vµ tªn", "N¨m sinh"),
    (1, "NguyÔn V¨n Hïng", 1956),
    (2, "TrÇn ThÞ §µo", 1956),
    (3, "§Æng Ngäc ¦íc", 1956),
    (4, "Lª H÷u NghÜa", 1956),
    (5, "Ph­¬ng Hoµi Thanh", 1956),
]
VNI = [("STT", "Hoï vaø teân", "Naêm sinh"), (1, "Nguyeãn Vaên Huøng", 1956), (2, "Ñaëng Ngoïc Öôùc", 1956)]


def test_names_in_the_tcvn3_font_are_made_readable() -> None:
    expected = ["Nguyễn Văn Hùng", "Trần Thị Đào", "Đặng Ngọc Ước", "Lê Hữu Nghĩa", "Phương Hoài Thanh"]
    assert names(people(xlsx(TCVN3))) == expected
    assert names(people(csv_text(TCVN3).encode("latin-1"))) == expected
    assert names(people(xls({"DS": [ROWS[0][:3], *TCVN3[1:]]}))) == expected


def test_names_in_a_vni_font_are_made_readable() -> None:
    assert names(people(xlsx(VNI))) == ["Nguyễn Văn Hùng", "Đặng Ngọc Ước"]
    assert names(people(csv_text(VNI).encode("latin-1"))) == ["Nguyễn Văn Hùng", "Đặng Ngọc Ước"]


def test_utf8_that_excel_took_for_western_text_is_made_readable() -> None:
    unused = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # places that cp1252 leaves empty
    misread = "".join(chr(byte) if byte in unused else bytes([byte]).decode("cp1252") for byte in TEXT.encode())
    found = people(misread.encode(), filename="danh-sach.csv")
    assert names(found) == ["Nguyễn Văn Hùng", "Đặng Ngọc Ước"]


def refusal(content: bytes, *, filename: str = "tệp.xlsx") -> str:
    with pytest.raises(Refused) as caught:
        people(content, filename=filename)
    assert (caught.value.code, caught.value.status) == ("unreadable_file", Status.UNREADABLE)
    sentence = str(caught.value)
    assert filename in sentence
    return sentence


def packed(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def test_what_is_no_list_is_refused_with_what_to_do() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "trống" in refusal(b"")
    assert "trống" in refusal(b"\r\n \r\n")
    assert "10 MB" in refusal(b"a" * (MAX_BYTES + 1))
    assert "mật khẩu" in refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "lưu lại" in refusal(ole)
    assert "lưu lại" in refusal(xlsx(ROWS)[:1500])
    assert "lưu lại" in refusal(b"<html><table><tr><td>STT</td></tr></table></html>")
    assert "không phải bảng tính" in refusal(b"%PDF-1.7 ...")
    assert "không phải bảng tính" in refusal(packed(word__document=b"<w/>"))
    assert "“Họ và tên”" in refusal(xlsx([("STT", "Khu phố"), (1, "An Hòa")]))
    assert "“Họ và tên”" in refusal(bytes(range(1, 256)) * 20)
    assert "chưa có tên ai" in refusal(xlsx([HEADING]))


def test_a_file_that_would_burst_is_refused_before_it_is_unpacked() -> None:
    far = b'<worksheet><sheetData><row r="9"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert "quá rộng" in refusal(packed(xl__worksheets__sheet1=far))
    assert "quá rộng" in refusal(packed(xl__sharedStrings=bytes(101 * 1024 * 1024)))
    assert "quá rộng" in refusal(b"Ho ten\n" + b"An\n" * 20_001)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_people_or_a_sentence(content: bytes) -> None:
    with contextlib.suppress(Refused):
        people(content)


def test_a_workbook_that_ends_its_reader_ends_in_a_sentence() -> None:
    """The sheet claims 4 billion rows of 65,535 columns (BIFF record DIMENSIONS): the native reader aborts on it."""
    claims = struct.pack("<HHIIHHH", 0x0200, 14, 0, 2**32 - 1, 0, 2**16 - 1, 0)
    content = bytearray(xls({"DS": ROWS}))
    place = content.index(claims[:4])
    content[place : place + len(claims)] = claims
    assert "lưu lại" in refusal(bytes(content))


WORKBOOKS = [xlsx(ROWS), xls({"DS": ROWS})]


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(WORKBOOKS),
    st.lists(st.tuples(st.integers(8, 20_000), st.binary(min_size=1, max_size=4)), max_size=4),
)
def test_a_damaged_workbook_ends_in_people_or_a_sentence(content: bytes, damages: list[tuple[int, bytes]]) -> None:
    damaged = bytearray(content)
    for place, change in damages:
        damaged[place % len(damaged) : place % len(damaged) + len(change)] = change
    with contextlib.suppress(Refused):
        people(bytes(damaged))
