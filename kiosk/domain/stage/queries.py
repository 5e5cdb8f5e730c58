"""What the hall sees. For the wall and the phones: nothing here reads a question."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.stage.models import Projection


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
