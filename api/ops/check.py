"""One check of the service: its name, whether it is well, and a French sentence that says so."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How a thing is: well, worth a look, or wrong."""

    OK = "OK"
    WARNING = "attention"
    FAULT = "faute"


@dataclass(frozen=True, kw_only=True)
class Check:
    """The state of one thing, in French."""

    name: str
    state: Grade
    text: str


def well(name: str, text: str) -> Check:
    """Say that a thing is well."""
    return Check(name=name, state=Grade.OK, text=text)


def warning(name: str, text: str) -> Check:
    """Say that a thing is worth a look."""
    return Check(name=name, state=Grade.WARNING, text=text)


def fault(name: str, text: str) -> Check:
    """Say that a thing is wrong."""
    return Check(name=name, state=Grade.FAULT, text=text)
