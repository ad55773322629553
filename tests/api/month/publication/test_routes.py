import io
import zipfile
from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.database.engine import reading
from api.database.tables.mail import MailRow
from api.ledger.verifying import Fault, read_register, verify
from scheduler.domain.time import at
from tests.api.export.printed import pages
from tests.api.month.planned import (
    EVENING,
    PAIR,
    add,
    drafted,
    pairs,
    planned,
    publish,
)
from tests.api.service import NOW, Service


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    yield from planned(sqlite_engine)


@pytest.fixture
def client(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("responsable", agency="ville")


def test_a_preview_says_who_is_concerned_and_nothing_is_written(client: TestClient) -> None:
    where = drafted(client, *PAIR)

    body = client.get(f"{where}/apercu").json()

    assert (body["version"], body["register_number"], body["empty"]) == (2, 0, False)
    assert body["stopping"] == []
    assert [(p["person"], p["name"], len(p["changes"])) for p in body["people"]] == [
        ("ada", "Ada Lemoine", 1),
        ("brice", "Brice Kouassi", 1),
    ]
    assert client.get("/api/v1/responsable/publications").json()["items"] == []


def test_a_preview_counts_what_would_change(client: TestClient) -> None:
    where = drafted(client, *PAIR, add("farid", EVENING))

    assert client.get(f"{where}/apercu").json()["counts"] == {
        "changes": 3,
        "people": 3,
        "near": 0,
        "notice_days": 10,
        "open_posts": 67,
        "under_minimum": 45,
    }


def test_a_preview_s_numbers_are_those_of_its_lists(client: TestClient) -> None:
    mine, theirs = drafted(client, PAIR[0]), drafted(client, *PAIR, add("farid", EVENING))
    publish(client, theirs, 2)

    body = client.get(f"{mine}/apercu").json()

    counts = body["counts"]
    assert counts["people"] == len(body["people"]) == 2
    assert counts["changes"] == sum(len(person["changes"]) for person in body["people"])
    assert len(body["stopping"]) == 1
    assert len(body["overtaken_added"]) == 2
    assert body["overtaken_by"] == 1


@pytest.mark.parametrize(("hours", "near"), [(48, 2), (47, 0)])
def test_changes_of_the_next_hours_are_counted_apart(
    service: Service, client: TestClient, hours: int, near: int
) -> None:
    where = drafted(client, *PAIR, add("farid", EVENING))
    settings = service.app.state.settings
    service.app.state.settings = settings.model_copy(update={"urgent_hours": hours})
    service.app.state.now = lambda: at(date(2026, 3, 2), time(9)) - timedelta(hours=48)

    counts = client.get(f"{where}/apercu").json()["counts"]

    assert (counts["changes"], counts["near"], counts["notice_days"]) == (3, near, 2)


def test_a_publication_gives_its_number_its_hash_and_each_one_s_notice(
    service: Service, client: TestClient
) -> None:
    where = drafted(client, *PAIR, add("farid", EVENING))

    made = publish(client, where, 2, note="mars")

    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["number"], body["version"], body["note"], body["entries"]) == (1, 2, "mars", 3)
    assert [p["person"] for p in body["people"]] == ["ada", "brice", "farid"]
    assert [c["days"] for c in body["people"][2]["changes"]] == [12]
    assert made.headers["location"] == "/api/v1/responsable/publications/1"
    assert client.get(made.headers["location"]).json() == body
    assert client.get(where).json()["published"] == 2
    head = service.client("rh").get("/api/v1/rh/registre/tete").json()
    assert head == {"number": 1, "hash": body["hash"]}


def test_the_written_register_is_sound_and_given_to_rh_alone(
    service: Service, client: TestClient
) -> None:
    made = publish(client, drafted(client, *PAIR), 2).json()

    got = service.client("rh").get("/api/v1/rh/registre")

    faults: list[Fault] = []
    report = verify(read_register(got.text.splitlines(keepends=True), faults), made["hash"])
    assert (report.sound, report.matched, faults) == (True, 1, [])
    assert "Ada" not in got.text
    assert '"ada"' not in got.text
    assert client.get("/api/v1/rh/registre").status_code == 403
    assert client.get("/api/v1/rh/registre/tete").status_code == 403


