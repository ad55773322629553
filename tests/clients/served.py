"""A feed served on a real port, whose publications tests decide shift by shift."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import Engine

import fixtures
from api.access.caller import Caller, Grant, Role
from api.app import create
from api.data.association import Published
from api.data.stored.association import read
from api.data.stored.importing import check_folder, put
from api.database.engine import connect, reading, writing
from api.database.tables.access import GrantRow, UserRow
from api.feeds.kinds import FeedKind
from api.feeds.subscriptions import create as subscribe
from api.feeds.subscriptions import end, own
from api.ledger.append import append
from api.ledger.history import history_of
from api.planning.month_change import MonthChange
from api.settings import Settings
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, day_of
from tests.api.schema import make_schema

WHO = "sabrina.haddad"
ASSOCIATION = Path(fixtures.__file__).parent / "association"
SUMMARY = "Nuit – Voyage à Nantes, Parc des Chantiers"
ON_CALL = "Astreinte – Voyage à Nantes, Parc des Chantiers"
FIRST = datetime(2026, 2, 10, 8, tzinfo=UTC)
ALARM = 30
"""Minutes before each shift: some programs refuse a feed whose alarms aren't whole."""

SOMEONE = Caller(user="a" * 32)

Seen = tuple[str, str, str]
"""What a client shows of an event: start and end, as UTC instants or days, and its title."""


@dataclass(frozen=True)
class Night:
    """A shift as tests name it: its hours in UTC."""

    name: str
    start: datetime
    end: datetime
    kind: DutyKind = DutyKind.WORK

    @property
    def row(self) -> Published:
        duty = Duty(
            id=self.name,
            span=Span(self.start, self.end),
            kind=self.kind,
            site="chantiers",
            dispositif="11",
            agency="nantes",
            decided=False,
        )
        worked = Worked(mediator=WHO, duty=duty)
        return Published(uid=f"uid-{self.name}", worked=worked, created=FIRST, changed=FIRST)

    @property
    def seen(self) -> Seen:
        return self.seen_as(SUMMARY if self.kind is DutyKind.WORK else ON_CALL)

    def seen_as(self, title: str) -> Seen:
        """Return what a client shows of it under this title."""
        return _utc(self.start), _utc(self.end), title


def night(name: str, start: str, end: str) -> Night:
    """Write a shift by its UTC hours: `2026-03-28T20:30`."""
    read = datetime.fromisoformat
    return Night(name, read(start).replace(tzinfo=UTC), read(end).replace(tzinfo=UTC))


#: Paris is an hour ahead of UTC in winter, two in summer.
SPRING = night("11-N-2026-03-28", "2026-03-28T20:30", "2026-03-29T04:00")
AUTUMN = night("11-N-2026-10-24", "2026-10-24T19:30", "2026-10-25T05:00")
FIRST_PASSAGE = night("11-REF-2026-10-24", "2026-10-24T19:30", "2026-10-25T00:30")
SECOND_PASSAGE = night("11-REF-2026-10-25", "2026-10-25T01:30", "2026-10-25T05:00")
SUMMER = night("11-N-2026-07-14", "2026-07-14T19:30", "2026-07-15T04:00")
MONTH_END = night("11-N-2026-03-31", "2026-03-31T19:30", "2026-04-01T04:00")
CALL_1 = replace(
    night("11-AST-2026-10-23", "2026-10-23T19:30", "2026-10-24T04:00"), kind=DutyKind.STANDBY
)
CALL_2 = replace(
    night("11-AST-2026-10-25", "2026-10-25T20:30", "2026-10-26T05:00"), kind=DutyKind.STANDBY
)
WEEK = tuple(
    replace(
        night(f"11-SEM-{day}", f"2026-{day}T23:00", f"2026-{next_}T23:00"), kind=DutyKind.STANDBY
    )
    for day, next_ in pairwise(
        ("10-27", "10-28", "10-29", "10-30", "10-31", "11-01", "11-02", "11-03")
    )
)
"""A week on call from midnight to midnight, of two months."""

NIGHTS = (SPRING, AUTUMN, FIRST_PASSAGE, SECOND_PASSAGE, SUMMER, MONTH_END)
BEFORE = (*NIGHTS, CALL_1, CALL_2, *WEEK)
MOVED = replace(SUMMER, start=SUMMER.start + timedelta(hours=1, minutes=30))
AFTER = (SPRING, AUTUMN, FIRST_PASSAGE, SECOND_PASSAGE, MOVED, CALL_1, CALL_2, *WEEK[:-1])


