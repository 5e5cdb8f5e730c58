"""Staff, devices, sign-ins, links."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.core.actor import Role, Side
from kiosk.core.db import Base, enum_by_value
from kiosk.domain.access.rules import Place


class Staff(Base):
    """A named person with a password."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120), unique=True, comment="how they sign in")
    role: Mapped[Role] = mapped_column(enum_by_value(Role))
    password_hash: Mapped[str] = mapped_column(String(200), comment="Argon2id")


class Device(Base):
    """A browser that the house knows by a random token in its cookie."""

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="sha256 of the token")
    side: Mapped[Side] = mapped_column(enum_by_value(Side))
    first_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignIn(Base):
    """Somebody's standing in one place of one sitting on one device. Several live side by side."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_device", "device_id", "revoked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    place: Mapped[Place] = mapped_column(enum_by_value(Place))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    role: Mapped[Role] = mapped_column(enum_by_value(Role))
    name: Mapped[str] = mapped_column(String(120))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("delegates.id"))
    since: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Link(Base):
    """A link made for a name ("Cửa 1"): it signs a device in to one place. A new generation voids the old address."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("sitting_id", "place", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    place: Mapped[Place] = mapped_column(enum_by_value(Place))
    name: Mapped[str] = mapped_column(String(120))
    generation: Mapped[int]
