"""
L'API au hasard: every operation of the OpenAPI, as each role, by what it allows and doesn't.

No answer may be the service's fault or one that the document doesn't tell. Half of the ids are real
ones, so that handlers are reached; then chains of calls follow what answers link to, and imports
get random bytes and files that are half right.
"""

import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.access.caller import Role
from api.app import create
from api.database.engine import connect
from api.database.migrating import upgrade
from api.month.folder.importing import import_folder
from api.settings import Settings
from tests.api.commands import PETIT
from tests.api.service import LOCAL, account
from tests.prove.service.client import add, tag
from tests.prove.service.spoilt import spoilt_file

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CHEAP = {"password_passes": 1, "password_memory_kib": 64, "audit_seconds": 20, "request_mb": 2}
PEOPLE = {"person": "ada", "agency": "ville", "mediateur": "ada"}
AUDITS, IMPORTS = "/api/v1/rh/controles", "/api/v1/rh/imports?replace=true"
CHAINED = (Role.RESPONSABLE, Role.RH)
schemathesis.serializer.alias(["application/zip", "text/calendar"], "application/octet-stream")

UPLOADED = 40
"""One upload for so many other requests: each is judged in a process of its own."""

CHAIN = 6
"""Calls of a chain."""

SERVER_ERROR = 500
PATIENCE = 120.0
"""Seconds that an answer may take here: an audit of files on a machine that does much else."""


