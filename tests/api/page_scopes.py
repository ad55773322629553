"""What lies elsewhere answers as what isn't there: every page that names a thing in its address."""

import copy
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from sqlalchemy import Engine

from api import PAGES, modules
from api.access.secrets.secret import Kind, issue
from api.data.rows.kinds import KINDS
from api.database.engine import writing
from tests.api.page.every_role import HTML
from tests.api.rights import OPEN, Doors, Route
from tests.api.scopes import Seen, example, keys_of
from tests.api.two_agencies import FOREIGN, NOW, OWN, furnished

WITHIN = frozenset({"number", "kind", "month", "slot_id", "grant_id", "day", "verdict"})
"""Parameters that name something within what another names, or no thing."""

PLAIN = frozenset({"kind", "month", "number", "day", "verdict"})
"""Parameters with which alone an address names nobody's thing."""

FORBIDDEN = 403
PAIR = "zoe|M-J-2026-03-02"
SHIFT = {"person": "ada", "slot": "P-J-2026-03-02"}
SEEN = {"number": "1", "answer": "", "seen": "0" * 16}
FORMS: Mapping[str, Mapping[str, str]] = {
    "/admin/comptes/{user_id}": {"name": "Ana", "email": "ana@exemple.org", "number": "1"},
    "/admin/comptes/{user_id}/droits": {"role": "rh", "over": ""},
    "/demandes/conges/{leave_id}": {"number": "1", "verdict": "accord"},
    "/demandes/echanges/{swap_id}": {**SEEN, "verdict": "refus"},
    "/demandes/heures/{hours_id}": {"number": "1", "geste": "confirmer"},
    "/moi/echanges/{swap_id}/{verdict}": SEEN,
    "/moi/heures/{hours_id}/retrait": {"number": "1", "mois": "2026-03"},
    "/plannings/{rota_id}/absence": {"person": "ada", "start": "2026-03-03", "kind": "conge"},
    "/plannings/{rota_id}/calculer": {"key": "k", "kind": "solve", "seconds": "5"},
    "/plannings/{rota_id}/copier": {"version": "1", "du": "2026-03-02", "vers": "2026-03-03"},
    "/plannings/{rota_id}/trous/donner": {"version": "1", "add": PAIR},
    "/plannings/{rota_id}/trous/{slot_id}": {"act": "appliquer", "version": "1", "add": PAIR},
}
"""What is typed in the forms that no example of their fields fills."""

SENT: Mapping[str, Any] = {
    "/page/plannings/{rota_id}/collages": {"shifts": [SHIFT]},
    "/page/plannings/{rota_id}/verrous": {"shifts": [SHIFT], "locked": True},
}


def seen_of_pages(app: FastAPI, engine: Engine) -> list[Seen]:
    """Try every page that names a thing of another agency, for each role that it opens to."""
    own, foreign = furnished(engine)
    with writing(engine) as session:
        token = issue(
            session,
            foreign.values["user_id"],
            Kind.SESSION,
            now=NOW,
            expires=NOW + timedelta(days=1),
        )
        there = {
            **foreign.values,
            "session_id": token.id,
            "key_id": "0" * 32,
            "dispositif": "M",
            "number": "1",
            "month": "2026-03",
            "day": "2026-03-02",
            "verdict": "refus",
        }
    doors = Doors(app, engine, agency=OWN, person=own.values["person"])
    document = _document()
    keys = {kind: each[FOREIGN] for kind, each in keys_of(engine, KINDS).items()}
    tried = [
        (route, caller, values)
        for route in _routes(app, document)
        for values in _values(route, there, keys)
        for caller in sorted(route.row.roles)
    ]
    requests = [
        (str(caller), route.method, route.address(each), _form(document, route, each))
        for route, caller, values in tried
        for each in (values, {name: values[name] for name in WITHIN & values.keys()})
    ]
    answers = [(answer.status_code, answer.content) for answer in doors.answers(requests)]
    return [
        Seen(
            where=f"{route.method} {route.path}, {values.get('kind', '')}, {caller}",
            own=None,
            foreign=answers[2 * n],
            unknown=answers[2 * n + 1],
        )
        for n, (route, caller, values) in enumerate(tried)
        # Some kinds of rows are read by a role that may change none of them, whosever they are.
        if {answers[2 * n][0], answers[2 * n + 1][0]} != {FORBIDDEN}
    ]


def _document() -> dict[str, Any]:
    """Describe the routes of pages, which the document of the service leaves out."""
    routes = [
        copy.copy(route)
        for module in modules(PAGES)
        for route in getattr(getattr(module, "router", None), "routes", ())
    ]
    for route in routes:
        route.include_in_schema = True
    return get_openapi(title="Pages", version="1", routes=routes)


def _routes(app: FastAPI, document: Mapping[str, Any]) -> Iterator[Route]:
    for (method, path), row in sorted(app.state.rights.items()):
        described = document["paths"].get(path, {}).get(method.lower())
        if described is None or row.scope in OPEN:
            continue
        route = Route(method=method, path=path, row=row, described=described)
        if _named(route) - PLAIN:
            yield route


def _named(route: Route) -> set[str]:
    return {each["name"] for each in route.described.get("parameters", ()) if each["in"] == "path"}


def _values(
    route: Route, there: Mapping[str, str], keys: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Yield what the parameters of a route name elsewhere: once for each kind of rows."""
    names = _named(route)
    kinds = keys if {"kind", "key"} <= names else ("souhaits",)
    for kind in kinds:
        values = {**there, "kind": kind if "key" in names else "csv", "key": keys[kind]}
        yield {name: values[name] for name in names}


def _form(document: Mapping[str, Any], route: Route, values: Mapping[str, str]) -> dict[str, Any]:
    headers = {**HTML, "If-Match": f'"{values.get("rota_id", "0" * 32)}-1"'}
    more: dict[str, Any] = {"headers": headers, "follow_redirects": False}
    wanted = {
        each["name"]: "zoe" if each["name"] in ("person", "personne") else _typed(document, each)
        for each in route.described.get("parameters", ())
        if each["in"] == "query" and each.get("required")
    }
    if wanted:
        more["params"] = wanted | ({"day": "2026-03-02"} if "day" in wanted else {})
    for media, body in route.described.get("requestBody", {}).get("content", {}).items():
        if media == "application/json":
            more["json"] = SENT.get(route.path) or example(document, body["schema"])
        else:
            fields = example(document, body["schema"])
            more["data"] = FORMS.get(route.path) or {
                name: value if isinstance(value, list) else str(value).removesuffix(".0")
                for name, value in fields.items()
            }
    return more


def _typed(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> str:
    return str(example(document, parameter["schema"]))
