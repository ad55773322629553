import json
import threading
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import update

from api.access.caller import Caller, Grant, Role
from api.database.engine import reading, writing
from api.database.tables.access import GrantRow
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.jobs.service import cancel
from api.jobs.worker.calculation import calculate
from api.month.drafts.service import create
from tests.api.month.cases import at_once
from tests.api.service import Service

HERE = Caller(user="0" * 32, grants=(Grant(role=Role.RESPONSABLE),), via="local")
BASE = "/api/v1/responsable"
SOLVE = {"config": {"seconds": 30, "effort": 0.2}, "model_input": {"kind": "solve"}}


@pytest.fixture
def rota(service: Service) -> str:
    return drafted(service)


def drafted(service: Service, agency: str = "") -> str:
    with writing(service.engine) as session:
        return create(session, HERE, date(2026, 3, 1), agency=agency).id


def post(service: Service, rota: str, body: Any = None, **headers: str) -> Response:
    client = service.client("responsable")
    address = f"{BASE}/plannings/{rota}/calculs"
    response: Response = client.post(address, json=body or SOLVE, headers=headers)
    return response


def asked_for(service: Service, rota: str) -> int:
    """Return how many calculations of a draft were asked for."""
    with reading(service.engine) as session:
        return session.query(JobRow).where(JobRow.rota == rota).count()


def give_up(service: Service, job: str) -> None:
    with writing(service.engine) as session:
        cancel(session, HERE, session.get_one(JobRow, job))


def answer_of(service: Service, job: str) -> Any:
    """Return a calculation and, of its result, what it found."""
    body = service.client("rh").get(f"{BASE}/calculs/{job}").json()
    return body, body["result"]["model_output"]


def done(service: Service, job: str) -> None:
    """Take the turn that a worker would."""
    calculate(service.engine, service.app.state.settings, job, "ici", threading.Event())


def events(service: Service, job: str, **headers: str) -> list[tuple[int, str, Any]]:
    """Follow a calculation to its end: number, kind and content of each event."""
    client = service.client("rh")
    answer = client.get(f"{BASE}/calculs/{job}/evenements", headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = []
    for block in answer.text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines())
        events.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
    return events


@pytest.mark.long
def test_a_calculation_is_asked_for_found_and_read_to_its_result(
    service: Service, rota: str
) -> None:
    response = post(service, rota)
    job = response.json()["id"]
    waiting = service.client("rh").get(response.headers["Location"]).json()
    done(service, job)
    calculation = service.client("rh").get(f"{BASE}/calculs/{job}").json()
    result = calculation["result"]

    assert (response.status_code, response.headers["Location"]) == (202, f"{BASE}/calculs/{job}")
    assert (waiting["state"], waiting["words"], waiting["seconds"]) == ("created", "en attente", 30)
    assert waiting["result"] is None
    assert (calculation["state"], calculation["outcome"], calculation["version"]) == (
        "completed",
        "optimal",
        2,
    )
    output = result["model_output"]
    assert calculation["outcome_words"] == "68\u00a0postes pourvus sur 70, prouvé optimal"
    assert output["head"] is True
    assert {tier["words"] for tier in output["tiers"]} == {"prouvé optimal"}
    assert output["engine"]["data"] == 1
    assert sorted(result["metrics"]) == ["first_after", "peak_mb", "seconds", "starting"]
    assert result["kpis"].pop("findings") >= 0
    assert result["kpis"] == {"posts": 70, "filled": 68, "blocking": 0}


def test_a_draft_has_one_calculation_at_a_time_and_the_refusal_says_which(
    service: Service, rota: str
) -> None:
    job = post(service, rota).json()["id"]

    refused = post(service, rota)

    assert (refused.status_code, refused.json()["code"]) == (409, "calcul_en_cours")
    assert refused.json()["current"] == {"job": job}
    assert refused.headers["Location"] == f"{BASE}/calculs/{job}"


def test_the_same_key_asks_once(service: Service, rota: str) -> None:
    client = service.client("responsable")
    key = {"Idempotency-Key": "une-fois"}

    first = client.post(f"{BASE}/plannings/{rota}/calculs", json=SOLVE, headers=key)
    again = client.post(f"{BASE}/plannings/{rota}/calculs", json=SOLVE, headers=key)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert asked_for(service, rota) == 1


def test_one_key_sent_many_times_at_once_is_one_calculation(service: Service, rota: str) -> None:
    client = service.client("responsable")

    def send() -> Response:
        with TestClient(service.app, headers=dict(client.headers)) as mine:
            return mine.post(
                f"{BASE}/plannings/{rota}/calculs",
                json=SOLVE,
                headers={"Idempotency-Key": "une-fois"},
            )

    answers = at_once(*[send] * 5)

    assert [answer.status_code for answer in answers if not isinstance(answer, Exception)] == [
        202
    ] * 5
    assert asked_for(service, rota) == 1


