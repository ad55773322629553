"""
All that may happen to subscriptions and to what they show, in any order, with feeds read meanwhile.

Whatever happened, an address must give what would be rendered now from nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, multiple, rule
from sqlalchemy.orm import Session

from api.access.accounts.service import LOCAL
from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.secrets.secret import digest
from api.data.rows.kinds import KINDS
from api.data.stored import association
from api.data.stored.association import read
from api.data.stored.rows import add, change, page, remove
from api.database.engine import connect, reading, writing
from api.database.tables.feeds import FeedRow
from api.feeds import upkeep
from api.feeds.kinds import CLOSED, PERSONAL, FeedKind, Key, closed_since, key_of, places_of
from api.feeds.reading.answers import FeedAnswer, Feeds
from api.feeds.reading.receipts import FeedReading
from api.feeds.rendering.rendering import draw, prepare
from api.feeds.rendering.revisions import revised
from api.feeds.subscriptions import choose, create, end, own, rotate
from api.ledger.subjects import forget
from api.privacy.erasure import erase
from api.privacy.retention import purge
from api.settings import Settings
from api.web.refusing.problems import Refusal
from tests.api.feeds.made import loaded, manager, publish, worker
from tests.api.feeds.shifts import on_call, publish_shifts, worked
from tests.api.ledger.cases import NOW
from tests.calendars.feeds import events, values

PEOPLE = ("ada", "brice", "farid")
READERS = st.sampled_from(["ada", "ada", "brice"])
MONTH = st.sampled_from([date(2026, 3, 1), date(2026, 5, 1)])
DAYS = st.dictionaries(st.integers(2, 6), st.sampled_from(PEOPLE), max_size=4)
CALLS = st.dictionaries(st.integers(9, 15), st.sampled_from(PEOPLE))
KIND = st.sampled_from([FeedKind.PERSON, *FeedKind])
ALARM = st.sampled_from([None, None, 30])
CHANGES = st.one_of(
    st.tuples(st.just("be_absent"), st.tuples(st.sampled_from(PEOPLE), st.integers(9, 13))),
    st.tuples(st.just("be_back"), st.none()),
    st.tuples(
        st.just("be_called"),
        st.tuples(st.sampled_from(["sites", "personnes", "dispositifs"]), st.sampled_from("ABC")),
    ),
    st.tuples(st.just("leave"), st.sampled_from([None, "2026-03-11", "2026-05-30"])),
    st.tuples(st.just("be_erased"), st.just("brice")),
)
PAST = re.compile(rb"(DTSTAMP|CREATED|LAST-MODIFIED|SEQUENCE|UID):[^\r]*\r\n")
"""What a feed says of an event's life, and not of the event."""

TARGETS = {FeedKind.SITE: "place"}
SETTINGS = Settings()


@dataclass(frozen=True)
class Shown:
    """What a feed shows of an event, its alarm aside, and its `life`: sequence and last change."""

    shown: str
    life: tuple[int, str]


NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Subscription:
    """A subscription, and what its address last gave."""

    caller: Caller
    feed: str
    token: str
    tag: str = ""
    changed: datetime = NEVER
    events: dict[str, Shown] = field(default_factory=dict)


