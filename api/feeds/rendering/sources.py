"""Read what feeds show: published shifts, trainings, absences, and the on-call due."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Association, Published
from api.data.stored.association import read
from api.database.tables.ledger import PublishedSlotRow
from api.feeds.kinds import FeedKind, Key
from api.ledger.history import history_of, revisions_of
from api.planning.names import Names, names_of
from calendars.company import ALONE, Company
from calendars.events import Entry, without_reasons
from calendars.ical.feeds import window_start
from calendars.standby import gaps
from scheduler.domain.duty import Duty, DutyKind, template_of
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.slots import Slot, SlotKind, kind_by_hours
from scheduler.domain.time import Span, civil_day, midnight

DAY = 24 * 60
"""Minutes of a bucket in which who is on call is looked up."""


def companies(
    rows: Iterable[Published],
    people: Mapping[str, Mediator],
    watched: Callable[[Duty], frozenset[str]],
    whole: Callable[[Duty], bool],
) -> Callable[[Published], Company]:
    """
    Return who is near each of these shifts.

    `watched`: the dispositifs for which a duty is on call. `whole`: whether a duty is of a whole
    team, who isn't named to each of its people: who is left out would be known to be away. One
    pass over the shifts; then each is compared with those on its slot and with the on-call of its
    day alone.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    on_call: dict[tuple[str, int], list[Published]] = defaultdict(list)
    for row in rows:
        duty = row.worked.duty
        holders[duty.id].append(row.worked.mediator)
        for dispositif in watched(duty):
            for day in _days(duty):
                on_call[dispositif, day].append(row)

    def near(row: Published) -> Company:
        who, duty = row.worked.mediator, row.worked.duty
        if whole(duty):
            return ALONE
        others = [other for other in holders[duty.id] if other != who]
        leading = tuple(other for other in others if _leads(people.get(other)))
        return Company(
            partners=tuple(other for other in others if other not in leading),
            referents=leading,
            on_call=() if duty.kind is DutyKind.STANDBY else _watching(row, on_call),
        )

    return near


def _watching(
    row: Published, on_call: Mapping[tuple[str, int], Iterable[Published]]
) -> tuple[str, ...]:
    """Return who else is on call at some time of a shift, for its dispositif."""
    who, duty = row.worked.mediator, row.worked.duty
    watchers = {
        other.worked.mediator
        for day in _days(duty)
        for other in on_call.get((duty.dispositif, day), ())
        if other.worked.duty.span.touches(duty.span) and other.worked.mediator != who
    }
    return tuple(sorted(watchers))


