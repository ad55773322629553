"""Regroups over HTTP: options, the draft of the one that is chosen, and the mails it sends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.database.tables.mail import MailRow
from api.database.tables.month import RotaRow
from tests.api.regrouping.station import MORNING, PLACE, STATION, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from sqlalchemy import Engine

    from tests.api.service import Service

ALL = "/api/v1/responsable/mois/2026-03/regroupements"
DRAFTS = "/api/v1/responsable/plannings"
ASKED: dict[str, Any] = {"day": "2026-03-03", "to": ["gare"], "agency": "ville"}
EDIT = {"operations": [{"verb": "add", "person": "farid", "slot": "P-S-2026-03-04"}]}


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    yield from served(sqlite_engine, ("ada", PLACE), ("brice", PLACE))


@pytest.fixture
def client(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


def chosen(option: dict[str, Any], **more: Any) -> dict[str, Any]:
    moves = [{key: move[key] for key in ("person", "source", "target")} for move in option["moves"]]
    return {**ASKED, "moves": moves, **more}


def drafts(engine: Engine) -> list[RotaRow]:
    with reading(engine) as session:
        return list(session.scalars(select(RotaRow)))


def test_options_are_read_with_their_mails_and_nothing_is_written(
    client: TestClient, service: Service
) -> None:
    answer = client.get(ALL, params=ASKED)

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["targets"], body["people"], body["there"]) == ([STATION], 2, 0)
    (option,) = body["options"]
    assert [(m["person"], m["source"], m["target"]) for m in option["moves"]] == [
        ("ada", PLACE, STATION),
        ("brice", PLACE, STATION),
    ]
    assert option["uncovered"] == [
        {"slot": PLACE, "before": 2, "after": 0, "target": 3, "broken": True}
    ]
    assert [letter["person"] for letter in option["letters"]] == ["ada", "brice"]
    assert "Place du Marché" in option["letters"][0]["body"]
    assert "Gare" in option["letters"][0]["body"]
    assert drafts(service.engine) == []


def test_the_option_that_is_chosen_is_published_as_any_draft_and_sends_those_mails(
    client: TestClient, service: Service
) -> None:
    service.client("mediateur", person="ada", email="ada@exemple.org")
    (option,) = client.get(ALL, params=ASKED).json()["options"]

    made = client.post(ALL, json=chosen(option))

    assert made.status_code == 201, made.text
    assert made.json()["title"] == "Regroupement du 03/03"
    where, tag = made.headers["location"], made.headers["etag"]
    published = client.post(f"{where}/publications", json={}, headers={"If-Match": tag})
    assert published.status_code == 201, published.text
    assert {person["person"] for person in published.json()["people"]} == {"ada", "brice"}
    with reading(service.engine) as session:
        (mail,) = session.scalars(select(MailRow))
    letter = option["letters"][0]
    assert mail.address == "ada@exemple.org"
    # But for spaces that don't break, and for the minute in which each was written.
    assert mail.subject.split() == letter["subject"].split()
    assert _after_the_head(mail.body) == _after_the_head(letter["body"])
    slots = client.get("/api/v1/responsable/mois/2026-03/creneaux", params={"agency": "ville"})
    holders = {slot["id"]: slot["people"] for slot in slots.json()["items"]}
    assert holders[STATION] == ["ada", "brice"]


def _after_the_head(body: str) -> list[str]:
    return body.splitlines()[4:]


def test_what_began_since_options_were_listed_stays(client: TestClient, service: Service) -> None:
    early = {"since": MORNING.isoformat()}
    (option,) = client.get(ALL, params={**ASKED, **early}).json()["options"]
    service.app.state.now = lambda: MORNING + timedelta(hours=3)

    late = client.post(ALL, json=chosen(option, **early))

    assert late.status_code == 422, late.text
    assert [error["field"] for error in late.json()["errors"]] == ["to"]
    assert client.get(ALL, params={**ASKED, **early}).status_code == 422
    assert drafts(service.engine) == []


def test_an_exception_that_an_option_needs_is_recorded_with_its_draft(
    client: TestClient, service: Service
) -> None:
    three: Any = {**ASKED, "people": 3}
    body = client.get(ALL, params=three).json()
    (option,) = body["options"]
    assert [(e["template"], e["action"], e["maximum"]) for e in body["exceptions"]] == [
        ("P-K", "modifie", 4)
    ]
    with reading(service.engine) as session:
        assert read(session).exceptions == ()

    made = client.post(ALL, json=chosen(option, people=3))

    assert made.status_code == 201, made.text
    with reading(service.engine) as session:
        (exception,) = read(session).exceptions
    assert exception.template == "P-K"
    assert exception.needs is not None
    assert (exception.needs[0].target, exception.needs[0].maximum) == (3, 4)


def test_an_appointment_takes_nobody_more_after_an_incident(
    client: TestClient, service: Service
) -> None:
    appointment = {
        "id": "A-RV",
        "dispositif": "P",
        "site": "gare",
        "day": "2026-03-03",
        "start": "08:00",
        "minutes": 45,
    }
    with writing(service.engine) as session:
        rows.add(session, KINDS["rendez_vous"], appointment)

    body = client.get(ALL, params={**ASKED, "people": 4}).json()

    assert [each["template"] for each in body["exceptions"]] == ["P-K"]


def exceptions(service: Service) -> list[str]:
    with reading(service.engine) as session:
        return [exception.template for exception in read(session).exceptions]


def begun(client: TestClient, moves: dict[str, Any], people: int = 3) -> tuple[str, dict[str, str]]:
    """Choose an option for three people; return its draft's address and its ETag."""
    made = client.post(ALL, json={**chosen(moves, people=people)})
    assert made.status_code == 201, made.text
    return made.headers["Location"], {"If-Match": made.headers["ETag"]}


