"""The chair's hands: keys that act once, and a list that never moves under them."""

from collections.abc import Iterator
from itertools import islice

from tests.browser.navigators import Windows

Codes = Iterator[str]
Words = Iterator[str]


def test_what_arrives_moves_neither_the_row_in_hand_nor_the_question_in_it(
    windows: Windows, codes: Codes, words: Words
) -> None:
    asker = windows.kiosk.phone(next(codes))
    questions = list(islice(words, 40))
    for at, question in enumerate(questions[:20]):
        asker.send("/floor/questions", text=question, field="3", key=f"before-{at}")
    chair = windows.chair()
    chair.takes(questions[5])
    before = chair.row(questions[5]).bounding_box()

    for at, question in enumerate(questions[20:]):
        asker.send("/floor/questions", text=question, field="3", key=f"after-{at}")
    chair.sees(questions[-1])
    chair.has_in_hand(questions[5])
    assert chair.row(questions[5]).bounding_box() == before


def test_a_question_that_another_chair_takes_away_leaves_the_list_of_this_one(
    windows: Windows, codes: Codes, words: Words
) -> None:
    asker = windows.kiosk.phone(next(codes))
    first, second = islice(words, 2)
    for question in (first, second):
        asker.send("/floor/questions", text=question, field="3", key=question[:30])
    one, other = windows.chair(), windows.chair()
    one.takes(second)
    other.takes(first)
    other.presses("h")
    one.row(first).wait_for(state="detached")
    one.has_in_hand(second)


def test_each_key_of_the_podium_does_one_thing(windows: Windows, codes: Codes, words: Words) -> None:
    asker = windows.kiosk.phone(next(codes))
    first, second, third = islice(words, 3)
    for question in (first, second, third):
        asker.send("/floor/questions", text=question, field="3", key=question[:30])
    chair, wall = windows.chair(), windows.wall()

    chair.has_in_hand(first)
    chair.presses("j")
    chair.has_in_hand(second)
    chair.presses("ArrowDown")
    chair.has_in_hand(third)
    chair.presses("k", "PageUp")
    chair.has_in_hand(first)

    chair.presses("q")
    chair.sees_state("queued")
    chair.presses("u")
    chair.sees_state("submitted")

    chair.presses("Enter")
    chair.sees_state("on_screen")
    wall.sees(first)
    chair.presses(".")
    chair.sees_state("queued")
    wall.welcomes()
    chair.presses("Enter")
    chair.sees_state("on_screen")
    chair.presses("a")
    chair.has_in_hand(second)
    wall.welcomes()
    chair.presses("u")
    wall.sees(first)
