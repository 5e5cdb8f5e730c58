"""The badges of a sitting, from its list."""

from flask_babel import format_date

from kiosk.core.address import hall_url
from kiosk.core.clock import now
from kiosk.core.db import reading
from kiosk.core.settings import Settings
from kiosk.documents.badges import Badge, badge_sheet
from kiosk.domain.people.queries import Contact, contacts
from kiosk.domain.sittings import queries as sittings
from kiosk.domain.ward.queries import the_ward


def cards(*, sitting_id: int, settings: Settings) -> bytes:
    """Return the PDF of everybody's badge, by given name, in an app context. Refuses where nobody is invited."""
    with reading() as session:
        ward, sitting = the_ward(session), sittings.sitting(session, sitting_id)
        invited = contacts(session, sitting_id=sitting_id)
    if ward is None or sitting is None:
        raise LookupError(f"no sitting {sitting_id}")
    return badge_sheet(
        [_badge(contact) for contact in invited],
        ward=ward.name[:1].upper() + ward.name[1:],
        occasion=sitting.name,
        when=f"{format_date(sitting.on, 'EEEE dd/MM/yyyy')}, {sitting.begins}",
        address=hall_url(),
        printed=now().astimezone(settings.zone).strftime("%d/%m/%Y"),
    )


def _badge(contact: Contact) -> Badge:
    """Never the note of the delegate: what somebody needs is nobody else's business."""
    delegate = contact.delegate
    return Badge(
        name=delegate.name,
        group=delegate.belongs_to,
        note=delegate.position if delegate.group else None,
        code=contact.code,
    )
