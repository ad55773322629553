"""Collect notices: what each person was notified of, and when, by hand or by a publication."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import date, datetime

from api.data.association import Published, Removal, RemovalCause
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.employer import Notice, NoticeKind
from scheduler.domain.presence import Presence
from scheduler.domain.time import civil_day

SCHEDULE = NoticeKind.SCHEDULE

Swap = tuple[str, datetime]
"""A slot that one person gave to another, and the instant of the publication."""

Told = tuple[str, NoticeKind, str]
"""A person, what of, and the duty's id."""


def notices_of(
    months: Mapping[str, tuple[Published, ...]],
    typed: Iterable[Notice],
    removals: Iterable[Removal] = (),
) -> Iterator[Notice]:
    """
    Yield the notices that were entered by hand, then those that publications gave.

    `removals`: what was taken away since, which shows when a month was first published. What was
    typed of a duty, or of a day where it names none, replaces what the publication would say: it
    alone knows of circumstances and of people's agreement.
    """
    entered, gone = tuple(typed), tuple(removals)
    yield from entered
    by_month, swaps = _by_month(gone), _swaps(gone)
    automatic = (
        notice
        for label, rows in months.items()
        for notice in published(rows, by_month.get(label, ()), swaps)
    )
    yield from _not_entered(automatic, entered)


def changes_told(
    months: Mapping[str, tuple[Published, ...]],
    typed: Collection[Notice],
    removals: Collection[Removal],
    presence: Presence,
) -> Iterator[Notice]:
    """
    Yield the notices by which rules judge changes: those of `notices_of`, then of work taken away.

    A shift taken away is a change of one's hours as much as a shift added (L3121-47, L3123-11). Not
    one that was given back since, nor one left for another of the day that is told with it, which
    is judged already, nor one taken away on the day on which the month was first told.
    """
    notices = tuple(notices_of(months, typed, removals))
    yield from notices
    judged = {(n.mediator, n.notified, n.effective) for n in notices if n.kind is SCHEDULE}
    first: dict[tuple[str, str], date] = {}
    standing: set[tuple[str, str]] = set()
    for label, removed in _by_month(removals).items():
        rows = months.get(label, ())
        standing |= {(row.worked.mediator, row.worked.duty.id) for row in rows}
        first |= {(who, label): day for who, day in _first_told((*rows, *_shifts(removed))).items()}
    for notice in removals_told(removals, typed, presence):
        who, day = notice.mediator, notice.effective
        if (
            (who, notice.duties[0]) not in standing
            and (who, notice.notified, day) not in judged
            and notice.notified > first[who, f"{day:%Y-%m}"]
        ):
            yield notice


def _not_entered(automatic: Iterable[Notice], entered: Iterable[Notice]) -> Iterator[Notice]:
    """Yield the notices, each of one duty, for which nothing was entered by hand."""
    duties: set[Told] = set()
    days: set[tuple[str, NoticeKind, date]] = set()
    for notice in entered:
        duties.update((notice.mediator, notice.kind, duty) for duty in notice.duties)
        if not notice.duties:
            days.add((notice.mediator, notice.kind, notice.effective))
    for notice in automatic:
        subject = (notice.mediator, notice.kind, notice.duties[0])
        day = (notice.mediator, notice.kind, notice.effective)
        if subject not in duties and day not in days:
            yield notice


def removals_told(
    removals: Iterable[Removal], typed: Iterable[Notice], presence: Presence
) -> Iterator[Notice]:
    """
    Yield the notices of the work that publications took away from people.

    None of those who are away then: an absence took it away, nobody asked them to come less. What
    was typed replaces it, as in `notices_of`.
    """
    yield from _not_entered(_taken_away(removals, presence), typed)


def withdrawn(
    months: Mapping[str, tuple[Published, ...]],
    removals: Collection[Removal],
    typed: Iterable[Notice],
    presence: Presence,
) -> Iterator[Notice]:
    """
    Yield the notices that publications gave of shifts that later ones took away.

    Who learns late of a shift, and later that it is off or at another hour, is notified twice. None
    of those who are away then, and what was typed replaces them, as in `removals_told`. A shift
    that is changed twice on one day is notified once.
    """
    swaps = _swaps(removals)
    others = tuple(removal for removal in removals if not _changed_that_day(removal))
    notices = (
        notice
        for label, gone in _by_month(others).items()
        for notice in _change_notices(
            _shifts(gone), _first_told((*months.get(label, ()), *_shifts(gone))), swaps
        )
    )
    away = {
        (removal.worked.mediator, removal.worked.duty.id)
        for removal in removals
        if presence.is_away(removal.worked.mediator, removal.worked.duty.span)
    }
    there = (notice for notice in notices if (notice.mediator, notice.duties[0]) not in away)
    yield from _not_entered(there, typed)


