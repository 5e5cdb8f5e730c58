"""What the program says when it will not do something: a sentence for the person, a short code for programs."""

from enum import IntEnum

from kiosk.core.messages import Message


class Status(IntEnum):
    """How a refusal is answered over HTTP."""

    NOT_FOUND = 404
    """It is not there, or not for this person."""
    CONFLICT = 409
    """What the person saw is no longer so, or the rules do not allow it now."""
    UNREADABLE = 422
    """What the person sent cannot be taken as it stands."""


class Refused(Exception):  # noqa: N818  # a refusal is an answer, not an error
    """The rules say no. `sentence` tells a person what happened and what to do; `code` tells a program which rule."""

    def __init__(self, sentence: Message | str, *, code: str, status: Status = Status.CONFLICT) -> None:
        super().__init__(code)
        self.sentence = sentence
        self.code = code
        self.status = status

    def __str__(self) -> str:
        return str(self.sentence)
