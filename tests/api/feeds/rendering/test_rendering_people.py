"""What feeds tell of people: who is near during a shift, and nothing that can be guessed."""

from sqlalchemy import Engine, select

from api.database.engine import reading
from api.database.tables.feeds import FeedEventRow
from api.feeds.kinds import FeedKind
from api.feeds.rendering.rendering import refresh
from api.ledger.history import history_of, revisions_of
from api.planning.published_shifts import derived_uid
from tests.api.feeds.made import loaded, own, publish, subscribed, worker
from tests.api.feeds.rendering.test_rendering import text
from tests.api.ledger.cases import BASE, LATER, LATEST
from tests.calendars.feeds import values


def test_a_shift_names_who_holds_it_too_and_another_partner_is_a_new_revision(
    sqlite_engine: Engine,
) -> None:
    loaded(sqlite_engine)
    ada = own(sqlite_engine, "ada")
    family = subscribed(sqlite_engine, worker(sqlite_engine, "ada"), FeedKind.BUSY, "ada")
    publish(sqlite_engine, BASE)
    first = text(sqlite_engine, ada.key)
    chloe = BASE - {("brice", "P-J-2026-03-02")} | {("chloe", "P-J-2026-03-02")}
    publish(sqlite_engine, chloe, LATER)
    second = text(sqlite_engine, ada.key)

    lines = [values(feed, "DESCRIPTION")[0].split("\\n")[0] for feed in (first, second)]
    assert lines == ["Avec Brice K.", "Avec Chloé M."]
    assert [values(feed, "SEQUENCE")[0] for feed in (first, second)] == ["0", "1"]
    assert values(second, "LAST-MODIFIED")[0] == "20260212T080000Z"
    assert values(text(sqlite_engine, family.key), "DESCRIPTION") == []
    # Whose hours are the same is told of no change: their shift has the register's first revision.
    with reading(sqlite_engine) as session:
        (mine,) = (r for r in history_of(session)["2026-03"] if r.worked.mediator == "ada")
    assert mine.sequence == 0


def test_where_someone_trains_is_not_guessed_from_the_family_s_feed(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    publish(sqlite_engine, frozenset())
    dorian = subscribed(sqlite_engine, worker(sqlite_engine, "dorian"), FeedKind.BUSY, "dorian")
    uids = set(values(text(sqlite_engine, dorian.key), "UID"))
    with reading(sqlite_engine) as session:
        keys = session.execute(select(FeedEventRow.owner, FeedEventRow.kind, FeedEventRow.about))
        guessed = {derived_uid(*key) for key in keys}

    publish(sqlite_engine, BASE)
    refresh(sqlite_engine, now=LATEST)

    assert len(uids) == 10
    assert not uids & guessed
    assert set(values(text(sqlite_engine, dorian.key), "UID")) == uids
    with reading(sqlite_engine) as session:
        kept = {revision.uid for revision in revisions_of(session) if revision.mediator == "dorian"}
    assert kept
    assert kept <= uids
