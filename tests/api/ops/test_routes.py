from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.database.engine import connect, writing
from api.database.tables.jobs import WorkerRow
from api.jobs.states import State
from api.ops.routes import router
from api.settings import Settings
from tests.api.service import NOW
from tests.api.small import small

SECRET = "jeton-des-mesures"  # noqa: S105


def app_of(engine: Engine, **settings: Any) -> FastAPI:
    return small(engine, router, settings=Settings(**{"disk_mb": 0, **settings}))


def client(app: FastAPI, peer: str = "127.0.0.1") -> TestClient:
    return TestClient(app, raise_server_exceptions=False, client=(peer, 5000))


def test_a_process_that_answers_is_alive(sqlite_engine: Engine) -> None:
    answer = client(app_of(sqlite_engine)).get("/sante/vivant")

    assert (answer.status_code, answer.json()) == (200, {"checks": []})


def test_what_is_well_is_ready(engine: Engine) -> None:
    app = app_of(engine)
    app.state.jobs_up = lambda: True
    answer = client(app).get("/sante/pret")

    assert answer.status_code == 200
    assert [(check["name"], check["state"]) for check in answer.json()["checks"]] == [
        ("base", "OK"),
        ("schéma", "OK"),
        ("disque", "OK"),
        ("calculs", "OK"),
    ]


def test_a_process_that_still_reads_what_its_first_readers_want_is_alive_and_not_ready(
    sqlite_engine: Engine,
) -> None:
    app = app_of(sqlite_engine)
    warmed = [False, True]
    app.state.warm = lambda: warmed.pop(0)

    assert client(app).get("/sante/vivant").status_code == 200
    assert refused(app) == ["mise en route"]
    answer = client(app).get("/sante/pret")
    assert answer.status_code == 200
    assert answer.json()["checks"][-1]["text"] == "plannings en cours lus et jugés"


def refused(app: FastAPI) -> list[str]:
    answer = client(app).get("/sante/pret")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["code"] == "pas_pret"
    return [error["field"] for error in answer.json()["errors"]]


def test_a_stopped_engine_of_jobs_is_not_ready(sqlite_engine: Engine) -> None:
    app = app_of(sqlite_engine)
    app.state.jobs_up = lambda: False

    assert refused(app) == ["calculs"]


def test_a_disk_that_fills_is_not_ready(sqlite_engine: Engine) -> None:
    assert refused(app_of(sqlite_engine, disk_mb=1 << 20)) == ["disque"]


def test_a_database_without_its_tables_is_not_ready(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/vide.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE autre (a integer)")

    assert refused(app_of(engine)) == ["schéma"]
    engine.dispose()


def test_a_column_that_lacks_is_named(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE worker DROP COLUMN capacity")
    answer = client(app_of(engine)).get("/sante/pret")

    assert answer.json()["errors"] == [
        {
            "field": "schéma",
            "received": "pas à jour, il manque : worker.capacity (rota upgrade)",
            "expected": "OK",
        }
    ]


def test_a_database_that_is_away_is_not_ready(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/absent/roulement.db")
    app = app_of(engine)

    assert refused(app) == ["base", "disque"]
    engine.dispose()


def test_the_public_is_told_what_fails_and_no_more(tmp_path: Path, sqlite_engine: Engine) -> None:
    engine = connect(f"sqlite:///{tmp_path}/absent/roulement.db")
    failing = client(app_of(engine), "192.0.2.7").get("/sante/pret").json()["errors"]
    well = client(app_of(sqlite_engine), "192.0.2.7").get("/sante/pret").json()

    assert [(check["field"], check["received"]) for check in failing] == [
        ("base", ""),
        ("disque", ""),
    ]
    assert [(check["name"], check["text"]) for check in well["checks"]] == [
        ("base", ""),
        ("schéma", ""),
        ("disque", ""),
    ]
    engine.dispose()


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine_reads_the_measures(sqlite_engine: Engine, peer: str) -> None:
    answer = client(app_of(sqlite_engine), peer).get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "roulement_database_up 1.0" in answer.text.splitlines()


@pytest.mark.parametrize("peer", ["10.0.0.1", "testclient", "2001:db8::1"])
def test_other_machines_find_no_measures(sqlite_engine: Engine, peer: str) -> None:
    app = app_of(sqlite_engine)
    answer = client(app, peer).get("/metrics")

    assert answer.status_code == 404
    assert answer.json() == client(app, peer).get("/nulle/part").json()


def test_a_proxy_on_this_machine_does_not_make_the_world_this_machine(
    sqlite_engine: Engine,
) -> None:
    for trusted in ((), ("127.0.0.1",)):
        app = app_of(sqlite_engine, trusted_proxies=trusted)
        for claimed in ("203.0.113.9", "127.0.0.1"):
            answer = client(app).get("/metrics", headers={"X-Forwarded-For": claimed})

            assert answer.status_code == 404


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (f"Bearer {SECRET}", 200),
        (f"bearer {SECRET}", 200),
        (f"Basic {SECRET}", 404),
        ("Bearer autre", 404),
        ("Bearer é", 404),
        ("", 404),
    ],
)
def test_a_token_opens_the_measures_from_anywhere(
    sqlite_engine: Engine, header: str, status: int
) -> None:
    app = app_of(sqlite_engine, metrics_token=SECRET)
    answer = client(app, "203.0.113.9").get("/metrics", headers={b"Authorization": header.encode()})

    assert answer.status_code == status


def test_with_a_token_this_machine_needs_it_too(sqlite_engine: Engine) -> None:
    app = app_of(sqlite_engine, metrics_token=SECRET)

    assert client(app).get("/metrics").status_code == 404


def test_openmetrics_is_given_to_those_who_ask(sqlite_engine: Engine) -> None:
    answer = client(app_of(sqlite_engine)).get(
        "/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"}
    )

    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_gauges_tell_what_the_database_says(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(WorkerRow(id="machine-1", started=NOW, seen=NOW))
    text = client(app_of(engine)).get("/metrics").text.splitlines()

    jobs = [line for line in text if line.startswith("roulement_jobs{")]
    assert jobs == [f'roulement_jobs{{state="{state}"}} 0.0' for state in State]
    assert "roulement_queue_age_seconds 0.0" in text
    assert "roulement_mails_waiting 0.0" in text
    assert "roulement_last_publication 0.0" in text
    (beat,) = (line for line in text if line.startswith("roulement_worker_heartbeat_seconds{"))
    assert beat.startswith('roulement_worker_heartbeat_seconds{worker="machine-1"} ')


def test_measures_say_when_the_database_is_away(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/absent/roulement.db")
    text = client(app_of(engine)).get("/metrics").text

    assert "roulement_database_up 0.0" in text.splitlines()
    assert "roulement_last_publication" not in text
    engine.dispose()
