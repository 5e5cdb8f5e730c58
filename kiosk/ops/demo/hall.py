"""The invented ward's meeting, as the visitor of the demo finds it: on its day, the doors open, in session."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from secrets import SystemRandom

from kiosk.core.actor import SYSTEM, Actor, Role
from kiosk.core.db import reading
from kiosk.core.transact import transact
from kiosk.domain.access.actions import make_link
from kiosk.domain.access.rules import Place
from kiosk.domain.attendance.actions import check_in
from kiosk.domain.people.actions import add_people
from kiosk.domain.people.queries import Contact, contacts
from kiosk.domain.people.rules import DelegateKind
from kiosk.domain.questions.actions import ask
from kiosk.domain.questions.rules import Kind, Move, Outcome, Reason, Source
from kiosk.domain.sittings.actions import move_sitting, plan_sitting
from kiosk.domain.sittings.rules import SittingState
from kiosk.domain.stage.actions import move_question
from kiosk.domain.ward.actions import found_ward
from kiosk.ops.addresses import FIRST_NAMES
from kiosk.ops.demo import ward
from kiosk.ops.demo.words import Matter, matters

OTHER_DOOR = "Cửa 2"
"""Where the simulated people come in; the first door is the visitor's."""

FIRST_COMERS = 120
FIRST_QUESTIONS = 12

_SO_FAR: tuple[tuple[Move, ...], ...] = (
    (Move.SHOW, Move.ANSWER),
    (Move.QUEUE,),
    (Move.SHOW, Move.ANSWER),
    (Move.QUEUE,),
    (Move.DECLINE,),
    (Move.HOLD,),
    (Move.SHOW,),
)
"""What the chair did with the first questions; the last of these is on the wall."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The sitting, and everybody who has not come yet, in the order in which they will."""

    sitting_id: int
    still_to_come: list[Contact]


def convene(*, on: date) -> Meeting:
    """Found the ward in an empty data folder, invite its people, open the doors, begin the session."""
    transact(found_ward, actor=SYSTEM, name=ward.WARD, province=ward.PROVINCE)
    sitting_id = transact(
        plan_sitting,
        actor=SYSTEM,
        on=on,
        begins="07:30",
        hall="Hội trường UBND phường",
        round_no=2,
        state=SittingState.GATHERING,
    )
    transact(add_people, actor=SYSTEM, sitting_id=sitting_id, rows=ward.people(), refused=())
    for state in (SittingState.DOORS_OPEN, SittingState.IN_SESSION):
        transact(move_sitting, actor=SYSTEM, sitting_id=sitting_id, to=state)
    for place, name in (*FIRST_NAMES.items(), (Place.DOOR, OTHER_DOOR)):
        transact(make_link, actor=SYSTEM, sitting_id=sitting_id, place=place, name=name)
    return Meeting(sitting_id, _in_the_order_they_come(sitting_id))


def begin(meeting: Meeting) -> None:
    """Let the first people in and the first questions be asked, so that the visitor finds a meeting under way."""
    early = [meeting.still_to_come.pop(0) for _ in range(FIRST_COMERS)]
    for at, person in enumerate(early):
        door = Actor(
            role=Role.DOOR, name=OTHER_DOOR if at % 3 else FIRST_NAMES[Place.DOOR], sitting_id=meeting.sitting_id
        )
        transact(check_in, actor=door, sitting_id=meeting.sitting_id, scanned=person.code)
    citizens = [person for person in early if person.delegate.kind is DelegateKind.CITIZEN]
    askers = [citizens[0], *citizens[: FIRST_QUESTIONS - 1]]  # the guest, who comes first, has asked two things
    asked = [_ask(asker, matter) for asker, matter in zip(askers, islice(matters(), FIRST_QUESTIONS), strict=True)]
    for question_id, moves in zip(asked, _SO_FAR, strict=False):
        for move in moves:
            _chair(meeting, question_id, move)


def code_of(name: str, *, sitting_id: int) -> str:
    """Return the code on the invitation of somebody whose name nobody shares."""
    with reading() as session:
        return next(person.code for person in contacts(session, sitting_id=sitting_id) if person.delegate.name == name)


def _in_the_order_they_come(sitting_id: int) -> list[Contact]:
    with reading() as session:
        people = contacts(session, sitting_id=sitting_id)
    SystemRandom().shuffle(people)
    coming = [person for person in people if person.delegate.name != ward.LATECOMER]
    return sorted(coming, key=lambda person: person.delegate.name != ward.GUEST)


def _ask(asker: Contact, matter: Matter) -> int:
    who = asker.delegate
    delegate = Actor(role=Role.DELEGATE, name=who.name, sitting_id=who.sitting_id, delegate_id=who.delegate_id)
    asked = transact(
        ask,
        actor=delegate,
        words=matter.words_of(who.group),
        field=matter.field,
        shows_name=False,
        source=Source.PHONE,
        kind=Kind.QUESTION,
    )
    return asked.question_id


def _chair(meeting: Meeting, question_id: int, move: Move) -> None:
    chair = Actor(role=Role.CHAIR, name=FIRST_NAMES[Place.PODIUM], sitting_id=meeting.sitting_id)
    outcome = Outcome(reason=Reason.PRIVATE_DATA) if move is Move.DECLINE else None
    transact(move_question, actor=chair, question_id=question_id, move=move, outcome=outcome)
