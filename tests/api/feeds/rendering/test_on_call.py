"""A week on call is one event, which leaves one free, rings nobody and keeps its identity."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from api.database.engine import reading, writing
from api.database.tables.feeds import FeedEventRow
from api.feeds.kinds import FeedKind
from api.feeds.rendering.rendering import refresh
from api.ledger.history import history_of
from scheduler.domain.problem import Worked
from tests.api.feeds.made import Reader, loaded, manager, own, subscribed
from tests.api.feeds.rendering.test_rendering import text
from tests.api.feeds.shifts import on_call, publish_shifts, worked
from tests.api.ledger.cases import LATER, LATEST, NOW
from tests.calendars.feeds import events, values

MONDAY = date(2026, 3, 9)
WEEK = [MONDAY + timedelta(days=day) for day in range(7)]


def call(*days: date, who: str = "ada", site: str = "place") -> list[Worked]:
    return [on_call(day, who, site) for day in days]


@pytest.fixture
def ada(sqlite_engine: Engine) -> Reader:
    loaded(sqlite_engine)
    return own(sqlite_engine, "ada", 30)


def shown(
    engine: Engine, reader: Reader, shifts: list[Worked], now: datetime = NOW
) -> list[tuple[str, str, str, int]]:
    """Publish these shifts; return the on-call in a feed: first and last day, uid, sequence."""
    publish_shifts(engine, shifts, now)
    refresh(engine, now=now)
    return [
        (
            f"{event.start:%d}",
            f"{event.end - timedelta(minutes=1):%d}",
            str(event["UID"]),
            event["SEQUENCE"],
        )
        for event in events(text(engine, reader.key))
        if event["SUMMARY"].startswith("Astreinte")
    ]


def test_a_week_on_call_is_one_event_that_leaves_one_free_and_rings_nobody(
    sqlite_engine: Engine, ada: Reader
) -> None:
    week = shown(sqlite_engine, ada, [*call(*WEEK), worked(date(2026, 3, 3), "ada")])
    content = text(sqlite_engine, ada.key)
    of = {str(event["SUMMARY"]): event for event in events(content)}
    astreinte, day = of["Astreinte – Médiation de place"], of["Jour – Médiation de place"]

    assert [(first, last) for first, last, _, _ in week] == [("09", "15")]
    assert (astreinte["TRANSP"], astreinte.subcomponents) == ("TRANSPARENT", [])
    assert (day["TRANSP"], len(day.subcomponents)) == ("OPAQUE", 1)
    assert values(content, "TRIGGER") == ["-PT30M"]


def test_the_week_keeps_its_uid_while_days_come_and_go_around_the_first(
    sqlite_engine: Engine, ada: Reader
) -> None:
    ((_, _, uid, _),) = shown(sqlite_engine, ada, call(*WEEK[:5]))
    longer = shown(sqlite_engine, ada, call(*WEEK), LATER)
    earlier = shown(sqlite_engine, ada, call(MONDAY - timedelta(days=1), *WEEK), LATEST)
    same = shown(sqlite_engine, ada, call(MONDAY - timedelta(days=1), *WEEK), LATEST)

    assert longer == [("09", "15", uid, 1)]
    assert earlier == same == [("08", "15", uid, 2)]


def test_a_day_given_away_in_the_middle_leaves_two_events_and_giving_it_back_one(
    sqlite_engine: Engine, ada: Reader
) -> None:
    (whole,) = shown(sqlite_engine, ada, call(*WEEK))
    without = call(*WEEK[:2], *WEEK[3:]) + call(WEEK[2], who="brice")
    before, after = shown(sqlite_engine, ada, without, LATER)
    (again,) = shown(sqlite_engine, ada, call(*WEEK), LATEST)

    assert before == ("09", "10", whole[2], 1)
    assert (*after[:2], after[3]) == ("12", "15", 0)
    assert after[2] != whole[2]
    assert again == ("09", "15", whole[2], 2)


def test_where_the_first_day_is_given_away_the_rest_is_another_event(
    sqlite_engine: Engine, ada: Reader
) -> None:
    (whole,) = shown(sqlite_engine, ada, call(*WEEK))
    (rest,) = shown(sqlite_engine, ada, call(*WEEK[1:]), LATER)
    (again,) = shown(sqlite_engine, ada, call(*WEEK), LATEST)

    assert rest[:2] == ("10", "15")
    assert rest[2] != whole[2]
    assert again == ("09", "15", rest[2], 1)


def test_a_day_elsewhere_in_the_middle_is_an_event_of_its_own(
    sqlite_engine: Engine, ada: Reader
) -> None:
    elsewhere = call(*WEEK[:2], *WEEK[3:]) + call(WEEK[2], site="cfa")

    assert [row[:2] for row in shown(sqlite_engine, ada, elsewhere)] == [
        ("09", "10"), ("11", "11"), ("12", "15"),
    ]  # fmt: skip


def test_hours_worked_meanwhile_are_beside_it_and_it_goes_on(
    sqlite_engine: Engine, ada: Reader
) -> None:
    called = [*call(*WEEK), worked(WEEK[2], "ada")]

    assert [row[:2] for row in shown(sqlite_engine, ada, called)] == [("09", "15")]
    assert "Jour – Médiation de place" in values(text(sqlite_engine, ada.key), "SUMMARY")


def test_two_people_s_weeks_are_two_events_in_the_feed_of_the_on_call(
    sqlite_engine: Engine, ada: Reader
) -> None:
    boss = subscribed(sqlite_engine, manager(sqlite_engine), FeedKind.STANDBY, "P")
    nights = call(*WEEK[:4]) + call(*WEEK[4:], who="brice")
    mine = shown(sqlite_engine, ada, nights)
    content = text(sqlite_engine, boss.key)

    assert values(content, "SUMMARY") == [
        "Référent d’astreinte – Ada L.",
        "Référent d’astreinte – Brice K.",
    ]
    assert values(content, "UID")[0] == mine[0][2]


def test_a_week_is_whole_until_its_last_day_leaves_the_window(
    sqlite_engine: Engine, ada: Reader
) -> None:
    (week,) = shown(sqlite_engine, ada, call(*WEEK))
    june = date(2026, 6, 1)

    def at(day: datetime) -> list[tuple[str, str, str]]:
        publish_shifts(sqlite_engine, [worked(june, "ada", 8 + day.day % 2)], day, june)
        refresh(sqlite_engine, now=day)
        return [
            (f"{event.start:%d}", f"{event.end:%d}", str(event["UID"]))
            for event in events(text(sqlite_engine, ada.key))
            if event["SUMMARY"].startswith("Astreinte")
        ]

    last = datetime(2026, 3, 15, 8, tzinfo=UTC) + timedelta(days=90)
    assert at(last) == [("09", "16", week[2])]
    assert at(last + timedelta(days=1)) == []


def test_days_that_were_events_of_their_own_become_one_and_the_others_are_left_out(
    sqlite_engine: Engine, ada: Reader
) -> None:
    (week,) = shown(sqlite_engine, ada, call(*WEEK))
    with writing(sqlite_engine) as session:  # as releases that had an event a day left it
        (monday,) = session.scalars(
            select(FeedEventRow).where(FeedEventRow.about == f"P-A-{MONDAY}")
        )
        monday.shown, monday.sequence = "autre", 3
        for day in WEEK[1:]:
            (row,) = (r for r in history_of(session)["2026-03"] if r.worked.duty.span.day == day)
            life = {"uid": row.uid, "about": row.worked.duty.id, "ends": row.worked.duty.span.end}
            session.add(FeedEventRow(owner="ada", kind="poste", created=NOW, changed=NOW,
                                     shown="autre", **life))  # fmt: skip
    after = shown(sqlite_engine, ada, [*call(*WEEK), worked(date(2026, 3, 3), "ada")], LATER)

    assert after == [("09", "15", week[2], 4)]
    with reading(sqlite_engine) as session:
        left = session.scalars(select(FeedEventRow.about).where(FeedEventRow.gone)).all()
    assert sorted(left) == [f"P-A-{day}" for day in WEEK[1:]]
