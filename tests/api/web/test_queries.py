"""Parameters of addresses: what a route doesn't know is refused by name."""

from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from api.web.queries import OTHERS_ADD, accepted
from tests.api.service import Service

DRAFTS = "/api/v1/responsable/plannings"
KNOWN = ", connus : cursor, discarded, limit, month"


def test_a_parameter_that_a_route_does_not_know_is_refused_with_those_it_knows(
    service: Service,
) -> None:
    client = service.client("responsable", agency="ville")

    answer = client.get(DRAFTS, params={"moth": "2026-03", "limit": 5, "zz": "1"})

    assert answer.status_code == 422
    assert answer.json()["detail"] == "2\u00a0valeurs refusées."
    assert answer.json()["errors"] == [
        {
            "field": "query.moth",
            "received": "2026-03",
            "expected": f"aucun paramètre de ce nom (vouliez-vous dire « month » ?){KNOWN}",
        },
        {
            "field": "query.zz",
            "received": "1",
            "expected": f"aucun paramètre de ce nom{KNOWN}",
        },
    ]
    assert client.get(DRAFTS, params={"month": "2026-03", "limit": 5}).status_code == 200


def test_a_parameter_of_one_value_that_is_given_twice_is_refused(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    answer = client.get(DRAFTS, params={"month": ["2026-03", "2026-04"]})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "query.month",
            "received": "2026-04",
            "expected": "une seule valeur : ce paramètre est donné 2 fois",
        }
    ]


@pytest.mark.parametrize("path", ["/sante/vivant", "/api/v1/moi"])
def test_a_route_without_parameters_says_that_it_has_none(service: Service, path: str) -> None:
    answer = service.client("mediateur", agency="ville", person="ada").get(path + "?a=1&a=2")

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "query.a",
            "received": "2",
            "expected": "aucun paramètre de ce nom, connus : aucun",
        }
    ]


def test_who_may_not_come_in_is_told_that_first(service: Service) -> None:
    assert service.client().get(DRAFTS, params={"moth": "1"}).status_code == 401
    assert service.client("mediateur").get(DRAFTS, params={"moth": "1"}).status_code == 403


def test_a_secret_in_an_unknown_parameter_is_not_repeated(service: Service) -> None:
    answer = service.client().get("/sante/vivant?token=motus")

    assert answer.status_code == 422
    assert "motus" not in answer.text


def test_a_name_that_is_no_text_is_refused_all_the_same(service: Service) -> None:
    answer = service.client().get(f"/sante/vivant?{quote(bytes([0xFF, 0xFE]))}=1")

    assert answer.status_code == 422


def test_the_provider_may_send_people_back_with_more_and_phones_may_add_what_they_like(
    service: Service,
) -> None:
    routes = {
        getattr(context, "path", None): context
        for context in iter_route_contexts(service.app.routes)
    }
    assert set(routes) >= OTHERS_ADD
    for path in OTHERS_ADD:
        # No provider is set: 404, and not 422.
        answer = service.client().get(path, params={"session_state": "x", "code": "y"})
        assert answer.status_code == 404
    assert service.client().get("/feeds/personne.ics?_=1").status_code == 404


def test_the_parameters_that_are_known_are_those_of_the_document(service: Service) -> None:
    document = service.app.openapi()["paths"]
    differ, seen = {}, 0
    for context in iter_route_contexts(service.app.routes):
        route = getattr(context, "route", context)
        path = (getattr(context, "path", None) or "").replace(":path}", "}")
        if not isinstance(route, APIRoute) or path not in document:
            continue
        for method in context.methods or ():
            drawn = document[path][method.lower()].get("parameters", ())
            seen += 1
            names = sorted(parameter["name"] for parameter in drawn if parameter["in"] == "query")
            if tuple(names) != accepted(route):
                differ[method, path] = (names, accepted(route))

    assert differ == {}
    assert seen == sum(len(item) for item in document.values())
