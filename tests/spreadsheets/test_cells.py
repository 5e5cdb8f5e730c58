"""One cell as people write it."""

import contextlib
from datetime import date

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.errors import Refused
from kiosk.spreadsheets import cells, groups
from kiosk.spreadsheets.files import Cell
from kiosk.spreadsheets.groups import Place


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (1956.0, 1956), ("1956", 1956), ("56", 1956), (56.0, 1956), ("05", 2005), ("12/5/1956", 1956),
        ("12-05-56", 1956),
        ("1956-05-12", 1956), (20455.0, 1956), ("1957.0", 1957), (date(1956, 5, 12), 1956), (date(1905, 5, 9), 1956),
        ("'1956", 1956), ("1.956", 1956), ("1956 (âm lịch)", 1956), ("5/1956", 1956), ("", None), ("-", None),
        ("không rõ", None), (0.0, None), (1989.0, 1989),
    ],
)  # fmt: skip
def test_a_birth_year_is_found(cell: Cell, year: int | None) -> None:
    assert cells.birth_year(cell) == year


@pytest.mark.parametrize(
    "cell", ["19566", "năm Thân", 1856.0, 2025.0, 2056.0, "2025", "1856", date(2026, 1, 1), 195.0, 99999.0, 1e300, -1.0]
)
def test_an_implausible_birth_year_is_refused(cell: Cell) -> None:
    with time_machine.travel("2026-11-05T01:00:00Z", tick=False), pytest.raises(Refused):
        cells.birth_year(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0914896523", "0914896523"), (914896523.0, "0914896523"), ("0914.896.523", "0914896523"),
        ("0914 896 523", "0914896523"), ("+84 914 896 523", "0914896523"), ("84914896523", "0914896523"),
        ("+84(0)914896523", "0914896523"), ("0914896523/0987654321", "0914896523"),
        ("0914896523 0987654321", "0914896523"), ("0914.896.523 - 0987.654.321", "0914896523"),
        ("ĐT: 0914896523 (con gái)", "0914896523"), ("01689123456", "0389123456"), (1689123456.0, "0389123456"),
        ("01201234567", "0701234567"), ("0236 3822 024", "02363822024"), ("123; 0914896523", "0914896523"),
        ("0100000001", "0100000001"), ("0849148965", "0849148965"), (849148965.0, "0849148965"),
        ("", None), ("không", None), ("ko có", None), ("không sử dụng", None), ("...", None), (0.0, None),
    ],
)  # fmt: skip
def test_a_telephone_number_is_made_callable(cell: Cell, number: str | None) -> None:
    assert cells.phone(cell) == number


@pytest.mark.parametrize("cell", ["12345", "091489652", "09148965233", "gọi con trai", 5.0, "01111111111"])
def test_what_cannot_be_dialled_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused):
        cells.phone(cell)


@settings(deadline=None)
@given(st.integers(10**8, 10**9 - 1), st.sampled_from(["0{}", "{}", "+84{}", "84{}", "0{} ", "(0{})"]))
def test_every_spelling_of_a_mobile_number_gives_the_same_digits(digits: int, spelling: str) -> None:
    assert cells.phone(spelling.format(digits)) == f"0{digits}"


@settings(deadline=None)
@given(st.one_of(st.text(max_size=30), st.floats(allow_nan=False, allow_infinity=False), st.dates()))
def test_no_cell_ends_in_anything_but_a_value_or_a_sentence(cell: Cell) -> None:
    for read in (cells.birth_year, cells.phone, cells.sex, groups.group_cell, groups.subgroup_cell):
        with contextlib.suppress(Refused):
            read(cell)


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("H'BIA NIÊ", "H'Bia Niê"), ("nguyễn thị thuý", "Nguyễn Thị Thuý"), ("Y Moan", "Y Moan"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"), ("Bá Thị Anh", "Bá Thị Anh"), ("Cụ bà Lê Thị Ba", "Lê Thị Ba"),
        ("Anh Đức", "Anh Đức"), ("Đồng chí: Trần An", "Trần An"), ("LÊ Văn An", "Lê Văn An"),
        ("(Bà) Hồ Thị Đào", "Hồ Thị Đào"), ("Ô. Lê Văn An", "Lê Văn An"), ("1. Lê Văn An", "Lê Văn An"),
        ("lê THỊ hoa", "Lê Thị Hoa"), ('Trần Lý "Hai Lý"', "Trần Lý"), ("Lê Thị Dung_", "Lê Thị Dung"),
    ],
)  # fmt: skip
def test_a_name_is_spelled_as_usual(written: str, spelled: str) -> None:
    assert cells.name(written).spelled == spelled


@pytest.mark.parametrize(
    "written", ["A", "0914896523", "Trần Văn An, Lê Ba", "Trần An và Lê Ba", "???", "(Hai Lý)", "x" * 70]
)
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        cells.name(written)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Tổ 2, khu phố An Hòa", Place("An Hòa", "Tổ 2")), ("KP3 - TDP số 05", Place("3", "Tổ 5")),
        ("Khu phố AN LỘC II, phường Tân Mẫu", Place("An Lộc II", None)),
        ("KHU PHỐ AN LỘC II", Place("An Lộc II", None)),
        ("khu pho An Hoa to 2", Place("An Hoa", "Tổ 2")), ("các khu phố trên địa bàn", Place()),
        ("Khối Đảng, đoàn thể", Place()), ("Khối 5", Place("5", None)), ("Tổ trưởng", Place()), ("Kpă Y Ban", Place()),
        ("DANH SÁCH KHU PHỐ AN HÒA THAM DỰ HỘI NGHỊ", Place("An Hòa", None)),
        ("tổ 2A KP An Hòa", Place("An Hòa", "Tổ 2A")), ("Khu phố Trường Sơn", Place("Trường Sơn", None)),
        ("Khối trường học", Place()), ("Danh sách khu phố văn hóa", Place()), ("K/p An Hòa", Place("An Hòa", None)),
    ],
)  # fmt: skip
def test_places_are_read_from_words(words: str, place: Place) -> None:
    assert groups.place_in(words) == place
