"""A calculation bounded by deterministic limits gives its rota again; others promise nothing."""

from typing import Any

from sqlalchemy import Engine, delete

from api.data.rows.kinds import KINDS
from api.data.stored.rows import add
from api.data.tables.rows import RowChangeRow
from api.database.counters import DATA, raise_number
from api.database.engine import reading, writing
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import publish
from api.month.replay.service import Recalculation, Verdict
from api.month.replay.solving import solve_again
from tests.api.jobs.asked import Office, office
from tests.api.ledger.cases import BASE
from tests.api.ledger.cases import publish as publish_rows
from tests.api.month.cases import SOMEONE


def published(engine: Engine) -> tuple[Office, str]:
    """Publish what a calculation made; return where, and the calculation."""
    petit = office(engine, "petit")
    job = petit.ask(seed=7)
    version = petit.calculate(job).version
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(petit.rota, version or 0))
    return petit, job


def again(engine: Engine) -> Recalculation:
    with reading(engine) as session:
        return solve_again(session, 1)


def test_the_same_data_seed_and_limits_give_the_same_rota(sqlite_engine: Engine) -> None:
    published(sqlite_engine)
    # An absence since: today's data would give another month.
    with writing(sqlite_engine) as session:
        away = {"mediator": "ada", "kind": "conge", "start": "2026-03-02", "end": "2026-03-29"}
        key = add(session, KINDS["absences"], away).key

    assert again(sqlite_engine).verdict is Verdict.SAME
    with writing(sqlite_engine) as session:
        since = (RowChangeRow.kind == "absences", RowChangeRow.key == key)
        session.execute(delete(RowChangeRow).where(*since))
        raise_number(session, DATA)
    answer = again(sqlite_engine)
    assert answer.verdict is Verdict.DIFFERENT
    assert answer.sentence.startswith("le calcul refait donne un autre planning : ")


def test_what_the_clock_bounded_what_was_stopped_and_another_solver_promise_nothing(
    sqlite_engine: Engine,
) -> None:
    petit, job = published(sqlite_engine)
    facts = petit.row(job).engine
    changes: list[tuple[dict[str, Any], str]] = [
        ({"engine": {**facts, "effort": None}}, "l’horloge bornait ce calcul"),
        ({"engine": facts, "stop_asked": True}, "ce calcul a été arrêté ou repris"),
        ({"stop_asked": False, "engine": {**facts, "ortools": "1.0"}}, "OR-Tools 1.0 avait"),
    ]
    for values, words in changes:
        petit.change(job, **values)

        answer = again(sqlite_engine)

        assert answer.verdict is Verdict.UNSURE
        assert answer.sentence.startswith(words)


def test_an_import_has_no_calculation_to_make_again(sqlite_engine: Engine) -> None:
    publish_rows(sqlite_engine, BASE)

    assert again(sqlite_engine).verdict is Verdict.UNSURE
