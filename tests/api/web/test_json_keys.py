import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from api.access.caller import Role
from api.app import create
from api.database.engine import reading
from api.database.tables.state import StateRow
from api.settings import Settings
from api.web.json_keys import MOST
from tests.api import probe
from tests.api.composed import composed
from tests.api.rights import Doors, routes
from tests.api.service import Service, loaded, serve

SETTINGS = Settings()
JSON = {"Content-Type": "application/json"}
AT = '"at": "2026-10-25T02:30:00+02:00"'
ONCE = "cette clé une seule fois"


@pytest.fixture
def tried(sqlite_engine: Engine) -> Service:
    def make() -> FastAPI:
        return create(SETTINGS, sqlite_engine, more=[probe.router])

    return Service(composed("probe", SETTINGS, sqlite_engine, make), sqlite_engine)


def test_a_key_given_twice_is_refused_by_name_and_place(tried: Service) -> None:
    body = f'{{"count": 3, {AT}, "count": 4}}'

    answer = tried.client().post("/essai/etats/a", content=body, headers=JSON)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["detail"]) == (
        "requete_invalide",
        "1\u00a0valeur refusée.",
    )
    assert answer.json()["errors"] == [{"field": "count", "received": "2 fois", "expected": ONCE}]
    with reading(tried.engine) as session:
        assert session.get(StateRow, "a") is None


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ('{"a": 1, "a": 1}', {"a": 2}),
        ('{"a": 1, "\\u0061": 2, "a": 3}', {"a": 3}),
        ('[{"a": 1}, {"b": {"c": 1, "d": 2, "c": 3}}]', {"1.b.c": 2}),
        ('{"a": {"b": 1, "b": 2}, "c": 1, "c": 2}', {"c": 2, "a.b": 2}),
        ('{"a": {"b": 1, "b": 2}, "a": {"b": 3, "b": 4}}', {"a": 2, "a.b": 2}),
        ('{"": 1, "": 2}', {"": 2}),
        ('{"\\ud800": 1, "\\ud800": 2}', {"?": 2}),
    ],
)
def test_every_key_given_more_than_once_is_named(
    tried: Service, body: str, places: dict[str, int]
) -> None:
    answer = tried.client().post("/essai/etats/a", content=body, headers=JSON)

    assert {fault["field"]: fault["received"] for fault in answer.json()["errors"]} == {
        place: f"{count} fois" for place, count in places.items()
    }


@pytest.mark.parametrize(
    ("media", "body", "field"),
    [
        ("application/json", "[" * 50_000 + "]" * 50_000, None),
        ("application/json", '{"a": 1, "a"', "body"),
        ("application/json", '{"a": 1, "A": 2, "b": [{"a": 1}, {"a": 1}]}', "count"),
        ("text/plain", '{"a": 1, "a": 2}', "body"),
        ("application/vnd.roulement+json; charset=utf-8", '{"a": 1, "a": 2}', "a"),
        ("Application/JSON", '{"a": 1, "a": 2}', "a"),
    ],
)
def test_only_what_is_read_as_json_is_looked_at(
    tried: Service, media: str, body: str, field: str | None
) -> None:
    headers = {"Content-Type": media}

    answer = tried.client().post("/essai/etats/a", content=body, headers=headers)

    assert answer.status_code == (400 if field is None else 422)
    assert next((fault["field"] for fault in answer.json()["errors"]), None) == field


@pytest.mark.long
def test_no_route_that_takes_json_lets_a_key_be_given_twice(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine)
    doors = Doors(serve(sqlite_engine).app, sqlite_engine)
    taking = [
        (next(str(r) for r in Role if route.awaited(r) is None), route)
        for route in routes(doors.app)
        if "application/json" in route.described.get("requestBody", {}).get("content", {})
    ]
    twice = {"content": '{"doux": 1, "doux": 2}', "headers": JSON}

    answers = doors.answers(
        [(role, route.method, route.address(), twice) for role, route in taking]
    )

    assert len(taking) > 20
    fields = [[fault["field"] for fault in answer.json()["errors"]] for answer in answers]
    silent = {
        route.path for (_, route), named in zip(taking, fields, strict=True) if named != ["doux"]
    }
    assert silent == set()


@pytest.mark.parametrize("wrong", [MOST - 1, MOST + 1])
@pytest.mark.parametrize(
    ("body", "template", "place"),
    [("[{}]", '{{"a": 1, "a": 1}}', "{}.a"), ("{{{}}}", '"k{0}": 1, "k{0}": 1', "k{}")],
)
def test_a_body_that_is_wrong_everywhere_is_told_of_the_first_places(
    tried: Service, body: str, template: str, place: str, wrong: int
) -> None:
    content = body.format(", ".join(template.format(number) for number in range(wrong)))

    answer = tried.client().post("/essai/etats/a", content=content, headers=JSON)

    places = [fault["field"] for fault in answer.json()["errors"]]
    assert places == [place.format(number) for number in range(min(wrong, MOST))]
