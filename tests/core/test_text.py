"""Words that people write: what `clean` lets through, what `fold` calls equal, how names sort."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import Refused, Status
from kiosk.core.text import MAX_BYTES, MAX_MARKS, clean, fold, sort_key

HANGUL_FILLER = "\u3164"
BRAILLE_BLANK = "\u2800"

odd = st.sampled_from("\n\r\t \u00a0\u2003\u2028\u0301\u0302\u0323\u0489\u200b\u202e\u3164\u2800aễđĐ")
words = st.text(odd | st.characters(exclude_categories=["Cs"]), max_size=200)
"""Anything that a phone can send and that is not broken: blanks, marks, bidi, tags, emoji, private use."""

NAMES = (
    "Trần Văn An",
    "Phạm Văn Anh",
    "Nguyễn Thị Ánh",
    "Lê Thị Ân",
    "Mai Văn Ấn",
    "Đỗ Văn Dũng",
    "Hồ Văn Dũng",
    "Võ Thị Đào",
    "Bùi Thị Hoà",
    "Ngô Thị Hòa",
    "Phan Văn Út",
    "Huỳnh Thị Ưng",
    "Đặng Văn Ước",
)
"""The check set of the domain's description, in the order of a Vietnamese list."""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Bao giờ  có\tđèn \u00a0đường?  ", "Bao giờ có đèn đường?"),
        ("Đường\r\nngập\rnước\u2028mưa", "Đường ngập nước mưa"),
        ("Đường\n\nngập", "Đường ngập"),
        ("Đường\n \nngập", "Đường ngập"),
        ("Đường \n\n\n\n ngập", "Đường ngập"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("\u202eđảo ngược\u202c \u2066trong\u2069", "đảo ngược trong"),
        ("không\u200bthấy\ufeff\u00ad", "khôngthấy"),
        ("thẻ\U000e0041\U000e007f", "thẻ"),
        ("riêng\ue000\U000f0000", "riêng"),
        ("chuông\x07\x00\x1b[31m", "chuông[31m"),
        (f"{HANGUL_FILLER}{BRAILLE_BLANK}\uffa0\u115f", ""),
        (f"đèn{HANGUL_FILLER}đường", "đènđường"),
        ("lửa 🔥 và 10 m²", "lửa 🔥 và 10 m²"),
    ],
)
def test_what_is_written_is_cleaned_to_what_was_meant(written: str, kept: str) -> None:
    assert clean(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Một\r\nHai", "Một\nHai"),
        ("Một \n\t Hai", "Một\nHai"),
        ("Một\n\n\n \n\nHai", "Một\n\nHai"),
        ("\n\nMột\n\n", "Một"),
        ("Một\u2029Hai\x85Ba", "Một\nHai\nBa"),
        (f"Một\n{HANGUL_FILLER}\n{BRAILLE_BLANK}\n\nHai", "Một\n\nHai"),
        (f"{HANGUL_FILLER}\n{BRAILLE_BLANK}", ""),
    ],
)
def test_lines_are_kept_when_asked_for_with_one_empty_line_at_most(written: str, kept: str) -> None:
    assert clean(written, lines=True) == kept


def test_heaped_marks_are_cut_to_what_a_line_can_hold() -> None:
    heap = "a" + "\u0300\u0323\u0302\u0489" * 50 + "b"
    left = unicodedata.normalize("NFD", clean(heap))
    assert left[0] == "a"
    assert left[-1] == "b"
    assert len(left) <= MAX_MARKS + 2


def test_the_marks_of_vietnamese_letters_survive_in_either_form() -> None:
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy ẫ ẵ ễ ỗ ỡ ữ ỹ Ậ Ặ Ệ Ộ Ợ Ự"
    assert clean(alphabet) == alphabet
    assert clean(unicodedata.normalize("NFD", alphabet)) == alphabet


@pytest.mark.parametrize("broken", ["\ud800", "trước \udfff sau", "\udc80\udc81"])
def test_broken_characters_are_refused(broken: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(broken)
    assert (refusal.value.code, refusal.value.status) == ("broken_text", Status.UNREADABLE)


def test_eight_kilobytes_pass_and_one_byte_more_does_not() -> None:
    assert clean("a" * MAX_BYTES) == "a" * MAX_BYTES
    for long in ("a" * (MAX_BYTES + 1), "ễ" * (MAX_BYTES // 3 + 1), "\u0301" * 200_000):
        with pytest.raises(Refused) as refusal:
            clean(long)
        assert (refusal.value.code, refusal.value.status) == ("too_long", Status.UNREADABLE)


@given(words)
def test_what_was_cleaned_is_clean(written: str) -> None:
    for lines in (False, True):
        once = clean(written, lines=lines)
        assert clean(once, lines=lines) == once
        assert unicodedata.is_normalized("NFC", once)
        assert once == once.strip()
        assert not {unicodedata.category(char) for char in once.replace("\n", "")} & {
            "Cc",
            "Cf",
            "Co",
            "Cn",
            "Zl",
            "Zp",
        }


@given(words)
def test_one_line_means_one_line_and_single_blanks(written: str) -> None:
    assert clean(written) == " ".join(clean(written).split())
    assert "\n\n\n" not in clean(written, lines=True)


@given(words)
def test_both_forms_of_a_text_clean_to_the_same(written: str) -> None:
    assert fold(clean(unicodedata.normalize("NFC", written))) == fold(clean(unicodedata.normalize("NFD", written)))


@pytest.mark.parametrize(
    "spelling",
    [
        "Nguyễn Thị Thuý",
        "Nguyễn Thị Thúy",
        "NGUYỄN THỊ THUÝ",
        "nguyen  thi thuy",
        unicodedata.normalize("NFD", "Nguyễn Thị Thuý"),
    ],
)
def test_spellings_of_one_name_fold_to_one(spelling: str) -> None:
    assert fold(spelling) == "nguyen thi thuy"


def test_the_letter_with_a_stroke_is_found_without_it() -> None:
    assert fold("Đặng Đình Đạt") == "dang dinh dat"


@given(words)
def test_what_was_folded_is_folded(written: str) -> None:
    assert fold(fold(written)) == fold(written)


def test_people_stand_in_the_order_of_a_vietnamese_list() -> None:
    assert sorted(NAMES[6:] + NAMES[:6], key=sort_key) == list(NAMES)


def test_the_order_of_a_list_does_not_depend_on_the_form_of_its_text() -> None:
    assert [sort_key(unicodedata.normalize("NFD", name)) for name in NAMES] == [sort_key(name) for name in NAMES]


@pytest.mark.parametrize("in_order", ["Ma Mà Mả Mã Má Mạ", "An Ăn Ân Dung Đung Em Êm On Ôn Ơn Un Ưn", "an An AN"])
def test_letters_come_before_tones_and_tones_before_case(in_order: str) -> None:
    names = in_order.split()
    assert sorted(set(names), key=sort_key) == names


def test_a_shorter_name_comes_before_a_longer_one_with_the_same_given_name() -> None:
    assert sorted(["Lê Văn Bình", "Lê Bình", "Bình"], key=sort_key) == ["Bình", "Lê Bình", "Lê Văn Bình"]


def test_no_name_at_all_still_has_a_place() -> None:
    assert sort_key("") < sort_key("An")
