from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from api.database.engine import reading, writing
from api.database.tables.jobs import JobRow
from api.database.tables.month import VersionRow
from api.month.drafts.service import discard
from api.month.errors import DiscardedError
from api.month.frames import frame_of
from api.month.places.database import DatabasePlace
from api.month.places.drafts import draft
from api.month.places.place import DraftVersion
from api.month.versions.editing import edit
from api.month.versions.keeping import keep, keep_later
from scheduler.domain.problem import Assignment
from tests.api.month.cases import ADA, BRICE, FARID, SOMEONE, add, begun, held_by, imported
from tests.api.publishing import publish

APRIL = date(2026, 4, 1)
POSTS = {"slots": 26, "minimum": 48, "target": 70, "have": 2, "open": 68, "under": 46}


def job(engine: Engine, rota: str, base: int) -> str:
    with writing(engine) as session:
        row = JobRow(
            kind="solve",
            state="solving",
            rota=rota,
            base=base,
            options={"register": 0},
            asked_by=SOMEONE.user,
            requested=datetime.now(UTC),
        )
        session.add(row)
        session.flush()
        return row.id


def kept(engine: Engine, item: str, *assignments: Assignment) -> tuple[int, int, object]:
    """Keep what a job found: its version, the draft's head, the job's result."""
    with writing(engine) as session:
        row = session.get_one(JobRow, item)
        number = keep(session, row, assignments, [{"tier": 1}])
        return number, draft(session, row.draft).head, row.result


def test_what_a_job_found_becomes_the_head_once(engine: Engine) -> None:
    rota = begun(imported(engine))
    calculation = job(engine, rota, 1)

    said = {"head": True, "head_number": 2, "posts": POSTS, "beside": ""}
    assert kept(engine, calculation, ADA, BRICE) == (2, 2, said)
    assert kept(engine, calculation, FARID) == (2, 2, said)

    assert held_by(engine, rota, 2) == {ADA, BRICE}
    with reading(engine) as session:
        rows = session.scalars(select(VersionRow).where(VersionRow.job == calculation)).all()
        assert [(row.number, row.origin, row.tiers) for row in rows] == [
            (2, "calcul", [{"tier": 1}])
        ]


def test_what_somebody_typed_meanwhile_stays_the_head(engine: Engine) -> None:
    rota = begun(imported(engine))
    calculation = job(engine, rota, 1)
    edit(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 1), [add(FARID)])

    why = "Le brouillon a changé pendant le calcul"
    said = {"head": False, "head_number": 2, "posts": POSTS, "beside": why}
    assert kept(engine, calculation, ADA, BRICE) == (3, 2, said)

    assert held_by(engine, rota, 2) == {FARID}
    assert held_by(engine, rota, 3) == {ADA, BRICE}


def test_what_is_not_the_draft_s_to_decide_is_left_out(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine))

    kept(sqlite_engine, job(sqlite_engine, rota, 1), ADA, Assignment("ada", "ailleurs-2026-03-02"))

    assert held_by(sqlite_engine, rota, 2) == {ADA}


def test_a_draft_thrown_away_takes_nothing(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine))
    calculation = job(sqlite_engine, rota, 1)
    with writing(sqlite_engine) as session:
        discard(session, SOMEONE, rota)

    with pytest.raises(DiscardedError):
        kept(sqlite_engine, calculation, ADA)


def test_a_later_month_does_not_know_what_was_published_during_the_calculation(
    engine: Engine,
) -> None:
    rota = begun(imported(engine))
    calculation = job(engine, rota, 1)
    publish(engine, APRIL)

    with writing(engine) as session:
        later = keep_later(session, session.get_one(JobRow, calculation), APRIL, ())

    place, known = DatabasePlace(engine, SOMEONE), DraftVersion(later, 1)
    with place.reading() as open_place:
        row = draft(open_place.session, later)
        frame = frame_of(open_place.association, row)
        meanwhile = open_place.overtaken(open_place.version(known), frame)
    # Publishing the draft would take all of that off again: it says so first.
    assert set(meanwhile.added) == {a for a in frame.published if frame.decides(a)} != set()


def test_a_later_month_that_the_data_refuse_since_is_told_and_stops_nothing(
    sqlite_engine: Engine,
) -> None:
    rota = begun(imported(sqlite_engine))
    calculation = job(sqlite_engine, rota, 1)

    with writing(sqlite_engine) as session:
        row = session.get_one(JobRow, calculation)
        refused = keep_later(session, row, date(1990, 1, 1), ())
        kept_one = keep_later(session, row, APRIL, ())
        later = row.result["later"]

    assert refused == ""
    assert [(draft["month"], draft["rota"]) for draft in later] == [
        ("1990-01", ""),
        ("2026-04", kept_one),
    ]
    assert "sous contrat" in later[0]["message"]
    assert "posts" not in later[0]
    assert later[1]["message"] == ""
    assert (later[1]["posts"]["have"], later[1]["posts"]["open"]) == (
        0,
        later[1]["posts"]["target"],
    )
    assert later[1]["posts"]["target"] > 0
