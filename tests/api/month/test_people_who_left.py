"""What has begun and what is over: it stays, whoever left and whatever templates say since."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add as add_row
from api.data.stored.rows import change, page
from api.database.engine import reading, writing
from api.database.tables.ledger import PublishedSlotRow
from api.ledger.append import places_differ
from api.ledger.errors import EmptyPublicationError
from api.ledger.history import history_of, whole
from api.ledger.notices import changes_to_tell
from api.ledger.verifying import verify_database
from api.month.frames import framed
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.amending import amend
from api.month.publication.publishing import preview, publish
from api.month.versions.operations import Operation, Verb
from api.planning.month_change import month_change
from scheduler.domain.problem import Assignment
from tests.api.month.cases import ADA, BRICE, MARCH, MONDAY, NOW, SOMEONE, begun, imported, stands

FRIDAY = "P-J-2026-03-13"
PAST, COMING = Assignment("chloe", MONDAY), Assignment("chloe", FRIDAY)
PAIR = (Assignment("ada", FRIDAY), Assignment("brice", FRIDAY))
ELSA = Assignment("elsa", FRIDAY)
BETWEEN = datetime(2026, 3, 5, 8, tzinfo=UTC)


def moved(engine: Engine, person: str) -> None:
    """Post someone on another dispositif alone."""
    with writing(engine) as session:
        add_row(session, KINDS["dispositifs"], {"id": "Q", "name": "Gare", "agency": "ville"})
        kind = KINDS["personnes"]
        row = next(e for e in page(session, kind) if e.values["id"] == person)
        change(session, kind, row.key, row.number, {**row.values, "dispositifs": ["Q"]})


def test_a_swap_of_others_leaves_the_shifts_of_who_is_no_more_there(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA, BRICE, *PAIR, PAST, COMING])
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    moved(engine, "chloe")
    give = Operation(verb=Verb.GIVE, slot=FRIDAY, person="ada", to_person="elsa")

    row = amend(DatabasePlace(engine, SOMEONE), MARCH, [give], now=BETWEEN)

    assert row.entries == 2
    assert stands(engine) == {ADA, BRICE, PAST, ELSA, PAIR[1], COMING}
    with reading(engine) as session:
        assert verify_database(session).faults == []


def test_the_coverage_published_counts_all_who_are_published_on_a_slot(
    sqlite_engine: Engine,
) -> None:
    rota = begun(imported(sqlite_engine), [ADA, BRICE, *PAIR, PAST, COMING])
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    moved(sqlite_engine, "chloe")
    swap = Operation(verb=Verb.GIVE, slot=FRIDAY, person="ada", to_person="elsa")

    amend(DatabasePlace(sqlite_engine, SOMEONE), MARCH, [swap], now=BETWEEN)

    with reading(sqlite_engine) as session:
        assignments = {
            slot: session.get_one(PublishedSlotRow, slot).holders for slot in (MONDAY, FRIDAY)
        }
        association = whole(session)
        frame = framed(association, MARCH, frozenset({"P"}), BETWEEN)
        same = month_change(association, frame.rota(frame.published), BETWEEN, ["P"], sweep=False)
        swept = month_change(association, frame.rota(frame.published), BETWEEN, ["P"])
        assert [places_differ(session, item) for item in (same, swept)] == [False, True]
    assert assignments == {MONDAY: 3, FRIDAY: 3}


def test_publishing_takes_only_what_has_not_begun_from_who_is_no_more_there(
    engine: Engine,
) -> None:
    rota = begun(imported(engine), [ADA, BRICE, *PAIR, PAST, COMING])
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    moved(engine, "chloe")

    place, version = DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2)
    change = preview(place, version, now=BETWEEN).month_change
    publish(place, version, now=BETWEEN)

    changes = changes_to_tell(change, 48)
    slots = {who: [item["slot"] for item in items] for who, items in changes.items()}
    assert slots == {"chloe": [FRIDAY]}
    assert stands(engine) == {ADA, BRICE, PAST, *PAIR}


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (datetime(2026, 3, 2, 15, 30, tzinfo=UTC), "09:00"),
        (datetime(2026, 3, 2, 15, 29, tzinfo=UTC), "10:00"),
    ],
    ids=["over", "not yet over"],
)
def test_other_hours_of_a_template_are_not_those_of_shifts_that_are_over(
    sqlite_engine: Engine, now: datetime, start: str
) -> None:
    rota = begun(imported(sqlite_engine), [ADA, BRICE, *PAIR])
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    with writing(sqlite_engine) as session:
        kind = KINDS["gabarits"]
        row = next(e for e in page(session, kind) if e.values["id"] == "P-J")
        change(session, kind, row.key, row.number, {**row.values, "start": "10:00"})

    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=now)

    with reading(sqlite_engine) as session:
        rows = history_of(session)["2026-03"]
    assert {(r.worked.duty.id, f"{r.worked.duty.span.start:%H:%M}") for r in rows} == {
        (MONDAY, start),
        (FRIDAY, "10:00"),
    }
    with pytest.raises(EmptyPublicationError):
        publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=now)
