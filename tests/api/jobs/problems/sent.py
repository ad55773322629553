"""Problems as tests send them whole, and what the service answers."""

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

import fixtures
from api.access.caller import Caller
from api.access.idempotency import Once
from api.data.rows.kinds import KINDS
from api.data.stored.importing import check_folder
from api.jobs.problems.service import ask_problem
from api.jobs.problems.shapes import AskProblem
from api.jobs.shapes import JobOut
from tests.api.data.entering.new_association import rows
from tests.api.jobs.asked import EFFORT, LOCAL, Office

HERE = "/api/v1/calculs"
JOBS = "/api/v1/responsable/calculs"
QUICK = {"seconds": 30, "effort": EFFORT}


def body(**changed: Any) -> dict[str, Any]:
    """Return the problem of a small team in a month, with some of it changed."""
    return {"config": QUICK, "model_input": {"month": "2027-02", "rows": rows(), **changed}}


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a sample as a body has them."""
    checked = check_folder(Path(fixtures.__file__).parent / name)
    return [
        {"kind": kind.name, "values": row.model_dump(mode="json")}
        for kind in KINDS.values()
        for row in checked.rows[kind.model]
    ]


def small(**changed: Any) -> dict[str, Any]:
    """Return the problem of `petit` in March 2026, whose best answer is known."""
    sent = {"month": "2026-03", "rows": rows_of("petit")}
    return {"config": QUICK, "model_input": sent | changed}


def send(client: TestClient, sent: Any, **headers: str) -> Response:
    answer: Response = client.post(HERE, json=sent, headers=headers)
    return answer


def accepted(client: TestClient, sent: Any) -> str:
    """Send a problem that is taken, and return its calculation."""
    answer = send(client, sent)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"{JOBS}/{answer.json()['id']}"
    return str(answer.json()["id"])


def put_in(office: Office, sent: Any, caller: Caller = LOCAL) -> str:
    """Have a problem wait in an office's database, and return its calculation."""
    return asked_in(office.engine, office.settings(), sent, caller)


def asked_in(engine: Engine, settings: Any, sent: Any, caller: Caller = LOCAL) -> str:
    once = Once(engine, caller.user, "", "")
    answer = ask_problem(caller, AskProblem.model_validate(sent), once=once, settings=settings)
    assert isinstance(answer, JobOut)
    return answer.id
