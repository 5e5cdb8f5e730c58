"""What is known of the ward."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.ward.models import Department, Field, ResidentialGroup, Ward


def the_ward(session: Session) -> Ward | None:
    """Return the ward, or None where `kiosk init` has not been run."""
    return session.scalar(select(Ward).order_by(Ward.id))


def fields(session: Session) -> Sequence[Field]:
    """Return the fields of life in the order of the form."""
    return session.scalars(select(Field).order_by(Field.position)).all()


def field_by_code(session: Session, code: str) -> Field | None:
    """Return the field with this digit."""
    return session.scalar(select(Field).where(Field.code == code))


def departments(session: Session) -> Sequence[Department]:
    """Return the departments in the order of the chair's keys."""
    return session.scalars(select(Department).order_by(Department.position)).all()


def group_by_key(session: Session, key: str, *, parent_id: int | None) -> ResidentialGroup | None:
    """Return the group of this folded name on its level."""
    same_level = ResidentialGroup.parent_id.is_(None) if parent_id is None else ResidentialGroup.parent_id == parent_id
    return session.scalar(select(ResidentialGroup).where(ResidentialGroup.key == key, same_level))
