"""Count what was done of published posts, by the hours that somebody confirmed; nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.hours.service import current_entries
from api.hours.worked import Kind, WorkedDuty, done_of
from api.ledger.history import whole
from scheduler.domain.duty import DutyKind


@dataclass(frozen=True, kw_only=True)
class Done:
    """
    Posts of a dispositif that are over, and what their confirmed hours say.

    `confirmed`: posts of which somebody confirmed whether they were worked; `worked`: those that
    were. Minutes of effective work: planned on the confirmed posts, and done, unplanned work
    (a replacement, a call) included.
    """

    over: int = 0
    confirmed: int = 0
    worked: int = 0
    minutes_planned: int = 0
    minutes_done: int = 0

    def __add__(self, other: Done) -> Done:
        """Return both together."""
        return Done(
            over=self.over + other.over,
            confirmed=self.confirmed + other.confirmed,
            worked=self.worked + other.worked,
            minutes_planned=self.minutes_planned + other.minutes_planned,
            minutes_done=self.minutes_done + other.minutes_done,
        )


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
        if not public or duty.kind is not DutyKind.WORK or duty.span.end > now:
            continue
        said = entries.get(published.uid)
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
