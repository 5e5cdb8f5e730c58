"""`kiosk demo`: a data folder of its own, the invented meeting in it, the real server, and a crowd that uses it."""

import shutil
import webbrowser
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import gevent
from filelock import Timeout

from kiosk.app import create_app
from kiosk.core.clock import now
from kiosk.core.db import reading
from kiosk.core.errors import Refused, Status
from kiosk.core.messages import _
from kiosk.core.schema import bring_up_to_date
from kiosk.core.settings import Settings
from kiosk.domain.access.queries import link_for
from kiosk.domain.access.rules import Place
from kiosk.ops.demo import page
from kiosk.ops.demo.crowd import Crowd, bring_to_life
from kiosk.ops.demo.hall import FIRST_COMERS, FIRST_QUESTIONS, OTHER_DOOR, Meeting, begin, convene
from kiosk.ops.demo.words import matters
from kiosk.places.links import link_path
from kiosk.server.serve import serve
from kiosk.server.word import lock_of

MARK = "this-is-a-demo"
"""The file that says that a folder may be made anew."""
EVERYWHERE = "0.0.0.0"  # noqa: S104  # compared with, not listened on


def demo(settings: Settings, *, quiet: bool, announce: Callable[[str], None]) -> None:
    """Serve the invented ward's meeting until a signal says stop; its data folder is made anew.

    `announce(address)` is called with the address of the page of links when it can be opened. `quiet`: nobody comes by
    themselves. Refuses a data folder that holds anything but an earlier demo, and one that is being served.
    """
    make_anew(settings.data)
    app = create_app(settings, more=(page.bp,))
    bring_up_to_date(app)
    with app.app_context():
        meeting = convene(on=now().astimezone(settings.zone).date())
        if not quiet:
            begin(meeting)

    def open_doors(port: int, staff_port: int) -> None:
        if not quiet:
            host = "127.0.0.1" if settings.host == EVERYWHERE else settings.host
            crowd = _crowd(meeting, hall=f"http://{host}:{port}", staff=f"http://127.0.0.1:{staff_port}")
            bring_to_life(crowd)
        announce(f"http://127.0.0.1:{staff_port}/demo")

    serve(app, host=settings.host, port=settings.port, staff_port=settings.staff_port, announce=open_doors)


def make_anew(data: Path) -> None:
    """Empty a demo's data folder, or make one."""
    if (data / MARK).exists():
        try:
            with lock_of(data):
                pass  # nobody serves it
        except Timeout:
            raise Refused(_("Thư mục dữ liệu này đang có máy chủ chạy rồi."), code="already_serving") from None
        shutil.rmtree(data)
    if data.exists() and any(data.iterdir()):
        raise Refused(
            _("Thư mục %(data)s không phải của bản thử nên không đụng tới. Mời chọn thư mục trống.", data=data),
            code="not_a_demo",
            status=Status.UNREADABLE,
        )
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / MARK).touch()


def show(address: str) -> None:
    """Open a page in the visitor's browser where there is one with windows; never a text browser in the terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        gevent.spawn(browser.open, address)


def _crowd(meeting: Meeting, *, hall: str, staff: str) -> Crowd:
    with reading() as session:
        door = link_for(session, sitting_id=meeting.sitting_id, place=Place.DOOR, name=OTHER_DOOR)
    if door is None:
        raise LookupError("the meeting was convened with a link for the crowd's door")
    return Crowd(
        hall=hall,
        staff=staff,
        door=link_path(door),
        inside=FIRST_COMERS,
        to_come=meeting.still_to_come,
        matters=islice(matters(), FIRST_QUESTIONS, None),
    )
