"""The server is killed and comes back: every window becomes true again by itself, and nothing typed is lost."""

from collections.abc import Iterator
from itertools import islice

from playwright.sync_api import expect

from tests.browser.navigators import Windows

Codes = Iterator[str]
Words = Iterator[str]


def test_wall_podium_and_phone_become_true_again_without_a_reload(windows: Windows, codes: Codes, words: Words) -> None:
    first, second = islice(words, 2)
    code = next(codes)
    wall, chair, phone, door = windows.wall(), windows.chair(), windows.phone(code), windows.door()
    number = phone.asks(first)
    chair.shows(first)
    wall.sees(first)
    everybody = (wall, chair, phone, door)
    for window in everybody:
        window.is_marked()
        window.is_linked()

    windows.kiosk.kill()
    for window in everybody:
        window.is_cut_off()
    wall.sees(first)
    windows.kiosk.begin()
    # What happens before they are back is what they have missed.
    windows.kiosk.phone(next(codes)).send("/floor/questions", text=second, field="4", key="while-away")
    door.is_linked()
    door.scans(code)
    door.is_told("admitted")
    chair.sees(second)
    chair.shows(second)

    wall.sees(second)
    wall.counts(1)
    phone.sees_on_screen(second)
    phone.reads(number, "queued")
    assert all(window.was_never_reloaded() for window in everybody)


def test_a_question_sent_while_the_server_is_away_arrives_by_itself_and_once(
    windows: Windows, codes: Codes, words: Words
) -> None:
    question = next(words)
    phone, chair = windows.phone(next(codes)), windows.chair()
    phone.writes(question)
    phone.chooses("3")
    windows.kiosk.kill()
    phone.sends()
    expect(phone.page.locator("[data-outbox]")).to_be_visible()
    expect(phone.page.locator("[data-outbox-words]")).to_have_text(question)
    windows.kiosk.begin()
    assert phone.receives() == 1
    chair.sees(question)
    assert len(windows.kiosk.told("questions", "list")["questions"]) == 1


def test_what_was_typed_on_a_phone_survives_the_server(windows: Windows, codes: Codes, words: Words) -> None:
    question = next(words)
    phone = windows.phone(next(codes))
    phone.writes(question)
    windows.kiosk.kill()
    windows.kiosk.begin()
    expect(phone.page.locator("textarea[name=text]")).to_have_value(question)
    phone.chooses("3")
    phone.sends()
    assert phone.receives() == 1
