"""What the list of plannings shows: month by month, what is published and who is preparing what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.french.plural import plural
from api.french.words import month_name
from api.shell.option import Option
from scheduler.domain.time import PARIS, next_month

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from api.access.caller import Caller
    from api.data.association import Association
    from api.database.tables.ledger import PublicationRow
    from api.database.tables.month import RotaRow

AHEAD = 3
"""Months after this one that are always listed, even without any draft."""

BEHIND = 2
"""Published months before this one that are listed."""


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """
    A draft: which month and dispositifs it decides, and how far it is.

    `brings`: an exception of the day was recorded for it, and goes if it is discarded. `overtaken`:
    others published what it would undo.
    """

    address: str
    title: str
    scope: str
    state: str
    mine: bool
    id: str
    version: int
    calculating: bool
    brings: bool
    overtaken: bool


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """A month. `published`: how many of the dispositifs that are mine; `address`: of its grid."""

    label: str
    name: str
    address: str
    published: str
    last: str
    drafts: tuple[DraftLine, ...]


def months_of(
    who: Caller,
    association: Association,
    drafts: Iterable[RotaRow],
    publications: Sequence[PublicationRow],
    now: datetime,
    *,
    calculating: Collection[str] = (),
    bringing: Collection[str] = (),
    overtaken: Collection[str] = (),
    unchanged: Collection[str] = (),
) -> tuple[MonthLine, ...]:
    """
    Return the months that matter now, the latest first.

    `calculating`: the drafts that have a calculation under way; `bringing`: those for which an
    exception of the day was recorded; `overtaken`: those that would undo what others published;
    `unchanged`: those whose head is what was published from them.
    """
    today = now.astimezone(PARIS).date().replace(day=1)
    mine = [row for row in drafts if Reach(who, OVERSEERS).planning(row, association)]
    months = {row.month for row in mine if row.month >= today} | {today}
    month = today
    for _ in range(AHEAD):
        month = next_month(month)
        months.add(month)
    past = sorted(label for label in association.history if label < f"{today:%Y-%m}")
    months |= {today.fromisoformat(f"{label}-01") for label in past[-BEHIND:]}
    return tuple(
        _month(
            *(month, who, association, mine, publications),
            calculating=calculating,
            bringing=bringing,
            overtaken=overtaken,
            unchanged=unchanged,
        )
        for month in sorted(months, reverse=True)
    )


def _month(
    month: date,
    who: Caller,
    association: Association,
    drafts: Iterable[RotaRow],
    publications: Sequence[PublicationRow],
    *,
    calculating: Collection[str],
    bringing: Collection[str],
    overtaken: Collection[str],
    unchanged: Collection[str],
) -> MonthLine:
    reach = Reach(who, OVERSEERS)
    label = f"{month:%Y-%m}"
    theirs = {d.id for d in reach.dispositifs(association.dispositifs)}
    there = {row.worked.duty.dispositif for row in association.history.get(label, ())} & theirs
    last = next((row for row in publications if row.month == month), None)
    agencies = reach.agencies
    query = "" if agencies is None else f"?agency={min(agencies)}" if agencies else ""
    return MonthLine(
        label=label,
        name=month_name(month),
        address=f"/mois/{label}{query}" if there else "",
        published=plural(len(there), "dispositif") if there else "",
        last=f"n° {last.number} le {last.made.astimezone(PARIS):%d/%m}" if last and there else "",
        drafts=tuple(
            _draft(
                *(row, who, association, publications),
                calculating=row.id in calculating,
                brings=row.id in bringing,
                overtaken=row.id in overtaken,
                unchanged=row.id in unchanged,
            )
            for row in drafts
            if row.month == month
        ),
    )


def _draft(
    row: RotaRow,
    who: Caller,
    association: Association,
    publications: Iterable[PublicationRow],
    *,
    calculating: bool,
    brings: bool,
    overtaken: bool,
    unchanged: bool,
) -> DraftLine:
    number = next((p.number for p in publications if p.rota == row.id), None)
    if row.published is None:
        state = f"Brouillon v{row.head}"
    elif unchanged:
        state = f"Publié n° {number}" if number else "Publié"
    else:
        state = f"Brouillon v{row.head}, modifié depuis le n° {number}" if number else "Modifié"
    return DraftLine(
        address=f"/plannings/{row.id}",
        title=row.title or "Planning",
        scope=scope_of(row, association),
        state=state,
        mine=Reach(who, PLANNERS).planning(row, association),
        id=row.id,
        version=row.head,
        calculating=calculating,
        brings=brings,
        overtaken=overtaken,
    )


def next_to_prepare(months: Iterable[MonthLine], now: datetime) -> str:
    """Return the first month to come that nothing prepares yet (empty: all are prepared)."""
    today = f"{now.astimezone(PARIS):%Y-%m}"
    bare = (line.label for line in months if not line.published and not line.drafts)
    return min((label for label in bare if label > today), default="")


def scope_of(row: RotaRow, association: Association) -> str:
    """Say which dispositifs a draft decides: their names, their agency's, or the association."""
    if row.dispositifs:
        names = [
            association.dispositif_of[d].name if d in association.dispositif_of else d
            for d in row.dispositifs
        ]
        first = ", ".join(names[:2])
        return first if len(names) <= 2 else f"{first} et {len(names) - 2} autres"  # noqa: PLR2004
    agencies = {agency.id: agency.name for agency in association.agencies}
    return agencies.get(row.agency, row.agency) or "Toute l’association"


def choices_of(who: Caller, association: Association) -> tuple[Option, ...]:
    """Return the dispositifs that somebody may plan, by agency."""
    agencies = {agency.id: agency.name for agency in association.agencies}
    return tuple(
        Option(value=d.id, label=d.name, group=agencies.get(d.agency, d.agency))
        for d in Reach(who, PLANNERS).dispositifs(association.dispositifs)
    )
