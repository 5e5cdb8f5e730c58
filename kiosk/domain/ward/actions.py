"""What is done to a ward."""

from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, Role, check_role
from kiosk.core.errors import Refused
from kiosk.core.journal import WARD, open_chain, record
from kiosk.core.messages import _
from kiosk.domain.ward import queries, rules
from kiosk.domain.ward.events import WardFounded
from kiosk.domain.ward.models import Department, Field, ResidentialGroup, Ward


def found_ward(session: Session, *, actor: Actor, name: str, province: str) -> int:
    """Begin an installation: the ward with the default departments and fields. Returns the ward's id."""
    check_role(actor, {Role.ADMIN})
    if queries.the_ward(session) is not None:
        raise Refused(_("Thư mục dữ liệu này đã có phường rồi."), code="ward_exists")
    open_chain(session, WARD)
    ward = Ward(name=name, province=province)
    departments = {name: Department(name=name, position=at) for at, name in enumerate(rules.DEPARTMENTS, start=1)}
    session.add_all([ward, *departments.values()])
    session.flush()
    for at, preset in enumerate(rules.FIELDS):
        answers = departments[preset.department].id
        session.add(Field(code=preset.code, name=preset.name, short=preset.short, position=at, department_id=answers))
    record(session, WardFounded(actor=actor, ward_id=ward.id))
    return ward.id


def settle_group(session: Session, *, name: str, parent: ResidentialGroup | None = None) -> ResidentialGroup:
    """Return the residential group of that name on its level; a list may name one that is new."""
    key = rules.group_key(name)
    parent_id = None if parent is None else parent.id
    found = queries.group_by_key(session, key, parent_id=parent_id)
    if found is not None:
        return found
    label = rules.group_label(name, above=None if parent is None else parent.label)
    group = ResidentialGroup(parent_id=parent_id, name=name, label=label, key=key)
    session.add(group)
    session.flush()
    return group
