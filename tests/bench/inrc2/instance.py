"""An instance of INRC-II, all weeks as one problem, and its reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.instances.lines import InstanceError

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ANY, NONE = "Any", "None"
NAME = re.compile(r"(n\d+w\d+)_(\d+)_(\d+(?:-\d+)*)")
"""An instance: its scenario, the number of its history, those of its weeks."""
PAIR = re.compile(r"\((\d+),(\d+)\)")


class Bounds(NamedTuple):
    """The least and the most."""

    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class Contract:
    """Bounds of all assignments, of days in a row of work and of rest, and of weekends."""

    total: Bounds
    work: Bounds
    rest: Bounds
    weekends: int
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Past:
    """Where a nurse stood before the first day; `shift`: that of the last `alike` days worked."""

    total: int
    weekends: int
    shift: str
    alike: int
    worked: int
    off: int


@dataclass(frozen=True, kw_only=True)
class Nurse:
    """A nurse: contract, skills, and the days before."""

    id: str
    contract: Contract
    skills: frozenset[str]
    past: Past


@dataclass(frozen=True, kw_only=True)
class Instance:
    """
    An instance.

    `shifts`: bounds of days in a row. `after`: by shift, those that may not follow. `week`: weeks
    before the first. `cover`: by day, shift and skill, the minimum and the optimum. `off`: by
    nurse and day, the shift not wished, or any.
    """

    skills: tuple[str, ...]
    shifts: Mapping[str, Bounds]
    after: Mapping[str, frozenset[str]]
    nurses: tuple[Nurse, ...]
    week: int
    weeks: int
    cover: Mapping[tuple[int, str, str], Bounds] = field(default_factory=dict)
    off: Sequence[tuple[str, int, str]] = ()

    @property
    def days(self) -> int:
        """How many days are planned, from a Monday on."""
        return 7 * self.weeks


def read(path: Path) -> Instance:
    """
    Read an instance by its name, such as `n030w4_1_6-2-9-1`, beside the folder of its scenario.

    Raises
    ------
    InstanceError
        The name isn't such a name, a file can't be read, or a line isn't what it should be.
    """
    named = NAME.fullmatch(path.name)
    if named is None:
        raise InstanceError(f"« {path.name} » lu ; attendu : un nom comme n030w4_1_6-2-9-1")
    scenario, history, weeks = named.groups()
    folder = path.parent / scenario
    names = [f"Sc-{scenario}", f"H0-{scenario}-{history}"]
    names += [f"WD-{scenario}-{week}" for week in weeks.split("-")]
    try:
        texts = [(folder / f"{name}.txt").read_text("utf-8") for name in names]
    except OSError as error:
        raise InstanceError(f"{error.filename} : fichier illisible ({error.strerror})") from None
    return parse(*texts)


def parse(scenario: str, history: str, *weeks: str) -> Instance:
    """Read an instance from the texts of its files; `InstanceError`: one of them is malformed."""
    try:
        return _parsed(scenario, history, weeks)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise InstanceError(f"instance INRC-II mal formée : {error!r}") from error


def _parsed(scenario: str, history: str, weeks: Sequence[str]) -> Instance:
    parts = _sections(scenario)
    contracts = {}
    for name, total, work, rest, weekends, whole in parts["CONTRACTS"]:
        contracts[name] = Contract(
            total=_bounds(total),
            work=_bounds(work),
            rest=_bounds(rest),
            weekends=int(weekends),
            whole=whole == "1",
        )
    before = _sections(history)
    past = {}
    for who, total, weekends, shift, alike, worked, off in before["NURSE_HISTORY"]:
        past[who] = Past(
            total=int(total),
            weekends=int(weekends),
            shift="" if shift == NONE else shift,
            alike=int(alike),
            worked=int(worked),
            off=int(off),
        )
    cover: dict[tuple[int, str, str], Bounds] = {}
    off_days: list[tuple[str, int, str]] = []
    for number, text in enumerate(weeks):
        data = _sections(text)
        for shift, skill, *numbers in data["REQUIREMENTS"]:
            for day, pair in enumerate(numbers):
                cover[7 * number + day, shift, skill] = _bounds(pair)
        for who, shift, name in data["SHIFT_OFF_REQUESTS"]:
            off_days.append((who, 7 * number + DAYS.index(name), shift))
    return Instance(
        skills=tuple(line[0] for line in parts["SKILLS"]),
        shifts={shift: _bounds(bounds) for shift, bounds in parts["SHIFT_TYPES"]},
        after={line[0]: frozenset(line[2:]) for line in parts["FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"]},
        nurses=tuple(
            Nurse(id=who, contract=contracts[name], skills=frozenset(skills), past=past[who])
            for who, name, _, *skills in parts["NURSES"]
        ),
        week=int(before["HISTORY"][0][0]),
        weeks=len(weeks),
        cover=cover,
        off=off_days,
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    """Return the words of each line, by the section's name: capitals alone, or before an « = »."""
    sections: dict[str, list[list[str]]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        words = line.split()
        title = words[0].isupper() and (len(words) == 1 or words[1] == "=") and len(words[0]) > 1
        if title:
            current = sections.setdefault(words[0], [])
        else:
            current.append(words)
    return sections


def _bounds(text: str) -> Bounds:
    least, most = PAIR.fullmatch(text).groups()  # type: ignore[union-attr]  # caught by `parse`
    return Bounds(int(least), int(most))
