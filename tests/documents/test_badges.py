"""The badges: read back as a reader of PDFs reads them, and scanned as a door scans them."""

import unicodedata
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from kiosk.core.codes import find_code
from kiosk.core.errors import Refused
from kiosk.documents.badges import HEIGHT, WIDTH, Badge, badge_sheet

DOTS_PER_MM = 300 / 25.4
LEFT, TOP = 7.0, 14.5
PLAIN = Badge(name="Nguyễn Thị Hường", group="Khu phố Bến Đình · Tổ 2", note=None, code="K7M2QX9BT")
LONG = Badge(
    name="Nguyễn Phước Công Tằng Tôn Nữ Hoàng Thị Thu Nguyệtttttttttttttttttt",
    group="Ban đại diện Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể phường Tân Mẫu",
    note="Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị kiêm Trưởng ban quản lý chợ",
    code="N3C8VK4LP",
)
HIGHLAND = Badge(name="Y Bhiŏ", group=None, note="Khách mời", code="T6QB9H2RX")
NINE = (PLAIN, LONG, HIGHLAND, *[PLAIN] * 6)


@cache
def sheet(badges: tuple[Badge, ...] = NINE, address: str = "http://192.168.1.10:8000") -> bytes:
    return badge_sheet(
        badges,
        ward="Phường Tân Mẫu",
        occasion="Hội nghị đối thoại lần 2 năm 2027",
        when="thứ Năm 18/11/2027, 08:00",
        address=address,
        printed="10/11/2027",
    )


@cache
def picture(pdf: bytes) -> Image.Image:
    """Return the first page at 300 dots an inch, in greys: a badge must be legible in black alone."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L")


def one_badge(place: int) -> Image.Image:
    """Return the picture of the badge at `place` (0 to 7) of the first page, cut along its dashes."""
    left, top = LEFT + place % 2 * WIDTH, TOP + place // 2 * HEIGHT
    return picture(sheet()).crop([round(mm * DOTS_PER_MM) for mm in (left, top, left + WIDTH, top + HEIGHT)])


def test_eight_badges_fill_a_sheet_and_the_ninth_opens_the_next() -> None:
    pages = PdfReader(BytesIO(sheet())).pages
    assert len(pages) == 2
    assert [float(side) for side in pages[0].mediabox[2:]] == pytest.approx([210 * 72 / 25.4, 297 * 72 / 25.4], abs=0.1)


def test_the_words_of_a_badge_can_be_read_back_composed() -> None:
    words = PdfReader(BytesIO(sheet())).pages[0].extract_text()
    for expected in ("Nguyễn Thị", "Hường", "Khu phố Bến Đình · Tổ 2", "K7M-2QX-9BT", "Bhiŏ", "không hỏi mã OTP"):
        assert expected in words
    assert unicodedata.is_normalized("NFC", words)


def test_every_letter_of_vietnamese_is_in_the_fonts(caplog: pytest.LogCaptureFixture) -> None:
    letters = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
    alphabet = Badge(name=f"{letters} {letters.upper()}", group=letters, note=letters.upper(), code="K7M2QX9BT")
    sheet((alphabet,))
    assert not [record for record in caplog.records if "missing" in record.message]


def test_the_door_reads_every_code_of_a_printed_page() -> None:
    seen = {find_code(found.text) for found in zxingcpp.read_barcodes(picture(sheet()))}
    assert seen == {"K7M2QX9BT", "N3C8VK4LP", "T6QB9H2RX"}


def test_a_code_carries_the_upper_case_link_at_the_level_for_paper() -> None:
    found = zxingcpp.read_barcode(one_badge(0))
    assert found.text == "HTTP://192.168.1.10:8000/V/K7M2QX9BT"
    assert found.ec_level == "Q"


@pytest.mark.parametrize(
    "address", ["http://10.0.0.2", "http://192.168.100.100:8000", "https://doithoai.tanmau.example"]
)
def test_a_code_is_at_least_30_mm_wide_whatever_the_address(address: str) -> None:
    at = zxingcpp.read_barcode(picture(sheet((PLAIN,), address))).position
    assert at.top_right.x - at.top_left.x >= 30 * DOTS_PER_MM
    assert at.bottom_left.y - at.top_left.y >= 30 * DOTS_PER_MM


@pytest.mark.parametrize("place", [0, 1, 2])
def test_nothing_is_printed_within_four_modules_of_a_code(place: int) -> None:
    badge = one_badge(place)
    at = zxingcpp.read_barcode(badge).position
    module = (at.top_right.x - at.top_left.x) / 29
    quiet = round(3.9 * module)
    around = (at.top_left.x - quiet, at.top_left.y - quiet, at.bottom_right.x + quiet, at.bottom_right.y + quiet)
    zone = badge.crop(around)
    zone.paste(255, (quiet - 3, quiet - 3, zone.width - quiet + 3, zone.height - quiet + 3))
    assert zone.getextrema()[0] > 200


def test_the_longest_name_and_post_stay_between_the_edge_and_the_rule() -> None:
    badge = one_badge(1)
    mm = DOTS_PER_MM
    below_the_name = badge.crop([round(part * mm) for part in (5, 53.2, 57, 55)])
    beside_it = badge.crop([round(part * mm) for part in (1, 12, 4.8, 64)])
    assert below_the_name.getextrema()[0] > 200
    assert beside_it.getextrema()[0] > 200


def test_the_given_name_is_the_largest_word_of_a_badge() -> None:
    sizes: dict[str, float] = {}

    def note(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        sizes.setdefault(text.strip(), size * tm[0])

    PdfReader(BytesIO(sheet((PLAIN,)))).pages[0].extract_text(visitor_text=note)
    assert max(sizes, key=sizes.__getitem__) == "Hường"


def test_the_same_list_prints_to_the_same_bytes() -> None:
    assert sheet.__wrapped__() == sheet()


def test_an_empty_list_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="Xin chọn người") as refusal:
        sheet(())
    assert refusal.value.code == "no_badges"
