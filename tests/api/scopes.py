"""What lies elsewhere answers as what isn't there: every route that names a thing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from api.access.caller import Role
from api.access.rights.rows import RIGHTS, May
from api.access.rights.rule import Scope
from api.data.rows.columns import Kind
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.places import lies_in
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow
from api.database.tables.feeds import FeedRow
from tests.api.rights import Doors, Route, nothing, routes
from tests.api.two_agencies import FOREIGN, OWN, Place, furnished

NAMED = frozenset({Scope.AGENCY, Scope.OWN})
WITHIN = frozenset({"number", "kind", "month", "name", "slot_id", "grant_id"})
"""Parameters that name something within what another names."""

NUMBERS = frozenset({"publication", "appointment"})
"""What a small number names, which stands anywhere."""

REGISTER = ("/api/v1/rh/registre", "/rh/registre/registre.jsonl")
"""The register is verified whole; it names nobody: people are random subjects in it."""

PEOPLE = ("Quemener", "Zoé")
"""Names of whom lives elsewhere."""

ORDER = ("HEAD", "GET", "POST", "PATCH", "PUT", "DELETE")
PUBLICATION = "/api/v1/responsable/publications/{number}"
ANSWERED = "/api/v1/echanges/{swap_id}/reponse"
OTHERWISE = {
    (PUBLICATION, "number"): "publication",
    (ANSWERED, "swap_id"): "answered",
}
"""What names the thing of a route where its parameter's name doesn't tell."""

TAGS = {"/api/v1/souhaits/{key}": "souhait-"}
"""How the tag of a thing begins where it isn't its id alone."""

ANSWERS = {("/api/v1/conges/{leave_id}/reponse", "mediateur"): {"verdict": "retrait"}}
"""What a role answers where the document's example is another's answer."""

BY_SESSION = {"/api/v1/admin/comptes-de-service/{user_id}/renouvellement"}
"""Routes that refuse every token, as those are that this tries them with."""

ROWS = "/api/v1/donnees/{kind}"
"""Where rows of each kind are, by key."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a caller is answered of a thing of theirs, of another's, and of nothing at all."""

    where: str
    own: int | None
    foreign: tuple[int, bytes]
    unknown: tuple[int, bytes]

    @property
    def wrong(self) -> str:
        """Say what is wrong with it (empty: nothing)."""
        if self.foreign != self.unknown or self.foreign[0] != 404:
            same = "" if self.foreign[1] == self.unknown[1] else ", corps différents"
            return f"{self.where} : ailleurs {self.foreign[0]}, inconnu {self.unknown[0]}{same}"
        if self.own is not None and (self.own in {401, 403, 404} or self.own >= 500):
            return f"{self.where} : {self.own} pour ce qui est à soi"
        return ""


def seen_of_drafts(app: FastAPI, engine: Engine, *, dispositif: str = "") -> list[Seen]:
    """
    Try every route of a draft, or of a calculation, that names dispositifs and no agency.

    `dispositif`: the one over which callers have their role (empty: over their whole agency).
    """
    own, foreign = furnished(engine, named=False)
    doors = Doors(app, engine, agency=OWN, person=own.values["person"], dispositif=dispositif)
    chosen = [route for route in routes(app) if {"rota_id", "job_id"} & set(_parameters(route))]
    return _tried(doors, chosen, own, foreign, {})


def seen(app: FastAPI, engine: Engine, kinds: Iterable[str]) -> list[Seen]:
    """Try every route that names a thing, for each role that it opens to; rows of these kinds."""
    own, foreign = furnished(engine)
    doors = Doors(app, engine, agency=OWN, person=own.values["person"])
    _give(engine, doors, own)
    keys = keys_of(engine, kinds)
    chosen = [
        route
        for each in routes(app)
        if each.path not in BY_SESSION
        for route in _by_kind(each, keys)
        if _names(route)
    ]
    return _tried(doors, chosen, own, foreign, keys)


