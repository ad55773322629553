import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from api.data.association import Published
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.ledger import (
    EntryRow,
    PublicationRow,
    PublishedRow,
    PublishedSlotRow,
    ReceiptRow,
    SubjectRow,
)
from api.database.tables.state import StateRow
from api.ledger.append import append, import_history
from api.ledger.chain import GENESIS
from api.ledger.errors import MovedError
from api.ledger.history import head, history_of, revisions_of
from api.ledger.subjects import forget, subjects_of, uid_of
from api.planning.month_change import month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.ledger.cases import (
    BASE,
    LATER,
    LATEST,
    MARCH,
    MORE,
    NOW,
    SOMEONE,
    petit,
    publish,
    whole,
)


def entries(engine: Engine, number: int) -> list[tuple[str, str]]:
    with reading(engine) as session:
        rows = session.scalars(
            select(EntryRow).where(EntryRow.publication == number).order_by(EntryRow.position)
        )
        return [(row.change, row.slot) for row in rows]


def stands(engine: Engine) -> dict[tuple[str, str], Published]:
    with reading(engine) as session:
        rows = history_of(session).get("2026-03", ())
        return {(row.worked.mediator, row.worked.duty.id): row for row in rows}


def test_a_first_publication_has_number_one_and_an_entry_for_each_assignment(
    engine: Engine,
) -> None:
    row = publish(engine, BASE)

    assert (row.number, row.previous, row.entries, row.made) == (1, GENESIS, 2, NOW)
    assert entries(engine, 1) == [("+", "P-J-2026-03-02"), ("+", "P-J-2026-03-02")]
    assert set(stands(engine)) == BASE
    with reading(engine) as session:
        assert head(session).hash == row.hash
        assert session.get(StateRow, "ledger").number == 1  # type: ignore[union-attr]
        assert [t.action for t in session.scalars(select(TrailRow))] == ["publier"]


def test_the_next_one_follows_it_and_tells_only_what_changed(engine: Engine) -> None:
    first = publish(engine, BASE)

    second = publish(engine, MORE - {("ada", "P-J-2026-03-02")}, LATER)

    assert (second.number, second.previous) == (2, first.hash)
    assert entries(engine, 2) == [("-", "P-J-2026-03-02"), ("+", "P-S-2026-03-04")]
    assert set(stands(engine)) == MORE - {("ada", "P-J-2026-03-02")}


def test_who_keeps_a_slot_keeps_the_event_as_it_was(engine: Engine) -> None:
    publish(engine, BASE)
    before = stands(engine)

    publish(engine, MORE, LATER)

    assert {key: stands(engine)[key] for key in BASE} == before


def test_who_is_put_back_on_a_slot_has_the_same_event_at_a_later_revision(engine: Engine) -> None:
    publish(engine, MORE)
    old = stands(engine)["farid", "P-S-2026-03-04"]
    publish(engine, BASE, LATER)

    publish(engine, MORE, LATEST)

    new = stands(engine)["farid", "P-S-2026-03-04"]
    assert (new.uid, new.created, new.sequence) == (old.uid, NOW, old.sequence + 1)
    assert new.changed == LATEST


def test_put_back_within_the_same_second_the_revision_still_comes_later(engine: Engine) -> None:
    publish(engine, MORE)
    publish(engine, BASE)
    publish(engine, MORE)

    new = stands(engine)["farid", "P-S-2026-03-04"]
    assert (new.sequence, new.changed) == (1, NOW + timedelta(seconds=1))


def test_the_uid_tells_nothing_of_the_person(engine: Engine) -> None:
    publish(engine, BASE)

    with reading(engine) as session:
        rows = session.scalars(select(PublishedRow)).all()
        assert {row.uid for row in rows} == {uid_of(row.subject, row.slot) for row in rows}
        assert not {"ada", "brice"} & {row.subject for row in rows}


def test_a_month_published_meanwhile_is_not_published_over(engine: Engine) -> None:
    with reading(engine) as session:
        there = whole(session)
    rota = Rota(
        problem=assemble(there, MARCH, MARCH.replace(day=31)),
        assignments=frozenset({Assignment("farid", "P-S-2026-03-04")}),
    )
    mine = month_change(there, rota, LATER)
    publish(engine, BASE)

    with pytest.raises(MovedError, match="a été publié entre-temps"), writing(engine) as session:
        append(session, SOMEONE, mine)

    assert set(stands(engine)) == BASE


