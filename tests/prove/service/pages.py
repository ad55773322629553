"""
Les pages sous la charge: fifty people on grids and two hundred phones, on a process of its own.

`python -m tests.prove.service.pages [SECONDS]` serves the sample's association, lets two people
edit each of twenty-five drafts of a dispositif of 37, and phones read their shifts, each with the
pauses of a person. No answer may be the service's fault, no accepted edit may be missing from its
draft's versions, and the grid's page may take twice as long as the API's reading of it at most.
"""

import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import httpx2
from sqlalchemy import Engine

from api.access.caller import Caller
from api.data.stored.association import read
from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade
from api.month.drafts.service import PUBLISHED, create
from api.month.places.drafts import assignments_of
from tests.api.service import account, loaded
from tests.bench.pages import BEFORE, MONTH, SAMPLE, TEAM
from tests.bench.serving import served_apart
from tests.prove.service.client import OK, SERVER_ERROR, STALE, tag
from tests.prove.service.server import PATIENCE

DRAFTS, EDITORS, PHONES = 25, 50, 200
SECONDS = 60.0
BETWEEN_EDITS, BETWEEN_LOOKS = 6.0, 30.0
"""Seconds between what one person does, on a grid and on a phone, on average."""

TWICE = 2.0


@dataclass
class Seen:
    """What was answered: seconds by kind, edits that were accepted, and what is wrong."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    edits: list[tuple[str, int, tuple[str, str], bool]] = field(default_factory=list)
    overtaken: int = 0
    wrong: list[str] = field(default_factory=list)

    async def ask(self, what: str, answer: Awaitable[httpx2.Response]) -> httpx2.Response:
        """Wait for an answer, and note how long it took and whether it failed."""
        begun = time.perf_counter()
        try:
            made = await answer
        except httpx2.TransportError as error:
            made = httpx2.Response(SERVER_ERROR, text=f"{type(error).__name__}")
        self.took[what].append(time.perf_counter() - begun)
        if made.status_code >= SERVER_ERROR or made.status_code not in (OK, STALE):
            self.wrong.append(f"{what} : {made.status_code} {made.text[:200]}")
        return made

    def lines(self) -> list[str]:
        """Tell it."""
        lines = [f"{EDITORS} personnes sur {DRAFTS} grilles, {PHONES} téléphones :"]
        for what, seconds in sorted(self.took.items()):
            lines.append(
                f"  {what:22} {len(seconds):5} fois, médiane {1000 * median(seconds):5.0f} ms, "
                f"95 % sous {1000 * quantiles(seconds, n=20)[-1]:5.0f} ms"
            )
        lines.append(
            f"  {len(self.edits)} gestes gardés, tous dans leurs versions ; "
            f"{self.overtaken} dépassés par un autre et refaits"
        )
        lines.append(f"  la page prend {self.ratio:.2f} fois la lecture de l’API")
        return [*lines, *(f"  DÉFAUT : {fault}" for fault in self.wrong[:20])]

    @property
    def ratio(self) -> float:
        """How many times as long the grid's page takes as the API's reading of its slots."""
        return median(self.took["page de la grille"]) / median(self.took["créneaux de l’API"])


def prepared(engine: Engine) -> tuple[str, list[str], list[str]]:
    """Fill a database; return the tokens of a planner and of phones, and drafts to edit."""
    loaded(engine, SAMPLE)
    planner = account(engine, "responsable")[1]
    with reading(engine) as session:
        people = [person.id for person in read(session).mediators]
    phones = [account(engine, "mediateur", person=person)[1] for person in people]
    drafts = []
    for _ in range(DRAFTS):
        with writing(engine) as session:
            caller = Caller(user="a" * 32)
            row = create(session, caller, MONTH, dispositifs=(TEAM,), start=PUBLISHED, now=BEFORE)
            drafts.append(row.id)
    return planner, list(itertools.islice(itertools.cycle(phones), PHONES)), drafts


async def edit(
    client: httpx2.AsyncClient, draft: str, pair: tuple[str, str], seen: Seen, until: float
) -> None:
    """Take a person off a slot and put them there again, looking at the grid now and then."""
    chance, there, version = random.Random(f"{draft}{pair}"), True, 1
    api = f"/api/v1/responsable/plannings/{draft}/versions/1/creneaux?limit=200&dispositif={TEAM}"
    await asyncio.sleep(chance.uniform(0, BETWEEN_EDITS))
    for turn in itertools.count():
        if time.monotonic() > until:
            return
        if turn % 3 == 0:
            await seen.ask("page de la grille", client.get(f"/plannings/{draft}"))
            await seen.ask("créneaux de l’API", client.get(api))
        verb = "remove" if there else "add"
        body = {"operations": [{"verb": verb, "person": pair[0], "slot": pair[1]}]}
        address = f"/page/plannings/{draft}/gestes"
        answer = await seen.ask(
            "geste",
            client.post(address, json=body, headers={"If-Match": tag(draft, version)}),
        )
        if answer.status_code == STALE:
            seen.overtaken += 1
            since = f"/page/plannings/{draft}/depuis?version={version}"
            answer = await seen.ask("ce qui a changé", client.get(since))
            version = answer.json()["version"] if answer.status_code == OK else version
            continue
        if answer.status_code != OK:
            continue
        made = answer.json()
        if made.get("refused"):
            seen.wrong.append(f"geste refusé : {made['said']}")
            return
        there, version = not there, made["version"]
        seen.edits.append((draft, version, pair, there))
        await asyncio.sleep(chance.uniform(0, 2 * BETWEEN_EDITS))


async def look(client: httpx2.AsyncClient, token: str, turn: int, seen: Seen, until: float) -> None:
    """Look at one's shifts on a phone, and at another of one's pages."""
    chance = random.Random(turn)
    headers = {"Authorization": f"Bearer {token}"}
    await asyncio.sleep(chance.uniform(0, BETWEEN_LOOKS))
    while time.monotonic() < until:
        for address in ("/moi", chance.choice(("/moi/conges", "/moi/agenda", "/moi/compteurs"))):
            await seen.ask(f"téléphone {address}", client.get(address, headers=headers))
        await asyncio.sleep(chance.uniform(0, 2 * BETWEEN_LOOKS))


async def together(url: str, seconds: float, work: Callable[..., object], seen: Seen) -> None:
    """Let everybody work at once."""
    limits = httpx2.Limits(max_connections=None)
    async with httpx2.AsyncClient(
        base_url=url, timeout=PATIENCE, limits=limits, headers={"accept": "text/html"}
    ) as client:
        await asyncio.gather(*work(client, seen, time.monotonic() + seconds))  # type: ignore[misc]


def lost(engine: Engine, seen: Seen) -> list[str]:
    """Return the edits that their versions don't hold."""
    with reading(engine) as session:
        return [
            f"geste perdu : {draft} n° {version}"
            for draft, version, pair, there in seen.edits
            if (pair in {(a.mediator, a.slot) for a in assignments_of(session, draft, version)})
            != there
        ]