def _days(duty: Duty) -> range:
    return range(duty.span.first // DAY, (duty.span.last - 1) // DAY + 1)


def _leads(person: Mediator | None) -> bool:
    return person is not None and person.role is not StaffRole.MEDIATEUR


@dataclass(frozen=True, kw_only=True)
class Item:
    """
    An event to write: its owner and content.

    Of a published shift, `company` is near, and `rows` are published: several, where one is on call
    without a break.
    """

    owner: str
    what: Entry
    rows: tuple[Published, ...] = ()
    company: Company = ALONE


def joined(items: Iterable[Item], watched: Callable[[Duty], frozenset[str]]) -> tuple[Item, ...]:
    """
    Return published shifts, which come by start, with what touches of the on-call joined.

    Spans that touch are one event as long as it says the same of all of them: the person, the
    place, whom they are on call for, and with whom. Hours worked meanwhile are an event beside it.
    The event is known by the uid of the first of its days that feeds have shown as an event, else
    of its first day (`api.feeds.rendering.revisions`). `watched`: the dispositifs for which a duty
    is on call.
    """
    events: list[Item] = []
    last: dict[Hashable, int] = {}
    for item in items:
        look = _look(item, watched)
        if look is None:
            events.append(item)
            continue
        at = last.get(look)
        if at is not None and item.what.span.first <= events[at].what.span.last:
            events[at] = _together(events[at], item)
        else:
            last[look] = len(events)
            events.append(item)
    return tuple(events)


def _look(item: Item, watched: Callable[[Duty], frozenset[str]]) -> Hashable | None:
    """Return what an on-call event says, its hours aside (None: it is nothing to join)."""
    slot = item.what
    if not isinstance(slot, Slot) or slot.kind is not SlotKind.STANDBY or slot.breaks:
        return None
    for_whom = watched(item.rows[0].worked.duty)
    return item.owner, slot.site, slot.dispositif, slot.agency, item.company, for_whom


def _together(first: Item, then: Item) -> Item:
    span = Span.of_minutes(first.what.span.first, max(first.what.span.last, then.what.span.last))
    return replace(first, what=replace(first.what, span=span), rows=(*first.rows, *then.rows))


AHEAD = timedelta(days=366)
"""How far ahead trainings and absences are shown: whole school years of the centre."""

SHOWN = frozenset({DutyKind.WORK, DutyKind.STANDBY})
"""What is published of a plan; what was really worked is for RH."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """
    All that feeds show, at the instant of a publication, from `since` on.

    `public_url`: the service's address, to which events link (empty: unknown).
    """

    association: Association
    names: Names
    people: Mapping[str, str]
    uids: Mapping[tuple[str, str, str], str]
    since: date
    published: tuple[Published, ...]
    kinds: Mapping[str, SlotKind]
    on_call: tuple[tuple[str, str, Span], ...]
    slot_days: frozenset[tuple[str, date]] = frozenset()
    public_url: str = ""

    @cached_property
    def window(self) -> Span:
        """The time that feeds show."""
        return Span(midnight(self.since), midnight(self.since + timedelta(days=90) + AHEAD))

    @cached_property
    def shifts(self) -> tuple[Item, ...]:
        """Published shifts of those who are still there, by start."""
        rows = [row for row in self.published if not self.association.has_left(row)]
        people = self.association.mediator_of
        company_of = companies(rows, people, self._watched, self._is_of_team)
        items = (
            Item(
                owner=row.worked.mediator,
                what=_slot(row.worked.duty, self._kind(row.worked.duty)),
                rows=(row,),
                company=company_of(row),
            )
            for row in rows
        )
        # A week on call is whole until its last day leaves the window.
        return tuple(
            item for item in joined(items, self._watched) if item.what.span.last > self.window.first
        )

    @cached_property
    def left(self) -> tuple[Published, ...]:
        """Published shifts that nobody will come to: the person's contract ends before."""
        return tuple(row for row in self.published if self.association.has_left(row))

    @cached_property
    def _shifts_by(self) -> Mapping[tuple[str, str], list[Item]]:
        """The slots held, by person, by site and by dispositif."""
        shifts: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for shift in self.shifts:
            if isinstance(shift.what, Slot):
                shifts["person", shift.owner].append(shift)
                shifts["site", shift.what.site].append(shift)
                shifts["dispositif", shift.what.dispositif].append(shift)
        return shifts

    def items(self, key: Key) -> tuple[Item, ...]:
        """Return what a feed shows."""
        match key.kind:
            case FeedKind.PERSON | FeedKind.BUSY:
                return (*self._shifts_by.get(("person", key.target), ()), *self._others(key.target))
            case FeedKind.SITE:
                return tuple(self._shifts_by.get(("site", key.target), ()))
            case FeedKind.DISPOSITIF:
                return tuple(self._shifts_by.get(("dispositif", key.target), ()))
            case FeedKind.TEAM:
                members = self.team(key.target)
                return tuple(
                    item for who in members for item in self._shifts_by.get(("person", who), ())
                )
            case FeedKind.STANDBY:
                return tuple(self._standby(key.target))

    def team(self, dispositif: str) -> tuple[str, ...]:
        """Return who may be posted on a dispositif, by id."""
        return tuple(
            sorted(m.id for m in self.association.mediators if dispositif in m.dispositifs)
        )

    def _others(self, mediator: str) -> Iterator[Item]:
        """Yield a person's trainings, and absences without their reason."""
        person = self.association.mediator_of.get(mediator)
        if person is None:
            return
        for training in self.association.trainings([person], self.window):
            yield Item(owner=mediator, what=training)
        absences = ((mediator, a) for a in self.association.absences_of.get(mediator, ()))
        for _, absence in without_reasons(absences):
            if absence.span.touches(self.window):
                yield Item(owner=mediator, what=absence)

    def _standby(self, dispositif: str) -> Iterator[Item]:
        """Yield the standbys held for a dispositif, and a gap wherever nobody is on call."""
        standbys = [
            shift
            for shift in self.shifts
            if isinstance(shift.what, Slot)
            and shift.what.kind is SlotKind.STANDBY
            and self._watches(shift.what.id, shift.what.dispositif, dispositif)
        ]
        due = [span for slot, of, span in self.on_call if self._watches(slot, of, dispositif)]
        yield from standbys
        months = [_month(day) for day in self._months[dispositif]]
        for gap in gaps(dispositif, [shift.what.span for shift in standbys], due, months):
            yield Item(owner=dispositif, what=gap)

    def _watches(self, slot: str, of: str, dispositif: str) -> bool:
        """Whether an on-call slot of the dispositif `of` is for `dispositif`."""
        supervised = self._supervises.get(template_of(slot))
        return of == dispositif if supervised is None else dispositif in supervised

    def _watched(self, duty: Duty) -> frozenset[str]:
        """Return the dispositifs for which a duty is on call (none: it isn't)."""
        return watched(duty, self._supervises)

    @cached_property
    def _months(self) -> Mapping[str, set[date]]:
        """First days of the months of which something is published, by dispositif."""
        months: dict[str, set[date]] = defaultdict(set)
        for dispositif, day in self.slot_days:
            months[dispositif].add(day.replace(day=1))
        for row in self.published:
            duty = row.worked.duty
            for dispositif in (duty.dispositif, *self._watched(duty)):
                months[dispositif].add(duty.span.day.replace(day=1))
        for slot, of, span in self.on_call:
            for dispositif in self._supervises.get(template_of(slot), (of,)):
                months[dispositif].add(span.day.replace(day=1))
        return months

    @cached_property
    def _supervises(self) -> Mapping[str, frozenset[str]]:
        return supervised(self.association)

    @cached_property
    def _templates(self) -> Mapping[str, SlotKind]:
        return {t.id: t.kind for t in self.association.templates}

    def _is_of_team(self, duty: Duty) -> bool:
        return self._kind(duty) is SlotKind.TEAM

    def _kind(self, duty: Duty) -> SlotKind:
        if duty.kind is DutyKind.STANDBY:
            return SlotKind.STANDBY
        kind = self.kinds.get(duty.id) or self._templates.get(template_of(duty.id))
        return kind_by_hours(duty.span) if kind in (None, SlotKind.STANDBY) else kind


def sources(session: Session, now: datetime, public_url: str = "") -> Sources:
    """Read what feeds are made from, as a session sees it, for a publication at `now`."""
    association = read(session)
    since = window_start(now)
    first = midnight(since)
    month = f"{since - timedelta(days=31):%Y-%m}"  # what began before and lasts into the window
    rows = [
        row
        for label, published in history_of(session).items()
        if label >= month
        for row in published
        if row.worked.duty.kind in SHOWN
        and (row.worked.duty.span.end > first or row.worked.duty.kind is DutyKind.STANDBY)
    ]
    columns = PublishedSlotRow.__table__.columns
    slots = session.execute(
        select(columns.id, columns.kind, columns.dispositif, columns.start, columns.end).where(
            columns.end > first
        )
    ).all()
    kinds = {kind.value: kind for kind in SlotKind}
    return Sources(
        association=association,
        names=names_of(association),
        people={m.id: m.name for m in association.mediators},
        uids={revision.key: revision.uid for revision in revisions_of(session)},
        since=since,
        published=tuple(rows),
        kinds={row.id: kinds[row.kind] for row in slots if row.kind in kinds},
        on_call=tuple(
            (row.id, row.dispositif, Span(row.start, row.end))
            for row in slots
            if row.kind == SlotKind.STANDBY.value
        ),
        slot_days=frozenset(
            (row.dispositif, civil_day(row.start))
            for row in slots
            if row.kind != SlotKind.TEAM.value
        ),
        public_url=public_url,
    )


def _month(first: date) -> Span:
    return Span(midnight(first), midnight(first + relativedelta(months=1)))


def supervised(association: Association) -> Mapping[str, frozenset[str]]:
    """Return the dispositifs that on-call templates are for, by template."""
    return {
        t.id: t.supervises
        for t in association.templates
        if t.kind is SlotKind.STANDBY and t.supervises
    }


def watched(duty: Duty, supervises: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the dispositifs for which a duty is on call (none: it isn't); see `supervised`."""
    if duty.kind is not DutyKind.STANDBY:
        return frozenset()
    return supervises.get(template_of(duty.id), frozenset({duty.dispositif}))


def _slot(duty: Duty, kind: SlotKind) -> Slot:
    return Slot(
        id=duty.id,
        span=duty.span,
        dispositif=duty.dispositif,
        agency=duty.agency,
        site=duty.site,
        kind=kind,
        breaks=duty.breaks,
    )
