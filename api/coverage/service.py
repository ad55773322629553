"""Count posts of published slots: asked for, filled, done; nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.reach import FUNDERS, Reach
from api.data.association import Association, Dispositif, Published
from api.database.tables.ledger import PublishedRow, PublishedSlotRow
from api.hours.service import current_entries
from api.hours.worked import Kind, WorkedDuty, done_of
from api.ledger.history import whole
from api.web.months import first_of
from scheduler.domain.duty import DutyKind
from scheduler.domain.posts import Posts, posts_of
from scheduler.domain.problem import as_posted
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import civil_day, days_span, next_month


@dataclass(frozen=True, kw_only=True)
class Done:
    """
    Posts of a dispositif that are over, and what their confirmed hours say.

    `confirmed`: posts of which somebody confirmed whether they were worked; `worked`: those that
    were. Minutes of effective work: planned on the confirmed posts, and done, unplanned work
    (a replacement, a call) included. `vacant`: published posts, over or to come, whose person is
    absent or has left, unless somebody confirmed that they were worked: no count says why.
    """

    vacant: int = 0
    over: int = 0
    confirmed: int = 0
    worked: int = 0
    minutes_planned: int = 0
    minutes_done: int = 0

    def __add__(self, other: Done) -> Done:
        """Return both together."""
        return Done(**{name: count + getattr(other, name) for name, count in vars(self).items()})


def done_in(
    session: Session, label: str, dispositifs: Collection[str], now: datetime
) -> Mapping[str, Done]:
    """
    Return what was done in a month (`2026-12`), by dispositif; nothing of those without a post.

    On call without a call is no work, and a team's own time serves no public: neither counts.
    """
    association = whole(session)
    entries: dict[str, WorkedDuty] = {}
    done: dict[str, Done] = defaultdict(Done)
    for row in current_entries(session, months=[label]):
        if row.confirmed_by and row.kind != Kind.CANCELLED and row.dispositif in dispositifs:
            entry = done_of(row)
            if entry.uid:
                entries[entry.uid] = entry
            else:
                done[row.dispositif] += Done(minutes_done=entry.duty.work)
    for published in association.history.get(label, ()):
        duty = published.worked.duty
        public = duty.dispositif in dispositifs and duty.template not in association.team_times
        if not public or duty.kind is not DutyKind.WORK:
            continue
        said = entries.get(published.uid)
        if said is None and _is_vacant(association, published):
            done[duty.dispositif] += Done(vacant=1)
        if duty.span.end > now:
            continue
        if said is None:
            done[duty.dispositif] += Done(over=1)
            continue
        came = said.kind is not Kind.ABSENT
        actual = duty if said.kind is Kind.AS_PLANNED else said.duty
        done[duty.dispositif] += Done(
            over=1,
            confirmed=1,
            worked=int(came),
            minutes_planned=duty.work,
            minutes_done=actual.work if came else 0,
        )
    return done


def _is_vacant(association: Association, row: Published) -> bool:
    """Whether the person of a published shift is absent during it, or has left by its day."""
    away = association.absences_of.get(row.worked.mediator, ())
    absent = any(absence.span.touches(row.worked.duty.span) for absence in away)
    return absent or association.has_left(row)


SLOT = PublishedSlotRow
COUNTED = {
    "slots": func.count(),
    "minimum": func.sum(SLOT.minimum),
    "target": func.sum(SLOT.target),
    "have": func.sum(SLOT.holders),
    "under": func.sum(SLOT.under),
    "met": func.sum(case((SLOT.under == 0, 1), else_=0)),
    "full": func.sum(case((SLOT.holders >= SLOT.target, 1), else_=0)),
}
"""What `Posts` holds, as the database adds it up of the slots that were counted when published."""


def rate(posts: Posts) -> float | None:
    """Return the posts held on those targeted, at most 1 (None: none was)."""
    return round(posts.have / posts.target, 4) if posts.target else None


def minimum_met(posts: Posts) -> float | None:
    """Return the share of slots at their minimum (None: there is no slot)."""
    return round(posts.met / posts.slots, 4) if posts.slots else None


def target_met(posts: Posts) -> float | None:
    """Return the share of slots at their target (None: there is no slot)."""
    return round(posts.full / posts.slots, 4) if posts.slots else None


@dataclass(frozen=True, kw_only=True)
class FundedCoverage:
    """What is published of a dispositif in a month, in order of days (empty: nothing is)."""

    dispositif: Dispositif
    days: Mapping[DayAtSite, Posts]

    @property
    def total(self) -> Posts:
        """The posts of all its days."""
        return sum(self.days.values(), Posts())


class DayAtSite(NamedTuple):
    """A day in Paris, a site and a kind of slot."""

    on: date
    site: str
    kind: str


def funded(who: Caller, association: Association, dispositif: str = "") -> list[Dispositif]:
    """
    Return the dispositifs that a commanditaire finances, by id (or that one alone).

    It raises `UnknownError` if that one isn't theirs.
    """
    reached = Reach(who, FUNDERS).dispositifs(association.dispositifs)
    chosen = [each for each in reached if dispositif in ("", each.id)]
    if dispositif and not chosen:
        raise UnknownError
    return sorted(chosen, key=lambda each: each.id)


def months_of(session: Session, dispositifs: Collection[str]) -> dict[str, list[str]]:
    """Return the months of which something is published, in order, by dispositif."""
    months: dict[str, set[str]] = defaultdict(set)
    for table in (PublishedSlotRow, PublishedRow):
        rows = session.execute(
            select(table.dispositif, table.month)
            .where(table.dispositif.in_(dispositifs))
            .distinct()
        )
        for dispositif, month in rows:
            months[dispositif].add(month)
    return {dispositif: sorted(labels) for dispositif, labels in months.items()}


def coverage_of(
    session: Session, month: str, dispositifs: Sequence[Dispositif]
) -> list[FundedCoverage]:
    """
    Return what is published of a month (`2026-12`), of each dispositif, in order of days.

    A slot that wants nobody (an on-call that may be held) promises no post, and isn't told; nor is
    a team's own time, which serves no public.
    """
    of = (SLOT.dispositif, SLOT.start, SLOT.site, SLOT.kind)
    ids = frozenset(dispositif.id for dispositif in dispositifs)
    published = SLOT.month == month, SLOT.dispositif.in_(ids)
    public = SLOT.target > 0, SLOT.kind != SlotKind.TEAM.value
    rows = session.execute(select(*of, *COUNTED.values()).where(*published, *public).group_by(*of))
    coverage: dict[str, dict[DayAtSite, Posts]] = defaultdict(lambda: defaultdict(Posts))
    for dispositif, start, site, kind, *counts in rows:
        # The database doesn't know where a day of Paris begins.
        day = DayAtSite(civil_day(start), site, kind)
        coverage[dispositif][day] += Posts(**dict(zip(COUNTED, counts, strict=True)))
    there = session.scalars(select(SLOT.dispositif).where(*published).distinct())
    for slot, posts in _imported(session, month, ids - set(there)):
        if posts.target and slot.kind is not SlotKind.TEAM:
            coverage[slot.dispositif][DayAtSite(slot.span.day, slot.site, slot.kind.value)] += posts
    return [
        FundedCoverage(dispositif=each, days=dict(sorted(coverage[each.id].items())))
        for each in dispositifs
    ]


def _imported(
    session: Session, month: str, dispositifs: frozenset[str]
) -> Iterator[tuple[Slot, Posts]]:
    """
    Yield the slots of a month that was imported, and their posts, of dispositifs published in it.

    A file tells who held which slot, and nothing of what was wanted: the templates do.
    """
    association = whole(session)
    rows = [
        row
        for row in association.history.get(month, ())
        if row.worked.duty.dispositif in dispositifs
    ]
    there = {row.worked.duty.dispositif for row in rows}
    templates = [each for each in association.templates if each.dispositif in there]
    if not templates:
        return
    first = first_of(month)
    last = next_month(first) - timedelta(days=1)
    holders: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        holders[row.worked.duty.id].append(row.worked.mediator)
    people = association.mediator_of
    for slot in association.slots(templates, days_span(first, last)):
        team = [as_posted(people[who], slot) for who in holders[slot.id] if who in people]
        yield slot, posts_of(slot, team)
