"""Find the published shifts that a change of the data upsets: their person can't hold them now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.association import Published
from api.data.warnings.locks import DAY, idle_lock
from api.planning.published_shifts import PLANNED, begun
from calendars.training.cohorts import trainings
from scheduler.domain.problem import Lock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from api.data.association import Association

SLOT = re.compile(r".+-\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True)
class UpsetShift:
    """A published shift that hasn't begun, and why its person can't hold it any more."""

    published: Published
    person: str
    why: str


def upset_shifts(
    before: Association,
    after: Association,
    now: datetime,
    *,
    people: Collection[str],
    templates: Collection[str] = (),
) -> tuple[UpsetShift, ...]:
    """
    Return the shifts, of these people or templates, that could be held before and can't after.

    `before` and `after`: the association with its published months, as it was and as it will be.
    """
    return tuple(
        UpsetShift(published=row, person=_name(row, before), why=why)
        for row in _ahead(before, now)
        if (row.worked.mediator in people or row.worked.duty.id[:-DAY] in templates)
        and (why := _obstacle(row, after))
        and not _obstacle(row, before)
    )


def _ahead(association: Association, now: datetime) -> Iterator[Published]:
    for label, rows in association.history.items():
        if label >= f"{now:%Y-%m}":
            yield from (
                row for row in rows if row.worked.duty.kind in PLANNED and not begun(row, now)
            )


def _name(row: Published, association: Association) -> str:
    person = association.mediator_of.get(row.worked.mediator)
    return row.worked.mediator if person is None else person.name


def _obstacle(row: Published, association: Association) -> str:
    """Return what keeps a person from their shift (empty: nothing)."""
    who, duty = row.worked.mediator, row.worked.duty
    if SLOT.fullmatch(duty.id):
        lock = Lock(mediator=who, slot=duty.id, by="", why="")
        if idle := idle_lock(association, lock):
            return idle.why
    if any(a.mediator == who and a.span.touches(duty.span) for a in association.absences):
        return "a une absence"
    person = association.mediator_of.get(who)
    cohorts = {cohort for cohort, member in association.members if member == who}
    met = (
        trainings(cohort, [person], duty.span)
        for cohort in association.cohorts
        if person is not None and cohort.id in cohorts
    )
    return "est en formation" if any(met) else ""