@dataclass
class Fuzzed:
    """What was asked, what came, and what is wrong."""

    examples: int = 0
    operations: set[str] = field(default_factory=set)
    chains: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    wrong: dict[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Tell it."""
        counts = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        return [
            (
                f"{self.examples} demandes au hasard sur {len(self.operations)} opérations, "
                f"{self.chains} enchaînements, en {self.seconds:.0f} s : {counts}"
            ),
            f"    réponses fautives ou non documentées : {len(self.wrong)}",
            *(f"    DÉFAUT : {operation} : {why}" for operation, why in sorted(self.wrong.items())),
        ]


class World:
    """One service in this process, an account of each role, and real ids to ask about."""

    def __init__(self, folder: Path) -> None:
        self.engine = connect(f"sqlite:///{folder}/roulement.db")
        upgrade(self.engine)
        import_folder(self.engine, LOCAL, PETIT)
        url = self.engine.url.render_as_string(hide_password=False)
        self.app: FastAPI = create(
            Settings.model_validate({"database_url": url, **CHEAP}), self.engine
        )
        self.known: dict[str, Any] = self._begun()

    def headers(self, role: Role) -> dict[str, str]:
        """Return the headers of a new account of a role."""
        person = "ada" if role is Role.MEDIATEUR else ""
        _, token = account(self.engine, role, person=person)
        return {"Authorization": f"Bearer {token}"}

    def _begun(self) -> dict[str, Any]:
        """Begin a draft, publish it, ask for things: what ids may name."""
        planner = TestClient(self.app, headers=self.headers(Role.RESPONSABLE))
        drafts = "/api/v1/responsable/plannings"
        draft = {"month": "2026-03", "agency": "ville"}
        rota = planner.post(drafts, json=draft).json()["id"]
        where, slot = f"{drafts}/{rota}", "P-S-2026-03-04"
        planner.patch(
            where,
            json={"operations": [add("farid", slot)]},
            headers={"If-Match": tag(rota, 1)},
        )
        planner.post(f"{where}/publications", json={}, headers={"If-Match": tag(rota, 2)})
        job = planner.post(f"{where}/calculs", json={"model_input": {"kind": "solve"}})
        return {
            "rota_id": rota,
            "number": 2,
            "slot_id": slot,
            "job_id": job.json()["id"],
            "key": "ada",
            "month": "2026-03",
            "kind": "classeur",
            **PEOPLE,
        }


def fuzzed(examples: int, chains: int, number: int = 0) -> Fuzzed:
    """
    Ask `examples` times or a little more, in all, then follow `chains` chains of calls.

    The same `number` gives the same requests, as far as answers hold no new ids.
    """
    fuzzed = Fuzzed()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hasard-") as scratch:
        world = World(Path(scratch))
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", world.app, config=_config())
        # Those who may do most come last: they may well take away what others ask about.
        for turn, role in enumerate(reversed(Role)):
            random = Random(f"{number}-{turn}")
            _fuzz(world, schema, role, fuzzed, share=examples // len(Role), random=random)
        for role in CHAINED:
            _chain(world, schema, role, fuzzed, chains=chains // len(CHAINED), number=number)
        _upload(world, fuzzed, examples // UPLOADED, Random(number))
        world.engine.dispose()
    fuzzed.seconds = time.monotonic() - begun
    return fuzzed


def _config() -> SchemathesisConfig:
    return SchemathesisConfig.from_dict({})


def _fuzz(
    world: World, schema: Any, role: Role, fuzzed: Fuzzed, *, share: int, random: Random
) -> None:
    """Ask for what the role may, mostly, and for some of the rest."""
    rights = {
        (method, path.replace(":path}", "}")): access
        for (method, path), access in world.app.state.rights.items()
    }
    mine: list[Any] = []
    others: list[Any] = []
    for operation in (result.ok() for result in schema.get_all_operations()):
        access = rights[operation.method.upper(), operation.path]
        (mine if role in access.roles or not access.roles else others).append(operation)
    random.shuffle(mine)
    random.shuffle(others)
    operations = mine[: max(1, share * 4 // 5)]
    chosen = [*operations, *others[: max(1, len(operations) // 4)]]
    each = max(1, round(share / len(chosen)))
    for operation in chosen:
        _try(world, role, fuzzed, operation, each=each, random=random)


def _try(
    world: World, role: Role, fuzzed: Fuzzed, operation: Any, *, each: int, random: Random
) -> None:
    headers = world.headers(role)
    label = f"{operation.method.upper()} {operation.path}"
    if label.endswith("/evenements"):
        return  # a stream that ends with its calculation: nobody calculates here

    def once(case: Any) -> None:
        if random.random() < 0.5:
            for name in case.path_parameters or {}:
                if name in world.known:
                    case.path_parameters[name] = world.known[name]
            if case.headers and "If-Match" in case.headers:
                case.headers["If-Match"] = tag(world.known["rota_id"], 2)
        response = case.call(headers=headers, timeout=PATIENCE)
        fuzzed.examples += 1
        fuzzed.operations.add(label)
        fuzzed.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as error:
            fuzzed.wrong.setdefault(f"{role} {label}", _reason(error, response))

    given(case=operation.as_strategy())(
        settings(
            max_examples=each,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(seed(random.randrange(1 << 30))(once))
    )()


def _chain(
    world: World, schema: Any, role: Role, fuzzed: Fuzzed, *, chains: int, number: int
) -> None:
    """
    Follow links: what one answer names is asked about next.

    The service remembers what earlier chains did, and what draws them may refuse to begin alike and
    go on otherwise: the chains that are left are drawn anew then.
    """
    headers = world.headers(role)
    left = max(1, chains // CHAIN)

    class Chain(schema.as_state_machine()):  # type: ignore[misc]  # made as the program runs
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            del case
            return {"headers": headers, "timeout": PATIENCE}

        def validate_response(self, response: Any, case: Any, *_: Any, **__: Any) -> None:
            fuzzed.statuses[response.status_code] += 1
            fuzzed.chains += 1
            try:
                case.validate_response(response, checks=CHECKS)
            except (Failure, FailureGroup) as error:
                label = f"{role} {case.operation.method.upper()} {case.operation.path}"
                fuzzed.wrong.setdefault(label, _reason(error, response))

        def teardown(self) -> None:
            nonlocal left
            super().teardown()
            left -= 1

    random = Random(f"{number}-{role}")
    while left > 0:
        before = left
        with suppress(FlakyStrategyDefinition):
            seed(random.randrange(1 << 30))(Chain).run(
                settings=settings(
                    max_examples=left,
                    stateful_step_count=CHAIN,
                    database=None,
                    deadline=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                )
            )
        if left == before:
            break  # no chain can be begun


def _reason(error: BaseException, response: Any) -> str:
    first = " ".join(str(error).split())[:300]
    return f"{response.status_code} {first} | {response.text[:200]}"


def _upload(world: World, fuzzed: Fuzzed, count: int, random: Random) -> None:
    """Hand random bytes and files that are half right to every import."""
    client = TestClient(world.app, headers=world.headers(Role.RH), raise_server_exceptions=False)
    for turn in range(max(6, count)):
        content, kind = spoilt_file(random)
        if turn % 2:
            answer = client.post(
                IMPORTS, content=content, headers={"Content-Type": "application/zip"}
            )
        else:
            answer = client.post(AUDITS, files={"files": (f"essai{kind}", content)})
        _uploaded(fuzzed, f"POST {IMPORTS if turn % 2 else AUDITS} ({kind})", answer)


def _uploaded(fuzzed: Fuzzed, label: str, answer: Any) -> None:
    fuzzed.examples += 1
    fuzzed.statuses[answer.status_code] += 1
    if answer.status_code >= SERVER_ERROR:
        fuzzed.wrong.setdefault(label, f"{answer.status_code} {answer.text[:200]}")
