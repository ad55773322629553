"""The parts of a drawn grid, as texts and class names: what its templates get."""

from __future__ import annotations

from dataclasses import dataclass

from api.french.plural import plural


@dataclass(frozen=True, kw_only=True)
class Day:
    """A column's head: `5`, `S`, and classes for week-ends and holidays."""

    number: int
    letter: str
    iso: str
    label: str
    classes: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """
    One chip: what it reads, the class names of its marks, what a screen reader says.

    `company`: who else is there, where there is room; `notes`: what the marks mean. `key`: the
    slot without its day, where that is the column's, for it is written a thousand times.
    """

    code: str
    time: str
    classes: str
    label: str
    slot: str
    key: str
    icons: tuple[str, ...]
    company: str
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A person's day. `label`: all that it holds, as a screen reader says it."""

    classes: str
    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    A person's row; `place`: where it stands among all rows (0: none is left out).

    `planned` and `due` are hours; `days`: they are those done and due of a forfait's year.
    `counted`: they may hold some post of the month, or do: others have no counters. `week`: the
    hours of the week that is shown, and those of the contract (empty: no week is). `rhythm`: the
    shape of the weeks of the month.
    """

    person: str
    name: str
    badges: tuple[str, ...]
    partners: tuple[str, ...]
    percent: int
    cells: tuple[Cell, ...]
    planned: int
    due: int
    days: bool
    rolling: str
    nights: int
    days_off_worked: int
    blocking: int
    to_confirm: int
    place: int
    counted: bool
    week: str
    rhythm: str


@dataclass(frozen=True, kw_only=True)
class Open:
    """A need that is not met: where, from when, how many are missing."""

    slot: str
    key: str
    code: str
    missing: int
    vital: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is open on one day: the worst first."""

    classes: str
    count: int
    needs: tuple[Open, ...]
    label: str


@dataclass(frozen=True, kw_only=True)
class Cover:
    """One day's coverage of a kind: `3/4`, its state, sign and address (empty: none)."""

    text: str
    state: str
    label: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """
    One dispositif.

    `place`: where its first row stands among all rows, and `covered` that of its coverage (0: no
    row is left out).
    """

    id: str
    title: str
    agency: str
    missing: int
    under: int
    gaps: tuple[Gap, ...]
    lines: tuple[Line, ...]
    coverage: tuple[tuple[str, tuple[Cover | None, ...]], ...]
    place: int
    covered: int


@dataclass(frozen=True, kw_only=True)
class GridView:
    """
    A month, or what filters leave of it: so many of its people, so many of its days.

    `wide`: cells have room for names, times and company. `rows`: of the table, with that of days.
    `codes`: the sites that short codes stand for.
    """

    month: str
    wide: bool
    days: tuple[Day, ...]
    blocks: tuple[Block, ...]
    people: int
    people_in_all: int
    days_in_all: int
    rows: int
    rows_in_all: int
    codes: tuple[tuple[str, str], ...]

    @property
    def part(self) -> str:
        """Say what is shown of the month: `12 sur 34 personnes, 3 sur 31 jours` (empty: all)."""
        counts = []
        if self.people < self.people_in_all:
            counts.append(f"{self.people} sur {plural(self.people_in_all, 'personne')}")
        if len(self.days) < self.days_in_all:
            counts.append(f"{len(self.days)} sur {plural(self.days_in_all, 'jour')}")
        return ", ".join(counts)


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a post; `icons` and `notes`: its marks, drawn and in words."""

    person: str
    name: str
    icons: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PostLine:
    """A post of a day: where and when, who holds it, how many are missing."""

    slot: str
    words: str
    classes: str
    holders: tuple[Holder, ...]
    missing: int
    vital: bool


@dataclass(frozen=True, kw_only=True)
class DayPosts:
    """A day's posts, by start."""

    iso: str
    label: str
    posts: tuple[PostLine, ...]
