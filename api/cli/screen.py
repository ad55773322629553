"""What goes where: results on standard output, messages on standard error, JSON alone."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

OK = 0
BLOCKED = 1
BAD_INPUT = 2
CRASHED = 3


def out() -> Console:
    """Return the console of results."""
    return Console(file=sys.stdout, highlight=False)


def err() -> Console:
    """Return the console of messages and progress."""
    return Console(file=sys.stderr, highlight=False)


def say(message: str, style: str = "") -> None:
    """Write a message; what it holds is text, never markup."""
    err().print(Text(message, style=style), soft_wrap=True)


def say_json(value: Any) -> None:
    """Write one JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def refuse(title: str, message: str) -> None:
    """Write an error in a frame."""
    err().print(Panel(Text(message), title=title, border_style="red", title_align="left"))
