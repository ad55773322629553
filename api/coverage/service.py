"""Count the posts of published slots that are asked for and that are filled, without any name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from api.database.tables.ledger import PublishedSlotRow
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Counts:
    """
    Slots, and posts over all of them.

    `minimum` and `target`: posts asked for; `filled`: posts held; `met`: slots at their minimum or
    over it; `full`: slots at their target or over it; `useful`: posts held up to each slot's
    target, so that what one slot has too many makes up for no other.
    """

    slots: int = 0
    minimum: int = 0
    target: int = 0
    filled: int = 0
    met: int = 0
    full: int = 0
    useful: int = 0

    @property
    def rate(self) -> float:
        """Useful posts held on those targeted, at most 1."""
        return round(self.useful / self.target, 4) if self.target else 1.0

    @property
    def minimum_met(self) -> float:
        """The share of slots at their minimum."""
        return round(self.met / self.slots, 4) if self.slots else 1.0

    @property
    def target_met(self) -> float:
        """The share of slots at their target."""
        return round(self.full / self.slots, 4) if self.slots else 1.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            *(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))
        )


class DayAtSite(NamedTuple):
    """A day in Paris, a site and a kind of slot."""

    on: date
    site: str
    kind: str


def months_of(session: Session, dispositifs: Collection[str]) -> dict[str, list[str]]:
    """Return the months of which something is published, in order, by dispositif."""
    rows = session.execute(
        select(PublishedSlotRow.dispositif, PublishedSlotRow.month)
        .where(PublishedSlotRow.dispositif.in_(dispositifs))
        .distinct()
        .order_by(PublishedSlotRow.dispositif, PublishedSlotRow.month)
    )
    months: dict[str, list[str]] = defaultdict(list)
    for dispositif, month in rows:
        months[dispositif].append(month)
    return months


def coverage_of(
    session: Session, month: str, dispositifs: Collection[str]
) -> dict[str, Mapping[DayAtSite, Counts]]:
    """Return what is published of a month (`2026-12`), by dispositif, then in order of days."""
    rows = session.scalars(
        select(PublishedSlotRow).where(
            PublishedSlotRow.month == month, PublishedSlotRow.dispositif.in_(dispositifs)
        )
    )
    coverage: dict[str, dict[DayAtSite, Counts]] = {}
    for row in rows:
        days = coverage.setdefault(row.dispositif, defaultdict(Counts))
        days[DayAtSite(row.start.astimezone(PARIS).date(), row.site, row.kind)] += Counts(
            1,
            row.minimum,
            row.target,
            row.holders,
            row.holders >= row.minimum,
            row.holders >= row.target,
            min(row.holders, row.target),
        )
    return {dispositif: dict(sorted(days.items())) for dispositif, days in coverage.items()}
