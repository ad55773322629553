"""
Write results to standard output and messages to standard error.

Rich is imported only when something is drawn, because help and usage errors load this module too.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

OK = 0
BLOCKED = 1
BAD_INPUT = 2
CRASHED = 3


def out() -> Console:
    """Return the console of results."""
    return _console(sys.stdout)


def err() -> Console:
    """Return the console of messages and progress."""
    return _console(sys.stderr)


def say(message: str, style: str = "") -> None:
    """Write a message as plain text: brackets in it are no markup."""
    from rich.text import Text  # noqa: PLC0415

    err().print(Text(message, style=style), soft_wrap=True)


def show(text: str, style: str = "") -> None:
    """Write a line of a result as plain text, however long it is: brackets in it are no markup."""
    from rich.text import Text  # noqa: PLC0415

    out().print(Text(text, style=style), soft_wrap=True)


@contextmanager
def counting(title: str, total: int | None = None, unit: str = "") -> Iterator[Callable[[], None]]:
    """Show a bar of what is done meanwhile, with the count (of `total`); yield what advances it."""
    from rich import progress as r  # noqa: PLC0415

    count = r.TextColumn("{task.completed}") if total is None else r.MofNCompleteColumn()
    columns = (r.TextColumn(title), r.BarColumn(), count, *((r.TextColumn(unit),) if unit else ()))
    with r.Progress(*columns, r.TimeElapsedColumn(), console=err(), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)


def say_json(value: Any) -> None:
    """Write one JSON document on standard output; days are written as ISO 8601 does."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def refuse(title: str, message: str) -> None:
    """Write an error in a frame."""
    from rich.panel import Panel  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    err().print(Panel(Text(message), title=title, border_style="red", title_align="left"))


def _console(file: TextIO) -> Console:
    from rich.console import Console  # noqa: PLC0415

    return Console(file=file, highlight=False)
