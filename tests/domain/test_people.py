"""Lists: who is the same person, who is not, what a second look fills in, and which code counts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.codes import ALPHABET, LENGTH, make_code
from kiosk.core.db import reading
from kiosk.core.errors import Refused
from kiosk.core.journal import moment, version_of
from kiosk.core.transact import transact
from kiosk.domain.people.actions import add_people, preview_people, replace_invitation
from kiosk.domain.people.models import Delegate, Invitation, Person
from kiosk.domain.people.queries import (
    contacts,
    delegate_card,
    delegates_named,
    invitation_by_code,
    live_code,
)
from kiosk.domain.people.rules import (
    KIND_LABELS,
    DelegateKind,
    ImportReceipt,
    NewPerson,
    RefusedRow,
    agrees,
    contradicts,
    kind_of,
)
from kiosk.domain.sittings.actions import plan_sitting
from kiosk.domain.sittings.rules import SittingState
from kiosk.spreadsheets.people import read_people
from tests.conftest import Hall

DATA = Path(__file__).parents[1] / "data"
BAY = NewPerson(
    sheet="Danh sách", row=2, name="Phạm Văn Bảy", name_written="PHẠM VĂN BẢY", group="Mỹ An", subgroup="Tổ 1"
)


def listed(hall: Hall, *rows: NewPerson, sitting_id: int | None = None) -> ImportReceipt:
    """Bring rows into the sitting, each where it stands in the file."""
    placed = tuple(replace(row, row=at) for at, row in enumerate(rows, start=2))
    where = sitting_id or hall.sitting_id
    return transact(add_people, actor=SYSTEM, sitting_id=where, rows=placed, refused=())


def person_of(delegate_id: int) -> Person:
    with reading() as session:
        return session.scalars(select(Person).join(Delegate).where(Delegate.id == delegate_id)).one()


def people_count() -> int:
    with reading() as session:
        return session.scalar(select(func.count(Person.id))) or 0


# The same person


@pytest.mark.parametrize(
    "again",
    [
        BAY,
        replace(BAY, name="PHAM VAN BAY"),
        replace(BAY, name="phạm văn bảy"),
        replace(BAY, group="MY AN", subgroup="tổ 1"),
        replace(BAY, group="Khu phố Mỹ An"),
        replace(BAY, group="KP. Mỹ An"),
        replace(BAY, birth_year=1950),
        replace(BAY, phone="0903000001"),
        replace(BAY, sex="male", position="Tổ trưởng", note="xe lăn"),
    ],
    ids=[
        "as it was",
        "without marks",
        "in small letters",
        "group unmarked",
        "with label",
        "short label",
        "year",
        "phone",
        "more",
    ],
)
def test_the_same_name_in_the_same_group_is_the_same_person(hall: Hall, again: NewPerson) -> None:
    [first] = listed(hall, BAY).people
    receipt = listed(hall, again)
    assert (receipt.added, receipt.known) == (0, 1)
    assert receipt.people[0].delegate_id == first.delegate_id


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (BAY, replace(BAY, name="Phạm Văn Bẩy Em")),
        (BAY, replace(BAY, group="Mỹ Lộc")),
        (BAY, replace(BAY, subgroup="Tổ 2")),
        (BAY, replace(BAY, subgroup=None)),
        (BAY, replace(BAY, group=None, subgroup=None)),
        (replace(BAY, birth_year=1950), replace(BAY, birth_year=1951)),
        (replace(BAY, phone="0903000001"), replace(BAY, phone="0903000002")),
        (replace(BAY, birth_year=1950, phone="0903000001"), replace(BAY, birth_year=1980, phone="0903000001")),
    ],
    ids=["name", "group", "subgroup", "no subgroup", "no group", "year", "phone", "father and son, one phone"],
)
def test_what_contradicts_makes_two_people(hall: Hall, known: NewPerson, other: NewPerson) -> None:
    [first] = listed(hall, known).people
    [second] = listed(hall, other).people
    assert second.is_new
    assert second.delegate_id != first.delegate_id


def test_two_people_may_share_a_telephone(hall: Hall) -> None:
    wife = replace(BAY, name="Lê Thị Tám")
    receipt = listed(hall, replace(BAY, phone="0903000001"), replace(wife, phone="0903000001"))
    assert [(person.name, person.phone) for person in receipt.people] == [
        ("Phạm Văn Bảy", "0903000001"),
        ("Lê Thị Tám", "0903000001"),
    ]


def test_namesakes_of_one_group_stay_apart_and_each_is_found_again(hall: Hall) -> None:
    old, young = replace(BAY, birth_year=1950), replace(BAY, birth_year=1990)
    first = listed(hall, old, young)
    again = listed(hall, young, old)
    assert [person.delegate_id for person in again.people] == [person.delegate_id for person in first.people][::-1]
    assert (first.added, again.known) == (2, 2)


def test_of_several_that_could_be_meant_the_one_that_agrees_is_taken(hall: Hall) -> None:
    blank, by_year, by_phone = BAY, replace(BAY, birth_year=1950, phone="0903000001"), replace(BAY, phone="0903000002")
    people = {}
    for key, row in (("year", by_year), ("phone", by_phone)):
        people[key] = listed(hall, row).people[0].delegate_id
    assert listed(hall, replace(blank, birth_year=1950)).people[0].delegate_id == people["year"]
    assert listed(hall, replace(blank, phone="0903000002")).people[0].delegate_id == people["phone"]


def test_a_blank_agrees_with_nothing(hall: Hall) -> None:
    def add_by_hand(session: Session, *, actor: Actor) -> int:  # noqa: ARG001  # an action has an actor
        known = session.scalars(select(Person).where(Person.folded == "pham van bay")).one()
        known.phone = "0903000001"
        session.flush()
        blank = Person(
            name=known.name,
            name_written=known.name,
            folded=known.folded,
            sort_key=known.sort_key,
            group_id=known.group_id,
        )
        session.add(blank)
        session.flush()
        return blank.id

    [first] = listed(hall, replace(BAY, birth_year=1950)).people
    transact(add_by_hand, actor=SYSTEM)
    assert listed(hall, replace(BAY, birth_year=1950)).people[0].delegate_id == first.delegate_id


@pytest.mark.parametrize(
    ("one", "other", "contradict", "agree"),
    [
        (None, None, False, False),
        (1950, None, False, False),
        (None, 1950, False, False),
        (1, 1, False, True),
        (1, 2, True, False),
    ],
)
def test_a_blank_contradicts_nothing_and_agrees_with_nothing(
    one: int | None, other: int | None, *, contradict: bool, agree: bool
) -> None:
    assert (contradicts(one, other), agrees(one, other)) == (contradict, agree)


# What a second look fills in


def test_a_known_person_keeps_what_is_known_and_gains_what_was_blank(hall: Hall) -> None:
    [first] = listed(hall, replace(BAY, birth_year=1950)).people
    listed(hall, replace(BAY, name="PHAM VAN BAY", phone="0903000001", sex="male"))
    listed(hall, replace(BAY, phone="0903000001", birth_year=1950, sex="female"))
    person = person_of(first.delegate_id)
    assert (person.name, person.birth_year, person.phone, person.sex) == ("Phạm Văn Bảy", 1950, "0903000001", "male")


def test_a_known_person_keeps_their_code(hall: Hall) -> None:
    [first] = listed(hall, BAY).people
    with reading() as session:
        code = live_code(session, first.delegate_id)
    listed(hall, replace(BAY, birth_year=1950))
    with reading() as session:
        assert live_code(session, first.delegate_id) == code


def test_in_another_sitting_a_person_is_known_but_invited_anew(hall: Hall) -> None:
    [first] = listed(hall, BAY).people
    before = people_count()
    next_sitting = transact(
        plan_sitting,
        actor=SYSTEM,
        on=date(2027, 12, 18),
        begins="07:30",
        hall="Hội trường",
        round_no=3,
        state=SittingState.GATHERING,
    )
    receipt = listed(hall, BAY, sitting_id=next_sitting)
    assert (receipt.added, people_count()) == (1, before)
    with reading() as session:
        codes = [live_code(session, found.delegate_id) for found in (first, receipt.people[0])]
    assert codes[0] != codes[1]


# Written twice


def test_a_row_written_twice_is_one_person_and_one_refused_row_that_names_the_first(hall: Hall) -> None:
    receipt = listed(
        hall, replace(BAY, birth_year=1950), replace(BAY, name="Lê Thị Tám"), replace(BAY, birth_year=1950)
    )
    assert (receipt.added, receipt.known) == (2, 0)
    [refused] = receipt.refused
    assert (refused.row, refused.name) == (4, "Phạm Văn Bảy")
    assert "dòng 2" in refused.why


def test_rows_that_say_different_things_are_not_written_twice(hall: Hall) -> None:
    receipt = listed(hall, BAY, replace(BAY, birth_year=1950))
    assert (receipt.added, receipt.known, receipt.refused) == (1, 1, ())


def test_the_rows_that_could_not_be_read_are_told_with_the_others_in_order(hall: Hall) -> None:
    unread = RefusedRow(sheet="Danh sách", row=3, name=None, why="Thiếu họ tên.")
    rows = (BAY, replace(BAY, row=5))
    receipt = transact(add_people, actor=SYSTEM, sitting_id=hall.sitting_id, rows=rows, refused=(unread,))
    assert [row.row for row in receipt.refused] == [3, 5]


# Groups, units and kinds


def test_a_group_that_a_list_names_first_is_made_with_its_label(hall: Hall) -> None:
    assert listed(hall, BAY).people[0].group == "Khu phố Mỹ An · Tổ 1"
    assert listed(hall, replace(BAY, name="A B", group="my an", subgroup=None)).people[0].group == "Khu phố Mỹ An"


def test_a_unit_that_is_a_neighbourhood_puts_its_officer_there(hall: Hall) -> None:
    officer = replace(BAY, group=None, subgroup=None, position="Trưởng khu phố", unit="An Hòa")
    guest = replace(officer, name="Trần Công", position="Chủ tịch", unit="Phường")
    receipt = listed(hall, officer, guest)
    assert [person.group for person in receipt.people] == ["Khu phố An Hòa", None]


def test_an_officer_who_was_listed_before_their_neighbourhood_is_known_when_listed_again(hall: Hall) -> None:
    officer = replace(BAY, group=None, subgroup=None, position="Trưởng khu phố", unit="Mỹ An")
    [first] = listed(hall, officer).people
    listed(hall, replace(BAY, name="Lê Thị Tám"))
    [again] = listed(hall, officer).people
    assert (first.group, again.group) == (None, "Khu phố Mỹ An")
    assert (again.is_new, again.delegate_id) == (False, first.delegate_id)


@pytest.mark.parametrize("unit", ["Mỹ An", "KP. MỸ AN"])
def test_an_officer_is_known_when_the_list_of_their_neighbourhood_comes_later(hall: Hall, unit: str) -> None:
    [officer] = listed(hall, replace(BAY, group=None, subgroup=None, position="Trưởng khu phố", unit=unit)).people
    [citizen] = listed(hall, replace(BAY, subgroup=None)).people
    assert (citizen.is_new, citizen.delegate_id, citizen.group) == (False, officer.delegate_id, "Khu phố Mỹ An")


def test_a_guest_of_that_name_from_elsewhere_is_not_the_officer(hall: Hall) -> None:
    guest = replace(BAY, group=None, subgroup=None, position="Chuyên viên", unit="Phường")
    [first] = listed(hall, guest).people
    listed(hall, replace(BAY, name="Lê Thị Tám"))
    [officer] = listed(hall, replace(guest, position="Trưởng khu phố", unit="Mỹ An")).people
    assert officer.is_new
    assert officer.delegate_id != first.delegate_id


@pytest.mark.parametrize(
    ("position", "unit", "kind"),
    [
        (None, None, "citizen"),
        ("", " ", "citizen"),
        ("Bí thư chi bộ - Trưởng ban công tác mặt trận", "An Bình", "grassroots"),
        ("Trưởng khu phố", "An Hòa", "grassroots"),
        ("TỔ TRƯỞNG", "Tổ 2", "grassroots"),
        ("Chủ tịch UBND phường", "Phường", "leader"),
        (None, "Công an phường", "leader"),
        ("Phóng viên", None, "press"),
        ("Biên tập viên", "Báo Tuổi Trẻ", "press"),
        ("Nhà báo", None, "press"),
        (None, "Đài Truyền hình thành phố", "press"),
        (None, "Đài phát thanh", "press"),
        ("Giám đốc", "Bảo hiểm xã hội", "leader"),
        ("Đội trưởng", "Bảo vệ dân phố", "leader"),
        ("Báo cáo viên", "Phường", "leader"),
    ],
)
def test_a_post_tells_which_part_of_the_conference_somebody_is(
    position: str | None, unit: str | None, kind: str
) -> None:
    assert kind_of(position=position, unit=unit) is DelegateKind(kind)


def test_every_kind_has_a_label() -> None:
    assert KIND_LABELS.keys() == set(DelegateKind)


# The real lists


def test_the_sample_lists_come_in_in_any_order_and_are_known_the_second_time(hall: Hall) -> None:
    names = ("danh-sach-dai-bieu-moi.xlsx", "danh-sach-dai-bieu-nhan-dan.xlsx", "to-dan-pho-gui-them.csv")
    for expected in ("added", "known"):
        for name in names:
            found = read_people((DATA / name).read_bytes(), filename=name)
            rows = tuple(NewPerson(**{field: getattr(row, field) for field in row.__slots__}) for row in found.rows)
            receipt = transact(add_people, actor=SYSTEM, sitting_id=hall.sitting_id, rows=rows, refused=())
            assert receipt.refused == ()
            if expected == "known":
                assert receipt.added == 0, name


def test_trying_a_list_says_what_would_come_of_it_and_changes_nothing(hall: Hall) -> None:
    with reading() as session:
        before = (version_of(session, hall.sitting_id), len(contacts(session, sitting_id=hall.sitting_id)))
    tried = transact(preview_people, actor=SYSTEM, sitting_id=hall.sitting_id, rows=(BAY,), refused=())
    with reading() as session:
        assert (version_of(session, hall.sitting_id), len(contacts(session, sitting_id=hall.sitting_id))) == before
        assert delegate_card(session, tried.people[0].delegate_id) is None
    done = listed(hall, BAY)
    assert (tried.added, tried.people[0].name) == (done.added, done.people[0].name)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMIN, Role.SECRETARY, Role.SYSTEM}])
def test_only_the_office_changes_the_lists(hall: Hall, role: Role) -> None:
    an = hall.person("Trần Văn An").delegate.delegate_id
    with pytest.raises(Refused) as adding:
        transact(add_people, actor=hall.actor(role), sitting_id=hall.sitting_id, rows=(BAY,), refused=())
    with pytest.raises(Refused) as replacing:
        transact(replace_invitation, actor=hall.actor(role), delegate_id=an)
    assert (adding.value.code, replacing.value.code) == ("role", "role")


# Codes


def test_everybody_invited_has_one_code_of_their_own(hall: Hall) -> None:
    codes = [contact.code for contact in hall.people]
    assert len(set(codes)) == len(codes) == 6
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)


def test_a_replaced_code_is_void_and_says_which_one_counts(hall: Hall) -> None:
    an = hall.person("Trần Văn An")
    transact(replace_invitation, actor=SYSTEM, delegate_id=an.delegate.delegate_id)
    with reading() as session:
        old, now = invitation_by_code(session, an.code), hall.person("Trần Văn An").code
        new = invitation_by_code(session, now)
    assert old is not None
    assert new is not None
    assert (old.is_revoked, old.live_code, new.is_revoked, new.live_code) == (True, now, False, now)
    assert old.delegate == new.delegate


def test_nobody_has_two_codes_that_count(hall: Hall) -> None:
    def invite_again(session: Session, *, actor: Actor, delegate_id: int) -> None:  # noqa: ARG001  # an action has an actor
        session.add(Invitation(delegate_id=delegate_id, code=make_code(), issued_at=moment(session)))

    with pytest.raises(IntegrityError, match="UNIQUE"):
        transact(invite_again, actor=SYSTEM, delegate_id=hall.person("Trần Văn An").delegate.delegate_id)


def test_a_code_that_nobody_has_finds_nobody(hall: Hall) -> None:
    assert hall.people
    with reading() as session:
        assert invitation_by_code(session, "222222222") is None


# Finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("an", ["Trần Văn An", "Lê Thị Ân"]),
        ("Trần An", ["Trần Văn An"]),
        ("van tran", ["Trần Văn An"]),
        ("dang uoc", ["Đặng Đức Ước"]),
        ("HUỜNG", ["Nguyễn Thị Hường", "Nguyễn Thị Hường"]),
        ("thi thuy", ["Huỳnh Thị Thuý"]),
        ("hu", ["Nguyễn Thị Hường", "Nguyễn Thị Hường", "Huỳnh Thị Thuý"]),
        ("uong", []),
        ("%", []),
        ("_", []),
        ("  ", []),
        ("", []),
    ],
)
def test_a_name_is_found_by_its_words_in_any_order_with_or_without_marks(
    hall: Hall, typed: str, found: list[str]
) -> None:
    with reading() as session:
        cards = delegates_named(session, sitting_id=hall.sitting_id, typed=typed)
    assert [card.name for card in cards] == found


def test_people_are_listed_by_given_name_as_vietnamese_lists_are(hall: Hall) -> None:
    assert [contact.delegate.name for contact in hall.people] == [
        "Trần Văn An",
        "Lê Thị Ân",
        "Nguyễn Thị Hường",
        "Nguyễn Thị Hường",
        "Huỳnh Thị Thuý",
        "Đặng Đức Ước",
    ]