def test_whoever_lost_the_draft_is_not_answered_again(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    path = f"{BASE}/plannings/{drafted(service, 'ville')}/calculs"
    key = {"Idempotency-Key": "une-fois"}
    assert client.post(path, json=SOLVE, headers=key).status_code == 202
    with writing(service.engine) as session:
        session.execute(update(GrantRow).values(agency="ailleurs"))

    assert client.post(path, json=SOLVE, headers=key).status_code == 404


def test_it_is_followed_from_where_one_was_cut_off(service: Service, rota: str) -> None:
    job = post(service, rota).json()["id"]
    done(service, job)

    whole = events(service, job)
    rest = events(service, job, **{"Last-Event-ID": "1"})
    nothing = events(service, job, **{"Last-Event-ID": str(len(whole))})

    assert [number for number, _, _ in whole] == list(range(1, len(whole) + 1))
    assert (whole[0][1], whole[0][2]["state"]) == ("etat", "solving")
    assert {kind for _, kind, _ in whole[1:-1]} <= {"avancement"}
    assert (whole[-1][1], whole[-1][2]["state"], whole[-1][2]["version"]) == ("fin", "completed", 2)
    assert rest == whole[1:]
    assert nothing == whole[-1:]


def test_it_is_stopped_while_it_waits_and_no_more_when_it_is_over(
    service: Service, rota: str
) -> None:
    client = service.client("responsable")
    job = post(service, rota).json()["id"]
    give_up(service, job)
    late = client.post(f"{BASE}/calculs/{job}/arret")
    other = post(service, rota).json()["id"]
    stopped = client.post(f"{BASE}/calculs/{other}/arret")

    assert (late.status_code, late.json()["code"]) == (409, "calcul_fini")
    assert late.json()["detail"] == "Ce calcul est fini (annulé)."
    assert stopped.json()["outcome_words"] == "rien n’est changé"
    assert stopped.json()["message"] == ("Arrêté avant d’avoir commencé : rien à garder.")


def test_more_time_than_the_service_gives_is_refused_with_its_bound(
    service: Service, rota: str
) -> None:
    body = {"config": {"seconds": 601}, "model_input": {"kind": "solve"}}

    refused = post(service, rota, body)
    allowed = post(service, rota, {**body, "config": {"seconds": 600}})

    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        [{"field": "config.seconds", "received": "601", "expected": "au plus 600"}],
    )
    assert allowed.status_code == 202


def test_bounds_of_what_is_not_planned_again_are_refused(service: Service, rota: str) -> None:
    body = {"model_input": {"kind": "solve", "dispositifs": ["P"], "since": "2026-03-10"}}

    refused = post(service, rota, body)

    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "model_input.dispositifs", "received": "P", "expected": "rien pour solve"},
        {"field": "model_input.since", "received": "2026-03-10", "expected": "rien pour solve"},
    ]


def test_a_draft_that_was_thrown_away_is_not_calculated(service: Service, rota: str) -> None:
    with writing(service.engine) as session:
        row = session.get_one(RotaRow, rota)
        row.discarded = row.made

    refused = post(service, rota)

    assert (refused.status_code, refused.json()["code"]) == (409, "planning_abandonne")


def test_why_a_month_is_impossible_is_told_in_sentences(service: Service, rota: str) -> None:
    body = {"config": {"seconds": 30}, "model_input": {"kind": "explain"}}
    job = post(service, rota, body).json()["id"]
    done(service, job)

    calculation, result = answer_of(service, job)

    assert calculation["outcome_words"] == "rien à expliquer : un planning légal existe"
    explanation = result["explanation"]
    assert (explanation["possible"], explanation["verified"]) == (True, True)
    assert (explanation["causes"], explanation["ways_out"]) == ([], [])


def test_what_a_month_would_be_otherwise_is_asked_and_read(service: Service, rota: str) -> None:
    done(service, post(service, rota).json()["id"])
    question = {"kind": "alternative", "person": "ada", "slot": "P-J-2026-03-02"}
    job = post(service, rota, {"config": SOLVE["config"], "model_input": question}).json()["id"]
    done(service, job)
    calculation, result = answer_of(service, job)

    answer = result["alternative"]
    assert (calculation["outcome"], calculation["version"]) == ("optimal", None)
    assert (calculation["person"], calculation["slot"]) == ("ada", "P-J-2026-03-02")
    assert (answer["state"], answer["holds"], answer["fewest"]) == ("possible", True, True)
    assert result["tiers"] == []
    assert {"person": "ada", "before": "P-J-2026-03-02"}.items() <= answer["changes"][0].items()


def test_ways_to_plan_again_are_asked_and_read(service: Service, rota: str) -> None:
    done(service, post(service, rota).json()["id"])
    wanted = {"config": SOLVE["config"], "model_input": {"kind": "repairs"}}
    job = post(service, rota, wanted).json()["id"]
    done(service, job)
    calculation, result = answer_of(service, job)

    assert [repair["way"] for repair in result["repairs"]] == [
        "moins_de_changements",
        "couverture",
        "personne_sous_48_h",
    ]
    # Nothing has changed since it was planned: nothing has to.
    assert [repair["count"] for repair in result["repairs"]] == [0, 0, 0]
    assert (calculation["outcome"], calculation["version"]) == ("optimal", None)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"kind": "repairs", "person": "ada"}, "model_input.person"),
        *(
            ({"kind": kind, "until": "2026-04"}, "model_input.until")
            for kind in ("repairs", "replan", "explain")
        ),
        ({"kind": "alternative", "slot": "P-J-2026-03-02"}, "model_input.person"),
        ({"kind": "alternative", "person": "ada"}, "model_input.slot"),
        ({"kind": "solve", "person": "ada"}, "model_input.person"),
    ],
)
def test_a_question_names_a_person_and_a_slot_and_nothing_else_does(
    service: Service, rota: str, question: dict[str, str], field: str
) -> None:
    answer = post(service, rota, {"config": {}, "model_input": question})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_several_months_are_asked_for_by_their_last_one(service: Service, rota: str) -> None:
    wish = {"kind": "solve", "until": "2026-05"}
    answer = post(service, rota, {"model_input": wish})

    assert (answer.status_code, answer.json()["until"]) == (202, "2026-05")
