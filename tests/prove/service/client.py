"""A planner's program: it asks, notes what it was told, and asks again when the line is cut."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2

ALL = "/api/v1/responsable/plannings"
JOBS = "/api/v1/responsable/calculs"
SECONDS = 30.0
CUT = 0.3
"""Seconds before a program whose line was cut asks again."""

OK, CREATED, ACCEPTED, STALE = 200, 201, 202, 412
REFUSED, SERVER_ERROR, AWAY = 400, 500, 503


@dataclass
class Journal:
    """
    What the service acknowledged, by any client.

    `edits`: draft, version, what it added and removed. `jobs` and `published`: by their key.
    `ended`: the state in which a calculation was said to end.
    """

    edits: list[tuple[str, int, frozenset[tuple[str, str]], frozenset[tuple[str, str]]]] = field(
        default_factory=list
    )
    jobs: dict[str, str] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    published: dict[str, tuple[int, str]] = field(default_factory=dict)
    refused: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    cut: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledged(self) -> int:
        """Return how many writes were acknowledged."""
        return len(self.edits) + len(self.jobs) + len(self.published)

    def note(self, into: dict[str, Any], key: str, value: Any) -> None:
        """Note an answer to a key; another one for the same key is wrong."""
        with self.lock:
            if into.setdefault(key, value) != value:
                self.wrong.append(f"clé {key} : {into[key]}, puis {value}")


class Client:
    """One account's line to the service."""

    def __init__(self, url: Callable[[], str], token: str, journal: Journal) -> None:
        self.url = url
        self.journal = journal
        self.headers = {"Authorization": f"Bearer {token}"}
        self.line = httpx2.Client(timeout=SECONDS)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        form: dict[str, str] | None = None,
        **headers: str,
    ) -> httpx2.Response | None:
        """Ask; None if the line was cut. An answer that is the service's fault is noted."""
        sent = self.headers | {name.replace("_", "-"): text for name, text in headers.items()}
        try:
            answer = self.line.request(
                method, self.url() + path, json=body, data=form, headers=sent
            )
        except httpx2.TransportError:
            with self.journal.lock:
                self.journal.cut += 1
            time.sleep(CUT)
            return None
        if answer.status_code >= REFUSED:
            with self.journal.lock:
                count = self.journal.refused
                count[answer.status_code] = count.get(answer.status_code, 0) + 1
                if answer.status_code >= SERVER_ERROR and answer.status_code != AWAY:
                    self.journal.wrong.append(f"{method} {path} : {answer.text[:300]}")
        return answer

    def insist(self, method: str, path: str, body: Any = None, **more: Any) -> httpx2.Response:
        """Ask until there is an answer."""
        while True:
            answer = self.ask(method, path, body, **more)
            if answer is not None and answer.status_code != AWAY:
                return answer

    def begin(self, month: str, **more: Any) -> str:
        """Begin a draft; return its id."""
        made = self.insist("POST", ALL, {"month": month, **more})
        assert made.status_code == CREATED, made.text
        return str(made.json()["id"])

    def state(self, rota: str) -> tuple[int, frozenset[tuple[str, str]]]:
        """Return a draft's head and who holds what there."""
        head = int(self.insist("GET", f"{ALL}/{rota}").json()["head"])
        whole = self.insist("GET", f"{ALL}/{rota}/versions/{head}").json()
        return head, pairs(whole["assignments"])

    def edit(
        self, rota: str, number: int, *operations: dict[str, str], insist: bool = False
    ) -> int | None:
        """Edit a version; note and return the next one (None: refused, or nobody knows)."""
        ask = self.insist if insist else self.ask
        answer = ask(
            "PATCH", f"{ALL}/{rota}", {"operations": list(operations)}, If_Match=tag(rota, number)
        )
        if answer is None or answer.status_code != OK:
            return None
        body = answer.json()
        with self.journal.lock:
            self.journal.edits.append(
                (rota, body["version"], pairs(body["added"]), pairs(body["removed"]))
            )
        return int(body["version"])

    def take_over(self, rota: str, number: int) -> int:
        """Take what others published into a draft, and return its version: it can be published."""
        self.insist("POST", f"/plannings/{rota}/reprise", form={"version": f"{number}"})
        return self.state(rota)[0]

    def publish(self, rota: str, number: int, key: str) -> httpx2.Response | None:
        """Publish a version once, under a key; note its place in the register."""
        answer = self.ask(
            "POST",
            f"{ALL}/{rota}/publications",
            {},
            If_Match=tag(rota, number),
            Idempotency_Key=key,
        )
        if answer is not None and answer.status_code == CREATED:
            body = answer.json()
            self.journal.note(self.journal.published, key, (body["number"], body["hash"]))
        return answer

    def solve(self, rota: str, key: str, *, effort: float) -> httpx2.Response | None:
        """Ask for a calculation once, under a key; note its id."""
        answer = self.ask(
            "POST",
            f"{ALL}/{rota}/calculs",
            {"config": {"effort": effort, "seconds": 20}, "model_input": {"kind": "solve"}},
            Idempotency_Key=key,
        )
        if answer is not None and answer.status_code == ACCEPTED:
            self.journal.note(self.journal.jobs, key, answer.json()["id"])
        return answer


def add(person: str, slot: str) -> dict[str, str]:
    """Write the gesture that puts a person on a slot."""
    return {"verb": "add", "slot": slot, "person": person}


def remove(person: str, slot: str) -> dict[str, str]:
    """Write the gesture that takes a person off a slot."""
    return {"verb": "remove", "slot": slot, "person": person}


def tag(rota: str, number: int) -> str:
    """Write the ETag of a draft's version."""
    return f'"{rota}-{number}"'


def pairs(assignments: list[dict[str, str]]) -> frozenset[tuple[str, str]]:
    """Read who holds what."""
    return frozenset((assignment["person"], assignment["slot"]) for assignment in assignments)
