"""Questions that a refusal of files raises: an answer makes what was refused readable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CodeQuestion:
    """
    Ask what a code, or a text that can't be read, means.

    `cells`: how many hold it. `doubt`: in French, what it may be (empty: nothing is supposed).
    """

    code: str
    cells: int
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class NameQuestion:
    """
    Ask whom a name means: one of some people, or a person apart.

    `choices`: what to answer for each person, and how they are described.
    """

    name: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class MonthQuestion:
    """Ask of which month a file is, whose days have a number alone."""

    file: str


@dataclass(frozen=True, kw_only=True)
class StartQuestion:
    """Ask when the days of a file start, which gives hours of work and no times."""

    file: str


@dataclass(frozen=True, kw_only=True)
class ColumnQuestion:
    """Ask what a column of a list holds, whose title says it to nobody; `samples`: some cells."""

    title: str
    samples: tuple[str, ...]


Question = CodeQuestion | NameQuestion | MonthQuestion | StartQuestion | ColumnQuestion
