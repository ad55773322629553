"""Dated values: what the law says from each day on, and how far an agreement may change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Literal

from scheduler.errors import NotInForceError, UnlawfulDerogationError

LEGIFRANCE = "https://www.legifrance.gouv.fr/codes/article_lc/"


@dataclass(frozen=True)
class Source:
    """Where a value or a duty comes from: text, article and its address."""

    text: str
    article: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.article} ({self.text})" if self.text != "Code du travail" else self.article


def code(article: str, version: str) -> Source:
    """Cite an article of the Code du travail by its Légifrance version id."""
    return Source("Code du travail", article, LEGIFRANCE + version)


class Level(IntEnum):
    """
    Who set a value; of those in force, the highest wins.

    A company agreement replaces the branch's (L2253-3), except on the matters of L2253-1; an
    authorisation (inspector, DREETS, prefect) allows what no agreement may.
    """

    CODE = 0
    BRANCH = 1
    COMPANY = 2
    AUTHORISATION = 3


@dataclass(frozen=True)
class Since:
    """One value: its first day in force, its source, who set it, and its last day."""

    day: date
    value: int
    source: Source
    level: Level = Level.CODE
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day`; its last day is included."""
        return self.day <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Dated:
    """
    A quantity with all its values over time.

    `floor` and `ceiling` bound what an agreement may set, in `unit`; a value with neither can't be
    changed by any agreement. `locked`: only the branch may change it (L2253-1); a company may only
    protect people better, by a higher or a lower value. `extended_only`: of branches, only one
    whose agreement is extended may. `authorised` bounds what an authorisation may set (None: none
    may). `by` and `authorised_by` cite the articles that set these bounds, `for_a_time` the one
    that gives authorisations an end (None: they may go on).

    `name` says in French what it is. `quantity` names a value that several rules share, or that
    depends on another value: agreements change all values of one quantity together.
    """

    unit: str
    history: tuple[Since, ...]
    floor: int | None = None
    ceiling: int | None = None
    locked: Literal["", "higher", "lower"] = ""
    authorised: tuple[int | None, int | None] | None = None
    by: Source | None = None
    authorised_by: Source | None = None
    extended_only: bool = False
    for_a_time: Source | None = None
    name: str = ""
    quantity: str = ""

    def __hash__(self) -> int:
        """Hash once what is compared field by field: rules look up by their values."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.unit, self.history, self.name, self.quantity))

    def on(self, day: date) -> int:
        """
        Return the value in force on `day`.

        Raises
        ------
        NotInForceError
            `day` is before the first entry.
        """
        value = self._known.get(day)
        if value is None:
            value = self._known[day] = self.entry(day).value
        return value

    @cached_property
    def _known(self) -> dict[date, int]:
        """Values by day: an audit asks for the same days of everyone."""
        return {}

    def entry(self, day: date) -> Since:
        """
        Return the entry in force on `day`, with its source.

        Raises
        ------
        NotInForceError
            `day` is before the first entry.
        """
        best: Since | None = None
        for since in self.history:
            if since.holds_on(day) and (
                best is None or (since.level, since.day) >= (best.level, best.day)
            ):
                best = since
        if best is None:
            raise NotInForceError(f"aucune valeur en vigueur le {day:%d/%m/%Y}")
        return best

    def entries(self, day: date) -> tuple[Since, ...]:
        """Return all entries in force on `day`; the one that applies comes first."""
        entries = [since for since in self.history if since.holds_on(day)]
        return tuple(sorted(entries, key=lambda s: (s.level, s.day), reverse=True))

    def derogate(
        self,
        value: int,
        day: date,
        source: Source,
        *,
        level: Level = Level.COMPANY,
        until: date | None = None,
    ) -> Dated:
        """
        Return the quantity with the value that an agreement or authorisation sets from `day` on.

        Raises
        ------
        UnlawfulDerogationError
            The law doesn't allow that source to set this value.
        """
        low, high = self.bounds(level, day)
        if level is Level.AUTHORISATION and self.authorised is None:
            raise UnlawfulDerogationError(f"{source} : aucune autorisation ne peut changer ceci")
        if (low is None and high is None) or not _within(value, low, high):
            raise UnlawfulDerogationError(
                f"{source} : {value} {self.unit} hors de ce que la loi permet [{low}, {high}]"
            )
        return replace(self, history=(*self.history, Since(day, value, source, level, until)))

    def bounds(self, level: Level, day: date) -> tuple[int | None, int | None]:
        """Return the least and the most that a source may set on `day` (both None: it may not)."""
        if level is Level.AUTHORISATION:
            return self.authorised or (None, None)
        if level is Level.COMPANY and self.locked:
            # L2253-1: the branch's value, or the Code's, is the least that a company may give.
            below = replace(self, history=tuple(s for s in self.history if s.level < level))
            branch = below.on(day)
            return (branch, self.ceiling) if self.locked == "higher" else (self.floor, branch)
        return self.floor, self.ceiling


def _within(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def legal(
    unit: str,
    value: int,
    source: Source,
    *,
    since: date = date(2016, 8, 10),
    floor: int | None = None,
    ceiling: int | None = None,
    locked: Literal["", "higher", "lower"] = "",
    authorised: tuple[int | None, int | None] | None = None,
    by: Source | None = None,
    authorised_by: Source | None = None,
    extended_only: bool = False,
    for_a_time: Source | None = None,
    name: str = "",
    quantity: str = "",
) -> Dated:
    """Build a value of the Code in force since `since` (the 2016 recodification by default)."""
    return Dated(
        unit=unit,
        history=(Since(since, value, source),),
        floor=floor,
        ceiling=ceiling,
        locked=locked,
        authorised=authorised,
        by=by,
        authorised_by=authorised_by,
        extended_only=extended_only,
        for_a_time=for_a_time,
        name=name,
        quantity=quantity,
    )