def together(nights: Iterable[Night]) -> tuple[Night, ...]:
    """Return what feeds show of these: what touches of the on-call is one."""
    shown: list[Night] = []
    for night_ in sorted(nights, key=lambda night_: night_.start):
        if (
            shown
            and shown[-1].kind is night_.kind is DutyKind.STANDBY
            and shown[-1].end == night_.start
        ):
            shown[-1] = replace(shown[-1], end=night_.end)
        else:
            shown.append(night_)
    return tuple(shown)


@dataclass
class Feed:
    """A subscription on a running server."""

    engine: Engine
    caller: Caller
    feed: str
    url: str
    others: dict[FeedKind, str]
    published: tuple[Night, ...] = ()

    def publish(self, nights: tuple[Night, ...], now: datetime) -> None:
        """Publish these shifts, and no other."""
        months = sorted({night.row.worked.duty.span.day.replace(day=1) for night in
                         (*nights, *self.published)})  # fmt: skip
        with writing(self.engine) as session:
            for month in months:
                label = f"{month:%Y-%m}"
                rows = [
                    night.row
                    for night in nights
                    if night.row.worked.duty.span.day.month == month.month
                ]
                month_change = MonthChange(
                    month=month,
                    before=history_of(session).get(label, ()),
                    after=tuple(rows),
                    now=now,
                )
                append(session, SOMEONE, month_change, origin="import")
        self.published = nights

    def close(self, *, leak: bool) -> None:
        """End the subscription."""
        with writing(self.engine) as session:
            row = own(session, self.caller, self.feed)
            end(session, self.caller, row, now=datetime.now(UTC), leak=leak)

    def expected(self) -> set[Seen]:
        """Return what a client must show: the shifts, and absences as whole days."""
        return {night.seen for night in together(self.published)} | set(self._absences())

    def _absences(self) -> Iterator[Seen]:
        with reading(self.engine) as session:
            spans = sorted(
                (a.span.first, a.span.last) for a in read(session).absences if a.mediator == WHO
            )
        merged: list[list[int]] = []
        for first, last in spans:
            if merged and first <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], last)
            else:
                merged.append([first, last])
        since, until = date(2025, 11, 12), date(2027, 2, 11)
        for first, last in merged:
            if day_of(last) > since and day_of(first) < until:
                yield day_of(first).isoformat(), day_of(last).isoformat(), "Absence"


@contextmanager
def served(folder: Path) -> Iterator[Feed]:
    """Serve Sabrina's feed from a database in a folder."""
    engine = connect(f"sqlite:///{folder / 'flux.db'}")
    make_schema(engine)
    grants = (Grant(role=Role.MEDIATEUR, agency="nantes"),)
    with writing(engine) as session:
        put(session, check_folder(ASSOCIATION))
        user = UserRow(email="s@exemple.fr", name="Sabrina", person=WHO, made=FIRST)
        session.add(user)
        session.flush()
        session.add(GrantRow(user=user.id, role="mediateur", agency="nantes"))
        caller = Caller(user=user.id, person=WHO, grants=grants)
        session.add(GrantRow(user=user.id, role="rh"))
        made = subscribe(session, caller, FeedKind.PERSON, WHO, now=FIRST, alarm=ALARM)
        hr = replace(caller, grants=(*grants, Grant(role=Role.RH)))
        shared = {
            kind: subscribe(session, hr, kind, target, now=FIRST)
            for kind, target in (
                (FeedKind.BUSY, WHO),
                (FeedKind.SITE, "chantiers"),
                (FeedKind.DISPOSITIF, "11"),
                (FeedKind.TEAM, "11"),
                (FeedKind.STANDBY, "11"),
            )
        }
    with listening(
        create(Settings(feed_rate=10_000, public_url="http://planning.exemple.fr"), engine)
    ) as port:
        place = f"http://127.0.0.1:{port}/feeds"
        yield Feed(
            engine=engine,
            caller=caller,
            feed=made.row.id,
            url=f"{place}/{made.token}.ics",
            others={kind: f"{place}/{feed.token}.ics" for kind, feed in shared.items()},
        )
    engine.dispose()


@contextmanager
def listening(app: Any) -> Iterator[int]:
    """Run an app on a free port of this machine, and give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        while thread.is_alive() and not server.started:
            time.sleep(0.02)
        yield port
        server.should_exit = True
        thread.join()


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
