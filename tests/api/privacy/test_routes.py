import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow, UserRow
from tests.api.access.life import EMAIL, WHO, lived
from tests.api.service import Service, serve

HOUR = timedelta(hours=1)
PEOPLE = "/api/v1/personnes"
PAST = {"reason": "Demande du 3 mars"}
FORCED = {"reason": "Demande du 3 mars", "force": True}


@pytest.fixture
def life(sqlite_engine: Engine) -> Service:
    lived(sqlite_engine, HOUR)
    return serve(sqlite_engine)


def archive_at(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        content: dict[str, Any] = json.loads(made.read("donnees.json"))
        return content


def left(engine: Engine, years: int) -> None:
    """Let the contract have ended so many years ago."""
    with writing(engine) as session:
        (entry,) = rows.of_person(session, KINDS["contrats"], WHO)
        end = date.today().replace(day=1) - timedelta(days=366 * years)  # noqa: DTZ011 - civil
        ended = {**entry.values, "start": "2010-09-01", "end": end.isoformat()}
        rows.change(session, KINDS["contrats"], entry.key, entry.number, ended)
        for member in rows.of_person(session, KINDS["inscriptions"], WHO):
            rows.remove(session, KINDS["inscriptions"], member.key, member.number)


def test_one_is_given_ones_own_data(life: Service) -> None:
    with reading(life.engine) as session:
        user = session.scalars(select(UserRow).where(UserRow.email == EMAIL)).one()
    client = life.client("mediateur", agency="ville", person="ada", email="ada@exemple.org")

    content = archive_at(client, f"{PEOPLE}/ada/donnees")

    assert client.get(f"{PEOPLE}/{WHO}/donnees").status_code == 404
    assert [row["id"] for row in content["personnes"]] == ["ada"]
    assert [row["email"] for row in content["compte"]] == ["ada@exemple.org"]
    assert user.id not in json.dumps(content)


def test_an_account_of_nobody_is_given_what_it_did(life: Service) -> None:
    client = life.client("commanditaire")

    content = archive_at(client, f"{PEOPLE}/{client.headers['x-test-user']}/donnees")

    assert sorted(content) == ["compte", "droits", "secrets"]


def test_rh_is_given_what_is_kept_of_a_person(life: Service) -> None:
    client = life.client("rh", agency="ville")

    content = archive_at(client, f"{PEOPLE}/{WHO}/donnees")

    assert content["absences"][0]["kind"] == "maladie"
    assert content["compte"][0]["email"] == EMAIL
    with reading(life.engine) as session:
        last = session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).first()
    assert last is not None
    assert (last.user, last.action, last.object) == (
        client.headers["x-test-user"],
        "exporter",
        WHO,
    )


def test_another_agencys_people_are_as_unknown(life: Service) -> None:
    client = life.client("rh", "admin", agency="autre")

    seen = [
        client.get(f"{PEOPLE}/{WHO}/donnees"),
        client.get(f"{PEOPLE}/inconnue/donnees"),
        client.post(f"{PEOPLE}/{WHO}/effacement", json=FORCED),
        client.post(f"{PEOPLE}/inconnue/effacement", json=FORCED),
    ]

    assert [answer.status_code for answer in seen] == [404] * 4
    assert len({answer.content for answer in seen}) == 1


def test_hours_that_the_law_asks_to_keep_are_not_erased(life: Service) -> None:
    left(life.engine, 2)

    answer = life.client("rh").post(f"{PEOPLE}/{WHO}/effacement", json=PAST)

    assert (answer.status_code, answer.json()["code"]) == (409, "conservation_obligatoire")
    assert answer.json()["detail"].startswith(
        "Effacement refusé : les heures se gardent 3 ans après la fin du contrat"
    )
    with reading(life.engine) as session:
        assert WHO in read(session).mediator_of


def test_only_an_administrator_forces_it_and_says_why(life: Service) -> None:
    silent = {"force": True, "reason": "  "}
    path = f"{PEOPLE}/{WHO}/effacement"

    assert life.client("rh").post(path, json=FORCED).status_code == 403
    refused = life.client("admin").post(path, json=silent)
    assert refused.json()["errors"] == [
        {"field": "reason", "received": "", "expected": "le motif d’un effacement forcé"}
    ]
    done = life.client("admin", agency="ville").post(path, json=FORCED)
    assert done.json() == {"rows": 5, "account": True}
    assert life.client("rh").get(f"{PEOPLE}/{WHO}/donnees").status_code == 404
