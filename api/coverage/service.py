"""Count the posts of published slots that are asked for and that are filled, without any name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from api.access.errors import UnknownError
from api.access.reach import FUNDERS, Reach
from api.data.association import Dispositif
from api.database.tables.ledger import PublishedSlotRow
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.association import Association


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
    def rate(self) -> float | None:
        """Useful posts held on those targeted, at most 1 (None: none was)."""
        return round(self.useful / self.target, 4) if self.target else None

    @property
    def minimum_met(self) -> float | None:
        """The share of slots at their minimum (None: there is no slot)."""
        return round(self.met / self.slots, 4) if self.slots else None

    @property
    def target_met(self) -> float | None:
        """The share of slots at their target (None: there is no slot)."""
        return round(self.full / self.slots, 4) if self.slots else None

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            *(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))
        )


@dataclass(frozen=True, kw_only=True)
class FundedCoverage:
    """What is published of a dispositif in a month, in order of days (empty: nothing is)."""

    dispositif: Dispositif
    days: Mapping[DayAtSite, Counts]

    @property
    def total(self) -> Counts:
        """The counts of all its days."""
        return sum(self.days.values(), Counts())


class DayAtSite(NamedTuple):
    """A day in Paris, a site and a kind of slot."""

    on: date
    site: str
    kind: str


def funded(who: Caller, association: Association) -> list[Dispositif]:
    """Return the dispositifs that a commanditaire finances, by id."""
    mine = Reach(who, FUNDERS).dispositifs(association.dispositifs)
    return sorted(mine, key=lambda dispositif: dispositif.id)


def funded_coverage(
    session: Session, who: Caller, association: Association, month: str, dispositif: str = ""
) -> list[FundedCoverage]:
    """
    Return the coverage of a month, of each dispositif that a commanditaire finances (or of one).

    Raises
    ------
    UnknownError
        They don't finance that one.
    """
    mine = [each for each in funded(who, association) if dispositif in ("", each.id)]
    if dispositif and not mine:
        raise UnknownError
    published = coverage_of(session, month, [each.id for each in mine])
    return [FundedCoverage(dispositif=each, days=published.get(each.id, {})) for each in mine]


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
