"""Who may enter: staff, links, delegates' codes, and what ends it."""

import secrets

import pytest
from flask import Flask

from kiosk.core.actor import SYSTEM, Actor, Role, Side
from kiosk.core.db import reading
from kiosk.core.errors import Refused
from kiosk.core.transact import subscribes_to, transact
from kiosk.domain.access import actions, queries, rules
from kiosk.domain.access.actions import Token
from kiosk.domain.access.events import SignedOut
from kiosk.domain.access.rules import Place
from kiosk.domain.people.actions import replace_invitation
from tests.conftest import Hall

NOBODY = Actor(role=Role.PUBLIC, name="")
AN = "Trần Văn An"


def token(side: Side = Side.STAFF) -> Token:
    return Token(hash=secrets.token_hex(32), side=side)


def add_staff(role: Role, name: str = "Lê Thị Thư", *, by: Actor = SYSTEM) -> int:
    return transact(actions.add_staff, actor=by, name=name, role=role, password_hash="$argon2id$")


def make_link(hall: Hall, place: Place = Place.DOOR, name: str = "Cửa 1", *, by: Actor = SYSTEM) -> int:
    return transact(actions.make_link, actor=by, sitting_id=hall.sitting_id, place=place, name=name)


def enter_by_code(hall: Hall, device: Token, name: str = AN) -> int:
    return transact(actions.sign_in_delegate, actor=NOBODY, token=device, code=hall.person(name).code)


def standing_on(device: Token) -> dict[str, Actor]:
    with reading() as session:
        found = queries.device_by_token(session, device.hash, side=device.side)
        return {} if found is None else queries.actors_on(session, found.id)


@pytest.mark.parametrize("role", sorted(set(Role) - rules.MAY_MANAGE - {Role.SYSTEM}))
def test_only_the_administrator_manages_who_may_enter(hall: Hall, role: Role) -> None:
    link_id, somebody = make_link(hall), hall.actor(role, device_id=1)
    transact(actions.sign_in_by_link, actor=NOBODY, token=token(), link_id=link_id)
    transact(actions.sign_in_by_link, actor=NOBODY, token=token(), link_id=link_id)
    for refused in (
        lambda: add_staff(Role.CHAIR, by=somebody),
        lambda: make_link(hall, name="Cửa 2", by=somebody),
        lambda: transact(actions.renew_link, actor=somebody, link_id=link_id),
        lambda: transact(actions.sign_out, actor=somebody, device_id=2),
    ):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.code == "role"


def test_a_role_that_nobody_holds_by_name_gets_no_password(app: Flask) -> None:
    assert app
    with pytest.raises(Refused) as refusal:
        add_staff(Role.DELEGATE)
    assert refusal.value.code == "staff_role"


def test_a_name_added_again_gets_the_new_role(hall: Hall) -> None:
    assert add_staff(Role.DOOR) == add_staff(Role.CHAIR, "LÊ THỊ THƯ")
    with reading() as session:
        found = queries.staff_named(session, "le thi thu")
    assert hall.sitting_id
    assert found is not None
    assert found.role is Role.CHAIR


def test_a_new_role_ends_what_the_old_one_opened_and_nothing_else(hall: Hall) -> None:
    device, staff_id = token(), add_staff(Role.CHAIR)
    transact(actions.sign_in_by_link, actor=NOBODY, token=device, link_id=make_link(hall))
    transact(actions.sign_in_staff, actor=NOBODY, token=device, staff_id=staff_id, sitting_id=hall.sitting_id)
    told: list[SignedOut] = []
    hall.app.extensions["teller"].hears([subscribes_to(SignedOut)(lambda event, _session: told.append(event))])
    add_staff(Role.DOOR)
    hall.settle()
    standing = standing_on(device)
    assert set(standing) == {Place.DOOR}
    assert [event.signed_out_device_id for event in told] == [standing[Place.DOOR].device_id]


def test_a_name_that_differs_in_its_marks_alone_is_somebody_else(hall: Hall) -> None:
    add_staff(Role.CHAIR, "Nguyễn Thị Hoa")
    with pytest.raises(Refused, match="Nguyễn Thị Hoa") as refusal:
        add_staff(Role.DOOR, "Nguyễn Thị Hòa")
    with reading() as session:
        known = queries.staff_named(session, "nguyen thi hoa")
    assert refusal.value.code == "same_name"
    assert hall.sitting_id
    assert known is not None
    assert (known.name, known.role) == ("Nguyễn Thị Hoa", Role.CHAIR)


