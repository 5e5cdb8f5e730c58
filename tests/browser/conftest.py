"""The real Chromium that the evening is seen in."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.navigators import Windows, different_words
from tests.running import Kiosk

CHROMIUM = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium that speaks to nobody but us."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: install the package chromium, or name one in TEST_CHROMIUM")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())


@pytest.fixture
def windows(chromium: Browser, kiosk: Kiosk) -> Iterator[Windows]:
    """Windows onto a kiosk; none may break the content policy, fail in a script, or ask another host."""
    windows = Windows(chromium, kiosk)
    yield windows
    windows.close()
    assert not windows.faults


@pytest.fixture
def codes(kiosk: Kiosk) -> Iterator[str]:
    """The codes of people who have not come yet, one after the other."""
    return (person["code"] for person in kiosk.people)


@pytest.fixture
def words() -> Iterator[str]:
    """Questions that differ."""
    return different_words()
