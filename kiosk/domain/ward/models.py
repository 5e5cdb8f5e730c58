"""The ward and what it is made of."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.core.db import Base


class Ward(Base):
    """The ward whose chairman meets the people. One installation serves one."""

    __tablename__ = "wards"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), comment='with its kind, as it is written: "phường Tân Mẫu"')
    province: Mapped[str] = mapped_column(String(120))


class ResidentialGroup(Base):
    """A self-governing group of residents: khu phố, and the tổ inside it. Two levels at most."""

    __tablename__ = "residential_groups"
    __table_args__ = (UniqueConstraint("parent_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("residential_groups.id"))
    name: Mapped[str] = mapped_column(String(120), comment='without its label: "An Hòa", "Tổ 2"')
    label: Mapped[str] = mapped_column(String(250), comment='as people read it: "Khu phố An Hòa · Tổ 2"')
    key: Mapped[str] = mapped_column(String(120), comment="folded, for finding")


class Department(Base):
    """An office that answers."""

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    position: Mapped[int] = mapped_column(comment="its key on the podium, 1–9")


class Field(Base):
    """A field of life (lĩnh vực) that a question belongs to."""

    __tablename__ = "fields"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(4), unique=True, comment="its digit on forms and slips")
    name: Mapped[str] = mapped_column(String(120))
    short: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), comment="who answers by default")