def test_what_blocks_is_told_and_nothing_is_published(client: TestClient) -> None:
    made = publish(client, drafted(client, PAIR[0]), 2)

    assert (made.status_code, made.json()["code"]) == (409, "constats_bloquants")
    assert made.json()["current"]["count"] == 1
    assert made.json()["current"]["findings"][0]["rule_id"] == "binome_size"
    assert client.get("/api/v1/responsable/publications").json()["items"] == []


def test_what_others_published_meanwhile_is_told_and_no_wish_publishes(client: TestClient) -> None:
    mine, theirs = drafted(client, *PAIR), drafted(client, *PAIR, add("farid", EVENING))
    publish(client, theirs, 2)

    late, insisting = publish(client, mine, 2), publish(client, mine, 2, regardless=True)

    assert (late.status_code, late.json()["code"]) == (409, "publie_entre_temps")
    assert pairs(late.json()["current"]["added"]) == {("farid", EVENING)}
    assert (insisting.status_code, insisting.json()["errors"][0]["field"]) == (422, "regardless")


def test_a_preview_that_is_out_of_date_publishes_nothing(client: TestClient) -> None:
    publish(client, drafted(client, *PAIR), 2)
    mine = drafted(client, add("farid", EVENING), start="publie")

    late = publish(client, mine, 2, seen=0)

    assert (late.status_code, late.json()["code"]) == (412, "registre_avance")
    assert (late.json()["current"], late.json()["yours"]) == (1, 0)
    assert publish(client, mine, 2, seen=1).status_code == 201


def test_a_change_too_late_for_the_agenda_goes_by_mail_in_the_same_transaction(
    service: Service, client: TestClient
) -> None:
    service.client("mediateur", person="farid", email="farid@exemple.org")
    service.app.state.now = lambda: NOW.replace(month=3, day=3)
    where = drafted(client, add("farid", EVENING))

    publish(client, where, 2)

    with reading(service.engine) as session:
        mails = session.query(MailRow).all()
    assert [(m.address, m.publication) for m in mails] == [("farid@exemple.org", 1)]


def test_publications_are_listed_by_month_and_from_a_number_on(client: TestClient) -> None:
    publish(client, drafted(client, *PAIR), 2)

    listed = client.get("/api/v1/responsable/publications", params={"month": "2026-03"}).json()
    assert [item["number"] for item in listed["items"]] == [1]
    since = client.get("/api/v1/responsable/publications", params={"depuis": 1}).json()
    assert since["items"] == []
    assert (
        client.get("/api/v1/responsable/publications", params={"month": "2026-04"}).json()["items"]
        == []
    )


def test_a_published_month_is_read_and_printed(service: Service, client: TestClient) -> None:
    month = "/api/v1/responsable/mois/2026-03"
    assert client.get(month, params={"agency": "ville"}).status_code == 404
    made = publish(client, drafted(client, *PAIR, add("farid", EVENING)), 2)
    rh = service.client("rh")
    wanted = {"agency": "ville"}

    whole = client.get(month, params=wanted)
    shifts = rh.get(month, params={"day": "2026-03-04"}).json()["items"]
    sheets = rh.get(f"{month}/documents/pdf", params=wanted)

    assert whole.headers["Roulement-Register"] == "1"
    assert [(s["slot"], s["people"], s["open_posts"], s["under_minimum"]) for s in shifts] == [
        ("P-J-2026-03-04", [], 3, 2),
        (EVENING, [{"person": "farid", "name": "Farid Nouri"}], 0, 0),
    ]
    again = {"If-None-Match": whole.headers["ETag"]}
    assert client.get(month, params=wanted, headers=again).status_code == 304
    # Who answers for one agency need not name it.
    assert client.get(month).json() == whole.json()
    stranger = service.client("responsable", agency="ailleurs")
    assert stranger.get(month, params=wanted).status_code == 404
    digest = made.json()["hash"]
    groups = " ".join(digest[n : n + 8] for n in range(0, 64, 8))
    archive = zipfile.ZipFile(io.BytesIO(sheets.content))
    for name in archive.namelist():
        assert groups in pages(archive.read(name))[0], name
