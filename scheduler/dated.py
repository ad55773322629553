"""Dated values: what the law says from which day on, and how far an agreement may move it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

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


@dataclass(frozen=True)
class Since:
    """One value, the first day it is in force, and its source."""

    day: date
    value: int
    source: Source


@dataclass(frozen=True)
class Dated:
    """
    A quantity with its history in force.

    `floor` and `ceiling` bound what an agreement may set, in `unit`; a value with neither can't
    be changed by any agreement.
    """

    unit: str
    history: tuple[Since, ...]
    floor: int | None = None
    ceiling: int | None = None

    def on(self, day: date) -> int:
        """
        Return the value in force on `day`.

        Raises
        ------
        NotInForceError
            `day` is before the first entry.
        """
        return self.entry(day).value

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
            if since.day <= day and (best is None or since.day >= best.day):
                best = since
        if best is None:
            raise NotInForceError(f"aucune valeur en vigueur le {day:%d/%m/%Y}")
        return best

    def derogate(self, value: int, day: date, source: Source) -> Dated:
        """
        Return the quantity as an agreement changes it from `day` on.

        Raises
        ------
        UnlawfulDerogationError
            The law does not let an agreement go there.
        """
        low = self.floor is not None and value >= self.floor
        high = self.ceiling is not None and value <= self.ceiling
        inside = {
            (True, True): low and high,
            (True, False): low,
            (False, True): high,
            (False, False): False,
        }[self.floor is not None, self.ceiling is not None]
        if not inside:
            raise UnlawfulDerogationError(
                f"{source} : {value} {self.unit} hors de ce que la loi permet "
                f"[{self.floor}, {self.ceiling}]"
            )
        return replace(self, history=(*self.history, Since(day, value, source)))


def legal(
    unit: str,
    value: int,
    source: Source,
    *,
    since: date = date(2016, 8, 10),
    floor: int | None = None,
    ceiling: int | None = None,
) -> Dated:
    """Build a value of the Code in force since `since` (the 2016 recodification by default)."""
    return Dated(unit, (Since(since, value, source),), floor, ceiling)
