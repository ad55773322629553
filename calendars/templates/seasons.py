"""Define seasons: named ranges of days during which a template runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, kw_only=True)
class Season:
    """
    A season and its spans: pairs of a first and a last day, both included.

    Raises
    ------
    InvalidProblemError
        It has no span, or one that ends before it begins.
    """

    id: str
    name: str
    spans: tuple[tuple[date, date], ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise InvalidProblemError(f"saison « {self.id} » sans date")
        for first, last in self.spans:
            if last < first:
                raise InvalidProblemError(
                    f"saison « {self.id} » : fin {last:%d/%m/%Y} avant le début {first:%d/%m/%Y}"
                )

    @cached_property
    def days(self) -> frozenset[date]:
        """All its days."""
        return frozenset(
            first + timedelta(days=n)
            for first, last in self.spans
            for n in range((last - first).days + 1)
        )

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the season."""
        return any(first <= day <= last for first, last in self.spans)


def by_id(seasons: Iterable[Season]) -> Mapping[str, Season]:
    """
    Return the seasons by id.

    Raises
    ------
    InvalidProblemError
        Two seasons have the same id.
    """
    table: dict[str, Season] = {}
    for season in seasons:
        if season.id in table:
            raise InvalidProblemError(f"saison en double : « {season.id} »")
        table[season.id] = season
    return MappingProxyType(table)
