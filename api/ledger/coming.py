"""À publier: a month as it will stand once a rota is published, worked out before any write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from api.association import Association, Published, Revision
from api.export.ical import events, revisions_of
from api.names import names_of
from api.publication import published_rows
from scheduler.domain.duty import DutyKind
from scheduler.domain.rota import Rota
from scheduler.domain.time import minute_of

if TYPE_CHECKING:
    from collections.abc import Iterable


PLANNED = frozenset({DutyKind.WORK, DutyKind.STANDBY})
"""What templates make; other kinds in a month's file tell what was done."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """
    What a publication changes: the month's rows `before` and `after`, and calendars' revisions.

    `rota`: what is published (None: an import). `association`: from what it was worked out.
    """

    month: date
    before: tuple[Published, ...]
    after: tuple[Published, ...]
    now: datetime
    dispositifs: frozenset[str] = frozenset()
    revisions: tuple[Revision, ...] = ()
    rota: Rota | None = None
    association: Association | None = None

    @property
    def label(self) -> str:
        """Return the month as histories name it: `2026-12`."""
        return f"{self.month:%Y-%m}"


def coming(
    association: Association, rota: Rota, now: datetime, dispositifs: Iterable[str] = ()
) -> Coming:
    """
    Work out what publishing a rota at `now` changes in its month.

    `dispositifs`: those it decides (none: all). What is published of theirs and not begun, on a
    slot that templates don't make any more, is taken away.
    """
    first = rota.problem.horizon.days[0].replace(day=1)
    stamp = now.astimezone(UTC).replace(microsecond=0)
    before = association.history.get(f"{first:%Y-%m}", ())
    decided = frozenset(dispositifs)
    lost = {row.uid for row in orphans(before, rota, stamp, decided)}
    after = tuple(r for r in published_rows(rota, before, stamp) if r.uid not in lost)
    shown = events(rota, after, association.revisions, stamp, names=names_of(association))
    return Coming(
        month=first,
        before=before,
        after=after,
        now=stamp,
        dispositifs=decided,
        revisions=tuple(revisions_of(shown)),
        rota=rota,
        association=association,
    )


def orphans(
    rows: Iterable[Published], rota: Rota, now: datetime, dispositifs: frozenset[str]
) -> tuple[Published, ...]:
    """Return published shifts yet to begin of these dispositifs whose slot is no more."""
    return tuple(row for row in rows if is_lost(row, rota.problem.slot_of.keys(), now, dispositifs))


def is_lost(
    row: Published, slots: Iterable[str], now: datetime, dispositifs: frozenset[str]
) -> bool:
    """Whether a row is of these dispositifs (none: all), yet to begin, and of none of the slots."""
    duty = row.worked.duty
    return (
        duty.kind in PLANNED
        and duty.id not in set(slots)
        and (not dispositifs or duty.dispositif in dispositifs)
        and duty.span.first > minute_of(now.replace(second=0, microsecond=0))
    )
