"""The table of rights tried on the running app: every route, every role."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx2
from fastapi import FastAPI
from sqlalchemy import Engine

from api.access.caller import Role
from api.access.rights.rule import Access, Scope
from tests.api.service import account

NOBODY, NONE = "", "aucun"
"""Who has no account, and who has one without a role."""

CALLERS = (NOBODY, NONE, *Role)
SHUT = {"connexion_requise": 401, "droits_insuffisants": 403}
PROBLEM = "application/problem+json"
OPEN = frozenset({Scope.PUBLIC, Scope.SECRET})


@dataclass(frozen=True, kw_only=True)
class Route:
    """A route, its row in the table, and what the document says of it."""

    method: str
    path: str
    row: Access
    described: Mapping[str, Any]

    def address(self, values: Mapping[str, str] | None = None) -> str:
        """Return an address of it, with these values, and others that name nothing."""
        filled = self.path
        for parameter in self.described.get("parameters", ()):
            if parameter["in"] == "path":
                value = (values or {}).get(parameter["name"]) or nothing(parameter["schema"])
                filled = filled.replace(f"{{{parameter['name']}}}", value)
        for name in ("token", "rest", "rest:path", "name:path"):  # not in the document
            filled = filled.replace(f"{{{name}}}", "inconnu")
        return filled

    def awaited(self, caller: str) -> int | None:
        """Return the status with which a caller is turned away at the door (None: let in)."""
        if self.row.scope in OPEN:
            return None
        if caller == NOBODY:
            return 401
        if not self.row.roles or caller in self.row.roles:
            return None
        return 403


def nothing(schema: Mapping[str, Any]) -> str:
    """Return a value of a parameter that names nothing there is."""
    if schema.get("type") == "integer":
        return str(schema.get("maximum", 2**31 - 1))
    if "enum" in schema:
        return str(schema["enum"][0])
    pattern = str(schema.get("pattern", ""))
    if "[0-9a-f]{32}" in pattern:
        return "0" * 32
    return "2026-03" if pattern.startswith("^20") else "inconnu"


def routes(app: FastAPI) -> list[Route]:
    """Return all routes of an app, by path."""
    document, table = app.openapi()["paths"], app.state.rights
    return [
        Route(
            method=method,
            path=path,
            row=table[method, path],
            described=document.get(path, {}).get(method.lower(), {}),
        )
        for method, path in sorted(table, key=lambda route: route[::-1])
    ]


@dataclass
class Doors:
    """
    The app, and an account for each kind of caller: all are of one agency, and one person's.

    `dispositif`: the one of the agency over which alone they have their role (empty: all of it).
    """

    app: FastAPI
    engine: Engine
    agency: str = "ville"
    person: str = "ada"
    dispositif: str = ""

    @cached_property
    def accounts(self) -> dict[str, tuple[str, str]]:
        """Accounts' ids and tokens, by caller."""
        made = {}
        for caller in CALLERS[1:]:
            roles = () if caller == NONE else (str(caller),)
            mine = self.person if caller == Role.MEDIATEUR else ""
            made[str(caller)] = account(
                self.engine, *roles, agency=self.agency, dispositif=self.dispositif, person=mine
            )
        return made

    def answers(self, requests: Sequence[tuple[str, str, str, Any]]) -> list[httpx2.Response]:
        """Answer requests one after the other: caller, method, address, and what goes with it."""
        headers = {NOBODY: dict[str, str]()} | {
            caller: {"Authorization": f"Bearer {token}"}
            for caller, (_, token) in self.accounts.items()
        }

        async def go() -> list[httpx2.Response]:
            transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx2.AsyncClient(transport=transport, base_url="http://essai") as client:
                answers = []
                for caller, method, address, more in requests:
                    options = dict(more or {})
                    sent = headers[caller] | options.pop("headers", {})
                    answers.append(await client.request(method, address, headers=sent, **options))
                return answers

        return asyncio.run(go())


def disagreements(doors: Doors, chosen: Sequence[Route], *, whole: bool = True) -> list[str]:
    """
    Return where the doors and the table disagree, and where what is shut tells anything.

    Not `whole`: of each route, someone without an account, one whom it lets in, one whom it
    doesn't, each in turn.
    """
    attempts = [
        (route, caller)
        for turn, route in enumerate(chosen)
        for caller in (CALLERS if whole else _few(route, turn))
    ]
    answers = doors.answers([(c, r.method, r.address(), None) for r, c in attempts])
    wrong, bodies = [], dict[int, set[bytes]]()
    for (route, caller), answer in zip(attempts, answers, strict=True):
        code = _code(answer)
        shut = SHUT.get(code)
        wanted = route.awaited(str(caller))
        where = f"{route.method} {route.path}, {caller or 'sans compte'}"
        if shut != wanted or (wanted is not None and answer.status_code != wanted):
            wrong.append(f"{where} : {answer.status_code} {code}, attendu {wanted or 'ouvert'}")
        if answer.status_code >= 500:
            wrong.append(f"{where} : {answer.status_code}")
        if shut is not None:
            bodies.setdefault(shut, set()).add(answer.content)
    wrong += [f"{len(some)} réponses {status} différentes" for status, some in bodies.items()
              if len(some) > 1]  # fmt: skip
    return wrong


def _few(route: Route, turn: int) -> Iterable[str]:
    yield NOBODY
    known = [str(caller) for caller in CALLERS if caller != NOBODY]
    for shut in (False, True):
        some = [caller for caller in known if (route.awaited(caller) is not None) == shut]
        if some:
            yield some[turn % len(some)]


def _code(answer: httpx2.Response) -> str:
    if answer.headers.get("content-type") != PROBLEM or not answer.content:
        return ""
    return str(answer.json()["code"])
