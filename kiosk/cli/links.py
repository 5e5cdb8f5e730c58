"""`kiosk links`: where the places are."""

import click

from kiosk.cli.opened import chosen_sitting, opened_current
from kiosk.cli.options import data_option, json_option, sitting_option
from kiosk.cli.printed import hint, print_json, say
from kiosk.core.address import hall_url
from kiosk.core.messages import _
from kiosk.ops.addresses import addresses

LABELS = {
    "door": _("Cửa đón"),
    "podium": _("Chủ trì"),
    "screen": _("Màn hình"),
    "floor": _("Đại biểu"),
    "board": _("Trang chung"),
}


@click.command(help="In đường dẫn vào các vị trí. Cửa đón, chủ trì, màn hình, đại biểu.")
@sitting_option
@json_option
@data_option
def links(*, sitting_id: int | None, as_json: bool) -> None:
    """Print the address of every place."""
    with opened_current() as app:
        found = addresses(app, sitting_id=chosen_sitting(sitting_id))
        if as_json:
            print_json(found)
            return
        print_addresses(found)
        hint(_("Điện thoại trong hội trường: %(url)s", url=hall_url()))


def print_addresses(found: dict[str, str]) -> None:
    """Print addresses under the names of their places."""
    width = max(len(str(label)) for label in LABELS.values())
    for place, url in found.items():
        say(f"{LABELS[place]!s:{width}}  {url}")
