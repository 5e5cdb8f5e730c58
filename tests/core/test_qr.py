"""QR codes, drawn and then scanned for real."""

import re

import pytest
import zxingcpp
from bs4 import BeautifulSoup
from PIL import Image

from kiosk.core import qr

LINK = "HTTP://192.168.1.10:8000/V/K7X3M9TQM"
WIFI = "WIFI:T:WPA;S:Hội trường;P:doithoai2027;;"


def scanned(rows: list[list[bool]]) -> zxingcpp.Barcode:
    """Return what a scanner finds in `rows` (true where dark), each module four dots wide."""
    image = Image.new("L", (len(rows[0]), len(rows)))
    image.putdata([0 if dark else 255 for row in rows for dark in row])
    return zxingcpp.read_barcode(image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST))


def drawn(svg: str) -> list[list[bool]]:
    """Return the modules that the dark path of `svg` fills."""
    page = BeautifulSoup(svg, "html.parser")
    side = int(page.svg["viewbox"].split()[2])
    rows = [[False] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", page.find_all("path")[1]["d"]):
        rows[int(y)][int(x) : int(x) + int(length)] = [True] * int(length)
    return rows


@pytest.mark.parametrize("text", [LINK, WIFI])
def test_a_code_on_a_page_is_read_by_a_scanner(text: str) -> None:
    assert scanned(drawn(qr.svg(text))).text == text


def test_a_code_keeps_four_white_modules_on_every_side() -> None:
    rows = drawn(qr.svg(LINK))
    dark = [(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    assert min(min(at) for at in dark) == 4
    assert max(max(at) for at in dark) == len(rows) - 5


def test_a_code_in_a_terminal_is_read_by_a_scanner() -> None:
    pairs = {"█": (False, False), "▀": (False, True), "▄": (True, False), " ": (True, True)}
    halves = [[pairs[block] for block in line] for line in qr.terminal(LINK).split("\n")]
    rows = [[half[at] for half in line] for line in halves for at in (0, 1)]
    assert scanned(rows).text == LINK


def test_paper_is_spoilt_less_easily_than_a_screen() -> None:
    assert scanned(drawn(qr.svg(LINK, level="Q"))).ec_level == "Q"
    assert scanned(drawn(qr.svg(LINK))).ec_level == "M"


def test_an_upper_case_link_takes_fewer_modules_than_a_lower_case_one() -> None:
    assert len(qr.modules(LINK, "Q")) == 29 < len(qr.modules(LINK.lower(), "Q"))


def test_a_code_on_a_page_passes_the_strict_policy_and_has_a_name() -> None:
    svg = BeautifulSoup(qr.svg(LINK, label='Quét để "hỏi" <ngay>'), "html.parser").svg
    assert svg["role"] == "img"
    assert svg["aria-label"] == 'Quét để "hỏi" <ngay>'
    assert not svg.find_all(style=True)
    assert not svg.find_all("style")
