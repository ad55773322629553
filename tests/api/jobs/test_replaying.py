"""A publication made again as a calculation: by a worker, with its solve, beside the draft's."""

import pytest
from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.database.engine import reading, writing
from api.jobs.results import ResultOut, result_out
from api.jobs.service import (
    REPLAY,
    NothingToReplayError,
    ask_replay,
    calculating,
    cancel,
    refuted_of,
    running_of,
    stop,
)
from api.jobs.shapes import outcome_words
from api.jobs.states import Outcome, State
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import publish
from tests.api.jobs.asked import LOCAL, Office, office
from tests.api.ledger.cases import BASE
from tests.api.ledger.cases import publish as publish_rows
from tests.api.month.cases import SOMEONE
from tests.api.page.every_role import HTML
from tests.api.service import serve

RH = Caller(user="1" * 32, name="rh", grants=(Grant(role=Role.RH),), via="local")
ELSEWHERE = Caller(
    user="2" * 32, name="ailleurs", grants=(Grant(role=Role.RH, agency="loin"),), via="local"
)


def published(engine: Engine) -> Office:
    """Publish what a calculation made, as the register's first publication."""
    petit = office(engine, "petit")
    version = petit.calculate(petit.ask(seed=7)).version
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(petit.rota, version or 0))
    return petit


def replay_of(engine: Engine, caller: Caller = LOCAL, number: int = 1) -> str:
    with writing(engine) as session:
        return ask_replay(session, caller, number).id


def answer(petit: Office, job: str) -> ResultOut:
    with reading(petit.engine):
        return result_out(petit.row(job))


@pytest.mark.long
@pytest.mark.parametrize("caller", [LOCAL, RH])
def test_a_worker_makes_a_publication_and_its_calculation_again(
    sqlite_engine: Engine, caller: Caller
) -> None:
    petit = published(sqlite_engine)
    versions = petit.versions()

    row = petit.calculate(replay_of(sqlite_engine, caller))

    assert (row.kind, row.state, row.outcome) == (REPLAY, State.COMPLETED, Outcome.OPTIMAL)
    result = answer(petit, row.id)
    assert result.replay is not None
    assert result.recalculation is not None
    assert (result.replay.verdict, result.replay.again) == ("identique", result.replay.hash)
    assert result.recalculation.verdict == "identique"
    assert result.recalculation.sentence == "le calcul refait donne le même planning"
    assert outcome_words(row) == "la publication se refait à l’identique"
    assert petit.versions() == versions


@pytest.mark.long
def test_one_that_does_not_come_again_says_so_and_refutes_no_month(sqlite_engine: Engine) -> None:
    petit = published(sqlite_engine)
    (job,) = (number for _, number in petit.versions() if number)
    petit.change(job, engine={**petit.row(job).engine, "seed": 7, "effort": 1e-9})

    row = petit.calculate(replay_of(sqlite_engine))

    result = answer(petit, row.id)
    assert result.replay is not None
    assert result.recalculation is not None
    assert (result.replay.verdict, result.recalculation.verdict) == ("identique", "differe")
    assert row.outcome == Outcome.INFEASIBLE
    with reading(sqlite_engine) as session:
        assert refuted_of(session, petit.rota) is None


def test_a_calculation_that_the_clock_bounded_is_no_doubt_about_the_hash(
    sqlite_engine: Engine,
) -> None:
    petit = published(sqlite_engine)
    (job,) = (number for _, number in petit.versions() if number)
    petit.change(job, engine={**petit.row(job).engine, "effort": None})

    row = petit.calculate(replay_of(sqlite_engine))

    result = answer(petit, row.id)
    assert result.replay is not None
    assert result.recalculation is not None
    assert (result.replay.verdict, result.recalculation.verdict) == ("identique", "incertain")
    assert outcome_words(row) == (
        "la même empreinte revient, sans assurer que son calcul se refait"
    )


def test_it_keeps_nobody_from_the_draft_and_is_done_once(sqlite_engine: Engine) -> None:
    petit = published(sqlite_engine)
    job = replay_of(sqlite_engine)

    assert replay_of(sqlite_engine, RH) == job
    with reading(sqlite_engine) as session:
        assert running_of(session, petit.rota) is None
        assert petit.rota not in calculating(session)
    assert petit.row(petit.ask(seed=8)).state == State.CREATED
    assert petit.calculate(job).state == State.COMPLETED
    assert replay_of(sqlite_engine) != job


def test_it_can_be_cancelled_or_stopped_before_it_begins(sqlite_engine: Engine) -> None:
    petit = published(sqlite_engine)
    for end, state in ((cancel, State.CANCELLED), (stop, State.STOPPED)):
        job = replay_of(sqlite_engine)
        with writing(sqlite_engine) as session:
            row = session.get_one(type(petit.row(job)), job)
            end(session, LOCAL, row)
        assert petit.row(job).state == state


def test_an_import_and_what_is_elsewhere_are_not_made_again(sqlite_engine: Engine) -> None:
    publish_rows(sqlite_engine, BASE)

    with pytest.raises(NothingToReplayError, match="vient d’un import"):
        replay_of(sqlite_engine)
    for caller, number in ((ELSEWHERE, 1), (LOCAL, 9)):
        with pytest.raises(UnknownError):
            replay_of(sqlite_engine, caller, number)


@pytest.mark.long
def test_the_page_asks_for_it_and_both_doors_show_what_came(sqlite_engine: Engine) -> None:
    petit = published(sqlite_engine)
    service = serve(sqlite_engine)
    rh = service.client("rh")

    sent = rh.post("/rh/registre/1/rejeu", headers=HTML, follow_redirects=False)
    place = sent.headers["Location"]
    job = place.rpartition("/")[2]
    assert (sent.status_code, place) == (303, f"/plannings/{petit.rota}/calculs/{job}")
    again = rh.post("/rh/registre/1/rejeu", headers=HTML, follow_redirects=False)
    assert again.headers["Location"] == place
    assert "En attente" in rh.get(place, headers=HTML).text
    petit.calculate(job)

    answer = rh.get(f"/api/v1/responsable/calculs/{job}").json()["result"]["model_output"]
    text = rh.get(place, headers=HTML).text
    assert answer["recalculation"]["state"] == answer["replay"]["state"] == "identique"
    assert "Calcul terminé : la publication se refait à l’identique" in text
    assert text.count(answer["replay"]["hash"][:16]) == 2
    assert "Le calcul refait donne le même planning." in text
    offered = rh.get("/rh/registre/1/rejeu", headers=HTML).text
    assert 'action="/rh/registre/1/rejeu"' in offered
    refused = service.client("mediateur").post("/rh/registre/1/rejeu", headers=HTML)
    assert refused.status_code == 403
    for client in service.clients:
        client.close()
