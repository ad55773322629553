"""All that a commanditaire is ever answered, searched for anybody's name, id or address."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine, select

from api.access.caller import Role
from api.coverage.service import months_of
from api.data.association import Association
from api.data.stored.association import read
from api.database.engine import reading
from api.database.tables.access import UserRow
from api.feeds.kinds import FeedKind
from tests.api.rights import Route, routes
from tests.api.scopes import example
from tests.api.service import account

LETTERS = 4
"""A part of a name shorter than that is found in other words."""


@dataclass
class Walk:
    """The answers that a commanditaire of everything was given."""

    answers: dict[str, str] = field(default_factory=dict)

    def names(self, people: Iterable[str]) -> list[str]:
        """Return where one of these words stands, as a word of its own."""
        words = sorted({re.escape(person) for person in people}, key=len, reverse=True)
        anyone = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
        return [
            f"{where} : {match[0]}"
            for where, text in self.answers.items()
            if (match := anyone.search(text)) is not None
        ]


def walked(app: FastAPI, engine: Engine) -> Walk:
    """Ask a commanditaire's every question: every dispositif, every month, every page."""
    from starlette.testclient import TestClient  # noqa: PLC0415 - its portal is slow to import

    _, token = account(engine, Role.COMMANDITAIRE)
    client = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    document, walk = app.openapi(), Walk()
    with reading(engine) as session:
        published = months_of(session, [each.id for each in read(session).dispositifs])
    months = sorted({month for labels in published.values() for month in labels})

    def ask(method: str, path: str, **more: Any) -> Any:
        answer = client.request(method, path, **more)
        walk.answers[f"{method} {path} {more or ''}"] = answer.text
        return answer.json() if "json" in answer.headers.get("content-type", "") else {}

    with client:
        for route in routes(app):
            if route.method != "GET" or not _open(route) or "/flux" in route.path:
                continue
            for params in _queries(document, route, months):
                answer = ask("GET", route.address(), params=params)
                while answer.get("next"):
                    further = {**params, "cursor": answer["next"]}
                    answer = ask("GET", route.address(), params=further)
        for kind in FeedKind:
            body = {"kind": kind.value}
            made = ask("POST", "/api/v1/abonnements", json=body)
            url = made.get("address", {}).get("https", "")
            if url:
                ask("GET", "/feeds/" + url.rpartition("/feeds/")[2])
    return walk


def people_of(engine: Engine) -> list[str]:
    """Return everybody's id, name, surname and e-mail, but what is also a place's name."""
    with reading(engine) as session:
        association = read(session)
        emails = list(session.scalars(select(UserRow.email).where(UserRow.person != "")))
    places = " ".join(_places(association)).casefold()
    names = list(emails)
    for mediator in association.mediators:
        parts = [part for part in mediator.name.split() if len(part) >= LETTERS]
        names += [mediator.id, mediator.name, *parts]
    return [name for name in names if name.casefold() not in places]


def _places(association: Association) -> Iterator[str]:
    for agency in association.agencies:
        yield f"{agency.id} {agency.name}"
    for dispositif in association.dispositifs:
        yield f"{dispositif.id} {dispositif.name}"
    for site in association.sites:
        yield f"{site.id} {site.name} {site.address}"


def _open(route: Route) -> bool:
    return route.awaited(Role.COMMANDITAIRE) is None and "{" not in route.path


def _queries(document: dict[str, Any], route: Route, months: list[str]) -> Iterator[dict[str, str]]:
    queries = [
        parameter
        for parameter in route.described.get("parameters", ())
        if parameter["in"] == "query"
    ]
    least = {
        parameter["name"]: str(example(document, parameter["schema"]))
        for parameter in queries
        if parameter.get("required")
    }
    if any(parameter["name"] == "month" for parameter in queries):
        for month in months:
            yield {**least, "month": month}
    else:
        yield least