def _tried(
    doors: Doors,
    chosen: Iterable[Route],
    own: Place,
    foreign: Place,
    keys: Mapping[str, Mapping[str, str]],
) -> list[Seen]:
    document = doors.app.openapi()
    requests = [
        (route, str(caller), _values(route, own, keys), _values(route, foreign, keys))
        for route in sorted(chosen, key=lambda answer: ORDER.index(answer.method))
        for caller in sorted(route.row.roles) or [Role.MEDIATEUR]
    ]
    sent = [
        (caller, route.method, route.address(values), options(document, route, values, caller))
        for route, caller, _, theirs in requests
        for values in (theirs, _unknown(route, theirs))
    ]
    # Once all that must not be seen was asked for: what is one's own may change.
    kept = [n for n, (route, *_) in enumerate(requests) if route.method != "DELETE"]
    sent += [
        (requests[n][1], requests[n][0].method, requests[n][0].address(requests[n][2]),
         options(document, *requests[n][:3:2], requests[n][1]))
        for n in kept
    ]  # fmt: skip
    answers = [(answer.status_code, answer.content) for answer in doors.answers(sent)]
    mine = dict(zip(kept, answers[2 * len(requests) :], strict=True))
    return [
        Seen(
            where=f"{route.method} {route.path}, {caller}",
            own=mine[n][0] if n in mine else None,
            foreign=answers[2 * n],
            unknown=answers[2 * n + 1],
        )
        for n, (route, caller, *_) in enumerate(requests)
    ]


def leaks(app: FastAPI, engine: Engine) -> list[str]:
    """Return where a list, or an answer about no thing in particular, shows what lies elsewhere."""
    own, foreign = furnished(engine)
    doors = Doors(app, engine, agency=OWN, person=own.values["person"])
    hidden = [
        *(value for name, value in foreign.values.items() if name not in NUMBERS),
        *PEOPLE,
    ]
    requests = [
        (route, str(caller))
        for each in routes(app)
        for route in _by_kind(each, KINDS)
        if route.method == "GET" and not set(_parameters(route)) - {"month"}
        for caller in sorted(route.row.roles)
    ]
    document = app.openapi()
    sent = [
        (caller, "GET", route.address({"month": "2026-03"}), options(document, route, {}))
        for route, caller in requests
    ]
    return [
        f"GET {route.path}, {caller} : {secret}"
        for (route, caller), answer in zip(requests, doors.answers(sent), strict=True)
        for secret in hidden
        if secret in answer.text and route.path not in REGISTER
    ]


def _by_kind(route: Route, kinds: Iterable[str]) -> Iterator[Route]:
    """Yield a route, or that of rows once for each kind, with the roles that the kind opens to."""
    if not route.path.startswith(ROWS):
        yield route
        return
    may = May.READ if route.method == "GET" else May.WRITE
    for kind in kinds:
        described = {
            **route.described,
            "parameters": [p for p in route.described["parameters"] if p["name"] != "kind"],
        }
        yield replace(
            route,
            path=route.path.replace("{kind}", kind),
            row=replace(route.row, roles=RIGHTS[kind].roles(may)),
            described=described,
        )


def _names(route: Route) -> bool:
    """Whether a route names a thing that is someone's."""
    if route.row.scope not in NAMED:
        return False
    return route.path == PUBLICATION or bool(set(_parameters(route)) - WITHIN)


def _parameters(route: Route) -> list[str]:
    return [
        parameter["name"]
        for parameter in route.described.get("parameters", ())
        if parameter["in"] == "path"
    ]


def _kind(route: Route) -> str:
    return (
        route.path.split("/donnees/")[1].split("/")[0] if "/donnees/" in route.path else "souhaits"
    )


