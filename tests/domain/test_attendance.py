"""The verdict on a scan as a table, and what the door log and the headcount make of it."""

from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import func, select

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.errors import Refused
from kiosk.core.transact import transact
from kiosk.domain.attendance import queries
from kiosk.domain.attendance.actions import check_in, check_in_delegate, undo_scan
from kiosk.domain.attendance.models import Entry, Scan
from kiosk.domain.attendance.rules import (
    ADVICE,
    LETS_IN,
    QUOTA,
    ForeignCode,
    Presence,
    Verdict,
    foreign_kind,
    judge,
    name_typed,
)
from kiosk.domain.people.actions import add_people, replace_invitation
from kiosk.domain.people.rules import NewPerson
from kiosk.domain.sittings.rules import SittingState
from tests.conftest import Hall

BEFORE = {SittingState.PLANNED, SittingState.ANNOUNCED, SittingState.GATHERING}
OPEN = {SittingState.DOORS_OPEN, SittingState.IN_SESSION, SittingState.PAUSED}
BY_PRESENCE = {
    Presence.NEVER_CAME: Verdict.ADMITTED,
    Presence.INSIDE: Verdict.ALREADY_IN,
    Presence.LEFT: Verdict.BACK,
}

CARDS = {
    "079201001234|025123456|Nguyễn Văn A|01011960|Nam|Khu phố An Hòa|02022022": ForeignCode.CCCD,
    "079201001234": ForeignCode.CCCD,
    "GD4797912345678|4e677579e1bb856e|01/01/1960|1|": ForeignCode.BHYT,
    "GD4797912345678": ForeignCode.BHYT,
    "7912345678|4e677579e1bb856e|01/01/1960|": ForeignCode.BHYT,
    "https://zalo.me/0901234567": ForeignCode.ZALO,
    "HTTPS://QR.ZALO.ME/abc": ForeignCode.ZALO,
    "00020101021138540010A00000072701240006970436": ForeignCode.PAYMENT,
    "https://example.com/menu": ForeignCode.LINK,
    "WIFI:S:UBND;T:WPA;P:12345678;;": ForeignCode.LINK,
}


@pytest.mark.parametrize("state", SittingState)
@pytest.mark.parametrize("is_revoked", [False, True])
@pytest.mark.parametrize("presence", Presence)
def test_the_verdict_follows_the_sitting_then_the_code_then_where_the_person_is(
    state: SittingState, *, is_revoked: bool, presence: Presence
) -> None:
    verdict = judge(state=state, is_of_sitting=True, is_revoked=is_revoked, presence=presence)

    expected = Verdict.NOT_OPEN if state in BEFORE else BY_PRESENCE[presence] if state in OPEN else Verdict.CLOSED
    assert verdict is (Verdict.REVOKED if is_revoked else expected)


def test_an_invitation_to_another_sitting_is_that_before_all_else() -> None:
    for state, is_revoked, presence in product(SittingState, [False, True], Presence):
        verdict = judge(state=state, is_of_sitting=False, is_revoked=is_revoked, presence=presence)
        assert verdict is Verdict.WRONG_SITTING


@pytest.mark.parametrize("verdict", Verdict)
def test_whoever_is_not_let_in_is_told_what_to_do(verdict: Verdict) -> None:
    assert (verdict in ADVICE) is (verdict not in LETS_IN)
    assert (verdict.tone == "admit") is (verdict in LETS_IN)


@pytest.mark.parametrize(("scanned", "kind"), CARDS.items())
def test_a_card_that_people_carry_is_known_by_its_kind_and_is_nobodys_name(scanned: str, kind: ForeignCode) -> None:
    assert foreign_kind(scanned) is kind
    assert name_typed(scanned) is None


@pytest.mark.parametrize("scanned", ["K7X3M9TQM", "nguyen thi huong", "Hường", "12345", ""])
def test_a_code_a_name_and_a_number_are_no_foreign_card(scanned: str) -> None:
    assert foreign_kind(scanned) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("huong  nguyen", "huong  nguyen"),
        ("Đặng Đức Ước", "Đặng Đức Ước"),
        ("K'Brơi", "K'Brơi"),
        ("BCGHKLMNP", None),
        ("BCG-HKL-MNP", None),
        ("0901234567", None),
        ("an 1", None),
        (" -. ", None),
        ("a" * 61, None),
    ],
)
def test_only_letters_and_blanks_that_are_no_code_can_be_a_name(typed: str, name: str | None) -> None:
    assert name_typed(typed) == name


