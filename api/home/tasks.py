"""What is to be done: a sentence, how soon, and the button that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Urgency(IntEnum):
    """When a task is due; the most urgent come first."""

    NOW = 0
    SOON = 1
    LATER = 2


@dataclass(frozen=True)
class Task:
    """
    A thing to do.

    `text`: what is the matter; `note`: what helps to decide (empty: nothing). `act`: what the
    button says, and `address` where it leads. `fields`: what the button sends, where it does
    something (empty: it is a link).
    """

    urgency: Urgency
    text: str
    act: str
    address: str
    note: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Todo:
    """All that somebody has to do, worst first, and what they may know without doing anything."""

    tasks: tuple[Task, ...]
    notes: tuple[str, ...]
