"""What can happen at the door."""

from dataclasses import dataclass

from kiosk.core.journal import DomainEvent
from kiosk.domain.attendance.rules import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanJudged(DomainEvent):
    """Somebody was let in, or was not."""

    scan_id: int
    verdict: Verdict
    delegate_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanUndone(DomainEvent):
    """Somebody was let in by mistake."""

    scan_id: int
    delegate_id: int | None