def _values(route: Route, place: Place, keys: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the values of a route's parameters that name what lies in a place."""
    values = {"number": "1", "kind": "csv", **place.values}
    for name in _parameters(route):
        if name == "key":
            values[name] = keys[_kind(route)][place.agency]
        if (route.path, name) in OTHERWISE:
            values[name] = values[OTHERWISE[route.path, name]]
    return {name: values[name] for name in _parameters(route) if name in values}


def keys_of(engine: Engine, kinds: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return a row's key in each agency, of those of these kinds that have one in both."""
    keys: dict[str, dict[str, str]] = {}
    with reading(engine) as session:
        for kind in kinds:
            of = {
                agency: {entry.key for entry in _within(session, KINDS[kind], agency)}
                for agency in (OWN, FOREIGN)
            }
            own, foreign = of[OWN] - of[FOREIGN], of[FOREIGN] - of[OWN]
            if own and foreign:
                keys[kind] = {OWN: str(min(own)), FOREIGN: str(min(foreign))}
    return keys


def _within(session: Session, kind: Kind, agency: str) -> list[rows.Entry]:
    return rows.page(session, kind, where=lambda areas: lies_in(areas, agency))


def _give(engine: Engine, doors: Doors, own: Place) -> None:
    """Make the subscription and the token those of the médiateur's own account."""
    user, _ = doors.accounts[Role.MEDIATEUR]
    with writing(engine) as session:
        session.execute(
            update(FeedRow).where(FeedRow.id == own.values["feed_id"]).values(user=user)
        )
        session.execute(
            update(TokenRow).where(TokenRow.id == own.values["token_id"]).values(user=user)
        )


def _unknown(route: Route, theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the values that name what there is within a thing, of a thing that isn't there."""
    return {
        name: value
        for name, value in theirs.items()
        if name in WITHIN and (route.path, name) not in OTHERWISE
    }


def options(
    document: Mapping[str, Any], route: Route, values: Mapping[str, str], caller: str = ""
) -> dict[str, Any]:
    """Return what a route asks for beside its address, as the document gives examples."""
    more: dict[str, Any] = {"headers": {}}
    for parameter in route.described.get("parameters", ()):
        if parameter["in"] == "header" and parameter["name"] == "If-Match":
            more["headers"]["If-Match"] = (
                f'"{TAGS.get(route.path, "")}{_kind_of_resource(route, values)}-1"'
            )
        if parameter["in"] == "header" and parameter["name"] == "Idempotency-Key":
            more["headers"]["Idempotency-Key"] = uuid4().hex
        if parameter["in"] == "query" and parameter.get("required"):
            more.setdefault("params", {})[parameter["name"]] = example(
                document, parameter["schema"]
            )
    body = route.described.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None:
        examples: Sequence[Any] = [
            parameter["value"] for parameter in body.get("examples", {}).values()
        ]
        body_of = ANSWERS.get((route.path, caller))
        if body_of is not None:
            examples = [body_of]
        more["json"] = examples[0] if examples else example(document, body["schema"])
    return more


def _kind_of_resource(route: Route, values: Mapping[str, str]) -> str:
    """Return the id in an address of the thing that it names."""
    first = next(
        parameter for parameter in route.described["parameters"] if parameter["in"] == "path"
    )
    return values.get(first["name"]) or nothing(first["schema"])


def example(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """Return a value that a schema takes: its example, or the least that it asks for."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example(document, document["components"]["schemas"][name])
    if "default" in schema and not schema.get("examples"):
        return schema["default"]
    for key in ("examples", "enum", "anyOf", "oneOf", "allOf"):
        if schema.get(key):
            first = schema[key][0]
            return example(document, first) if key.endswith("Of") else first
    if schema.get("type") == "object":
        fields = schema.get("properties", {})
        return {name: example(document, fields[name]) for name in schema.get("required", ())}
    if schema.get("type") == "array":
        return [example(document, schema["items"])] * schema.get("minItems", 0)
    least = {"integer": schema.get("minimum", 0), "number": 0, "boolean": False}
    return least.get(schema.get("type", ""), "x" * schema.get("minLength", 1))
