from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from api.data.association import Published
from api.data.building.agreements import profile_for
from api.database.engine import reading
from api.database.tables.ledger import ReceiptRow
from api.ledger.changes import Change
from api.ledger.lines import Line
from api.ledger.notices import late, notices_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Notice, NoticeKind, Route, Scheme
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span
from tests.api.ledger.cases import petit, publish
from tests.constraints.law.people import person

TOLD = date(2026, 6, 1)
WEEK, CYCLE, YEAR = HoursBasis.WEEK, HoursBasis.CYCLE, HoursBasis.YEAR
OWN = Scheme(start=date(2020, 1, 1), weeks=4, route=Route.UNILATERAL)
AGREED = Scheme(start=date(2020, 1, 1), weeks=4, route=Route.AGREEMENT, notice_days=10)


def is_late(
    who: Mediator | None, day: date, kind: NoticeKind = NoticeKind.SCHEDULE, *schemes: Scheme
) -> bool:
    notice = Notice(mediator="m", kind=kind, notified=TOLD, effective=day)
    return late(
        replace(petit(), employer=Employer(schemes=schemes)), profile_for(petit()), who, notice
    )


@pytest.mark.parametrize(
    ("hours", "basis", "schemes", "last_late", "first_in_time"),
    [
        # L3121-47's seven days, for want of a text: the day told counts.
        (35, WEEK, (), date(2026, 6, 7), date(2026, 6, 8)),
        # L3123-31: seven working days between the two, and not one that is to confirm.
        (24, WEEK, (), date(2026, 6, 10), date(2026, 6, 11)),
        # D3121-27: seven working days too.
        (35, CYCLE, (OWN,), date(2026, 6, 10), date(2026, 6, 11)),
        # L3121-44: ten days, as the agreement says, between the two.
        (35, CYCLE, (AGREED,), date(2026, 6, 11), date(2026, 6, 12)),
    ],
)
def test_a_change_is_late_by_the_notice_that_the_person_s_contract_gives(
    hours: int,
    basis: HoursBasis,
    schemes: tuple[Scheme, ...],
    last_late: date,
    first_in_time: date,
) -> None:
    who = person(hours=hours, basis=basis)

    days = (TOLD, last_late, first_in_time)
    seen = [is_late(who, day, NoticeKind.SCHEDULE, *schemes) for day in days]

    assert seen == [True, True, False]


def test_a_standby_is_late_until_more_than_fifteen_days_before() -> None:
    who = person(hours=35, basis=WEEK)

    assert is_late(who, date(2026, 6, 16), NoticeKind.STANDBY)
    assert not is_late(who, date(2026, 6, 17), NoticeKind.STANDBY)


def test_seven_days_are_what_someone_without_a_known_contract_is_due() -> None:
    for who in (None, replace(person(hours=24, basis=WEEK), contracts=())):
        assert is_late(who, date(2026, 6, 7))
        assert not is_late(who, date(2026, 6, 8))


@pytest.mark.parametrize(
    ("now", "urgent"),
    [(datetime(2026, 2, 19, 8, tzinfo=UTC), False), (datetime(2026, 2, 20, 8, tzinfo=UTC), True)],
)
def test_a_part_timer_s_change_is_urgent_within_seven_working_days(
    sqlite_engine: Engine, now: datetime, *, urgent: bool
) -> None:
    publish(sqlite_engine, frozenset({("chloe", "P-J-2026-03-03")}), now)

    with reading(sqlite_engine) as session:
        assert [row.urgent for row in session.scalars(select(ReceiptRow))] == [urgent]


@pytest.mark.parametrize(
    ("hour", "urgent"),
    [(7, True), (8, True), (12, True), (13, False)],
)
def test_a_shift_put_off_is_told_until_its_new_time_has_begun(hour: int, *, urgent: bool) -> None:
    # From 09:00 to 14:00 in Paris: nobody may come for nothing, nor miss the new hours.
    old = Line.of(published("2026-03-02T09:00+01:00", "2026-03-02T16:30+01:00"), "x")
    new = replace(old, start="2026-03-02T14:00+01:00", end="2026-03-02T20:00+01:00")

    for change in (
        Change(mediator="ada", change="~", line=new, old=old),
        Change(mediator="ada", change="~", line=old, old=new),
    ):
        now = datetime(2026, 3, 2, hour, tzinfo=UTC)
        (told_of,) = notices_of(petit(), [change], now, 48)["x"]
        assert told_of["urgent"] is urgent


def published(start: str, end: str) -> Published:
    duty = Duty(
        id="P-J-2026-03-02",
        span=Span(datetime.fromisoformat(start), datetime.fromisoformat(end)),
        kind=DutyKind.WORK,
        dispositif="P",
        agency="ville",
        site="place",
    )
    return Published(uid="u", worked=Worked(mediator="ada", duty=duty))
