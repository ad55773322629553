"""
Flux: how many a second, against a route of FastAPI alone that returns as many constant bytes.

The same machine, the same settings of uvicorn, one after another and back, so that what else the
machine does weighs on both.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import httpx2
from sqlalchemy import Engine

from api.data.stored.association import read
from api.database.engine import connect, writing
from api.database.migrating import upgrade
from api.feeds.kinds import FeedKind
from api.ledger.append import append
from api.planning.month_change import month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.feeds.made import loaded, subscribed, worker
from tests.api.ledger.cases import SOMEONE
from tests.prove.service.asking import rate
from tests.prove.service.server import Server, free_port

PERSON = "ada"
AIM_200, AIM_304 = 0.5, 0.7
BARE = """
import socket
import sys
from pathlib import Path
import uvicorn
from fastapi import FastAPI, Response
from api.web.server import configured

app = FastAPI()
body = Path(sys.argv[2]).read_bytes()


@app.get("/constant")
async def constant():
    return Response(body, media_type="text/calendar; charset=utf-8")


line = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
line.bind(("127.0.0.1", int(sys.argv[1])))
uvicorn.Server(configured(app)).run(sockets=[line])
"""


@dataclass(frozen=True)
class Speed:
    """Requests a second: a feed's bytes, its 304, and a bare route's constant bytes."""

    size: int
    whole: float
    unchanged: float
    bare: float
    whole_ratio: float
    unchanged_ratio: float

    def lines(self) -> list[str]:
        """Tell it."""
        return [
            (
                f"calendrier de {self.size} octets : {self.whole:.0f} lectures/s en 200, "
                f"{self.unchanged:.0f} en 304 ; route nue : {self.bare:.0f}/s"
            ),
            (
                f"rapport à la route nue : {self.whole_ratio:.2f} en 200 (but : {AIM_200}), "
                f"{self.unchanged_ratio:.2f} en 304 (but : {AIM_304})"
            ),
        ]


def measured(seconds: float = 1.5, rounds: int = 9) -> Speed:
    """Measure by turns; the median of the rounds, and of the ratios in each, counts."""
    with tempfile.TemporaryDirectory(prefix="flux-") as scratch:
        folder = Path(scratch)
        url = f"sqlite:///{folder}/roulement.db"
        engine = connect(url)
        token = _filled(engine)
        engine.dispose()
        server = Server(folder, url, feed_rate=10_000_000).start().ready()
        try:
            path = f"/feeds/{token}.ics"
            first = httpx2.get(server.url + path)
            body = folder / "constant"
            body.write_bytes(first.content)
            bare = _bare(free_port(), body)
            try:
                match = (f"If-None-Match: {first.headers['etag']}",)
                port = int(bare.args[-2])  # type: ignore[index, arg-type]  # a list of ours
                seen = [
                    (
                        rate(server.port, path, seconds=seconds),
                        rate(server.port, path, headers=match, seconds=seconds),
                        rate(port, "/constant", seconds=seconds),
                    )
                    for _ in range(rounds)
                ]
            finally:
                bare.kill()
                bare.wait()
        finally:
            server.end()
    assert [reader.statuses for reader in seen[0]] == [(200,), (304,), (200,)], seen
    return Speed(
        size=len(first.content),
        whole=median(whole.a_second for whole, _, _ in seen),
        unchanged=median(unchanged.a_second for _, unchanged, _ in seen),
        bare=median(bare.a_second for _, _, bare in seen),
        whole_ratio=median(whole.a_second / bare.a_second for whole, _, bare in seen),
        unchanged_ratio=median(some.a_second / bare.a_second for _, some, bare in seen),
    )


def _filled(engine: Engine) -> str:
    """Publish a month that one person works whole, and subscribe to it; return the token."""
    upgrade(engine)
    loaded(engine)
    now = datetime.now(UTC)
    first = (now.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    reader = subscribed(engine, worker(engine, PERSON), FeedKind.PERSON, PERSON)
    with writing(engine) as session:
        there = read(session)
        problem = assemble(there, first, last)
        assignments = frozenset(Assignment(PERSON, slot.id) for slot in problem.slots)
        append(
            session,
            SOMEONE,
            month_change(there, Rota(problem=problem, assignments=assignments), now),
        )
    return reader.token


def _bare(port: int, body: Path) -> subprocess.Popen[bytes]:
    running = subprocess.Popen(
        [sys.executable, "-c", BARE, str(port), str(body)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            httpx2.get(f"http://127.0.0.1:{port}/constant")
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            break
    return running
