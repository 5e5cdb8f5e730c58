"""Delegate codes: what is made, what is found in a scan or a typed line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.codes import ALPHABET, LENGTH, find_code, in_groups, make_code

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_code_is_nine_symbols_of_the_alphabet() -> None:
    code = make_code()
    assert len(code) == LENGTH == 9
    assert set(code) <= set(ALPHABET)
    assert ALPHABET == "23456789BCGHKLMNPQRTVX"


def test_codes_do_not_repeat() -> None:
    assert len({make_code() for _ in range(1000)}) == 1000


@given(codes)
def test_a_code_is_found_however_it_is_written(code: str) -> None:
    links = (
        f"http://192.168.1.10:8000/v/{code}",
        f"HTTP://192.168.1.10:8000/V/{code}/",
        f"https://hall.example/v/{code}",
    )
    for written in (code, code.lower(), in_groups(code), f"  {in_groups(code).lower()}\n", " ".join(code), *links):
        assert find_code(written) == code


@given(codes)
def test_a_code_is_read_aloud_in_three_groups(code: str) -> None:
    assert in_groups(code).split("-") == [code[:3], code[3:6], code[6:]]


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "K7X3M9TQ",
        "K7X3M9TQMM",
        "K7X3M9TQ0",
        "K7X3M9TQA",
        "Nguyễn Thị Thuý",
        "000012345678|123456789|Nguyễn Văn A|01011970|Nam|Tổ 1|01012021",
        "http://192.168.1.10:8000/V/K7X3M9TQM/x",
        "http://192.168.1.10:8000/W/K7X3M9TQM",
        "http://192.168.1.10:8000/V/K7X3M9TQM?next=1",
        "ftp://192.168.1.10/V/K7X3M9TQM",
        "http:///V/K7X3M9TQM",
        "K7X3M9TQM K7X3M9TQM",
        "Ｋ7X3M9TQM",
        "K7X3M9TQM\x00",
        "ß" * 9,
    ],
)
def test_what_is_no_code_of_ours_is_not_taken_for_one(foreign: str) -> None:
    assert find_code(foreign) is None
