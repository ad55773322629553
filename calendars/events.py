"""
Make calendar events of a published rota, each with an identity that survives changes.

Calendars on phones know an event by its uid, and a change by its sequence and date. Both are
stored here with each publication, never made up when a feed is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from calendars.appearance import Naming, appearance, short_name
from calendars.company import ALONE, Company
from calendars.standby import Gap
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Training
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, minute_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scheduler.domain.rota import Rota

Entry = Slot | Training | Absence | Gap


@dataclass(frozen=True, kw_only=True)
class Event:
    """
    One person's shift, training or absence, as of its last revision.

    `uid` is opaque, given at the first publication and kept for life. `sequence` counts the visible
    changes since; `modified` is the last one, `created` the first publication. `shown` is the
    digest of what calendars show, with which the next publication detects a change (empty: unknown,
    so the next publication counts as a change). `company`: who is near during a shift.

    Raises
    ------
    InvalidProblemError
        The uid is empty or too long, or the revision lies before the creation.
    """

    uid: str
    mediator: str
    what: Entry
    sequence: int = 0
    created: datetime
    modified: datetime
    shown: str = ""
    company: Company = ALONE

    def __post_init__(self) -> None:
        if not 0 < len(self.uid.encode()) <= 255:  # noqa: PLR2004 - octets, RFC 7986 5.3
            raise InvalidProblemError("uid attendu, de 255 octets au plus")
        if self.sequence < 0 or self.modified < self.created:
            raise InvalidProblemError(f"{self.uid} : révision antérieure à la création")

    @property
    def key(self) -> tuple[str, str, str]:
        """What the event is about: as long as the key is the same, it is the same event."""
        return key_of(self.mediator, self.what)


def key_of(mediator: str, entry: Entry) -> tuple[str, str, str]:
    """
    Return what identifies an event: a person with a slot, a training, or an absence's start.

    A gap in the on-call is identified by its dispositif and its start.
    """
    match entry:
        case Slot():
            return mediator, "poste", entry.id
        case Training():
            return mediator, "formation", entry.id
        case Absence():
            return mediator, "absence", str(entry.span.first)
        case Gap():
            return entry.dispositif, "trou", str(entry.span.first)


def of_rota(rota: Rota) -> Iterator[tuple[str, Entry]]:
    """
    Yield what a rota publishes: who holds which slot, and the period's trainings and absences.

    Absences that touch are merged, without their kind.
    """
    problem = rota.problem
    for assignment in sorted(rota.whole):
        yield assignment.mediator, problem.slot_of[assignment.slot]
    for training in problem.trainings:
        if training.span.touches(problem.horizon):
            yield training.mediator, training
    for mediator, absence in without_reasons((a.mediator, a) for a in problem.absences):
        if absence.span.touches(problem.horizon):
            yield mediator, absence


def without_reasons(current: Iterable[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
    """Yield the entries; absences that touch are merged, and lose their kind."""
    away: dict[str, list[Span]] = {}
    for mediator, entry in current:
        if isinstance(entry, Absence):
            away.setdefault(mediator, []).append(entry.span)
        else:
            yield mediator, entry
    for mediator, spans in away.items():
        merged: list[Span] = []
        for span in sorted(spans, key=lambda s: s.first):
            if merged and span.first <= merged[-1].last:
                merged[-1] = Span.of_minutes(merged[-1].first, max(merged[-1].last, span.last))
            else:
                merged.append(span)
        for span in merged:
            yield mediator, Absence(mediator=mediator, span=span, kind=AbsenceKind.OTHER)


def new_uid() -> str:
    """Return a random uid."""
    return str(uuid4())


def revise(
    previous: Mapping[str, Event],
    current: Iterable[tuple[str, Entry]],
    when: datetime,
    *,
    names: Naming,
    people: Mapping[str, str],
    span: Span | None = None,
    uids: Callable[[], str] = new_uid,
) -> tuple[Event, ...]:
    """
    Publish `current` after `previous` (by uid) at `when`; return all events that remain.

    A person who keeps a slot, even with other hours or place, keeps the event; its sequence and
    date rise if, and only if, something shown in calendars changed. An event that is no longer
    there is left out, and subscribers' calendars remove it. Absences that touch are merged, without
    their kind, so that events never reveal why someone was away. Events that start outside `span`
    stay as they were (None: `current` holds everything). The result comes by start and uid.

    Raises
    ------
    InvalidProblemError
        Something is published twice, `when` lies before the last revision, or the source of uids
        gives one that is taken.
    NaiveTimeError
        `when` has no zone.
    """
    minute_of(when.replace(second=0, microsecond=0))  # refuses a time without a zone
    now = when.astimezone(UTC).replace(microsecond=0)
    late = max((row.modified for row in previous.values()), default=now)
    if now < late:
        raise InvalidProblemError(
            f"publication du {now:%d/%m/%Y %H:%M:%S} UTC antérieure à la précédente "
            f"({late:%d/%m/%Y %H:%M:%S} UTC)"
        )
    known = {row.key: row for row in previous.values()}
    taken = set(previous)
    kept = {
        key: row
        for key, row in known.items()
        if span is not None and not span.first <= row.what.span.first < span.last
    }
    by_key = dict(kept)
    for mediator, entry in sorted(without_reasons(current), key=_order):
        key = key_of(mediator, entry)
        if key in by_key and key not in kept:
            raise InvalidProblemError(f"publié deux fois : {mediator}, {key[2]}")
        shown = appearance(entry, names=names).digest(short_name(people.get(mediator, mediator)))
        old = known.get(key)
        if old is None:
            uid = uids()
            if uid in taken:
                raise InvalidProblemError(f"uid « {uid} » déjà donné")
            taken.add(uid)
            by_key[key] = Event(
                uid=uid, mediator=mediator, what=entry, created=now, modified=now, shown=shown
            )
        else:
            by_key[key] = _revised(old, entry, shown, now)
        kept.pop(key, None)
    return tuple(sorted(by_key.values(), key=lambda row: (row.what.span.first, row.uid)))


def _revised(old: Event, entry: Entry, shown: str, now: datetime) -> Event:
    """Return an event's next revision, or the same if nothing shown of it changed."""
    changed = old.shown != shown
    return Event(
        uid=old.uid,
        mediator=old.mediator,
        what=entry,
        sequence=old.sequence + changed,
        created=old.created,
        modified=max(now, old.modified + timedelta(seconds=1)) if changed else old.modified,
        shown=shown,
    )


def _order(owned: tuple[str, Entry]) -> tuple[int, tuple[str, str, str]]:
    mediator, entry = owned
    return entry.span.first, key_of(mediator, entry)
