"""What the hall sees. For the wall and the phones: nothing here reads a question."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.attendance.queries import Headcount, headcount
from kiosk.domain.sittings.models import Sitting
from kiosk.domain.stage.models import Projection
from kiosk.domain.stage.rules import number_in
from kiosk.domain.ward.queries import the_ward


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """All that the projector shows."""

    ward: str
    """With its kind: "phường Tân Mẫu"."""
    sitting: Sitting
    headcount: Headcount
    slide: Projection | None

    @property
    def number(self) -> int | None:
        """The number by which the hall calls what is up."""
        return None if self.slide is None else number_in(self.slide.label)


def wall(session: Session, *, sitting_id: int) -> Wall:
    """Return what the projector of a sitting shows now."""
    ward = the_ward(session)
    return Wall(
        ward="" if ward is None else ward.name,
        sitting=session.get_one(Sitting, sitting_id),
        headcount=headcount(session, sitting_id=sitting_id),
        slide=slide(session, sitting_id=sitting_id),
    )


def slide(session: Session, *, sitting_id: int) -> Projection | None:
    """Return what is on the wall, None where it is free."""
    return session.scalar(
        select(Projection).where(Projection.sitting_id == sitting_id, Projection.cleared_at.is_(None))
    )


def last_approved(session: Session, question_id: int) -> Projection | None:
    """Return the last copy of a question that was on the wall."""
    return session.scalar(
        select(Projection).where(Projection.question_id == question_id).order_by(Projection.id.desc()).limit(1)
    )
