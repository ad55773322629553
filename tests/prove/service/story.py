"""
Récit: the whole service as people meet it, from an empty folder to a phone's calendar.

`python -m tests.prove.service.story [--base postgresql]`: real processes, the association of 109
people, curl for the feed; each step says what it was answered. On PostgreSQL two workers calculate.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from icalendar import Calendar

from tests.api.commands import FIXTURES
from tests.prove.service.client import add, remove, tag
from tests.prove.service.office import database
from tests.prove.service.server import ENTRY, Process, Server

DISPOSITIF, MONTH = "11", "2026-12"
"""Parc des Chantiers: the nights of a month that isn't published."""

PASSWORD = "sept chats gris sur un toit"  # noqa: S105 - of an account that lives a minute
ENDED = {"completed", "stopped", "failed", "cancelled", "invalid"}
ANY = "/api/v1/responsable"


class Teller:
    """Says each step, and stops at the first one that isn't as it should be."""

    def __init__(self) -> None:
        self.number = 0

    def step(self, words: str, result: object, *, good: bool) -> None:
        """Say a step and what came of it."""
        self.number += 1
        sys.stdout.write(f"{self.number:2}. {words} : {result}\n")
        sys.stdout.flush()
        if not good:
            raise SystemExit(f"étape {self.number} : {words} n’a pas donné ce qu’il fallait")


