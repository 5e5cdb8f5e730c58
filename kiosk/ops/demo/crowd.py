"""The simulated delegates: they come in at their door and ask from their phones, each through a browser of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from secrets import SystemRandom, token_hex

import gevent
import socketio
import structlog
from socketio.exceptions import SocketIOError

from kiosk.domain.people.queries import Contact
from kiosk.domain.people.rules import DelegateKind
from kiosk.ops.demo.browser import Browser
from kiosk.ops.demo.words import Matter

RUSH = 260
"""Arrivals until the doors grow quiet: about 60 %."""
PHONES = 60
"""Phones that stay open, watching."""
ONE_IN = 4
"""How many of those who come take out a phone."""

log = structlog.get_logger()
chance = SystemRandom()


@dataclass(eq=False)
class Crowd:
    """Everybody who has not come yet (`to_come`), and who has a phone in hand."""

    hall: str
    staff: str
    door: str
    """The path of their door's link."""
    inside: int
    to_come: list[Contact]
    matters: Iterator[Matter]
    phones: list["Phone"] = field(default_factory=list)

    def arrive(self) -> None:
        """Come in one after the other: a few a second at first, then now and then."""
        door = Browser(self.staff)
        door.enter(self.door)
        for person in self.to_come:
            gevent.sleep(chance.uniform(0.2, 0.6) if self.inside < RUSH else chance.uniform(5, 15))
            door.send("/door/check-ins", code=person.code, key=token_hex(8))
            self.inside += 1
            is_citizen = person.delegate.kind is DelegateKind.CITIZEN
            if is_citizen and len(self.phones) < PHONES and not chance.randrange(ONE_IN):
                gevent.spawn(_live, self.take_out_phone, person)

    def take_out_phone(self, person: Contact) -> None:
        """Scan the badge, and keep the page open."""
        self.phones.append(Phone.of(person, hall=self.hall))

    def ask(self) -> None:
        """Ask something every 5 to 15 seconds, slower as the list grows long."""
        for asked, matter in enumerate(self.matters):
            gevent.sleep(chance.uniform(5, 15) * (1 + asked / 40))
            if self.phones:
                chance.choice(self.phones).ask(matter)


@dataclass(eq=False)
class Phone:
    """A delegate's phone, signed in by the code on the badge, its page open."""

    owner: Contact
    browser: Browser
    socket: socketio.Client

    @classmethod
    def of(cls, person: Contact, *, hall: str) -> "Phone":
        """Let somebody scan their badge."""
        browser = Browser(hall)
        browser.enter(f"/v/{person.code}")
        return cls(person, browser, browser.watch(lambda _message: None))

    def ask(self, matter: Matter) -> None:
        """Send a question; a few do not mind being named."""
        named = {} if chance.randrange(5) else {"show_name": "yes"}
        words = matter.words_of(self.owner.delegate.group)
        self.browser.send("/floor/questions", text=words, field=matter.field, key=token_hex(8), **named)


def bring_to_life(crowd: Crowd) -> None:
    """Let people arrive and ask for as long as the program runs; who fails goes home, the others stay."""
    for life in (crowd.arrive, crowd.ask):
        gevent.spawn(_live, life)


def _live(life: Callable[..., None], *given: object) -> None:
    try:
        life(*given)
    except (OSError, HTTPException, SocketIOError) as failure:
        log.debug("the simulated delegates went home", why=str(failure))
