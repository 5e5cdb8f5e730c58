"""The one page of links that the demo opens on. It is registered in the demo alone, for its links need no password."""

from flask import Blueprint, render_template

from kiosk.core.actor import Side
from kiosk.core.address import hall_url
from kiosk.core.db import reading
from kiosk.domain.access.queries import link_for
from kiosk.domain.sittings.queries import present_sitting
from kiosk.ops.addresses import FIRST_NAMES
from kiosk.ops.demo.hall import code_of
from kiosk.ops.demo.ward import GUEST, LATECOMER
from kiosk.places.guards import anyone
from kiosk.places.links import link_path

bp = Blueprint("demo", __name__)


@bp.get("/demo")
@anyone(side=Side.STAFF)
def links() -> str:
    """Show the places of the hall, and what to try in each."""
    with reading() as session:
        sitting = present_sitting(session)
        if sitting is None:
            raise LookupError("the demo convenes its meeting before it serves")
        found = [
            link_for(session, sitting_id=sitting.id, place=place, name=name) for place, name in FIRST_NAMES.items()
        ]
    return render_template(
        "demo/links.html",
        sitting=sitting,
        paths={link.place.value: link_path(link) for link in found if link},
        guest=GUEST,
        guest_code=code_of(GUEST, sitting_id=sitting.id),
        latecomer=LATECOMER,
        latecomer_code=code_of(LATECOMER, sitting_id=sitting.id),
        hall_url=hall_url(),
    )