def test_a_link_is_made_once_for_a_name(hall: Hall) -> None:
    assert make_link(hall) == make_link(hall)
    assert make_link(hall) != make_link(hall, name="Cửa 2")


def test_a_link_lets_a_device_stand_in_its_place_under_its_name(hall: Hall) -> None:
    device = token()
    transact(actions.sign_in_by_link, actor=NOBODY, token=device, link_id=make_link(hall))
    standing = standing_on(device)[Place.DOOR]
    assert (standing.role, standing.name, standing.sitting_id) == (Role.DOOR, "Cửa 1", hall.sitting_id)
    assert not rules.sees_restricted(standing)


def test_a_phone_that_another_delegate_takes_ends_what_the_first_had_open(hall: Hall) -> None:
    device, told = token(), list[SignedOut]()
    hall.app.extensions["teller"].hears([subscribes_to(SignedOut)(lambda event, _session: told.append(event))])
    for name in ("Trần Văn An", "Trần Văn An", "Lê Thị Ân"):
        transact(actions.sign_in_delegate, actor=NOBODY, token=device, code=hall.person(name).code)
    hall.settle()
    standing = standing_on(device)[Place.FLOOR]
    assert standing.name == "Lê Thị Ân"
    assert [event.signed_out_device_id for event in told] == [standing.device_id]


def test_a_named_person_stands_in_all_their_places(hall: Hall) -> None:
    device, staff_id = token(), add_staff(Role.SECRETARY)
    led_to = transact(actions.sign_in_staff, actor=NOBODY, token=device, staff_id=staff_id, sitting_id=hall.sitting_id)
    standing = standing_on(device)
    assert tuple(standing) == rules.PLACES_OF_STAFF[Role.SECRETARY]
    assert led_to is rules.PLACES_OF_STAFF[Role.SECRETARY][0]
    assert all(rules.sees_restricted(actor) for actor in standing.values())


def test_a_delegates_code_lets_stand_on_the_floor(hall: Hall) -> None:
    device = token(Side.HALL)
    delegate_id = enter_by_code(hall, device)
    standing = standing_on(device)
    assert set(standing) == {Place.FLOOR}
    assert (standing[Place.FLOOR].delegate_id, standing[Place.FLOOR].role) == (delegate_id, Role.DELEGATE)


def test_the_next_delegate_on_a_phone_takes_the_place_of_the_one_before(hall: Hall) -> None:
    device = token(Side.HALL)
    enter_by_code(hall, device)
    second = enter_by_code(hall, device, "Lê Thị Ân")
    assert standing_on(device)[Place.FLOOR].delegate_id == second


@pytest.mark.parametrize("code", ["222222222", "", "x"])
def test_a_code_that_is_on_no_list_lets_nobody_in(hall: Hall, code: str) -> None:
    assert hall.people
    device = token(Side.HALL)
    with pytest.raises(Refused) as refusal:
        transact(actions.sign_in_delegate, actor=NOBODY, token=device, code=code)
    assert refusal.value.code == "code"
    assert standing_on(device) == {}


def test_a_code_that_was_replaced_lets_nobody_in(hall: Hall) -> None:
    person = hall.person(AN)
    transact(replace_invitation, actor=SYSTEM, delegate_id=person.delegate.delegate_id)
    with pytest.raises(Refused, match="thay bằng mã mới"):
        transact(actions.sign_in_delegate, actor=NOBODY, token=token(Side.HALL), code=person.code)
    assert enter_by_code(hall, token(Side.HALL)) == person.delegate.delegate_id


def test_a_token_counts_on_its_own_side_alone(hall: Hall) -> None:
    device = token(Side.STAFF)
    transact(actions.sign_in_by_link, actor=NOBODY, token=device, link_id=make_link(hall))
    assert standing_on(Token(hash=device.hash, side=Side.HALL)) == {}


def test_a_device_signs_itself_out_of_everything_and_its_token_ends(hall: Hall) -> None:
    device = token()
    for place in (Place.DOOR, Place.PODIUM):
        transact(actions.sign_in_by_link, actor=NOBODY, token=device, link_id=make_link(hall, place))
    itself = standing_on(device)[Place.DOOR]
    transact(actions.sign_out, actor=itself, device_id=itself.device_id)
    assert standing_on(device) == {}


def test_a_short_password_is_refused_with_what_would_do() -> None:
    rules.check_password("mười ký tự")
    with pytest.raises(Refused) as refusal:
        rules.check_password("chín ký t")
    assert "10" in str(refusal.value)