def option_of(client: TestClient, people: int = 3) -> dict[str, Any]:
    wanted: Any = {**ASKED, "people": people}
    first: dict[str, Any] = client.get(ALL, params=wanted).json()["options"][0]
    return first


def test_a_discarded_draft_takes_its_exception_away(client: TestClient, service: Service) -> None:
    address, tag = begun(client, option_of(client))
    assert exceptions(service) == ["P-K"]

    assert client.delete(address, headers=tag).status_code == 204

    assert exceptions(service) == []


def test_an_exception_stays_while_another_draft_needs_it(
    client: TestClient, service: Service
) -> None:
    option = option_of(client)
    first, tag = begun(client, option)
    slower = {**option, "moves": [*reversed(option["moves"])]}
    assert begun(client, slower)[0] == first
    edited = client.patch(first, json=EDIT, headers=tag)
    assert edited.status_code == 200, edited.text
    second, other = begun(client, option)
    assert second != first

    tag = {"If-Match": client.get(first).headers["ETag"]}
    assert client.delete(first, headers=tag).status_code == 204
    assert exceptions(service) == ["P-K"]
    assert client.delete(second, headers=other).status_code == 204
    assert exceptions(service) == []


@pytest.mark.parametrize("number", [2, 3])
def test_an_exception_stays_with_a_draft_made_by_hand_that_fills_it(
    client: TestClient, service: Service, number: int
) -> None:
    first, tag = begun(client, option_of(client))
    made = client.post(DRAFTS, json={"month": "2026-03", "agency": "ville"})
    assert made.status_code == 201, made.text
    mine = made.headers["Location"]
    adding = [
        {"verb": "add", "person": who, "slot": STATION}
        for who in ("ada", "brice", "chloe")[:number]
    ]
    edited = client.patch(
        mine, json={"operations": adding}, headers={"If-Match": made.headers["ETag"]}
    )
    assert edited.status_code == 200, edited.text

    assert client.delete(first, headers=tag).status_code == 204
    assert exceptions(service) == (["P-K"] if number > 2 else [])

    # It is that draft's now, and goes with it.
    tag = {"If-Match": client.get(mine).headers["ETag"]}
    assert client.delete(mine, headers=tag).status_code == 204
    assert exceptions(service) == []


def test_an_exception_stays_with_what_was_published_and_once_changed_by_hand(
    client: TestClient, service: Service
) -> None:
    address, tag = begun(client, option_of(client))
    with writing(service.engine) as session:
        (entry,) = rows.page(session, KINDS["exceptions"], after=0, limit=9)
        changed = {**entry.values, "why": "Fête"}
        rows.apply(session, [rows.Change(entry.kind, entry.key, entry.number, changed)])
    assert client.delete(address, headers=tag).status_code == 204
    assert exceptions(service) == ["P-K"]

    other, tag = begun(client, option_of(client))
    published = client.post(f"{other}/publications", json={}, headers=tag)
    assert published.status_code == 201, published.text
    tag = {"If-Match": client.get(other).headers["ETag"]}
    assert client.delete(other, headers=tag).status_code == 204
    assert exceptions(service) == ["P-K"]


@pytest.mark.parametrize(
    ("moves", "status"),
    [
        # One of two stays alone at each place.
        ([{"person": "ada", "source": PLACE, "target": STATION}], 409),
        ([{"person": "ada", "source": PLACE, "target": PLACE}], 422),
        ([{"person": "chloe", "source": PLACE, "target": STATION}], 422),
        ([], 422),
    ],
)
def test_moves_that_are_not_lawful_make_no_draft(
    client: TestClient, service: Service, moves: list[dict[str, str]], status: int
) -> None:
    answer = client.post(ALL, json={**ASKED, "moves": moves})

    assert answer.status_code == status, answer.text
    assert drafts(service.engine) == []


def test_rh_reads_options_and_chooses_none(client: TestClient, service: Service) -> None:
    (option,) = client.get(ALL, params=ASKED).json()["options"]
    rh = service.client("rh")

    assert rh.get(ALL, params=ASKED).status_code == 200
    assert rh.post(ALL, json=chosen(option)).status_code in {403, 404}
    assert drafts(service.engine) == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"agency": "mer"}, 404),
        ({"day": "2026-04-03"}, 422),
        ({"to": ["lune"]}, 422),
        ({"to": []}, 422),
        ({"people": 0}, 422),
        ({"since": "2026-03-03T12:00:00+01:00"}, 422),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    client: TestClient, more: dict[str, Any], status: int
) -> None:
    assert client.get(ALL, params={**ASKED, **more}).status_code == status