def loaded_pages(seconds: float = SECONDS) -> Seen:
    """Work for some seconds, then look at what is left."""
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="pages-") as scratch:
        url = f"sqlite:///{Path(scratch) / 'roulement.db'}"
        upgrade(url)
        engine = connect(url)
        planner, phones, drafts = prepared(engine)
        with reading(engine) as session:
            pairs = sorted((a.mediator, a.slot) for a in assignments_of(session, drafts[0], 1))
        chosen = random.Random(0).sample(pairs, EDITORS)
        with served_apart(url, BEFORE) as service:
            _warm(service.address, planner, phones[0], drafts)

            def work(client: httpx2.AsyncClient, seen: Seen, until: float) -> list[object]:
                client.headers["Authorization"] = f"Bearer {planner}"
                editors = [
                    edit(client, drafts[n % DRAFTS], pair, seen, until)
                    for n, pair in enumerate(chosen)
                ]
                return [*editors, *(look(client, t, n, seen, until) for n, t in enumerate(phones))]

            asyncio.run(together(service.address, seconds, work, seen))
        seen.wrong += lost(engine, seen)
        engine.dispose()
    if seen.ratio > TWICE:
        seen.wrong.append(f"la page prend {seen.ratio:.2f} fois la lecture de l’API")
    return seen


def _warm(address: str, planner: str, phone: str, drafts: list[str]) -> None:
    """Ask once for what `rota serve` works out when it starts, and for each grid."""
    for token, path in ((phone, "/moi"), *((planner, f"/plannings/{draft}") for draft in drafts)):
        headers = {"Authorization": f"Bearer {token}"}
        httpx2.get(f"{address}{path}", headers=headers, timeout=PATIENCE).raise_for_status()


def main() -> int:
    """Print what was seen; exit 1 if anything is wrong."""
    seen = loaded_pages(*(float(word) for word in sys.argv[1:2]))
    sys.stdout.writelines(f"{line}\n" for line in seen.lines())
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
