"""Prévenance d'une publication: what it changes for each person, and how many days before."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from api.store.tables.ledger import ReceiptRow
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from api.association import Association
    from api.ledger.changes import Change
    from api.ledger.coming import Coming
    from api.ledger.lines import Line

NOTICE_DAYS = 7
"""Days before a change that people are told of it where no agreement says more (L3121-47)."""


def notice_days(association: Association, day: date, agency: str) -> int:
    """Return the notice due of a change on a day: the law's, or a longer one of an arrangement."""
    told = [
        scheme.notice_days or 0
        for scheme in association.employer.schemes
        if scheme.holds_on(day, agency)
    ]
    return max([NOTICE_DAYS, *told])


def told(
    association: Association, changes: Iterable[Change], now: datetime, urgent_hours: int
) -> dict[str, list[dict[str, Any]]]:
    """
    Return each subject's changes, by start, as plain values.

    `days`: from the day of the publication to the day of the change (the earlier one where a shift
    moves). `urgent`: fewer than the notice due, or nearer than `urgent_hours`, and not begun yet.
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    today = now.astimezone(PARIS).date()
    for one in changes:
        new = None if one.change == "-" else one.line
        start = min(datetime.fromisoformat(line.start) for line in (one.old, new) if line)
        day = start.astimezone(PARIS).date()
        days = (day - today).days
        late = days < notice_days(association, day, one.line.agency)
        near = start - now <= timedelta(hours=urgent_hours)
        found[one.line.subject].append(
            {
                "change": one.change,
                "uid": one.line.uid,
                "slot": one.line.slot,
                "dispositif": one.line.dispositif,
                "kind": one.line.kind,
                "old": _when(one.old),
                "new": _when(new),
                "days": days,
                "urgent": start > now and (late or near),
            }
        )
    return dict(found)


def _when(line: Line | None) -> dict[str, str] | None:
    return None if line is None else {"start": line.start, "end": line.end, "site": line.site}


def write_notices(
    session: Session, number: int, coming: Coming, changes: Iterable[Change], urgent_hours: int
) -> None:
    """Keep what a publication tells each person."""
    if coming.association is None:
        return
    rows = [
        {
            "publication": number,
            "subject": subject,
            "changes": mine,
            "urgent": any(one["urgent"] for one in mine),
        }
        for subject, mine in told(coming.association, changes, coming.now, urgent_hours).items()
    ]
    if rows:
        session.execute(insert(ReceiptRow), rows)
