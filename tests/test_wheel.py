"""The wheel: built here, installed into an environment that has never seen the checkout, run from another folder."""

import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ops.demo.browser import Browser
from tests.running import Kiosk

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `kiosk` of a new environment: our wheel, and for all else the packages that this one has."""
    folder = tmp_path_factory.mktemp("wheel")
    _run("build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv")
    _run("pip", "--python", folder / "venv", "install", "--no-deps", "--no-index", wheel)
    (packages,) = (folder / "venv").glob("lib/python*/site-packages")
    # What a .pth names is searched as it is: the one in there, which leads to the checkout, is not followed.
    (packages / "present.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "venv" / "bin" / "kiosk"


@pytest.fixture
def kiosk(installed: Path, tmp_path: Path) -> Iterator[Kiosk]:
    """A kiosk of the wheel, serving a folder that it made itself."""
    kiosk = Kiosk(tmp_path / "data", program=installed)
    kiosk.command("init")
    kiosk.begin()
    yield kiosk
    kiosk.stop()


def test_the_wheel_runs_outside_the_checkout_with_its_pages_their_looks_and_both_languages(
    kiosk: Kiosk, installed: Path
) -> None:
    python = installed.with_name("python")
    asked = [python, "-c", "import kiosk.app; print(kiosk.app.HERE)"]
    where = subprocess.run(asked, cwd=kiosk.data, capture_output=True, text=True, check=True).stdout.strip()
    assert Path(where).is_relative_to(installed.parents[1])

    phone = Browser(kiosk.hall)
    page = phone.visit("/v")
    assert page.status == 200
    assert '<html lang="vi"' in page.html
    sheets = re.findall(r'href="(/static/css/[^"]+)"', page.html)
    assert sheets
    for sheet in sheets:
        assert "{" in phone.visit(sheet).html

    english = phone.send("/language", lang="en", next="/v")
    assert '<html lang="en"' in english.html
    assert _heading(english.html) != _heading(page.html)


def _heading(html: str) -> str:
    return html.partition("<h1>")[2].partition("</h1>")[0]


def _run(module: str, *words: str | Path) -> None:
    done = subprocess.run([sys.executable, "-m", module, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
