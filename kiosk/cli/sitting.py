"""`kiosk sitting …`: the course of a sitting, a step a command."""

import click

from kiosk.cli.opened import chosen_sitting, opened_current
from kiosk.cli.options import Commands, data_option, sitting_option
from kiosk.cli.printed import say
from kiosk.core.messages import _
from kiosk.domain.sittings.actions import move_sitting
from kiosk.domain.sittings.rules import SittingState
from kiosk.ops.remote import do

STEPS = {
    "open-doors": (SittingState.DOORS_OPEN, "Mở cửa đón đại biểu."),
    "start": (SittingState.IN_SESSION, "Khai mạc."),
    "pause": (SittingState.PAUSED, "Nghỉ giải lao."),
    "resume": (SittingState.IN_SESSION, "Họp tiếp sau giải lao."),
    "close": (SittingState.CLOSED, "Bế mạc."),
}


@click.group(cls=Commands, help="Đưa hội nghị sang bước kế tiếp.")
@data_option
def sitting() -> None:
    """Hold the steps."""


def _step(to: SittingState, *, name: str, says: str) -> click.Command:
    @click.command(name, help=says)
    @sitting_option
    @data_option
    def move(*, sitting_id: int | None) -> None:
        with opened_current() as app:
            do(app, move_sitting, sitting_id=chosen_sitting(sitting_id), to=to)
            say(_("Hội nghị %(state)s.", state=to.label))

    return move


for name, (to, says) in STEPS.items():
    sitting.add_command(_step(to, name=name, says=says))
