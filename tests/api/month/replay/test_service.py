"""A publication comes again bit for bit from its own moment; what keeps it from that is said."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, update

from api.access.errors import UnknownError
from api.data.rows.kinds import KINDS
from api.data.stored.rows import change, page
from api.data.tables.rows import RowChangeRow
from api.database.counters import DATA, raise_number
from api.database.engine import reading, writing
from api.database.tables.ledger import EntryRow
from api.database.tables.month import AssignmentRow
from api.ledger.subjects import forget
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import publish
from api.month.replay.service import Replay, Verdict, replay
from api.month.versions.editing import edit
from scheduler.domain.problem import Assignment
from tests.api.jobs.asked import office
from tests.api.ledger.cases import BASE
from tests.api.ledger.cases import publish as publish_rows
from tests.api.ledger.test_verifying import unguarded
from tests.api.month.cases import (
    ADA,
    BRICE,
    MONDAY,
    NOW,
    SOMEONE,
    add,
    begun,
    imported,
    remove,
)

CHLOE = Assignment("chloe", MONDAY)
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def published_twice(engine: Engine) -> str:
    """Publish Ada with Brice, then Chloé in her place, then Ada again; return the draft."""
    imported(engine)
    with writing(engine) as session:
        session.execute(update(RowChangeRow).values(at=BEFORE))
    rota = begun(engine, [ADA, BRICE])
    place = DatabasePlace(engine, SOMEONE)
    publish(place, DraftVersion(rota, 2), now=NOW)
    edit(place, DraftVersion(rota, 2), [remove(ADA), add(CHLOE)])
    publish(place, DraftVersion(rota, 3), now=NOW + timedelta(days=1))
    edit(place, DraftVersion(rota, 3), [remove(CHLOE), add(ADA)])
    publish(place, DraftVersion(rota, 4), now=NOW + timedelta(days=2))
    return rota


def again(engine: Engine, number: int) -> Replay:
    with reading(engine) as session:
        return replay(session, number)


def test_each_publication_comes_again_with_the_same_hash(sqlite_engine: Engine) -> None:
    published_twice(sqlite_engine)

    for number in (1, 2, 3):
        answer = again(sqlite_engine, number)

        assert (answer.verdict, answer.again) == (Verdict.SAME, answer.hash)
        assert (answer.differences, answer.missing) == ((), ())


def test_what_rows_became_since_changes_nothing_of_what_they_gave(sqlite_engine: Engine) -> None:
    published_twice(sqlite_engine)
    kind = KINDS["gabarits"]
    with writing(sqlite_engine) as session:
        for entry in page(session, kind):
            values = entry.row.model_dump(mode="json")
            values["end"] = values["end"].replace(":30", ":15")
            change(session, kind, entry.key, entry.number, values)

    assert again(sqlite_engine, 1).verdict is Verdict.SAME
    # Without what was kept of those changes, the month is another one.
    with writing(sqlite_engine) as session:
        session.execute(delete(RowChangeRow).where(RowChangeRow.at > BEFORE))
    answer = again(sqlite_engine, 1)
    assert answer.verdict is Verdict.DIFFERENT
    assert "P-J-2026-03-02" in answer.differences[0]


def test_a_version_that_was_changed_since_is_told_by_its_slot(sqlite_engine: Engine) -> None:
    published_twice(sqlite_engine)
    with writing(sqlite_engine) as session:
        session.execute(delete(AssignmentRow).where(AssignmentRow.mediator == "brice"))
        raise_number(session, DATA)

    answer = again(sqlite_engine, 1)

    assert answer.verdict is Verdict.DIFFERENT
    assert answer.again not in {"", answer.hash}
    line, rota, finding = answer.differences
    assert line.startswith("créneau P-J-2026-03-02, sujet ")
    assert line.endswith(" : publiée, mais pas refaite")
    assert rota.startswith("planning : empreinte ")
    assert finding.startswith("constat qui l’aurait arrêtée : ")


def test_a_register_that_was_changed_is_no_base_to_compare_with(sqlite_engine: Engine) -> None:
    published_twice(sqlite_engine)
    with sqlite_engine.connect() as raw, raw.begin():
        unguarded(raw)
        raw.execute(update(EntryRow).where(EntryRow.publication == 2).values(site="Ailleurs"))

    answer = again(sqlite_engine, 2)

    assert (answer.verdict, answer.again) == (Verdict.DIFFERENT, "")
    assert answer.differences == (
        "le registre n’est plus tel qu’il a été écrit : voir « rota verify »",
    )


def test_once_a_person_is_erased_nothing_can_be_sure(sqlite_engine: Engine) -> None:
    published_twice(sqlite_engine)
    with writing(sqlite_engine) as session:
        forget(session, "brice")

    answer = again(sqlite_engine, 1)

    assert answer.verdict is Verdict.UNSURE
    assert answer.missing[0].startswith("des personnes ont été effacées depuis")


def test_an_import_can_not_be_made_again_and_says_so(sqlite_engine: Engine) -> None:
    publish_rows(sqlite_engine, BASE)

    answer = again(sqlite_engine, 1)

    assert (answer.verdict, answer.again) == (Verdict.UNSURE, "")
    assert answer.missing[0].startswith("elle vient d’un import")


def test_a_number_that_the_register_lacks_is_refused(sqlite_engine: Engine) -> None:
    with pytest.raises(UnknownError):
        again(sqlite_engine, 1)


def test_it_says_whether_its_calculation_could_be_made_again(sqlite_engine: Engine) -> None:
    petit = office(sqlite_engine, "petit")
    job = petit.ask(seed=7)
    version = petit.calculate(job).version
    place = DatabasePlace(sqlite_engine, SOMEONE)
    publish(place, DraftVersion(petit.rota, version or 0))

    exact = again(sqlite_engine, 1)
    facts = petit.row(job).engine
    petit.change(job, engine={**facts, "effort": None, "seconds": 30.0})
    by_the_clock = again(sqlite_engine, 1)

    assert (exact.verdict, by_the_clock.verdict) == (Verdict.SAME, Verdict.SAME)
    assert exact.calculation.startswith("calcul déterministe (effort ")
    assert by_the_clock.calculation.startswith("calcul borné par l’horloge (30 s, OR-Tools ")
    for answer in (exact, by_the_clock):
        assert ", graine 7) : " in answer.calculation
