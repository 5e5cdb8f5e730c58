"""The evening in real windows: from the door by the phone and the podium to the wall, all at once."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.browser.navigators import Windows

Codes = Iterator[str]
Words = Iterator[str]


def test_a_question_goes_from_the_door_to_the_wall_without_anybody_reloading(
    windows: Windows, codes: Codes, words: Words
) -> None:
    door, chair, wall = windows.door(), windows.chair(), windows.wall()
    code, question = next(codes), next(words)
    for window in (door, chair, wall):
        window.is_marked()
    wall.welcomes()

    door.scans(code)
    door.is_told("admitted")
    wall.counts(1)

    phone = windows.phone(code)
    number = phone.asks(question)
    phone.reads(number, "submitted")
    chair.sees(question)

    chair.shows(question)
    wall.sees(question)
    phone.reads(number, "on_screen")
    phone.sees_on_screen(question)

    chair.presses("a")
    wall.welcomes()
    phone.reads(number, "answered")
    assert all(window.was_never_reloaded() for window in (door, chair, wall))


def test_the_same_person_at_two_doors_is_one_person(windows: Windows, codes: Codes) -> None:
    one, other = windows.door(), windows.door()
    code = next(codes)
    one.scans(code)
    one.is_told("admitted")
    other.counts(1)
    other.scans(code.lower())
    other.is_told("already_in")
    one.counts(1)


def test_a_name_typed_without_marks_finds_the_person_and_a_strange_code_is_told_apart(windows: Windows) -> None:
    door = windows.door()
    near = door.types_name("nguyen")
    expect(near.first).to_be_visible()
    door.scans("https://zalo.me/g/abcdef")
    door.is_told("foreign")
    door.scans("222222222")
    door.is_told("unknown")


def test_why_a_question_is_not_read_out_reaches_the_phone_that_asked(
    windows: Windows, codes: Codes, words: Words
) -> None:
    phone, chair = windows.phone(next(codes)), windows.chair()
    question = next(words)
    number = phone.asks(question)
    chair.takes(question)
    chair.presses("x", "3")
    card = phone.reads(number, "declined")
    expect(card).to_contain_text("Câu hỏi có tên hoặc chuyện riêng của người khác.")
    expect(card).to_contain_text("Mời bác gửi lại, bỏ phần tên và chuyện riêng.")


def test_asking_works_with_javascript_off(windows: Windows, codes: Codes, words: Words) -> None:
    phone = windows.phone(next(codes), javascript=False)
    question = next(words)
    number = phone.asks(question)
    phone.page.goto(f"{windows.kiosk.hall}/floor/questions")
    expect(phone.reads(number, "submitted")).to_contain_text(question)


def test_the_keys_of_the_wall_work_on_the_whole_page(windows: Windows, codes: Codes, words: Words) -> None:
    wall, chair, phone = windows.wall(), windows.chair(), windows.phone(next(codes))
    for key, name, value in (("b", "data-blank", "black"), ("w", "data-blank", "white")):
        wall.presses(key)
        wall.has(name, value)
        wall.presses(key)
        wall.has(name, None)
    wall.presses("+")
    wall.has("data-scale", "1")
    wall.presses("-", "-")
    wall.has("data-scale", "-1")
    wall.has("data-theme", "dark")
    wall.presses("t")
    wall.has("data-theme", "light")
    wall.presses("q")
    wall.has("data-qr", "off")
    wall.presses("f")
    expect(wall.page.locator("html:fullscreen")).to_have_count(1)

    question = next(words)
    phone.asks(question)
    chair.shows(question)
    wall.sees(question)
    wall.has("data-theme", "light")
    wall.has("data-qr", "off")
