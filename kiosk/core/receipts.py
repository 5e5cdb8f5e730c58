"""Receipts: what was answered to a request that bears a key, so that the same request again is the same answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_type_hints

from cattrs.preconf.json import make_converter
from sqlalchemy import String, Text, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kiosk.core.actor import Actor
from kiosk.core.db import Base, table
from kiosk.core.errors import Refused
from kiosk.core.journal import moment
from kiosk.core.messages import _

plain = make_converter()
"""Values and frozen dataclasses ↔ what JSON can hold."""
plain.register_structure_hook(type(None), lambda _nothing, _kind: None)  # what an action without an answer returns


class Receipt(Base):
    """One answered request."""

    __tablename__ = "receipts"

    action: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    asked: Mapped[str] = mapped_column(String(64), comment="sha256(key ‖ what was asked)")
    answer: Mapped[str] = mapped_column(Text, comment="JSON of what the action returned")
    at: Mapped[datetime]


def once(
    session: Session, action: Callable[..., Any], *, actor: Actor, key: str, wanted: Mapping[str, object]
) -> object:
    """Do `action` unless this key has been answered: then return the first answer.

    Refuses (409) another owner's key, and other words under the same key.
    """
    name = f"{action.__module__.removeprefix('kiosk.domain.')}.{action.__name__}"
    asked = hashlib.sha256((key + json.dumps(plain.unstructure(wanted), sort_keys=True)).encode()).hexdigest()
    earlier = session.scalar(select(Receipt).where(Receipt.action == name, Receipt.key == key))
    if earlier is None:
        answer = action(session, actor=actor, **wanted)
        written = json.dumps(plain.unstructure(answer))
        kept = {"action": name, "key": key, "owner": actor.owner, "asked": asked, "answer": written}
        session.execute(insert(table(Receipt)).values(**kept, at=moment(session)))
        return answer
    if (earlier.owner, earlier.asked) != (actor.owner, asked):
        raise Refused(_("Lượt gửi này đã dùng cho việc khác. Mời tải lại trang rồi làm lại."), code="key")
    return plain.structure(json.loads(earlier.answer), get_type_hints(action)["return"])
