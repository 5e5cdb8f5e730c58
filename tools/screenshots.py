"""Takes the README's pictures: begins the quiet demo, plays a little scene in it, looks at each place.

Run by `make screenshots`. Writes docs/screenshots/*.png.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright

from kiosk.ops.demo.browser import Browser
from kiosk.ops.demo.ward import GUEST
from kiosk.ops.demo.words import matters

KIOSK = Path(sys.executable).with_name("kiosk")
PICTURES = Path(__file__).parents[1] / "docs" / "screenshots"
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
ADDRESS = "192.168.1.10:8000"
"""What the pictures say, not this machine's own."""
BEGINS, COME, ASKED = 8, 143, 11
LARGEST = 250_000
"""Bytes of a picture."""


def main() -> None:
    """Take every picture anew."""
    with tempfile.TemporaryDirectory() as folder, _demo(Path(folder) / "demo") as address:
        data = Path(folder) / "demo"
        people = _told(data, "people", "list")["people"]
        links = _told(data, "links")
        guest = next(person for person in people if person["name"] == GUEST)
        others = [person for person in people if person["name"] != GUEST and person["kind"] == "citizen"]
        random.Random(2027).shuffle(others)  # noqa: S311  # the same people in every picture, in no order
        _play(links, guest=guest, others=others)
        with sync_playwright() as playwright:
            found = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
            chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS.split())
            _take_all(chromium, address, links, guest=guest, next_to_come=others[COME]["code"])
            chromium.close()


@contextmanager
def _demo(data: Path) -> Iterator[str]:
    """Run the quiet demo; give the address of its page of links."""
    words = ["demo", "--quiet", "--no-browser", "--host=127.0.0.1", "--port=0", "--staff-port=0", "--data", data]
    with subprocess.Popen([KIOSK, *words], env=_environment(), stdout=subprocess.PIPE, text=True) as demo:  # noqa: S603  # our own program
        assert demo.stdout is not None  # noqa: S101  # it was asked for
        try:
            yield demo.stdout.readline().split()[-1]
        finally:
            demo.terminate()


def _environment() -> dict[str, str]:
    return {**os.environ, "KIOSK_ADDRESS": ADDRESS, "KIOSK_TIMEZONE": _where_it_is_morning()}


def _where_it_is_morning() -> str:
    """Return a time zone in which it is past eight: a meeting at midnight would look odd."""
    hours = (BEGINS - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"  # POSIX counts them backwards


def _told(data: Path, *words: str) -> Any:  # noqa: ANN401  # whatever the command says
    said = subprocess.run([KIOSK, *words, "--json", "--data", data], check=True, capture_output=True, text=True)  # noqa: S603  # as above
    return json.loads(said.stdout)


def _play(links: dict[str, str], *, guest: dict[str, Any], others: list[dict[str, Any]]) -> None:
    """Let people come in, ask, and be answered, so that every place has something to show."""
    door = _at(links["door"])
    for person in (guest, *others[:COME]):
        door.send("/door/check-ins", code=person["code"], key=token_hex(8))
    askers = [guest, *others[: ASKED - 2], guest]
    for asker, matter in zip(askers, islice(matters(), ASKED), strict=True):
        phone = _at(f"{_host(links['floor'])}/v/{asker['code']}")
        words = matter.words_of(asker["group"])
        phone.send("/floor/questions", text=words, field=matter.field, key=token_hex(8))
    chair = _at(links["podium"])
    for question, *moves in ((2, "show", "answer"), (4, "show", "answer"), (3, "queue"), (6, "queue"), (1, "show")):
        for move in moves:
            chair.send(f"/podium/questions/{question}/{move}")


def _take_all(
    chromium: Chromium, address: str, links: dict[str, str], *, guest: dict[str, Any], next_to_come: str
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 520})
    page.goto(address)
    _take(page, "links")

    wall = _enter(chromium, links["screen"], width=1920, height=1080)
    expect(wall.locator("#slide .question")).to_be_visible()
    _take(wall, "screen")

    podium = _enter(chromium, links["podium"], width=1280, height=800)
    third = podium.locator("#queue .queue__row a").nth(2)
    third.click()
    expect(podium.locator("#hand .hand__words")).to_have_text(third.inner_text())
    _take(podium, "podium")

    phone = _enter(chromium, f"{_host(links['floor'])}/v/{guest['code']}", width=390, height=844)
    expect(phone.locator("#on-screen")).to_be_visible()
    _take(phone, "phone")

    door = _enter(chromium, links["door"], width=1280, height=800)
    door.locator("#code").fill(next_to_come)
    door.keyboard.press("Enter")
    expect(door.locator("[data-verdict=admitted]")).to_be_visible()
    _take(door, "door")


def _enter(chromium: Chromium, link: str, *, width: int, height: int) -> Page:
    size, zone = {"width": width, "height": height}, _where_it_is_morning()
    page = chromium.new_context(viewport=size, locale="vi-VN", timezone_id=zone).new_page()
    page.goto(link)
    page.locator("main form button[type=submit]").first.click()
    return page


def _take(page: Page, name: str) -> None:
    picture = page.screenshot(animations="disabled", caret="hide")
    if len(picture) > LARGEST:
        sys.exit(f"{name}.png has {len(picture):,} bytes, {LARGEST:,} at most: take less of the page.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(picture)
    print(f"docs/screenshots/{name}.png  {len(picture) // 1000} KB")


def _at(link: str) -> Browser:
    browser = Browser(_host(link))
    browser.enter(urlsplit(link).path)
    return browser


def _host(url: str) -> str:
    return f"http://{urlsplit(url).netloc}"


if __name__ == "__main__":
    main()
