"""What is done to the lists."""

from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, check_role
from kiosk.core.codes import make_code
from kiosk.core.journal import moment, record, taken_back
from kiosk.core.messages import _
from kiosk.core.text import fold, sort_key
from kiosk.domain.people import queries, rules
from kiosk.domain.people.events import InvitationReplaced, PeopleAdded
from kiosk.domain.people.models import Delegate, Invitation, Person
from kiosk.domain.people.rules import ImportReceipt, ListedPerson, NewPerson, RefusedRow
from kiosk.domain.ward.actions import settle_group
from kiosk.domain.ward.models import ResidentialGroup
from kiosk.domain.ward.queries import group_by_key
from kiosk.domain.ward.rules import group_key


def add_people(
    session: Session, *, actor: Actor, sitting_id: int, rows: tuple[NewPerson, ...], refused: tuple[RefusedRow, ...]
) -> ImportReceipt:
    """Bring a list into a sitting, whole: who is new is added and invited, who is known is recognised.

    `refused` are the rows that could not be read; two fully equal rows are one person and one more refused row.
    """
    check_role(actor, rules.MAY_ADD)
    first_seen: dict[tuple[object, ...], NewPerson] = {}
    people, twice = [], []
    for row in rows:
        first = first_seen.setdefault(row.content, row)
        if first is row:
            people.append(_list_person(session, row, sitting_id=sitting_id))
        else:
            twice.append(_written_twice(row, first=first))
    receipt = ImportReceipt(
        people=tuple(people), refused=tuple(sorted((*refused, *twice), key=lambda row: (row.sheet, row.row)))
    )
    counts = {"added": receipt.added, "known": receipt.known, "refused": len(receipt.refused)}
    record(session, PeopleAdded(actor=actor, sitting_id=sitting_id, **counts))
    return receipt


def preview_people(
    session: Session, *, actor: Actor, sitting_id: int, rows: tuple[NewPerson, ...], refused: tuple[RefusedRow, ...]
) -> ImportReceipt:
    """Return what `add_people` would answer, and leave everything as it was."""
    with taken_back(session):
        return add_people(session, actor=actor, sitting_id=sitting_id, rows=rows, refused=refused)


def replace_invitation(session: Session, *, actor: Actor, delegate_id: int) -> None:
    """Give a delegate a new code; the old one is void from now on."""
    check_role(actor, rules.MAY_ADD)
    delegate = session.get_one(Delegate, delegate_id)
    for invitation in queries.live_invitations(session, delegate_id):
        invitation.revoked_at = moment(session)
    session.flush()
    _invite(session, delegate)
    record(session, InvitationReplaced(actor=actor, sitting_id=delegate.sitting_id, delegate_id=delegate_id))


def _list_person(session: Session, row: NewPerson, *, sitting_id: int) -> ListedPerson:
    group = _group_of(session, row)
    person = _recognise(session, row, group=group) or _new_person(session, row, group=group)
    person.birth_year = person.birth_year or row.birth_year
    person.phone = person.phone or row.phone
    person.sex = person.sex or row.sex
    if group is not None:
        person.group_id = group.id
    delegate = queries.delegate_of(session, sitting_id=sitting_id, person_id=person.id)
    is_new = delegate is None
    if delegate is None:
        delegate = Delegate(
            sitting_id=sitting_id,
            person_id=person.id,
            kind=rules.kind_of(position=row.position, unit=row.unit),
            position=row.position,
            unit=row.unit,
            note=row.note,
        )
        session.add(delegate)
        session.flush()
        _invite(session, delegate)
    label = None if group is None else group.label
    return ListedPerson(
        sheet=row.sheet,
        row=row.row,
        delegate_id=delegate.id,
        name=person.name,
        group=label,
        phone=person.phone,
        birth_year=person.birth_year,
        is_new=is_new,
    )


def _group_of(session: Session, row: NewPerson) -> ResidentialGroup | None:
    """The group that the row names, else the neighbourhood that its unit happens to be."""
    group = None if row.group is None else settle_group(session, name=row.group)
    if row.subgroup is not None:
        return settle_group(session, name=row.subgroup, parent=group)
    if group is None and row.unit is not None:
        return group_by_key(session, group_key(row.unit), parent_id=None)
    return group


def _recognise(session: Session, row: NewPerson, *, group: ResidentialGroup | None) -> Person | None:
    """The same person is: same folded name and group, and nothing contradicts in year or telephone.

    Who was listed before the neighbourhood that their unit names was known is the same too, and belongs to it now:
    otherwise it would matter which list came first.
    """
    folded = fold(row.name)
    namesakes = queries.namesakes(session, folded=folded, group_id=None if group is None else group.id)
    if not namesakes and group is not None:
        namesakes = queries.namesakes_of_unit(session, folded=folded, unit=row.unit or group.name)
    candidates = [
        person
        for person in namesakes
        if not rules.contradicts(person.birth_year, row.birth_year) and not rules.contradicts(person.phone, row.phone)
    ]
    agreeing = [rules.agrees(one.birth_year, row.birth_year) + rules.agrees(one.phone, row.phone) for one in candidates]
    return candidates[agreeing.index(max(agreeing))] if candidates else None


def _new_person(session: Session, row: NewPerson, *, group: ResidentialGroup | None) -> Person:
    person = Person(
        name=row.name,
        name_written=row.name_written,
        folded=fold(row.name),
        sort_key=sort_key(row.name),
        group_id=None if group is None else group.id,
    )
    session.add(person)
    session.flush()
    return person


def _invite(session: Session, delegate: Delegate) -> None:
    session.add(Invitation(delegate_id=delegate.id, code=make_code(), issued_at=moment(session)))


def _written_twice(row: NewPerson, *, first: NewPerson) -> RefusedRow:
    why = _("Trùng hẳn với dòng %(row)d (cùng tên, tổ, năm sinh, điện thoại), chỉ giữ một.", row=first.row)
    return RefusedRow(sheet=row.sheet, row=row.row, name=row.name, why=str(why))
