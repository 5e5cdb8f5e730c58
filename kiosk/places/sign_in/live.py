"""What happens to the sockets of a device that was signed out."""

from sqlalchemy.orm import Session

from kiosk.core.live import drop
from kiosk.core.transact import subscribes_to
from kiosk.domain.access.events import SignedOut


@subscribes_to(SignedOut)
def device_left(event: SignedOut, _session: Session) -> None:
    """End what it has open."""
    drop(event.signed_out_device_id)
