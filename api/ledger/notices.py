"""List what a publication changes for each person, and how many days before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.data.association import Association
from api.data.building.agreements import profile_for
from api.data.folder.history import KIND_NAMES
from api.database.tables.ledger import ReceiptRow
from api.ledger.changes import Change, differences
from api.ledger.lines import Line
from api.planning.month_change import MonthChange
from constraints.notices.notice_rule import NoticeRule
from scheduler.audit import judge
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.employer import Notice, NoticeKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import civil_day, day_span
from scheduler.domain.timeline import Timeline
from scheduler.rule import Profile

PLAIN_DAYS = 7
"""Days of notice of a change for a person whose contract isn't known (L3121-47)."""


def late(
    association: Association, profile: Profile, person: Mediator | None, notice: Notice
) -> bool:
    """
    Whether a change is, or may be, notified too late: a rule on notice makes a finding.

    The rules depend on the person's contract on that day (seven working days for a part-timer,
    fifteen days for a standby, or what an arrangement sets), in days as each article counts them.
    """
    told_on, day = notice.notified, notice.effective
    if person is None or person.contract_on(day) is None:
        return (day - told_on).days < PLAIN_DAYS
    timeline = Timeline(
        mediator=person,
        horizon=day_span(day),
        duties=(),
        holidays=association.holidays(range(told_on.year, day.year + 1), person.agency),
        employer=association.employer,
        notices=(notice,),
    )
    rules = (rule for rule in profile.rules_of(person) if isinstance(rule, NoticeRule))
    return any(True for rule in rules for _ in judge(rule, timeline))


def notices_of(
    association: Association, changes: Iterable[Change], now: datetime, urgent_hours: int
) -> dict[str, list[dict[str, Any]]]:
    """
    Return each subject's changes, by start, as plain values.

    `days`: from the day of the publication to the day of the change (the earlier one where a shift
    moves). `urgent`: late (see `late`), or nearer than `urgent_hours`, while the shift, as it
    was or as it is now, has not begun: someone would come for nothing, or wouldn't come.
    """
    notices: dict[str, list[dict[str, Any]]] = defaultdict(list)
    today, profile = civil_day(now), profile_for(association)
    for change in changes:
        new = None if change.change == "-" else change.line
        starts = [datetime.fromisoformat(line.start) for line in (change.old, new) if line]
        start = min(starts)
        day = civil_day(start)
        standby = change.line.kind == KIND_NAMES[DutyKind.STANDBY]
        notice = Notice(
            mediator=change.mediator,
            kind=NoticeKind.STANDBY if standby else NoticeKind.SCHEDULE,
            notified=today,
            effective=day,
        )
        person = association.mediator_of.get(change.mediator)
        soon = start - now <= timedelta(hours=urgent_hours)
        notices[change.line.subject].append(
            {
                "change": change.change,
                "uid": change.line.uid,
                "slot": change.line.slot,
                "dispositif": change.line.dispositif,
                "kind": change.line.kind,
                "old": _when(change.old),
                "new": _when(new),
                "days": (day - today).days,
                "urgent": max(starts) > now
                and (soon or late(association, profile, person, notice)),
            }
        )
    return dict(notices)


def _when(line: Line | None) -> dict[str, str] | None:
    return None if line is None else {"start": line.start, "end": line.end, "site": line.site}


def write_notices(
    session: Session,
    number: int,
    month_change: MonthChange,
    changes: Iterable[Change],
    urgent_hours: int,
) -> None:
    """Keep the changes that a publication notifies to each person."""
    if month_change.association is None:
        return
    rows = [
        {
            "publication": number,
            "subject": subject,
            "changes": own,
            "urgent": any(change["urgent"] for change in own),
        }
        for subject, own in notices_of(
            month_change.association, changes, month_change.now, urgent_hours
        ).items()
    ]
    if rows:
        session.execute(insert(ReceiptRow), rows)


def changes_to_tell(
    month_change: MonthChange, urgent_hours: int
) -> dict[str, list[dict[str, Any]]]:
    """
    Return each person's changes as a publication would notify them (see `notices_of`).

    People are keyed by their own id. New events don't have their final uids yet.
    """
    if month_change.association is None:
        return {}
    people = {row.worked.mediator for row in (*month_change.before, *month_change.after)}
    changes = differences(month_change, {who: who for who in people})
    return notices_of(month_change.association, changes, month_change.now, urgent_hours)