def test_somebody_who_comes_in_is_counted_once_however_often_they_are_scanned(hall: Hall) -> None:
    first = scan(hall, hall.person("Trần Văn An").code)
    again = scan(hall, hall.person("Trần Văn An").code, door="Cửa 2")

    assert verdict_of(first) is Verdict.ADMITTED
    assert verdict_of(again) is Verdict.ALREADY_IN
    assert entries() == 1
    with reading() as session:
        shown = queries.scan_shown(session, again, sitting_id=hall.sitting_id)
        assert shown is not None
        assert shown.first is not None
        assert (shown.first.id, shown.first.door) == (first, "Cửa 1")


def test_the_same_scan_sent_twice_is_one_line_and_one_entry(hall: Hall) -> None:
    code = hall.person("Trần Văn An").code

    assert scan(hall, code, key="scan-1") == scan(hall, code, key="scan-1")
    assert (lines(), entries()) == (1, 1)


def test_another_doors_key_and_another_code_under_the_same_key_are_refused(hall: Hall) -> None:
    code = hall.person("Trần Văn An").code
    scan(hall, code, key="scan-1")

    with refused("key"):
        scan(hall, code, key="scan-1", door="Cửa 2", sign_in_id=2)
    with refused("key"):
        scan(hall, hall.person("Lê Thị Ân").code, key="scan-1")
    assert (lines(), entries()) == (1, 1)


def test_somebody_found_by_name_is_judged_as_by_their_code(hall: Hall) -> None:
    delegate_id = hall.person("Lê Thị Ân").delegate.delegate_id
    by_name = transact(
        check_in_delegate, actor=door_staff(hall), key="a", sitting_id=hall.sitting_id, delegate_id=delegate_id
    )

    assert verdict_of(by_name) is Verdict.ADMITTED
    assert verdict_of(scan(hall, hall.person("Lê Thị Ân").code)) is Verdict.ALREADY_IN


def test_an_entry_that_was_undone_never_was_but_stays_in_the_log(hall: Hall) -> None:
    code = hall.person("Trần Văn An").code
    mistaken = scan(hall, code)
    transact(undo_scan, actor=door_staff(hall, door="Cửa 2"), scan_id=mistaken)

    with reading() as session:
        assert queries.headcount(session, sitting_id=hall.sitting_id).inside == 0
        shown = queries.scan_shown(session, mistaken, sitting_id=hall.sitting_id)
    assert shown is not None
    assert shown.scan.undone_at is not None
    assert not shown.may_be_undone
    assert verdict_of(scan(hall, code)) is Verdict.ADMITTED
    assert lines() == 2


def test_what_let_nobody_in_what_was_undone_and_what_is_not_there_cannot_be_undone(hall: Hall) -> None:
    admitted, stranger = scan(hall, hall.person("Trần Văn An").code), scan(hall, "22222CCCC")
    transact(undo_scan, actor=door_staff(hall), scan_id=admitted)

    for scan_id, code in ((admitted, "undone"), (stranger, "nothing_to_undo"), (999, "scan")):
        with refused(code):
            transact(undo_scan, actor=door_staff(hall), scan_id=scan_id)


def test_the_door_log_of_another_sitting_is_closed_to_this_one(hall: Hall) -> None:
    admitted = scan(hall, hall.person("Trần Văn An").code)

    elsewhere = replace(door_staff(hall), sitting_id=99)
    with refused("scan"):
        transact(undo_scan, actor=elsewhere, scan_id=admitted)
    with refused("sitting"):
        transact(check_in, actor=elsewhere, sitting_id=hall.sitting_id, scanned=hall.person("Lê Thị Ân").code)
    with reading() as session:
        assert queries.scan_shown(session, admitted, sitting_id=99) is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DOOR, Role.SECRETARY, Role.SYSTEM}))
def test_nobody_else_lets_people_in(hall: Hall, role: Role) -> None:
    with refused("role"):
        transact(check_in, actor=hall.actor(role), sitting_id=hall.sitting_id, scanned="22222CCCC")
    assert lines() == 0


