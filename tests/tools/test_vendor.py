"""Third-party files: the ones that were written down, and all that the pages need."""

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont

from tools import vendor

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with a copy of the vendored files, to be spoilt."""
    shutil.copy(vendor.ROOT / "package.json", tmp_path)
    for line in vendor.read_manifest():
        (tmp_path / line.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(vendor.ROOT / line.path, tmp_path / line.path)
    shutil.copy(vendor.ROOT / vendor.MANIFEST, tmp_path / vendor.MANIFEST)
    return tmp_path


def drawing(name: str) -> Tag:
    """Return the parsed drawing `name` of static/img; the parser writes attribute names in lower case."""
    return BeautifulSoup((vendor.ROOT / "static/img" / name).read_text(encoding="utf-8"), "html.parser")


def test_every_vendored_file_is_the_one_that_was_written_down() -> None:
    assert vendor.differences() == []


def test_a_changed_file_is_named(copy: Path) -> None:
    with (copy / "static/vendor/htmx.min.js").open("ab") as file:
        file.write(b"//")
    assert vendor.differences(copy) == ["static/vendor/htmx.min.js: not the file that was written down"]


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "static/img/icons.svg").unlink()
    assert vendor.differences(copy) == ["static/img/icons.svg: missing"]


def test_a_file_that_nobody_wrote_down_is_named(copy: Path) -> None:
    (copy / "static/vendor/other.js").touch()
    assert vendor.differences(copy) == ["static/vendor/other.js: not in the manifest"]


def test_another_version_in_package_json_is_named(copy: Path) -> None:
    package = copy / "package.json"
    package.write_text(package.read_text().replace('"htmx.org": "2.0.11"', '"htmx.org": "4.0.1"'))
    assert vendor.differences(copy) == ["htmx.org: package.json pins 4.0.1, the manifest has 2.0.11"]


def test_every_line_of_the_manifest_says_under_which_licence() -> None:
    assert {line.licence for line in vendor.read_manifest()} == {"0BSD", "ISC", "MIT", "OFL-1.1", "MIT AND OFL-1.1"}


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (vendor.ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_every_icon_is_in_the_sprite_once() -> None:
    symbols = [symbol["id"] for symbol in drawing("icons.svg").find_all("symbol")]
    assert len(symbols) == len(set(symbols))
    assert symbols == [f"icon-{name}" for name in vendor.ICONS.read_text(encoding="utf-8").split()]


def test_the_icons_take_their_colour_from_the_page() -> None:
    symbols = drawing("icons.svg").find_all("symbol")
    assert {(symbol["stroke"], symbol["viewbox"]) for symbol in symbols} == {("currentColor", "0 0 24 24")}


@pytest.mark.parametrize("name", ["icons.svg", "mark.svg", "favicon.svg"])
def test_a_drawing_carries_no_style_of_its_own(name: str) -> None:
    assert not drawing(name).find_all("style")
    assert not drawing(name).find_all(style=True)


@pytest.mark.parametrize("weight", vendor.WEIGHTS)
def test_the_web_fonts_of_a_weight_hold_every_vietnamese_letter(weight: int) -> None:
    letters: set[int] = set()
    for part in vendor.SUBSETS:
        letters |= TTFont(vendor.ROOT / f"static/fonts/be-vietnam-pro-{part}-{weight}.woff2").getBestCmap().keys()
    assert not {letter for letter in VIETNAMESE + VIETNAMESE.upper() if ord(letter) not in letters}


@pytest.mark.parametrize("cut", ["Regular", "SemiBold", "Bold", "ExtraBold"])
def test_a_paper_font_holds_every_vietnamese_letter_and_those_of_the_highlands(cut: str) -> None:
    letters = TTFont(vendor.ROOT / f"kiosk/documents/fonts/BeVietnamPro-{cut}.ttf").getBestCmap()
    assert not {letter for letter in VIETNAMESE + VIETNAMESE.upper() + vendor.HIGHLAND if ord(letter) not in letters}


@pytest.mark.parametrize("weight", vendor.WEIGHTS)
def test_every_digit_of_the_figures_is_equally_wide(weight: int) -> None:
    font = TTFont(vendor.ROOT / f"static/fonts/be-vietnam-figures-{weight}.woff2")
    names = font.getBestCmap()
    assert len({font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("weight", vendor.WEIGHTS)
def test_quotation_marks_stand_equally_far_from_the_words_around_them(weight: int) -> None:
    font = TTFont(vendor.ROOT / f"static/fonts/be-vietnam-pro-latin-{weight}.woff2")
    opening, closing = (font.getBestCmap()[ord(quote)] for quote in "“”")
    assert font["glyf"][opening].xMin == font["hmtx"][closing][0] - font["glyf"][closing].xMax > 0


def test_the_style_sheet_of_the_fonts_names_files_that_are_there() -> None:
    sheet = vendor.ROOT / "static/css/fonts.css"
    files = re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8"))
    assert len(files) == len(vendor.WEIGHTS) * (len(vendor.SUBSETS) + 1)
    assert not [file for file in files if not (sheet.parent / file).is_file()]
