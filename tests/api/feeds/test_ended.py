"""Feeds that end: given up, leaked, with an account, a contract or a role."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from api.access.accounts.service import LOCAL, reopen
from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.database.engine import writing
from api.database.tables.access import GrantRow, UserRow
from api.database.tables.feeds import FeedRow
from api.feeds.kinds import FeedKind
from api.feeds.reading.answers import Feeds
from api.feeds.subscriptions import choose, end, rotate
from scheduler.domain.time import midnight
from tests.api.feeds.made import Reader, append_only, manager, own, publish, subscribed
from tests.api.feeds.opened import CLOSED, OPEN, answer, feeds, shown
from tests.api.ledger.cases import BASE, LATER, LATEST
from tests.calendars.feeds import values

MINUTE = timedelta(minutes=1)


__all__ = ["feeds"]


def test_given_up_a_feed_says_so_for_thirty_days_then_nothing(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    before = answer(feeds, ada)
    with writing(feeds.engine) as session:
        row = session.get(FeedRow, ada.feed)
        assert row is not None
        end(session, ada.caller, row, now=LATER, leak=False)

    first = answer(feeds, ada, LATER)
    assert shown(feeds, ada, LATER) == CLOSED
    assert before is not None
    assert first is not None
    assert before.served.changed < first.served.changed
    assert before.served.etag != first.served.etag
    assert shown(feeds, ada, LATER + timedelta(days=30) - MINUTE) == CLOSED
    assert answer(feeds, ada, LATER + timedelta(days=30)) is None


def test_after_a_leak_it_answers_nothing_at_once(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    assert shown(feeds, ada) == OPEN
    with writing(feeds.engine) as session:
        row = session.get(FeedRow, ada.feed)
        assert row is not None
        end(session, ada.caller, row, now=LATER, leak=True)

    assert answer(feeds, ada) is None


@pytest.mark.parametrize(("leak", "old"), [(False, CLOSED), (True, [])])
def test_a_new_address_takes_the_place_of_the_old_one(
    feeds: Feeds, leak: bool, old: list[str]
) -> None:
    ada = own(feeds.engine, "ada", 30)
    with writing(feeds.engine) as session:
        row = session.get(FeedRow, ada.feed)
        assert row is not None
        made = rotate(session, ada.caller, row, now=LATER, leak=leak)
    fresh = Reader(caller=ada.caller, feed=made.row.id, token=made.token, key=ada.key)

    assert shown(feeds, fresh) == OPEN
    assert made.row.alarm == 30
    assert shown(feeds, ada) == old


def test_who_subscribes_again_gets_what_was_published_meanwhile(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    publish(feeds.engine, frozenset(), LATER)
    assert shown(feeds, ada, LATER) == ["Absence"]
    with writing(feeds.engine) as session:
        row = session.get(FeedRow, ada.feed)
        assert row is not None
        end(session, ada.caller, row, now=LATER, leak=False)
        append_only(session, BASE, LATEST)

    assert shown(feeds, own(feeds.engine, "ada"), LATEST) == OPEN


def remind(feeds: Feeds, reader: Reader, alarm: int | None, now: datetime) -> None:
    with writing(feeds.engine) as session:
        row = session.get_one(FeedRow, reader.feed)
        choose(session, reader.caller, row, now=now, alarm=alarm, label="")


def test_a_reminder_chosen_again_after_a_publication_shows_it(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    publish(feeds.engine, frozenset(), LATER)
    for alarm in (30, None):
        remind(feeds, ada, alarm, LATER)
        assert shown(feeds, ada, LATER) == ["Absence"]
    with writing(feeds.engine) as session:
        append_only(session, BASE, LATEST)
    remind(feeds, ada, 30, LATEST)

    assert shown(feeds, ada, LATEST) == OPEN


def test_a_closed_account_closes_its_feeds(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    with writing(feeds.engine) as session:
        session.execute(update(UserRow).where(UserRow.id == ada.caller.user).values(closed=LATER))

    assert shown(feeds, ada, LATER - MINUTE) == OPEN
    assert shown(feeds, ada, LATER) == CLOSED
    assert answer(feeds, ada, LATER + timedelta(days=30)) is None


def test_the_end_of_a_contract_closes_from_the_day_after(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    with writing(feeds.engine) as session:
        (entry,) = page(session, KINDS["contrats"], limit=1)
        changed = {**entry.values, "end": "2026-03-31"}
        change(session, KINDS["contrats"], entry.key, entry.number, changed)
    after = midnight(date(2026, 4, 1))

    assert shown(feeds, ada, after - MINUTE) == OPEN
    assert shown(feeds, ada, after) == CLOSED
    first = answer(feeds, ada, after)
    assert first is not None
    assert values(first.served.content, "DTSTART")[-1] == "20260401"
    assert values(first.served.content, "DTEND") == ["20260501"]
    assert shown(feeds, ada, after + timedelta(days=30) - MINUTE) == CLOSED
    assert answer(feeds, ada, after + timedelta(days=30)) is None


def test_a_contract_s_end_typed_late_is_a_change_to_who_asks_by_date(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    publish(feeds.engine, frozenset(), LATEST)
    before = answer(feeds, ada, LATEST)
    with writing(feeds.engine) as session:
        (entry,) = page(session, KINDS["contrats"], limit=1)
        changed = {**entry.values, "end": "2026-02-10"}
        change(session, KINDS["contrats"], entry.key, entry.number, changed)
    after = answer(feeds, ada, LATEST)

    assert before is not None
    assert after is not None
    assert after.served.changed > before.served.changed


def test_a_role_taken_away_takes_its_feeds_away(feeds: Feeds) -> None:
    boss = manager(feeds.engine)
    site = subscribed(feeds.engine, boss, FeedKind.SITE, "place")
    assert len(shown(feeds, site)) == 2
    with writing(feeds.engine) as session:
        session.execute(delete(GrantRow).where(GrantRow.user == boss.user))

    assert answer(feeds, site) is None


def test_another_agency_s_manager_reads_nothing_any_more(feeds: Feeds) -> None:
    boss = manager(feeds.engine)
    team = subscribed(feeds.engine, boss, FeedKind.TEAM, "P")
    with writing(feeds.engine) as session:
        session.execute(
            update(GrantRow).where(GrantRow.user == boss.user).values(agency="ailleurs")
        )

    assert answer(feeds, team) is None


def test_an_account_that_opens_again_leaves_its_old_feeds_closed(feeds: Feeds) -> None:
    ada = own(feeds.engine, "ada")
    with writing(feeds.engine) as session:
        session.get_one(UserRow, ada.caller.user).closed = LATER
    assert shown(feeds, ada, LATER) == CLOSED
    with writing(feeds.engine) as session:
        reopen(session, LOCAL, ada.caller.user)

    assert shown(feeds, ada, LATEST) == CLOSED
    assert answer(feeds, ada, LATER + timedelta(days=30)) is None
