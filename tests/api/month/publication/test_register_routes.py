"""Who reads a publication: all of it, or what it told to those whom one answers for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.database.engine import reading, writing
from api.ledger.append import append
from api.ledger.history import whole
from api.month.places.database import DatabasePlace
from api.month.publication.amending import amend
from api.month.versions.operations import Operation, Verb
from api.planning.month_change import month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.lent import BEACH, PLACE, lent
from tests.api.month.planned import planned
from tests.api.service import Service
from tests.api.two_agencies import CHIEF, MARCH

ALL = "/api/v1/responsable/publications"
NOW = datetime(2026, 2, 20, 9, tzinfo=UTC)


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    for made in planned(sqlite_engine):
        swapped(sqlite_engine)
        yield made


def swapped(engine: Engine) -> None:
    """Publish a swap of Ada, of one agency, and Zoé, of another: the second publication."""
    lent(engine, NOW)
    gesture = Operation(verb=Verb.SWAP, slot=PLACE, person="ada", to_person="zoe", to_slot=BEACH)
    amend(DatabasePlace(engine, CHIEF), MARCH, [gesture], now=NOW)
    with reading(engine) as session:
        rows = whole(session).history["2026-03"]
    assert {(r.worked.mediator, r.worked.duty.id) for r in rows} == {
        ("zoe", PLACE),
        ("brice", PLACE),
        ("ada", BEACH),
    }


def listed(client: TestClient) -> list[int]:
    return [body["number"] for body in client.get(ALL).json()["items"]]


@pytest.mark.parametrize(
    ("agency", "people"), [("", ["ada", "zoe"]), ("ville", ["ada"]), ("mer", ["zoe"])]
)
def test_a_swap_between_agencies_is_read_by_each_for_its_own_people(
    service: Service, agency: str, people: list[str]
) -> None:
    client = service.client("responsable", agency=agency)

    body = client.get(f"{ALL}/2").json()

    assert listed(client)[0] == 2
    assert (body["agency"], body["dispositifs"], body["origin"]) == ("", ["M", "P"], "echange")
    assert [person["person"] for person in body["people"]] == people
    assert {len(person["changes"]) for person in body["people"]} == {2}


def test_a_page_of_publications_has_those_of_one_s_people_alone(service: Service) -> None:
    with writing(service.engine) as session:
        there = whole(session)
        rota = Rota(
            problem=assemble(there, MARCH, MARCH.replace(day=31), dispositifs=frozenset({"M"})),
            assignments=frozenset({Assignment("zoe", BEACH), Assignment("ada", BEACH)}),
        )
        append(session, CHIEF, month_change(there, rota, NOW, ["M"]), agency="mer")

    assert listed(service.client("responsable", agency="ville")) == [2, 1]
    assert listed(service.client("responsable", agency="mer")) == [3, 2, 1]
