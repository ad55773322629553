"""Find the shifts, published or drafted, that their person can't hold after a change of data."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from api.data.association import Association
from api.data.warnings import away, idle_lock, slot_of
from api.planning.names import person_name
from api.planning.published_shifts import PLANNED, begun
from scheduler.domain.duty import template_of
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.time import Span, minute_at

SLOT = re.compile(r".+-\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A person's shift that hasn't begun: published, or of the draft of that title."""

    mediator: str
    slot: str
    span: Span
    site: str
    draft: str | None = None


@dataclass(frozen=True, kw_only=True)
class Touched:
    """Of whom, and of which templates, a change could upset shifts."""

    people: Collection[str]
    templates: Collection[str]

    def __bool__(self) -> bool:
        """Whether there is anybody's or anything's."""
        return bool(self.people or self.templates)

    def has(self, mediator: str, slot: str) -> bool:
        """Whether a shift is one of theirs."""
        return mediator in self.people or template_of(slot) in self.templates


@dataclass(frozen=True, kw_only=True)
class UpsetShift:
    """A shift that its person could hold before a change and can't after, and why."""

    posting: Posting
    person: str
    why: str


def published(association: Association, now: datetime, touched: Touched) -> Iterator[Posting]:
    """Yield the published shifts that a change could upset, by month."""
    for label, rows in association.history.items():
        for row in rows if label >= f"{now:%Y-%m}" else ():
            duty, who = row.worked.duty, row.worked.mediator
            if duty.kind in PLANNED and not begun(row, now) and touched.has(who, duty.id):
                yield Posting(mediator=who, slot=duty.id, span=duty.span, site=duty.site)


def drafted(
    association: Association,
    now: datetime,
    touched: Touched,
    title: str,
    assignments: Iterable[Assignment],
) -> Iterator[Posting]:
    """Yield the shifts of a draft that a change could upset, by slot."""
    for mediator, slot in sorted((a.mediator, a.slot) for a in assignments):
        if not touched.has(mediator, slot):
            continue
        there = slot_of(association, slot)
        if there is not None and there.span.first > minute_at(now):
            yield Posting(
                mediator=mediator, slot=slot, span=there.span, site=there.site, draft=title
            )


def upset_shifts(
    before: Association, after: Association, postings: Iterable[Posting]
) -> tuple[UpsetShift, ...]:
    """Return those of these shifts that could be held before and can't after."""
    return tuple(
        UpsetShift(posting=posting, person=person_name(before, posting.mediator), why=why)
        for posting in postings
        if (why := _obstacle(posting, after)) and not _obstacle(posting, before)
    )


def _obstacle(posting: Posting, association: Association) -> str:
    """Return what keeps a person from their shift (empty: nothing)."""
    who, span = posting.mediator, posting.span
    if SLOT.fullmatch(posting.slot):
        lock = Lock(mediator=who, slot=posting.slot, by="", why="")
        if idle := idle_lock(association, lock):
            return idle.why
    return away(association, who, span)
