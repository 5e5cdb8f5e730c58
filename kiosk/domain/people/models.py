"""People, delegates, invitations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.core.codes import LENGTH
from kiosk.core.db import Base, at_most_one, enum_by_value
from kiosk.domain.people.rules import DelegateKind


class Person(Base):
    """Somebody of the ward; lasts for years. Neither name nor telephone is unique."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_same", "folded", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_written: Mapped[str] = mapped_column(String(120), comment="as the list had it")
    folded: Mapped[str] = mapped_column(String(120), index=True, comment="core.text.fold(name)")
    sort_key: Mapped[str] = mapped_column(String(500), comment="core.text.sort_key(name)")
    birth_year: Mapped[int | None]
    sex: Mapped[str | None] = mapped_column(String(8))
    phone: Mapped[str | None] = mapped_column(String(15))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("residential_groups.id"))


class Delegate(Base):
    """A person in one sitting."""

    __tablename__ = "delegates"
    __table_args__ = (UniqueConstraint("sitting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[DelegateKind] = mapped_column(enum_by_value(DelegateKind))
    position: Mapped[str | None] = mapped_column(String(160), comment="post, as the list has it")
    unit: Mapped[str | None] = mapped_column(String(160))
    note: Mapped[str | None] = mapped_column(String(250), comment="needs, seat: shown with the verdict")


class Invitation(Base):
    """The code on a delegate's paper. One is live; a revoked one stays, so that the door can say which counts."""

    __tablename__ = "invitations"
    __table_args__ = (at_most_one("uq_invitations_live", of="delegate_id", where="revoked_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("delegates.id"), index=True)
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
