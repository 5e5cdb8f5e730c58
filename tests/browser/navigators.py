"""Who stands at the windows in the evening's tests: each knows one page by its landmarks and speaks in verbs."""

from collections.abc import Iterator
from itertools import count

from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.running import Kiosk

PHONE, LAPTOP, PROJECTOR = (
    {"width": width, "height": height} for width, height in ((390, 844), (1280, 800), (1920, 1080))
)

PATIENCE = 60_000
"""Milliseconds; a busy machine may need them, a quiet one never does."""

expect.set_options(timeout=PATIENCE)


class Windows:
    """Opens windows of one Chromium, each with cookies of its own, and notes what none of them may do."""

    def __init__(self, chromium: Browser, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.faults: list[str] = []
        self._chromium = chromium

    def door(self) -> "Door":
        """A laptop at the door."""
        return Door(self._enter(self.kiosk.url("door"), LAPTOP))

    def chair(self) -> "Chair":
        """The podium's laptop."""
        return Chair(self._enter(self.kiosk.url("podium"), LAPTOP))

    def wall(self) -> "Wall":
        """The projector."""
        return Wall(self._enter(self.kiosk.url("screen"), PROJECTOR))

    def phone(self, code: str, *, javascript: bool = True) -> "Phone":
        """A delegate's phone, signed in by the code on the badge."""
        return Phone(self._enter(f"{self.kiosk.hall}/v/{code}", PHONE, javascript=javascript))

    def close(self) -> None:
        """Close them all."""
        for context in self._chromium.contexts:
            context.close()

    def _enter(self, link: str, size: dict[str, int], *, javascript: bool = True) -> Page:
        context = self._chromium.new_context(viewport=size, java_script_enabled=javascript, locale="vi-VN")
        context.set_default_timeout(PATIENCE)
        context.on("request", self._check_request)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"a script failed: {error}"))
        page.on("console", lambda said: self._check_console(said.text))
        page.goto(link)
        page.locator("main form button[type=submit]").first.click()
        return page

    def _check_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.kiosk.hall}/", f"{self.kiosk.staff}/", "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _check_console(self, said: str) -> None:
        if "Content Security Policy" in said:
            self.faults.append(said)


class Window:
    """A page that stays open all evening."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def is_marked(self) -> None:
        """Mark the window, so that a reload would show."""
        self.page.evaluate("window.marked = true")

    def was_never_reloaded(self) -> bool:
        """Tell whether the mark is still there."""
        return bool(self.page.evaluate("window.marked === true"))

    def is_linked(self) -> None:
        """Wait until the page is connected."""
        expect(self.page.locator("[data-link-state]").first).to_have_attribute("data-state", "on")

    def is_cut_off(self) -> None:
        """Wait until the page knows that it is not."""
        expect(self.page.locator("[data-link-state]").first).not_to_have_attribute("data-state", "on")


class Door(Window):
    """Who lets people in."""

    def scans(self, code: str) -> None:
        """Scan (a scanner types and presses Enter)."""
        self.page.locator("#code").fill(code)
        self.presses("Enter")

    def is_told(self, verdict: str) -> None:
        """See the verdict over the whole screen."""
        expect(self.page.locator("[data-verdict]")).to_have_attribute("data-verdict", verdict)

    def types_name(self, name: str) -> Locator:
        """Type a name; return the people it may mean."""
        self.page.locator("#code").press_sequentially(name)
        return self.page.locator("#people li")

    def counts(self, inside: int) -> None:
        """See how many have come."""
        expect(self.page.locator("#counts .big-number")).to_have_text(str(inside))


class Phone(Window):
    """A delegate with a phone."""

    def writes(self, words: str) -> None:
        """Take the first step: the words."""
        self.page.locator("a[href='/floor/ask']").first.click()
        self.page.locator("textarea[name=text]").fill(words)

    def chooses(self, field: str) -> None:
        """Take the second step: the field of life."""
        self.page.locator("main form button[type=submit]").last.click()
        self.page.locator(f"button[name=field][value='{field}']").click()

    def sends(self) -> None:
        """Take the last step."""
        self.page.locator("[data-send-button]").click()

    def receives(self) -> int:
        """Read the number on the receipt."""
        receipt = self.page.locator("[data-question-number]")
        receipt.wait_for()
        return int(receipt.get_attribute("data-question-number") or "")

    def asks(self, words: str, *, field: str = "3") -> int:
        """Ask in three steps; return the question's number."""
        self.writes(words)
        self.chooses(field)
        self.sends()
        return self.receives()

    def reads(self, number: int, state: str) -> Locator:
        """See what became of a question of mine; return its card."""
        card = self.page.locator(f"#mine [data-question='{number}']")
        expect(card).to_have_attribute("data-state", state)
        return card

    def sees_on_screen(self, words: str) -> None:
        """See in the hand what the hall sees on the wall."""
        expect(self.page.locator("#on-screen")).to_contain_text(words)


class Chair(Window):
    """Who moderates."""

    def row(self, words: str) -> Locator:
        """The row of a question in the list."""
        return self.page.locator("#queue .queue__row", has_text=words)

    def sees(self, words: str) -> None:
        """See a question in the list."""
        expect(self.row(words)).to_have_count(1)

    def takes(self, words: str) -> None:
        """Take a question in hand."""
        self.row(words).locator("a").click()
        self.has_in_hand(words)

    def has_in_hand(self, words: str) -> None:
        """See a question large, its row marked."""
        expect(self.page.locator("#hand .hand__words")).to_have_text(words)
        expect(self.row(words)).to_have_attribute("aria-current", "true")

    def sees_state(self, state: str) -> None:
        """See how far the question in hand has come."""
        expect(self.page.locator("#hand > [data-question]")).to_have_attribute("data-state", state)

    def shows(self, words: str) -> None:
        """Put a question on the wall, by key."""
        self.takes(words)
        self.presses("Enter")
        self.sees_state("on_screen")
        self.sees_on_wall(words)

    def sees_on_wall(self, words: str) -> None:
        """See the wall's picture, small."""
        expect(self.page.locator("#wall")).to_contain_text(words)


class Wall(Window):
    """The projector, and who looks at it."""

    def sees(self, words: str) -> None:
        """See a question on the wall."""
        expect(self.page.locator("#slide [data-question] .question")).to_have_text(words)

    def welcomes(self) -> None:
        """See the welcome: no question is up."""
        expect(self.page.locator("#slide .welcome")).to_be_visible()

    def counts(self, inside: int) -> None:
        """See how many have come."""
        expect(self.page.locator("#headcount b")).to_have_text(str(inside))

    def has(self, name: str, value: str | None) -> None:
        """See what the keys set on the whole page."""
        root = self.page.locator("html")
        if value is None:
            expect(self.page.locator(f"html:not([{name}])")).to_have_count(1)
        else:
            expect(root).to_have_attribute(name, value)


def different_words() -> Iterator[str]:
    """Yield questions that nobody can take for one another."""
    yield from (f"Hẻm số {number} bao giờ có đèn, thưa ông Chủ tịch?" for number in count(101))
