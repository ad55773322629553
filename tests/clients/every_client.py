"""
Real calendar programs on a served feed, before and after it changes, and once it is closed.

Not part of `make test`: `.ci/clients` installs the programs, `.ci/run` calls this file. They run on
a machine set to New York, so that nothing is right by chance. One that isn't there fails.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.feeds.kinds import FeedKind
from tests.clients.running import PROGRAMS, Client, Shown, status_of
from tests.clients.served import (
    AFTER,
    AUTUMN,
    BEFORE,
    CALL_1,
    CALL_2,
    FIRST,
    FIRST_PASSAGE,
    MONTH_END,
    MOVED,
    NIGHTS,
    ON_CALL,
    SECOND_PASSAGE,
    SPRING,
    SUMMARY,
    SUMMER,
    WEEK,
    Feed,
    Night,
    Seen,
    served,
    together,
)

CHANGE = FIRST + timedelta(days=1)
TOLD = "Flux fermé : supprimez cet abonnement"


@dataclass
class Run:
    """What every client showed in each phase; `failed`: why it couldn't."""

    expected: dict[str, set[Seen]] = field(default_factory=dict)
    shown: dict[tuple[str, str], Shown] = field(default_factory=dict)
    failed: dict[str, BaseException] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)

    def of(self, client: str, phase: str) -> Shown:
        if client in self.failed:
            raise self.failed[client]
        return self.shown[client, phase]


def read(run: Run, clients: dict[str, Client], phase: str, feed: Feed, seen: set[Seen]) -> None:
    """Make all clients read, until they show what they must or their time is over."""
    run.expected[phase] = seen

    def read_by(name: str) -> None:
        try:
            shown = clients[name].until(feed.url, lambda screen: screen.events == seen)
            run.shown[name, phase] = shown
        except Exception as error:  # noqa: BLE001 - told by this client's tests
            run.failed.setdefault(name, error)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read_by, clients))


def read_others(run: Run, clients: dict[str, Client], feed: Feed) -> None:
    """Make those that keep no subscription read the other kinds of feeds."""
    for name in set(READERS) & set(clients):
        for kind, url in feed.others.items():
            try:
                run.shown[name, kind] = clients[name].ask(url)
            except AssertionError as error:
                run.failed.setdefault(name, error)


def shared(nights: Iterable[Night], title: str) -> set[Seen]:
    return {night.seen_as(f"Sabrina H. – {title}") for night in nights}


CALLS = together((CALL_1, CALL_2, *WEEK))
EVERYONE = shared(NIGHTS, SUMMARY) | shared(CALLS, ON_CALL)
OTHERS = {
    FeedKind.BUSY: {night.seen_as("Occupé(e)") for night in together(BEFORE)},
    FeedKind.SITE: EVERYONE,
    FeedKind.DISPOSITIF: EVERYONE,
    FeedKind.TEAM: EVERYONE,
    FeedKind.STANDBY: {
        *(night.seen_as("Référent d’astreinte – Sabrina H.") for night in CALLS),
        ("2026-10-24T04:00:00Z", "2026-10-25T20:30:00Z", "Pas d’astreinte"),
        ("2026-10-26T05:00:00Z", "2026-10-27T23:00:00Z", "Pas d’astreinte"),
    },
}
READERS = [
    name for name, program in PROGRAMS.items() if not program.subscribes or name == "node_ical"
]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    made, clients = Run(), {}
    folder = tmp_path_factory.mktemp("clients")
    with served(folder) as feed:
        for name, program in PROGRAMS.items():
            try:
                clients[name] = Client(program, folder / name)
            except AssertionError as error:
                made.failed[name] = error
        feed.publish(BEFORE, FIRST)
        read(made, clients, "avant", feed, feed.expected())
        read_others(made, clients, feed)
        feed.publish(AFTER, CHANGE)
        read(made, clients, "après", feed, feed.expected())
        feed.close(leak=False)
        today = datetime.now(UTC).astimezone(ZoneInfo("Europe/Paris")).date()
        last = today + timedelta(days=30)
        closed = {(today.isoformat(), last.isoformat(), TOLD)}
        read(made, clients, "fermé", feed, closed)
        made.statuses.append(status_of(feed.url))
        feed.close(leak=True)
        made.statuses.append(status_of(feed.url))
        keeping = {
            name: client for name, client in clients.items() if name in ("thunderbird", "gnome")
        }
        read(made, keeping, "révoqué", feed, closed)
        for client in clients.values():
            client.stop()
    return made


EVERY = pytest.mark.parametrize("client", PROGRAMS)


@EVERY
def test_it_shows_what_is_published_to_the_minute(run: Run, client: str) -> None:
    shown = run.of(client, "avant")

    assert shown.events == run.expected["avant"]
    for night in (SPRING, AUTUMN, FIRST_PASSAGE, SECOND_PASSAGE, SUMMER, MONTH_END):
        assert night.seen in shown.events


@EVERY
def test_after_a_change_it_shows_what_stands_and_nothing_else(run: Run, client: str) -> None:
    shown = run.of(client, "après")

    assert shown.events == run.expected["après"]
    assert MONTH_END.seen not in shown.events
    assert SUMMER.seen not in shown.events
    assert MOVED.seen in shown.events


@pytest.mark.parametrize("client", [program.name for program in PROGRAMS.values() if program.uids])
def test_a_shift_that_moves_is_the_same_event(run: Run, client: str) -> None:
    before, after = run.of(client, "avant"), run.of(client, "après")

    assert after.uids[MOVED.seen] == before.uids[SUMMER.seen]


@pytest.mark.parametrize("client", [program.name for program in PROGRAMS.values() if program.uids])
def test_a_week_on_call_is_one_event_and_stays_it_when_it_is_shortened(
    run: Run, client: str
) -> None:
    (whole,), (shorter,) = together(WEEK), together(WEEK[:-1])
    before, after = run.of(client, "avant"), run.of(client, "après")

    assert after.uids[shorter.seen] == before.uids[whole.seen]
    assert whole.seen not in after.events


@EVERY
def test_a_closed_feed_leaves_one_event_that_says_so(run: Run, client: str) -> None:
    assert run.of(client, "fermé").events == run.expected["fermé"]


def test_after_a_leak_the_address_answers_nothing(run: Run) -> None:
    assert run.statuses == [200, 404]


@pytest.mark.parametrize("client", ["thunderbird", "gnome"])
def test_what_keeps_its_last_copy_has_no_shift_left_to_show(run: Run, client: str) -> None:
    assert run.of(client, "révoqué").events == run.expected["fermé"]


@pytest.mark.parametrize("client", READERS)
@pytest.mark.parametrize("kind", OTHERS)
def test_the_other_kinds_are_read_to_the_minute(run: Run, client: str, kind: FeedKind) -> None:
    assert run.of(client, kind).events == OTHERS[kind]