def _changed_that_day(removal: Removal) -> bool:
    """Whether a shift was changed on the very day on which it had been changed or added."""
    before = removal.changed or removal.created
    return (
        removal.cause is RemovalCause.CHANGED
        and before is not None
        and civil_day(before) == civil_day(removal.removed)
    )


def _swaps(removals: Iterable[Removal]) -> frozenset[Swap]:
    """Return the swaps among removals: giver and taker of a shift are notified at once."""
    return frozenset(
        (removal.worked.duty.id, removal.removed)
        for removal in removals
        if removal.cause is RemovalCause.SWAP
    )


def _by_month(removals: Iterable[Removal]) -> Mapping[str, list[Removal]]:
    """Return removals by the month in which their shifts would have begun."""
    months: dict[str, list[Removal]] = defaultdict(list)
    for removal in removals:
        months[f"{removal.worked.duty.span.day:%Y-%m}"].append(removal)
    return months


def _shifts(removals: Iterable[Removal]) -> list[Published]:
    """
    Return shifts that were taken away as they were published.

    Where it isn't known when, they were by the time that they were taken away.
    """
    return [
        Published(
            uid="",
            worked=each.worked,
            sequence=int(each.changed is not None and each.changed != each.created),
            created=each.created or each.removed,
            changed=each.changed,
        )
        for each in removals
    ]


def _taken_away(removals: Iterable[Removal], presence: Presence) -> Iterator[Notice]:
    for removal in removals:
        who, duty = removal.worked.mediator, removal.worked.duty
        if removal.cause is RemovalCause.CHANGED or duty.kind is not DutyKind.WORK:
            continue
        if not presence.is_away(who, duty.span):
            swapped = removal.cause is RemovalCause.SWAP
            yield Notice(
                mediator=who,
                kind=SCHEDULE,
                notified=civil_day(removal.removed),
                effective=duty.span.day,
                agreed=swapped,
                duties=(duty.id,),
                wanted=swapped,
                taken=True,
            )


def published(
    rows: Iterable[Published], gone: Iterable[Removal] = (), swaps: Container[Swap] = frozenset()
) -> Iterator[Notice]:
    """
    Yield the notices that the publication of a month gave.

    A standby is notified when it is published, or changed. A shift changed or added after the
    person's month was first published is a change of schedule; what is recorded after the shift
    says what was done: it is no notice. `gone`: the shifts taken away of the month, which may have
    been all that a person had in it. `swaps`: those by which people took shifts of colleagues.
    """
    listed = list(rows)
    yield from _change_notices(listed, _first_told((*listed, *_shifts(gone))), swaps)


def _first_told(rows: Iterable[Published]) -> Mapping[str, date]:
    """Return the day on which each person's month was first published, where it is known."""
    first: dict[str, date] = {}
    for row in rows:
        if row.created is not None:
            who, day = row.worked.mediator, civil_day(row.created)
            first[who] = min(day, first.get(who, day))
    return first


def _change_notices(
    rows: Iterable[Published], first: Mapping[str, date], swaps: Container[Swap]
) -> Iterator[Notice]:
    for row in rows:
        who, duty = row.worked.mediator, row.worked.duty
        when = row.changed or row.created
        if when is None or who not in first:
            continue
        notified, standby = civil_day(when), duty.kind is DutyKind.STANDBY
        changed = row.sequence > 0 or notified > first[who]
        if notified <= duty.span.day and (standby or changed):
            swapped = (duty.id, when) in swaps
            yield Notice(
                mediator=who,
                kind=NoticeKind.STANDBY if standby else SCHEDULE,
                notified=notified,
                effective=duty.span.day,
                agreed=swapped,
                duties=(duty.id,),
                wanted=swapped,
            )
