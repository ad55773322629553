"""The list of plannings, month by month; and who may change a draft now, for all its pages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.data.association import Association
from api.data.stored.association import read
from api.database.tables.jobs import JobRow
from api.database.tables.ledger import PublicationRow
from api.database.tables.month import RotaRow
from api.french.plural import plural
from api.french.words import month_name
from api.jobs.service import calculating, running_of
from api.month.drafts.service import bringing
from api.month.places.drafts import as_published, overtaken_drafts
from api.month.places.place import PublishedMeanwhile
from api.shell.option import Option
from scheduler.domain.time import PARIS, civil_day, next_month

AHEAD = 3
"""Months after this one that are always listed, even without any draft."""

BEHIND = 2
"""Published months before this one that are listed."""


@dataclass(frozen=True, kw_only=True)
class DraftStates:
    """
    The ids of the drafts of which the list says something more.

    `calculating`: a calculation is under way. `bringing`: they brought an exception of the day,
    which goes if they are discarded. `overtaken`: what others published that they would undo.
    `unchanged`: their head is what was published from them.
    """

    calculating: Collection[str] = ()
    bringing: Collection[str] = ()
    overtaken: Mapping[str, PublishedMeanwhile] = field(default_factory=dict)
    unchanged: Collection[str] = ()


def draft_states(session: Session, now: datetime) -> DraftStates:
    """Return what is to be said of all drafts."""
    return DraftStates(
        calculating=calculating(session),
        bringing=bringing(session),
        overtaken=overtaken_drafts(session, now),
        unchanged=as_published(session),
    )


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A draft: which dispositifs it decides, how far it is, and whether the caller plans it."""

    row: RotaRow
    scope: str
    state: str
    mine: bool


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
    *,
    now: datetime,
    states: DraftStates,
) -> tuple[MonthLine, ...]:
    """Return the months that matter now, the latest first."""
    today = civil_day(now).replace(day=1)
    reach, numbers = Reach(who, OVERSEERS), {p.rota: p.number for p in reversed(publications)}
    lines = [
        DraftLine(
            row=row,
            scope=scope_of(row, association),
            state=_state(row, numbers.get(row.id), unchanged=row.id in states.unchanged),
            mine=Reach(who, PLANNERS).planning(row, association),
        )
        for row in drafts
        if reach.planning(row, association)
    ]
    months = {line.row.month for line in lines if line.row.month >= today} | {today}
    month = today
    for _ in range(AHEAD):
        month = next_month(month)
        months.add(month)
    past = sorted(label for label in association.history if label < f"{today:%Y-%m}")
    months |= {today.fromisoformat(f"{label}-01") for label in past[-BEHIND:]}
    return tuple(
        _month(month, reach, association, lines, publications)
        for month in sorted(months, reverse=True)
    )


def month_address(label: str, reach: Reach, agency: str = "", **more: str) -> str:
    """Return the address of a published month: of an agency, else of the first of the reader's."""
    agency = agency or min(reach.agencies or ("",))
    query = urlencode({**({"agency": agency} if agency else {}), **more})
    return f"/mois/{label}" + (f"?{query}" if query else "")


def _month(
    month: date,
    reach: Reach,
    association: Association,
    drafts: Iterable[DraftLine],
    publications: Iterable[PublicationRow],
) -> MonthLine:
    label = f"{month:%Y-%m}"
    theirs = {d.id for d in reach.dispositifs(association.dispositifs)}
    there = {row.worked.duty.dispositif for row in association.history.get(label, ())} & theirs
    last = next((row for row in publications if row.month == month), None)
    return MonthLine(
        label=label,
        name=month_name(month),
        address=month_address(label, reach) if there else "",
        published=plural(len(there), "dispositif") if there else "",
        last=f"n° {last.number} le {last.made.astimezone(PARIS):%d/%m}" if last and there else "",
        drafts=tuple(line for line in drafts if line.row.month == month),
    )


def _state(row: RotaRow, number: int | None, *, unchanged: bool) -> str:
    if row.published is None:
        return f"Brouillon v{row.head}"
    if unchanged:
        return f"Publié n° {number}" if number else "Publié"
    return f"Brouillon v{row.head}, modifié depuis le n° {number}" if number else "Modifié"


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
        if len(names) <= 2:  # noqa: PLR2004
            return first
        for agency in association.agencies:
            if {d.id for d in association.dispositifs if d.agency == agency.id} == {
                *row.dispositifs
            }:
                return agency.name
        return f"{first} et {plural(len(names) - 2, 'autre')}"
    agencies = {agency.id: agency.name for agency in association.agencies}
    return agencies.get(row.agency, row.agency) or "Toute l’association"


def choices_of(who: Caller, association: Association) -> tuple[Option, ...]:
    """Return the dispositifs that somebody may plan, by agency."""
    agencies = {agency.id: agency.name for agency in association.agencies}
    return tuple(
        Option(value=d.id, label=d.name, group=agencies.get(d.agency, d.agency))
        for d in Reach(who, PLANNERS).dispositifs(association.dispositifs)
    )


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """
    What a caller may do with a draft.

    `plans`: they decide it, and it isn't discarded; `running`: its calculation (None: none is
    under way).
    """

    plans: bool
    running: JobRow | None

    @property
    def edits(self) -> bool:
        """Whether the caller may edit the draft now: a calculation makes it read only."""
        return self.plans and self.running is None


def deciding(who: Caller, session: Session, draft: RotaRow) -> Deciding:
    """Return what a caller may do with a draft that they may read."""
    return Deciding(
        plans=draft.discarded is None and Reach(who, PLANNERS).planning(draft, read(session)),
        running=running_of(session, draft.id),
    )
