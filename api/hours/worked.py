"""
Published months as they were really worked: shifts with the hours that people entered.

The hours entered are kept beside the plan and never change it. `apply` returns the months as they
were worked, which counters and audits read just as they read the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from api.data.association import Published
from api.database.tables.asking import WorkedRow
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import PARIS, Span

PREFIX = "fait-"
"""Begins the uid of work that wasn't planned: it is in no calendar."""


class Kind(StrEnum):
    """
    What an entry says of a duty.

    AS_PLANNED: it was worked as published. WORK: with other hours, or unplanned (a replacement).
    INTERVENTION: a call during a standby. ABSENT: it wasn't worked. CANCELLED: what was said before
    is taken back; the plan counts.
    """

    AS_PLANNED = "conforme"
    WORK = "travail"
    INTERVENTION = "intervention"
    ABSENT = "absent"
    CANCELLED = "annule"


@dataclass(frozen=True, kw_only=True)
class WorkedDuty:
    """
    The last entry on one duty of one person.

    `root` names the line of corrections. `uid`: the published assignment (empty: unplanned).
    """

    root: str
    mediator: str
    uid: str
    duty: Duty
    kind: Kind

    @property
    def month(self) -> str:
        """The month in which it counts, that of its Paris day of start: `2026-12`."""
        return f"{self.duty.span.day:%Y-%m}"


def done_of(row: WorkedRow) -> WorkedDuty:
    """Read a row of the database."""
    return WorkedDuty(
        root=row.root,
        mediator=row.mediator,
        uid=row.uid,
        kind=Kind(row.kind),
        duty=Duty(
            id=row.duty,
            span=Span(row.start.astimezone(PARIS), row.end.astimezone(PARIS)),
            kind=DutyKind(row.nature),
            breaks=breaks_from(row.breaks),
            site=row.site,
            dispositif=row.dispositif,
            agency=row.agency,
            decided=False,
        ),
    )


def apply(
    history: Mapping[str, tuple[Published, ...]], done: Iterable[WorkedDuty]
) -> Mapping[str, tuple[Published, ...]]:
    """
    Return the months as they were worked: by start, duty and person, like the plan.

    A planned duty keeps its identity and gets the hours and breaks that were worked; it is left out
    if nobody came. Work that wasn't planned is added. Months without any entry are returned as the
    same objects. Minutes are elapsed minutes, also on the nights when the clocks change.
    """
    said: dict[str, dict[str, WorkedDuty]] = defaultdict(dict)
    for entry in done:
        if entry.kind is not Kind.CANCELLED:
            said[entry.month][entry.uid or f"{PREFIX}{entry.root}"] = entry
    months = {label: _worked(history.get(label, ()), entries) for label, entries in said.items()}
    return MappingProxyType(dict(sorted({**history, **months}.items())))


def _worked(rows: Iterable[Published], said: dict[str, WorkedDuty]) -> tuple[Published, ...]:
    unmatched = dict(said)
    worked: list[Published] = []
    for row in rows:
        entry = unmatched.pop(row.uid, None)
        if entry is None or entry.kind is Kind.AS_PLANNED:
            worked.append(row)
        elif entry.kind is not Kind.ABSENT:
            duty = replace(row.worked.duty, span=entry.duty.span, breaks=entry.duty.breaks)
            worked.append(replace(row, worked=replace(row.worked, duty=duty)))
    worked.extend(
        Published(uid=uid, worked=Worked(mediator=entry.mediator, duty=_named(entry)))
        for uid, entry in unmatched.items()
        if entry.kind is not Kind.ABSENT
    )
    return tuple(sorted(worked, key=lambda p: p.order))


def _named(entry: WorkedDuty) -> Duty:
    """Return the duty of an entry; a call gets an id of its own, since a standby may have many."""
    return replace(
        entry.duty, id=entry.duty.id if entry.uid else f"{entry.duty.id}+{entry.root[:8]}"
    )


def breaks_json(breaks: Iterable[Break]) -> list[dict[str, Any]]:
    """Write breaks as rows of the database hold them."""
    return [
        {
            "minutes": pause.minutes,
            "start": None if pause.start is None else pause.start.astimezone(UTC).isoformat(),
            "kind": pause.kind.value,
        }
        for pause in breaks
    ]


def breaks_from(written: Iterable[Mapping[str, Any]]) -> tuple[Break, ...]:
    """Read breaks as rows of the database hold them."""
    return tuple(
        Break(
            minutes=pause["minutes"],
            start=pause["start"] and datetime.fromisoformat(pause["start"]).astimezone(PARIS),
            kind=BreakKind(pause["kind"]),
        )
        for pause in written
    )
