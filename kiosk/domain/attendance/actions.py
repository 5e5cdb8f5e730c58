"""What is done at the door."""

from sqlalchemy.orm import Session

from kiosk.core.actor import Actor, check_role
from kiosk.core.codes import find_code
from kiosk.core.errors import Refused, Status
from kiosk.core.journal import moment, record
from kiosk.core.messages import _
from kiosk.domain.attendance import queries, rules
from kiosk.domain.attendance.events import ScanJudged, ScanUndone
from kiosk.domain.attendance.models import Entry, Scan
from kiosk.domain.attendance.rules import ForeignCode, Verdict
from kiosk.domain.people.queries import invitation_by_code, live_code
from kiosk.domain.sittings.models import Sitting


def check_in(session: Session, *, actor: Actor, sitting_id: int, scanned: str) -> int:
    """Judge what was scanned or typed at a door, let the person in if so, and log it. Returns the scan's id."""
    rules.check_may_admit(actor, sitting_id)
    code = find_code(scanned)
    found = None if code is None else invitation_by_code(session, code)
    if found is None:
        foreign = rules.foreign_kind(scanned) if code is None else None
        verdict = Verdict.FOREIGN if foreign else Verdict.UNKNOWN
        return _log(session, actor=actor, sitting_id=sitting_id, verdict=verdict, foreign=foreign)
    verdict = rules.judge(
        state=session.get_one(Sitting, sitting_id).state,
        is_of_sitting=found.delegate.sitting_id == sitting_id,
        is_revoked=found.is_revoked,
        presence=queries.presence(session, found.delegate.delegate_id),
    )
    return _log(session, actor=actor, sitting_id=sitting_id, verdict=verdict, delegate_id=found.delegate.delegate_id)


def check_in_delegate(session: Session, *, actor: Actor, sitting_id: int, delegate_id: int) -> int:
    """Judge a delegate whom the door found by name. Returns the scan's id."""
    rules.check_may_admit(actor, sitting_id)
    code = live_code(session, delegate_id) or ""
    return check_in(session, actor=actor, sitting_id=sitting_id, scanned=code)


def undo_scan(session: Session, *, actor: Actor, scan_id: int) -> None:
    """Annul the entry that a scan made; the line stays in the log."""
    check_role(actor, rules.MAY_ADMIT)
    scan = session.get(Scan, scan_id)
    if scan is None or actor.sitting_id not in {None, scan.sitting_id}:
        sentence = _("Không có lượt này trong sổ cửa của buổi hôm nay. Mời xem lại năm lượt gần nhất.")
        raise Refused(sentence, code="scan", status=Status.NOT_FOUND)
    rules.check_undo(scan.verdict, is_undone=scan.undone_at is not None)
    scan.undone_at = moment(session)
    queries.entry_of(session, scan_id).annulled_at = moment(session)
    record(session, ScanUndone(actor=actor, sitting_id=scan.sitting_id, scan_id=scan_id, delegate_id=scan.delegate_id))


def _log(
    session: Session,
    *,
    actor: Actor,
    sitting_id: int,
    verdict: Verdict,
    delegate_id: int | None = None,
    foreign: ForeignCode | None = None,
) -> int:
    scan = Scan(
        sitting_id=sitting_id,
        at=moment(session),
        door=actor.name,
        verdict=verdict,
        delegate_id=delegate_id,
        foreign=foreign,
    )
    session.add(scan)
    session.flush()
    if verdict in rules.LETS_IN:
        session.add(Entry(sitting_id=sitting_id, delegate_id=delegate_id, scan_id=scan.id))
    event = ScanJudged(actor=actor, sitting_id=sitting_id, scan_id=scan.id, verdict=verdict, delegate_id=delegate_id)
    record(session, event)
    return scan.id
