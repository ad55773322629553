from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.access.secrets.secret import digest
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.feeds import FeedRow
from api.feeds.kinds import CLOSED, FeedKind, Places, may_have
from api.feeds.subscriptions import MOST, create, decided, end, listed, own, own_subscriptions
from api.web.refusing.problems import Refusal
from tests.api.feeds.made import account, loaded, manager, subscribed, worker
from tests.api.ledger.cases import LATER, NOW

PLACES = Places(
    sites={"place": "ville"},
    dispositifs={"P": "ville", "Q": "autre"},
    people=frozenset({"ada"}),
    ends={},
)
VILLE = Grant(role=Role.RESPONSABLE, agency="ville")
ONE = Grant(role=Role.RESPONSABLE, agency="ville", dispositif="P")
HR = Grant(role=Role.RH)
FIELD = Grant(role=Role.MEDIATEUR, agency="ville")
PAYER = Grant(role=Role.COMMANDITAIRE, agency="ville")


@pytest.mark.parametrize(
    ("kind", "target", "person", "grant", "may"),
    [
        (FeedKind.PERSON, "ada", "ada", FIELD, True),
        (FeedKind.BUSY, "ada", "ada", VILLE, True),
        (FeedKind.PERSON, "ada", "brice", FIELD, False),
        (FeedKind.PERSON, "ada", "", VILLE, False),
        (FeedKind.PERSON, "", "", VILLE, False),
        (FeedKind.PERSON, "zoe", "zoe", FIELD, False),
        (FeedKind.SITE, "place", "", VILLE, True),
        (FeedKind.SITE, "place", "", ONE, False),
        (FeedKind.SITE, "place", "", HR, True),
        (FeedKind.SITE, "place", "ada", FIELD, False),
        (FeedKind.SITE, "ailleurs", "", HR, False),
        (FeedKind.DISPOSITIF, "P", "", ONE, True),
        (FeedKind.DISPOSITIF, "Q", "", VILLE, False),
        (FeedKind.TEAM, "P", "", ONE, True),
        (FeedKind.TEAM, "P", "", PAYER, False),
        (FeedKind.STANDBY, "P", "", VILLE, True),
        (FeedKind.STANDBY, "P", "", FIELD, False),
    ],
)
def test_who_may_have_what(
    kind: FeedKind, target: str, person: str, grant: Grant, may: bool
) -> None:
    caller = Caller(user="", person=person, grants=(grant,))

    assert may_have(caller, kind, target, PLACES) is may


def test_without_any_role_there_is_no_feed() -> None:
    assert not may_have(Caller(user="", person="ada"), FeedKind.PERSON, "ada", PLACES)


def test_only_the_digest_of_a_token_is_kept(engine: Engine) -> None:
    loaded(engine)
    ada = worker(engine, "ada")
    with writing(engine) as session:
        made = create(session, ada, FeedKind.PERSON, "ada", now=NOW, alarm=30, label="iPhone")
    with reading(engine) as session:
        row = session.scalars(select(FeedRow)).one()
        trail = session.scalars(select(TrailRow)).one()
    columns = [getattr(row, column.name) for column in FeedRow.__table__.columns]

    assert row.hash == digest(made.token)
    assert [made.token in str(value) for value in columns] == [False] * len(columns)
    assert (row.alarm, row.label) == (30, "iPhone")
    assert (trail.action, trail.object, trail.detail) == (
        "abonner",
        row.id,
        {"genre": "personne", "cible": "ada"},
    )


def test_a_feed_that_one_may_not_have_is_unknown(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    with writing(sqlite_engine) as session:
        brice = Caller(user="b" * 32, person="brice", grants=(FIELD,))
        with pytest.raises(UnknownError):
            create(session, brice, FeedKind.PERSON, "ada", now=NOW)


def test_what_would_show_nothing_from_the_start_is_refused_with_why(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    dorian, lone = worker(sqlite_engine, "dorian"), worker(sqlite_engine, "")
    ended = datetime(2026, 8, 31, 22, tzinfo=UTC)  # midnight in Paris, after the last day
    with writing(sqlite_engine) as session:
        create(session, dorian, FeedKind.BUSY, "dorian", now=ended - timedelta(minutes=1))
        with pytest.raises(Refusal, match="votre contrat a pris fin le 31/08/2026") as over:
            create(session, dorian, FeedKind.PERSON, now=ended)
        with pytest.raises(Refusal, match="n’est lié à personne de l’association") as nobodys:
            create(session, lone, FeedKind.PERSON, now=NOW)
    assert (over.value.status, over.value.code) == (409, "rien_a_montrer")
    assert (nobodys.value.status, nobodys.value.code) == (404, "introuvable")


def test_one_account_has_so_many_open_ones(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    ada = worker(sqlite_engine, "ada")
    with writing(sqlite_engine) as session:
        for _ in range(MOST):
            made = create(session, ada, FeedKind.PERSON, "ada", now=NOW)
        with pytest.raises(Refusal, match="40 abonnements ouverts"):
            create(session, ada, FeedKind.PERSON, "ada", now=NOW)
        end(session, ada, made.row, now=NOW, leak=False)
        create(session, ada, FeedKind.PERSON, "ada", now=NOW)


def test_a_list_holds_what_still_answers(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    ada = worker(sqlite_engine, "ada")
    first, second, third = (
        subscribed(sqlite_engine, ada, FeedKind.PERSON, "ada") for _ in range(3)
    )
    with writing(sqlite_engine) as session:
        end(session, ada, own(session, ada, first.feed), now=LATER, leak=False)
        end(session, ada, own(session, ada, second.feed), now=LATER, leak=True)
    with reading(sqlite_engine) as session:
        now = {row.id for row in own_subscriptions(session, ada, LATER)}
        later = {row.id for row in own_subscriptions(session, ada, LATER + CLOSED)}

    assert now == {first.feed, third.feed}
    assert later == {third.feed}


def test_a_manager_sees_and_ends_what_anyone_reads_of_theirs(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    boss, other = manager(sqlite_engine), manager(sqlite_engine)
    stranger = account(sqlite_engine, Grant(role=Role.RESPONSABLE, agency="ailleurs"))
    site = subscribed(sqlite_engine, other, FeedKind.SITE, "place")
    ada = worker(sqlite_engine, "ada")
    personal = subscribed(sqlite_engine, ada, FeedKind.PERSON, "ada")
    with writing(sqlite_engine) as session:
        assert [row.id for row in listed(session, boss, LATER, limit=9)] == [site.feed]
        assert listed(session, stranger, LATER, limit=9) == ()
        assert [row.id for row in listed(session, ada, LATER, limit=9)] == [personal.feed]
        assert decided(session, boss, site.feed).id == site.feed
        for caller, feed in ((stranger, site.feed), (boss, personal.feed), (boss, "0" * 32)):
            with pytest.raises(UnknownError):
                decided(session, caller, feed)
        with pytest.raises(UnknownError):
            own(session, boss, site.feed)