def test_every_scan_is_logged_and_of_a_foreign_card_the_kind_alone(hall: Hall) -> None:
    scans = [scan(hall, scanned) for scanned in (*CARDS, "22222CCCC", "Không Ai Cả")]

    with reading() as session:
        log = session.scalars(select(Scan).order_by(Scan.id)).all()
    assert [line.id for line in log] == scans
    assert [line.foreign for line in log] == [*CARDS.values(), None, None]
    assert {column.name for column in Scan.__table__.columns} == {
        *("id", "sitting_id", "at", "door", "verdict", "delegate_id", "foreign", "undone_at"),
    }, "the log has no column that could hold what was scanned"


def test_a_badge_of_ours_that_is_not_on_the_list_is_unknown_not_foreign(hall: Hall) -> None:
    assert verdict_of(scan(hall, "HTTP://192.168.1.10:8000/V/22222CCCC")) is Verdict.UNKNOWN


def test_a_replaced_code_says_which_one_counts_now(hall: Hall) -> None:
    old = hall.person("Trần Văn An")
    transact(replace_invitation, actor=SYSTEM, delegate_id=old.delegate.delegate_id)
    revoked = scan(hall, old.code)

    with reading() as session:
        shown = queries.scan_shown(session, revoked, sitting_id=hall.sitting_id)
    assert shown is not None
    assert shown.scan.verdict is Verdict.REVOKED
    assert shown.replaced_by == hall.person("Trần Văn An").code


def test_the_last_scans_are_those_of_one_door_the_newest_first(hall: Hall) -> None:
    own = [scan(hall, f"22222CCC{symbol}") for symbol in "BCGHKL"]
    scan(hall, "22222CCCC", door="Cửa 2")

    with reading() as session:
        shown = queries.last_scans(session, sitting_id=hall.sitting_id, door="Cửa 1")
    assert [one.scan.id for one in shown] == own[:0:-1]


def test_groups_are_counted_within_their_neighbourhood_in_the_order_of_their_numbers(hall: Hall) -> None:
    rows = [
        NewPerson(sheet="a", row=row, name=f"Người {row}", name_written="x", group="An Hòa", subgroup=subgroup)
        for row, subgroup in enumerate(("Tổ 10", "Tổ 1"))
    ]
    guest = NewPerson(sheet="b", row=9, name="Lê Khách", name_written="x", position="Trưởng phòng", unit="Sở")
    transact(add_people, actor=SYSTEM, sitting_id=hall.sitting_id, rows=(*rows, guest), refused=())
    scan(hall, hall.person("Lê Khách").code)
    scan(hall, hall.person("Trần Văn An").code)

    with reading() as session:
        counts = queries.headcount(session, sitting_id=hall.sitting_id)
    parts = [(group.part, group.inside, group.invited) for group in counts.by_upper["An Hòa"]]
    assert parts == [("Tổ 1", 0, 1), ("Tổ 2", 1, 6), ("Tổ 10", 0, 1)]
    assert counts.others is not None
    assert (counts.others.inside, counts.inside, counts.invited) == (1, 2, 9)
    assert QUOTA == (10, 15)


@pytest.mark.parametrize("typed", ["huong nguyen", "NGUYỄN thị", "thi hươ"])
def test_people_are_found_by_unaccented_name_in_any_order_and_who_is_inside_is_marked(hall: Hall, typed: str) -> None:
    inside, outside = [one for one in hall.people if one.delegate.name == "Nguyễn Thị Hường"]
    admitted = scan(hall, inside.code)

    with reading() as session:
        near = queries.people_near(session, sitting_id=hall.sitting_id, typed=typed)
    first = {one.delegate.delegate_id: one.first and one.first.id for one in near}
    assert first == {inside.delegate.delegate_id: admitted, outside.delegate.delegate_id: None}


def scan(hall: Hall, scanned: str, *, door: str = "Cửa 1", key: str | None = None, sign_in_id: int = 1) -> int:
    actor = hall.actor(Role.DOOR, name=door, sign_in_id=sign_in_id)
    return transact(check_in, actor=actor, key=key, sitting_id=hall.sitting_id, scanned=scanned)


def door_staff(hall: Hall, *, door: str = "Cửa 1") -> Actor:
    return hall.actor(Role.DOOR, name=door)


def refused(code: str) -> AbstractContextManager[object]:
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def verdict_of(scan_id: int) -> Verdict:
    with reading() as session:
        return session.get_one(Scan, scan_id).verdict


def lines() -> int:
    with reading() as session:
        return session.scalar(select(func.count(Scan.id))) or 0


def entries() -> int:
    with reading() as session:
        return session.scalar(select(func.count(Entry.id)).where(Entry.annulled_at.is_(None))) or 0