def test_two_publications_at_once_follow_each_other(engine: Engine) -> None:
    go = threading.Barrier(2)

    def publish_pairs(pairs: frozenset[tuple[str, str]]) -> None:
        go.wait()
        publish(engine, pairs, LATER)

    threads = [threading.Thread(target=publish_pairs, args=[pairs]) for pairs in (BASE, MORE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with reading(engine) as session:
        rows = session.scalars(select(PublicationRow).order_by(PublicationRow.number)).all()
        assert [row.number for row in rows] == [1, 2]
        assert [row.previous for row in rows] == [GENESIS, rows[0].hash]
    assert set(stands(engine)) in (BASE, MORE)


def test_coverage_is_kept_as_it_was_published(engine: Engine) -> None:
    publish(engine, BASE)

    with reading(engine) as session:
        row = session.get(PublishedSlotRow, "P-J-2026-03-02")
        assert row is not None
        assert (row.minimum, row.target, row.holders, row.dispositif) == (2, 3, 2, "P")
        evening = session.get(PublishedSlotRow, "P-S-2026-03-04")
        assert evening is not None
        assert (evening.target, evening.holders, evening.kind) == (1, 0, "soiree")


def test_each_person_s_notice_says_what_changed_and_how_many_days_before(engine: Engine) -> None:
    publish(engine, BASE)
    publish(engine, MORE, datetime(2026, 3, 2, 17, tzinfo=UTC))

    with reading(engine) as session:
        farid = subjects_of(session, ["farid"])["farid"]
        row = session.get(ReceiptRow, (2, farid))
        assert row is not None
        assert row.urgent
        assert row.changes == [
            {
                "change": "+",
                "uid": uid_of(farid, "P-S-2026-03-04"),
                "slot": "P-S-2026-03-04",
                "dispositif": "P",
                "kind": "travail",
                "old": None,
                "new": {
                    "start": "2026-03-04T17:00+01:00",
                    "end": "2026-03-04T21:00+01:00",
                    "site": "place",
                },
                "days": 2,
                "urgent": True,
            }
        ]


@pytest.mark.parametrize(
    ("now", "urgent"),
    [
        (datetime(2026, 2, 25, 8, tzinfo=UTC), False),
        (datetime(2026, 2, 26, 8, tzinfo=UTC), True),
        (datetime(2026, 3, 4, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 4, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_change_is_urgent_within_seven_days_and_until_it_begins(
    sqlite_engine: Engine, now: datetime, *, urgent: bool
) -> None:
    publish(sqlite_engine, frozenset({("farid", "P-S-2026-03-04")}), now)

    with reading(sqlite_engine) as session:
        assert [row.urgent for row in session.scalars(select(ReceiptRow))] == [urgent]


def test_files_history_is_one_publication_a_month_with_its_own_uids(engine: Engine) -> None:
    publish(engine, BASE)
    files = dict(_history(engine))
    files["2026-04"] = (_moved(files["2026-03"][0], 31),)

    with writing(engine) as session:
        made = import_history(session, SOMEONE, files)

    assert [(row.month.month, row.origin, row.entries) for row in made] == [(4, "import", 1)]
    assert _history(engine) == files


def _moved(row: Published, days: int) -> Published:
    duty = row.worked.duty
    span = type(duty.span)(
        duty.span.start + timedelta(days=days), duty.span.end + timedelta(days=days)
    )
    moved = replace(duty, id="P-J-2026-04-02", span=span, breaks=())
    return replace(row, uid="un-autre", worked=replace(row.worked, duty=moved))


def _history(engine: Engine) -> dict[str, tuple[Published, ...]]:
    with reading(engine) as session:
        return dict(history_of(session))


def test_someone_forgotten_leaves_every_hash_as_it_was(engine: Engine) -> None:
    row = publish(engine, BASE)

    with writing(engine) as session:
        assert forget(session, "ada") is not None
        assert forget(session, "personne") is None

    assert set(stands(engine)) == BASE - {("ada", "P-J-2026-03-02")}
    with reading(engine) as session:
        assert head(session).hash == row.hash
        assert len(session.scalars(select(PublishedRow)).all()) == 2
        assert sorted(s.mediator or "" for s in session.scalars(select(SubjectRow))) == [
            "",
            "brice",
        ]


def test_trainings_and_absences_keep_their_life_as_events(engine: Engine) -> None:
    publish(engine, BASE)
    with reading(engine) as session:
        before = revisions_of(session)

    publish(engine, MORE, LATER)

    with reading(engine) as session:
        assert revisions_of(session) == before
    assert {revision.kind for revision in before} == {"absence", "formation"}


def test_a_shift_of_no_template_any_more_goes_unless_it_has_begun(engine: Engine) -> None:
    publish(engine, MORE)
    kept = tuple(t for t in petit().templates if t.id != "P-S")
    without = replace(petit(), templates=kept)

    publish(engine, BASE, datetime(2026, 3, 4, 16, 0, tzinfo=UTC), association=without)
    assert set(stands(engine)) == MORE

    publish(engine, BASE, datetime(2026, 3, 4, 15, 59, tzinfo=UTC), association=without)
    assert set(stands(engine)) == BASE
