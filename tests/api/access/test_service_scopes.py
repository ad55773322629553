"""What a service account may call: all operations, scope by scope."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.rights.rule import PUBLIC, SERVICE_ROLES, Programs, role, scope_roles
from tests.api.accounts.programs.making import bearer, made
from tests.api.direct import DirectClient
from tests.api.rights import PROBLEM, Route, routes
from tests.api.scopes import options
from tests.api.service import Service

READ, DATA, PAYROLL = ServiceScope.READ, ServiceScope.DATA, ServiceScope.PAYROLL


def answer() -> None:
    """Answer nothing."""


def test_get_asks_for_read_and_any_other_method_says_its_scope() -> None:
    router = Router(prefix="/a", service=ServiceScope.PLAN)
    router.get("", may=role(Role.RH, Role.RESPONSABLE))(answer)
    router.post("", may=role(Role.RESPONSABLE))(answer)
    router.put("", may=role(Role.RH), service=PAYROLL)(answer)
    router.delete("", may=role(Role.RH), service=Programs.NONE)(answer)
    router.get("/libre", may=PUBLIC)(answer)
    router.get("/ecran", may=role(Role.RESPONSABLE), include_in_schema=False)(answer)

    assert [route.access.service for route in router.routes] == [  # type: ignore[attr-defined]
        READ, ServiceScope.PLAN, PAYROLL, None, None, None,
    ]  # fmt: skip


def test_a_route_without_a_scope_is_not_declared() -> None:
    with pytest.raises(ValueError, match="POST /a ne dit pas quelle portée il demande"):
        Router(prefix="/a").post("", may=role(Role.RH))(answer)


def test_a_route_that_no_role_of_its_scope_opens_is_not_declared() -> None:
    with pytest.raises(ValueError, match="GET /a ne s’ouvre à aucun rôle de la portée read"):
        Router(prefix="/a").get("", may=role(Role.RH))(answer)


def test_people_alone_call_what_a_router_leaves_to_them() -> None:
    router = Router(prefix="/a", service=Programs.NONE)
    router.get("", may=role(Role.RH))(answer)

    assert [route.access.service for route in router.routes] == [None]  # type: ignore[attr-defined]


def test_who_writes_data_reads_them_as_rh_and_who_is_paid_for_pay_does_not() -> None:
    assert Role.RH not in scope_roles(READ, [READ, PAYROLL])
    assert Role.RH in scope_roles(READ, [READ, DATA])
    assert scope_roles(PAYROLL, [PAYROLL]) == {Role.RH}
    assert scope_roles(None, list(ServiceScope)) == frozenset()
    assert not any(Role.ADMIN in roles for roles in SERVICE_ROLES.values())


def operations(app: FastAPI) -> list[Route]:
    return [each for each in routes(app) if each.described and not each.row.without_account]


@pytest.mark.long
@pytest.mark.parametrize("sqlite_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("scope", ServiceScope)
def test_every_operation_opens_to_its_scope_and_refuses_any_other(
    service: Service, scope: ServiceScope
) -> None:
    document = service.app.openapi()
    client = DirectClient(service.app, headers=bearer(made(service.engine, scope)))
    wrong, allowed = [], 0

    for route in operations(service.app):
        sent = options(document, route, {})
        reply = client.request(route.method, route.address(), **sent)
        code = reply.json()["code"] if reply.headers.get("content-type") == PROBLEM else ""
        where = f"{route.method} {route.path} : {reply.status_code} {code}"
        if route.row.service is scope:
            allowed += 1
            if reply.status_code in {401, 403} or reply.status_code >= 500:
                wrong.append(where)
        elif (reply.status_code, code) != (403, "scope"):
            wrong.append(where)

    assert wrong == []
    assert allowed >= {PAYROLL: 1, ServiceScope.PUBLISH: 2, ServiceScope.PLAN: 5}.get(scope, 10)


@pytest.mark.long
def test_no_page_opens_to_a_service_account(service: Service) -> None:
    issued = made(service.engine, *ServiceScope)
    client = DirectClient(service.app, headers=bearer(issued))
    pages = [
        each for each in routes(service.app) if not each.described and not each.row.without_account
    ]

    refused = {
        (reply.status_code, reply.json()["code"])
        for reply in (client.request(each.method, each.address()) for each in pages)
    }

    assert len(pages) > 100
    assert refused == {(403, "scope")}


def test_what_lies_in_another_agency_answers_as_what_is_not_there(two: Service) -> None:
    here = DirectClient(two.app, headers=bearer(made(two.engine, READ, DATA, agencies=["ville"])))

    path = "/api/v1/donnees/personnes"
    rows = two.client("rh").get(path).json()["items"]
    key = {row["values"]["id"]: row["key"] for row in rows}

    there, unknown = (
        here.get(f"{path}/{key['001~ada']}"),
        here.get(f"{path}/{max(key.values()) + 1}"),
    )

    assert here.get(f"{path}/{key['ada']}").status_code == 200
    assert (there.status_code, there.content) == (404, unknown.content)
    assert {row["values"]["id"] for row in here.get(path).json()["items"]} < set(key)
    assert "001~" not in here.get(path).text


def test_what_a_service_account_does_is_in_the_journal_under_its_name(service: Service) -> None:
    client: TestClient = service.client()
    issued = made(service.engine, READ, ServiceScope.PLAN)
    headers = bearer(issued)

    begun = client.post("/api/v1/responsable/plannings", json={"month": "2026-05"}, headers=headers)
    deeds = service.client("admin").get("/api/v1/admin/journal").json()["items"]

    assert begun.status_code == 201, begun.text
    assert (issued.account.name, "creer") in {(deed["name"], deed["action"]) for deed in deeds}


def test_a_service_account_says_what_it_may(service: Service) -> None:
    answer = service.client().get("/api/v1/moi", headers=bearer(made(service.engine, READ)))

    assert answer.json()["scopes"] == ["read"]
    assert {grant["role"] for grant in answer.json()["grants"]} == {"responsable", "commanditaire"}
