"""The address of a link made for a name: signed, so that nobody can make one up."""

import hashlib
import hmac

from flask import current_app

from kiosk.core.actor import Side
from kiosk.core.db import reading
from kiosk.core.urls import path_for
from kiosk.domain.access.models import Link
from kiosk.domain.access.queries import link
from kiosk.places.guards import side_of_request


def link_path(link: Link) -> str:
    """Return the path of a link, as it counts in its present generation."""
    return path_for("sign_in.link", link_id=link.id, seal=seal_of(link))


def seal_of(link: Link) -> str:
    """Return HMAC(key, place | sitting | name | generation), shortened to 128 bits."""
    said = f"{link.place}|{link.sitting_id}|{link.name}|{link.generation}"
    key = str(current_app.secret_key).encode()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:32]


def find_link(link_id: int, seal: str) -> Link | None:
    """Return the link that an address stands for; None where it was made up, is void, or belongs to the other side."""
    with reading() as session:
        found = link(session, link_id)
    if found is None or not hmac.compare_digest(seal_of(found).encode(), seal.encode()):  # str may hold ASCII alone
        return None
    return None if found.place.side is Side.STAFF and side_of_request() is Side.HALL else found
