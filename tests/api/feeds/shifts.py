"""Shifts published one by one, as no template makes them: work, and whole days on call."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import Engine

from api.data.association import Published
from api.database.engine import writing
from api.ledger.append import append
from api.ledger.history import history_of
from api.planning.month_change import MonthChange
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at, midnight
from tests.api.ledger.cases import MARCH, SOMEONE


def worked(day: date, who: str, hour: int = 9) -> Worked:
    """Work from an hour on, until 16:00."""
    return _shift(f"P-J-{day}", who, Span(at(day, time(hour)), at(day, time(16))), DutyKind.WORK)


def on_call(day: date, who: str, site: str = "place") -> Worked:
    """Be on call from midnight to midnight."""
    span = Span(midnight(day), midnight(day + timedelta(days=1)))
    return _shift(f"P-A-{day}", who, span, DutyKind.STANDBY, site)


def _shift(slot: str, who: str, span: Span, kind: DutyKind, site: str = "place") -> Worked:
    duty = Duty(
        id=slot, span=span, kind=kind, site=site, dispositif="P", agency="ville", decided=False
    )
    return Worked(mediator=who, duty=duty)


def publish_shifts(
    engine: Engine, shifts: Iterable[Worked], now: datetime, month: date = MARCH
) -> None:
    """Publish a month that holds these shifts and no other."""
    with writing(engine) as session:
        before = history_of(session).get(f"{month:%Y-%m}", ())
        old = {(row.worked.mediator, row.worked.duty.id): row for row in before}
        after = tuple(_published(old.get((s.mediator, s.duty.id)), s, now) for s in shifts)
        append(session, SOMEONE, MonthChange(month=month, before=before, after=after, now=now))


def _published(old: Published | None, shift: Worked, now: datetime) -> Published:
    if old is None:
        uid = str(uuid5(NAMESPACE_OID, f"{shift.mediator} {shift.duty.id}"))
        return Published(uid=uid, worked=shift, created=now, changed=now)
    if old.worked == shift:
        return old
    return replace(old, worked=shift, sequence=old.sequence + 1, changed=now)
