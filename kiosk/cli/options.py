"""The options that many commands have in common."""

from pathlib import Path

import click

from kiosk.core.settings import data_folder

_DATA = "kiosk.data"


class Commands(click.Group):
    """Commands that belong together, listed in the order in which they are needed."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return their names as they were added."""
        return list(self.commands)


def given_data_folder(*, otherwise: str = "") -> Path:
    """Return the data folder of the running command, wherever among its words `--data` stood.

    Where it was not given, it is the folder `otherwise` inside the installation's own.
    """
    given = click.get_current_context().meta.get(_DATA)
    return data_folder(given) if given else data_folder() / otherwise


def _remember(context: click.Context, _parameter: click.Parameter, given: Path | None) -> None:
    if given is not None:
        context.meta[_DATA] = given


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    expose_value=False,
    callback=_remember,
    help="Thư mục dữ liệu (không ghi thì lấy KIOSK_DATA).",
)
sitting_option = click.option(
    "--sitting",
    "sitting_id",
    type=int,
    metavar="ID",
    help="Số của hội nghị (không ghi thì lấy buổi đang hoặc sắp họp).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="In ra dạng JSON cho chương trình khác đọc.")
