"""Count the posts of published slots that are asked for and that are filled, without any name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import case, func, select

from api.access.errors import UnknownError
from api.access.reach import FUNDERS, Reach
from api.data.association import Dispositif
from api.database.tables.ledger import PublishedSlotRow
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
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
            self.slots + other.slots,
            self.minimum + other.minimum,
            self.target + other.target,
            self.filled + other.filled,
            self.met + other.met,
            self.full + other.full,
            self.useful + other.useful,
        )


SLOT = PublishedSlotRow
COUNTED = (
    func.count(),
    func.sum(SLOT.minimum),
    func.sum(SLOT.target),
    func.sum(SLOT.holders),
    func.sum(case((SLOT.holders >= SLOT.minimum, 1), else_=0)),
    func.sum(case((SLOT.holders >= SLOT.target, 1), else_=0)),
    func.sum(case((SLOT.holders < SLOT.target, SLOT.holders), else_=SLOT.target)),
)
"""What `Counts` holds, in its order, as the database counts it."""


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


def funded(who: Caller, association: Association, dispositif: str = "") -> list[Dispositif]:
    """
    Return the dispositifs that a commanditaire finances, by id (or that one alone).

    Raises
    ------
    UnknownError
        The commanditaire doesn't finance this dispositif.
    """
    reached = Reach(who, FUNDERS).dispositifs(association.dispositifs)
    mine = [each for each in reached if dispositif in ("", each.id)]
    if dispositif and not mine:
        raise UnknownError
    return sorted(mine, key=lambda each: each.id)


def funded_coverage(
    session: Session, who: Caller, association: Association, month: str, dispositif: str = ""
) -> list[FundedCoverage]:
    """
    Return the coverage of a month, of each dispositif that a commanditaire finances (or of one).

    Raises
    ------
    UnknownError
        The commanditaire doesn't finance this dispositif.
    """
    return coverage_of(session, month, funded(who, association, dispositif))


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
    session: Session, month: str, dispositifs: Sequence[Dispositif]
) -> list[FundedCoverage]:
    """Return what is published of a month (`2026-12`), of each dispositif, in order of days."""
    of = (SLOT.dispositif, SLOT.start, SLOT.site, SLOT.kind)
    ids = [dispositif.id for dispositif in dispositifs]
    rows = session.execute(select(*of, *COUNTED).where(*_in_month(month, ids)).group_by(*of))
    coverage: dict[str, dict[DayAtSite, Counts]] = defaultdict(lambda: defaultdict(Counts))
    for dispositif, start, site, kind, *counts in rows:
        # The database doesn't know where a day of Paris begins.
        day = DayAtSite(start.astimezone(PARIS).date(), site, kind)
        coverage[dispositif][day] += Counts(*counts)
    return [
        FundedCoverage(dispositif=each, days=dict(sorted(coverage[each.id].items())))
        for each in dispositifs
    ]


def counts_of(session: Session, month: str, dispositifs: Collection[str]) -> Counts:
    """Count all slots that are published of a month (`2026-12`) for some dispositifs together."""
    counted = session.execute(select(*COUNTED).where(*_in_month(month, dispositifs))).one()
    return Counts(*(count or 0 for count in counted))


def _in_month(month: str, dispositifs: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return SLOT.month == month, SLOT.dispositif.in_(dispositifs)