class Deeds(RuleBasedStateMachine):
    """Feeds of a small association; `url` gives an empty database that has the tables."""

    feeds_open = Bundle("feeds_open")

    def __init__(self, url: Callable[[], str]) -> None:
        super().__init__()
        self.engine = connect(url())
        loaded(self.engine)
        self.now = NOW
        self.every: list[Subscription] = []
        self.served = Feeds(self.engine)

    def teardown(self) -> None:
        try:
            for mine in self.every:
                self.check(mine)
        finally:
            self.served.close()
            self.engine.dispose()

    def later(self, minutes: int = 1) -> datetime:
        self.now += timedelta(minutes=minutes)
        return self.now

    @initialize(target=feeds_open, kind=KIND)
    def begin(self, kind: FeedKind) -> Any:
        """Nothing is tried where nobody subscribes."""
        return multiple(self._subscribe(FeedKind.PERSON, "ada"), self._subscribe(kind, "brice"))

    @rule(target=feeds_open, kind=KIND, person=READERS, alarm=ALARM)
    def subscribe(self, kind: FeedKind, person: str, alarm: int | None) -> Any:
        """Someone subscribes: to what shows them, or to what they oversee."""
        return self._subscribe(kind, person, alarm)

    def _subscribe(self, kind: FeedKind, person: str, alarm: int | None = None) -> Any:
        own_ = kind in PERSONAL
        caller = worker(self.engine, person) if own_ else manager(self.engine)
        return self._subscribed(caller, kind, person if own_ else TARGETS.get(kind, "P"), alarm)

    def _subscribed(self, caller: Caller, kind: FeedKind, target: str, alarm: int | None) -> Any:
        try:
            with writing(self.engine) as session:
                made = create(session, caller, kind, target, now=self.later(), alarm=alarm)
        except (Refusal, UnknownError):
            return multiple()
        return self._opened(caller, made.row.id, made.token)

    def _opened(self, caller: Caller, feed: str, token: str) -> Subscription:
        mine = Subscription(caller=caller, feed=feed, token=token)
        self.every.append(mine)
        self.check(mine)
        return mine

    @rule(mine=consumes(feeds_open), leak=st.booleans())
    def end(self, mine: Subscription, leak: bool) -> None:
        self._end(mine, leak)

    def _end(self, mine: Subscription, leak: bool) -> FeedRow | None:
        with writing(self.engine) as session:
            if session.get(FeedRow, mine.feed) is None:
                return None
            row = own(session, mine.caller, mine.feed)
            end(session, mine.caller, row, now=self.later(), leak=leak)
            return row

    @rule(target=feeds_open, mine=consumes(feeds_open), month=MONTH, days=DAYS, calls=CALLS)
    def come_back(
        self, mine: Subscription, month: date, days: dict[int, str], calls: dict[int, str]
    ) -> Any:
        """End a subscription, and subscribe to the same after a publication."""
        row = self._end(mine, leak=False)
        self._publish(month, days, 8, calls)
        if row is None:
            return multiple()
        return self._subscribed(mine.caller, FeedKind(row.kind), row.target, row.alarm)

    @rule(target=feeds_open, mine=consumes(feeds_open), leak=st.booleans())
    def renew(self, mine: Subscription, leak: bool) -> Any:
        with writing(self.engine) as session:
            if session.get(FeedRow, mine.feed) is None:
                return multiple()
            row = own(session, mine.caller, mine.feed)
            try:
                made = rotate(session, mine.caller, row, now=self.later(), leak=leak)
            except (Refusal, UnknownError):
                return multiple()
        return self._opened(mine.caller, made.row.id, made.token)

    @rule(mine=feeds_open, alarm=ALARM)
    def choose_an_alarm(self, mine: Subscription, alarm: int | None) -> None:
        try:
            with writing(self.engine) as session:
                row = own(session, mine.caller, mine.feed)
                choose(session, mine.caller, row, now=self.later(), alarm=alarm, label="")
        except UnknownError:
            return
        self.check(mine)

    @rule(month=MONTH, days=DAYS, hour=st.integers(8, 10), calls=CALLS)
    def publish(self, month: date, days: dict[int, str], hour: int, calls: dict[int, str]) -> None:
        self._publish(month, days, hour, calls)

    def _publish(self, month: date, days: dict[int, str], hour: int, calls: dict[int, str]) -> None:
        """Publish a month, for the first time or again: some days of work, some on call."""
        with reading(self.engine) as session:
            known = read(session).mediator_of
        shifts = [
            *(worked(month.replace(day=day), who, hour) for day, who in days.items()),
            *(on_call(month.replace(day=day), who) for day, who in calls.items()),
        ]
        shifts = [shift for shift in shifts if shift.mediator in known]
        publish_shifts(self.engine, shifts, self.later(), month)

    @rule(day=st.integers(2, 6), person=st.sampled_from(PEOPLE))
    def publish_a_rota(self, day: int, person: str) -> None:
        """Publish what a calculation makes, with the revisions of trainings and absences."""
        with reading(self.engine) as session:
            known = person in read(session).mediator_of
        if known and self.now < datetime(2026, 3, 1, tzinfo=UTC):
            slot = f"P-J-2026-03-{day:02d}"
            publish(self.engine, frozenset({(person, slot)}), self.later())

    @rule(change_=CHANGES)
    def change_data(self, change_: tuple[str, Any]) -> None:
        """Change what feeds show beside shifts: absences, names, contracts, people."""
        name, value = change_
        with writing(self.engine) as session:
            getattr(self, f"_{name}")(session, value)

    def _be_absent(self, session: Session, of: tuple[str, int]) -> None:
        person, day = of
        if person in read(session).mediator_of and not any(
            a.mediator == person and a.span.day == date(2026, 3, day)
            for a in read(session).absences
        ):
            on = f"2026-03-{day:02d}"
            row = {"mediator": person, "start": on, "end": on, "kind": "maladie"}
            add(session, KINDS["absences"], row)

    def _be_back(self, session: Session, _: None) -> None:
        last = page(session, KINDS["absences"])[-1]
        if last.values["mediator"] != "elsa":
            remove(session, KINDS["absences"], last.key, last.number)

    def _be_called(self, session: Session, of: tuple[str, str]) -> None:
        kind, name = of
        (row,) = page(session, KINDS[kind], limit=1)
        change(session, KINDS[kind], row.key, row.number, {**row.values, "name": f"Nom {name}"})

    def _leave(self, session: Session, last: str | None) -> None:
        (row,) = page(session, KINDS["contrats"], limit=1)
        change(session, KINDS["contrats"], row.key, row.number, {**row.values, "end": last})

    def _be_erased(self, session: Session, person: str) -> None:
        erase(session, LOCAL, SETTINGS, person, now=self.later(), forget=forget, forced="essai")

    @rule(what=st.sampled_from(["purge", "minute", "restart"]), days=st.integers(0, 60))
    def pass_time(self, what: str, days: int) -> None:
        """Let days go by, then do what the service does of itself, or start it again."""
        self.later(days * 24 * 60)
        match what:
            case "purge":
                purge(self.engine, SETTINGS, self.now + timedelta(days=3000))
            case "minute":
                upkeep.once(self.served)
            case "restart":
                self.served.close()
                association.forget()
                self.served = Feeds(self.engine)

    @rule(mine=feeds_open)
    def read(self, mine: Subscription) -> None:
        self.later()
        self.check(mine)

    def check(self, mine: Subscription) -> None:
        """Hold what an address gives against what would be rendered now."""
        answer = self.served.find(digest(mine.token), self.now)
        with reading(self.engine) as session:
            row = session.get(FeedRow, mine.feed)
            places = places_of(read(session))
        if row is None or row.revoked is not None:
            assert answer is None
            return
        since = closed_since(self.now, mine.caller.person, places, row.closing)
        if since is not None and self.now >= since + CLOSED:
            assert answer is None
            return
        assert answer is not None
        content = answer.served.content
        if since is not None:
            assert values(content, "SUMMARY") == ["Flux fermé : supprimez cet abonnement"]
        else:
            self._is_fresh(content, key_of(row.kind, row.target, row.alarm))
        self._is_told(mine, answer)
        self.served.note(answer, FeedReading(at=self.now, reader="KDE"))

    def _is_fresh(self, content: bytes, key: Key) -> None:
        association.forget()
        with reading(self.engine) as session:
            now = prepare(session, {key}, self.now)
        assert content == now.content[key]
        # Nor does it depend on what feeds have shown: only numbers, dates and ids of events do.
        items = now.sources.items(key)
        anew = draw(key, items, revised(items, {}, now.sources, self.now).events, now.sources)
        assert sorted(PAST.sub(b"", content).split(b"END:VEVENT")) == sorted(
            PAST.sub(b"", anew).split(b"END:VEVENT")
        )

    def _is_told(self, mine: Subscription, answer: FeedAnswer) -> None:
        """Hold what a phone was given before against what it is given now."""
        served, events = answer.served, events_of(answer.served.content)
        assert served.changed >= mine.changed
        if served.etag != mine.tag:
            assert served.changed > mine.changed
        for uid in events.keys() & mine.events.keys():
            before, after = mine.events[uid], events[uid]
            assert after.life >= before.life
            if after.shown != before.shown:
                assert after.life[0] > before.life[0]
                assert after.life[1] > before.life[1]
        mine.tag, mine.changed, mine.events = served.etag, served.changed, mine.events | events


def events_of(content: bytes) -> dict[str, Shown]:
    """Return the events of a feed by uid."""
    shown = {}
    for event in events(content):
        event.subcomponents.clear()
        life = int(event["SEQUENCE"]), event["LAST-MODIFIED"].to_ical().decode()
        for name in ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"):
            del event[name]
        shown[str(event["UID"])] = Shown(event.to_ical().decode(), life)
    return shown
