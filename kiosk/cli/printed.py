"""What commands print: results on stdout, as tables or JSON; all else on stderr."""

import json
import sys
from collections.abc import Iterable
from typing import IO

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from kiosk.core.messages import Message

WIDTH_OF_A_PIPE = 240
"""Columns where nobody's window sets a limit."""

Cell = Message | str | int | None


def console(stream: IO[str]) -> Console:
    """Return a console on `stream` that takes every word as it is: names hold no markup."""
    width = None if stream.isatty() else WIDTH_OF_A_PIPE
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False)


def print_json(answer: object) -> None:
    """Print `answer` on stdout for other programs."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def print_table(columns: Iterable[Message | str], rows: Iterable[Iterable[Cell]]) -> None:
    """Print a table on stdout; None is an empty cell."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(str(column), overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console(sys.stdout).print(table)


def say(sentence: Message | str) -> None:
    """Print a result in words on stdout."""
    click.echo(str(sentence))


def hint(sentence: Message | str) -> None:
    """Tell on stderr what to do next."""
    click.echo(str(sentence), err=True)