class Person:
    """An account with its own session, as a browser has it."""

    def __init__(self, url: str, email: str) -> None:
        self.line = httpx2.Client(base_url=url, timeout=60)
        body = {"email": email, "password": PASSWORD}
        self.line.post("/api/v1/session", json=body).raise_for_status()

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> httpx2.Response:
        """Ask, and refuse a refusal."""
        answer = self.line.request(method, path, json=body, **more)
        if answer.is_error:
            raise SystemExit(f"{method} {path} : {answer.status_code} {answer.text[:600]}")
        return answer

    def body_of(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Ask, and return what was asked for."""
        return self.ask(method, path, body, **more).json()


def rota(url: str, *words: str | Path, typed: str = "") -> str:
    """Run a command of `rota` on the database, as people type it."""
    done = subprocess.run(
        [*ENTRY, *map(str, words)],
        env={**os.environ, "ROULEMENT_DATABASE_URL": url, "COLUMNS": "200"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"rota {' '.join(map(str, words))} : {done.stdout}{done.stderr}")
    return " ".join((done.stdout + done.stderr).split())


def curl(address: str, *more: str) -> tuple[int, str]:
    """Fetch an address with curl: status and body."""
    done = subprocess.run(
        ["curl", "-s", "-w", "\n%{http_code}", *more, address],
        capture_output=True,
        text=True,
        check=True,
    )
    body, _, status = done.stdout.rpartition("\n")
    return int(status), body


def shifts(feed: str) -> dict[str, tuple[str, int]]:
    """Return the shifts of a calendar to come in the month: start and sequence by uid."""
    starts = {}
    for event in Calendar.from_ical(feed).walk("VEVENT"):
        start = event.decoded("DTSTART")
        if isinstance(start, datetime) and f"{start:%Y-%m}" == MONTH:
            starts[str(event["UID"])] = (start.isoformat(), int(str(event["SEQUENCE"])))
    return starts


def tell(kind: str, folder: Path) -> None:
    """Tell the story on one kind of database."""
    say = Teller()
    with database(kind, folder) as url:
        server = Server(folder, url).start()
        workers: list[Process] = []
        try:
            server.ready()
            for name in ("un", "deux") if kind == "postgresql" else ():
                words = ("worker", "--role", name)
                workers.append(Process(words, folder, name, database_url=url).start())
            status = httpx2.get(f"{server.url}/sante/pret").status_code
            say.step("`rota serve` sur un dossier vide", status, good=status == 200)
            said = rota(url, "import", FIXTURES / "association")
            say.step("`rota import fixtures/association`", said, good="Importé" in said)
            _accounts(url, say)
            _month(url, server, say)
            said = rota(url, "verify")
            say.step("`rota verify` sur la base", said, good=True)
            _tampered(url, folder, say)
        finally:
            for process in (*workers, server):
                process.end()


def _accounts(url: str, say: Teller) -> None:
    for email, role, *more in (
        ("resp@exemple.org", "responsable", "--agence", "nantes"),
        ("rh@exemple.org", "rh"),
        ("mairie@exemple.org", "commanditaire", "--agence", "nantes"),
    ):
        words = ("user", "add", email, "--nom", "Essai", "--role", role, *more, "--demander")
        said = rota(url, *words, typed=f"{PASSWORD}\n")
        say.step(f"`rota user add` ({role})", said, good="ouvert" in said)


def _month(url: str, server: Server, say: Teller) -> None:
    boss = Person(server.url, "resp@exemple.org")
    wanted = {"month": MONTH, "agency": "nantes", "dispositifs": [DISPOSITIF], "start": "vide"}
    draft = boss.body_of("POST", f"{ANY}/plannings", wanted)["id"]
    job = boss.ask(
        "POST",
        f"{ANY}/plannings/{draft}/calculs",
        {"config": {"seconds": 20}, "model_input": {"kind": "solve"}},
    )
    place = job.headers["location"]
    say.step("calcul demandé", f"{job.status_code} {place[:40]}…", good=job.status_code == 202)
    until = time.monotonic() + 120
    while (state := boss.body_of("GET", place)["state"]) not in ENDED and time.monotonic() < until:
        time.sleep(0.5)
    outcome = boss.body_of("GET", place)["outcome"]
    say.step("calcul fini", f"{state}, {outcome}", good=state == "completed")
    head = boss.body_of("GET", f"{ANY}/plannings/{draft}")["head"]
    assignments = boss.body_of("GET", f"{ANY}/plannings/{draft}/versions/{head}")["assignments"]
    say.step(
        "planning", f"version {head}, {len(assignments)} affectations", good=len(assignments) > 20
    )
    someone = next(
        assignment for assignment in assignments if assignment["slot"].startswith("11-N")
    )
    person, slot = someone["person"], someone["slot"]
    edited = boss.body_of(
        "PATCH",
        f"{ANY}/plannings/{draft}",
        {"operations": [remove(person, slot)]},
        headers={"If-Match": tag(draft, head)},
    )
    say.step(
        "modifié à la main", f"version {edited['version']}", good=edited["version"] == head + 1
    )
    stale = boss.line.request(
        "PATCH",
        f"{ANY}/plannings/{draft}",
        json={"operations": [add(person, slot)]},
        headers={"If-Match": tag(draft, head)},
    )
    say.step(
        "modifié à deux",
        f"{stale.status_code} {stale.json()['code']}",
        good=stale.status_code == 412,
    )
    _publish(url, server, say, boss, draft, edited["version"], person, slot)


def _publish(  # noqa: PLR0917 - one story, told in two pages
    url: str,
    server: Server,
    say: Teller,
    boss: Person,
    draft: str,
    number: int,
    person: str,
    slot: str,
) -> None:
    words = ("user", "add", "m@exemple.org", "--nom", "Essai", "--role", "mediateur")
    rota(url, *words, "--personne", person, "--demander", typed=f"{PASSWORD}\n")
    reader = Person(server.url, "m@exemple.org")
    address = reader.body_of("POST", "/api/v1/abonnements", {"kind": "personne"})["address"][
        "https"
    ]
    before = curl(address)
    say.step("flux avant publication", before[0], good=before[0] == 200 and not shifts(before[1]))
    first = _published(boss, draft, number)
    say.step("publié", f"n° {first['number']}, empreinte {first['hash'][:16]}…", good=True)
    status, feed = curl(address)
    then = shifts(feed)
    say.step("flux lu par curl", f"{status}, {len(then)} services", good=bool(then))
    etag = httpx2.get(address).headers["etag"]
    again = curl(address, "-H", f"If-None-Match: {etag}")
    say.step("relu sans changement", again[0], good=again[0] == 304)
    back = boss.body_of(
        "PATCH",
        f"{ANY}/plannings/{draft}",
        {"operations": [add(person, slot)]},
        headers={"If-Match": tag(draft, number)},
    )
    second = _published(boss, draft, back["version"])
    status, feed = curl(address, "-H", f"If-None-Match: {etag}")
    now = shifts(feed)
    added = set(now) - set(then)
    kept = all(now[uid] == then[uid] for uid in then)
    say.step(
        f"changé, publié n° {second['number']}, relu",
        f"{status}, {len(now)} services, {len(added)} de plus, les autres inchangés : {kept}",
        good=status == 200 and len(added) == 1 and kept,
    )
    screen = boss.ask("GET", f"/plannings/{draft}/publications/{second['number']}").text
    say.step("qui l’a vu", f"{len(screen)} octets", good="prévenir" in screen)
    town = Person(server.url, "mairie@exemple.org")
    shown = town.ask("GET", f"/api/v1/commanditaire/couverture?month={MONTH}").text
    say.step("commanditaire", f"{len(shown)} octets", good=person not in shown)
    office = Person(server.url, "rh@exemple.org")
    top = office.body_of("GET", "/api/v1/rh/registre/tete")
    say.step("tête du registre (RH)", top, good=top["hash"] == second["hash"])


def _published(boss: Person, draft: str, number: int) -> Any:
    return boss.body_of(
        "POST",
        f"{ANY}/plannings/{draft}/publications",
        {"note": ""},
        headers={"If-Match": tag(draft, number), "Idempotency-Key": f"recit-{number}"},
    )


def _tampered(url: str, folder: Path, say: Teller) -> None:
    """Show that one letter changed in the register is found."""
    whole = folder / "registre.jsonl"
    rota(url, "ledger", "export", whole)
    good = rota(url, "verify", whole)
    say.step("registre vérifié hors ligne", good, good=True)
    changed = folder / "change.jsonl"
    text = whole.read_text("utf-8")
    place = text.rindex("T21:30")
    changed.write_text(text[:place] + "T21:45" + text[place + 6 :], "utf-8")
    cut = folder / "coupe.jsonl"
    cut.write_text("".join(text.splitlines(keepends=True)[:-1]), "utf-8")
    head = json.loads(text.splitlines()[-1])
    top = head.get("hash") or head.get("tete") or ""
    for words, arguments in (
        ("une heure changée", [changed]),
        ("la fin coupée", [cut, *(["--tete", top] if top else [])]),
    ):
        done = subprocess.run(
            [*ENTRY, "verify", *map(str, arguments)], capture_output=True, text=True, check=False
        )
        said = " ".join((done.stdout + done.stderr).split())[:200]
        say.step(
            f"registre, {words}", f"sortie {done.returncode} : {said}", good=done.returncode == 1
        )


def main() -> int:
    """Tell it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    begun = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        tell(options.base, Path(scratch))
    lasted: timedelta = datetime.now(UTC) - begun
    sys.stdout.write(f"récit fini en {lasted.seconds} s sur {options.base}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
