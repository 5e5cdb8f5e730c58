"""`kiosk doctor`: what is wrong, in plain words."""

import click

from kiosk.cli.opened import Failed, opened_existing
from kiosk.cli.options import data_option
from kiosk.cli.printed import say
from kiosk.ops.doctor import Health, examine

MARKS = {Health.WELL: "✓", Health.HEED: "!", Health.WRONG: "✗"}


@click.command(help="Xem máy đã sẵn sàng chưa. Ổ đĩa, dữ liệu, cổng, mạng, đồng hồ; hỏng gì nói rõ.")
@data_option
def doctor() -> None:
    """Examine the laptop; exit status 1 if something is wrong."""
    with opened_existing() as app:
        findings = list(examine(app))
        for finding in findings:
            say(f"{MARKS[finding.health]} {finding.sentence}")
    if any(finding.health is Health.WRONG for finding in findings):
        raise click.exceptions.Exit(Failed.exit_code)
