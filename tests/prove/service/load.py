"""
Juste sous la charge: many programs at once edit, publish and read calendars.

No answer may be the service's fault; each accepted edit must be in its draft's chain of versions,
and a calendar read after a publication was acknowledged must not be said unchanged.
"""

import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from sqlalchemy import select

from api.database.engine import reading
from api.database.tables.month import VersionRow
from api.ledger.verifying import verify_database
from api.month.places.drafts import assignments_of
from tests.prove.service.client import ALL, CREATED, OK, STALE, Client, Journal, add, remove, tag
from tests.prove.service.office import REFERENT, Office, database, feed, opened, planner
from tests.prove.service.server import Server

EDITORS, PUBLISHERS, READERS = 20, 5, 25
UNCHANGED = 304
SHARING = 2
"""Editors of one draft: of two at once the second is refused, and takes up the newer version."""

PAUSE = 0.02
QUANTILES = (0.5, 0.95, 0.99)


@dataclass
class Load:
    """What was asked and answered: seconds by kind, and what is wrong."""

    kind: str
    seconds: float
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[str, dict[int, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    wrong: list[str] = field(default_factory=list)
    edits: int = 0
    publications: int = 0
    checked: int = 0

    def note(self, what: str, status: int, seconds: float) -> None:
        """Note one answer."""
        self.took[what].append(seconds)
        self.statuses[what][status] += 1

    def lines(self) -> list[str]:
        """Tell it."""
        clients = EDITORS + PUBLISHERS + READERS
        lines = [f"{self.kind} : {clients} programmes à la fois pendant {self.seconds:.0f} s"]
        for what, seconds in sorted(self.took.items()):
            ordered = sorted(seconds)
            times = ", ".join(
                f"{part:.0%} en {ordered[int(part * (len(ordered) - 1))] * 1000:.0f} ms"
                for part in QUANTILES
            )
            counts = ", ".join(f"{n} × {s}" for s, n in sorted(self.statuses[what].items()))
            lines.append(f"    {what} : {counts} ; {times}")
        lines.append(
            f"    {self.edits} modifications acceptées, toutes dans leurs versions ; "
            f"{self.publications} publications, registre vérifié ; {self.checked} relectures de "
            "calendrier juste après publication"
        )
        return [*lines, *(f"    DÉFAUT : {fault}" for fault in self.wrong[:20])]


def loaded(kind: str, seconds: float) -> Load:
    """Work for some seconds, then look at what is left."""
    load, journal = Load(kind, seconds), Journal()
    with tempfile.TemporaryDirectory(prefix="charge-") as scratch, ExitStack() as stack:
        folder = Path(scratch)
        office = opened(stack.enter_context(database(kind, folder)), folder)
        path = feed(office, REFERENT)
        server = Server(folder, office.url, feed_rate=10_000_000, log_format="json")
        stack.callback(server.kill)
        server.start().ready()
        over = threading.Event()
        stack.callback(over.set)
        work = Work(office=office, load=load, path=path, over=over)
        threads = list(_threads(server, journal, work))
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        over.set()
        for thread in threads:
            thread.join()
        _check(office, journal, load)
        server.end()
        load.wrong.extend(server.failures())
    load.wrong[:0] = journal.wrong
    if journal.cut:
        load.wrong.append(f"{journal.cut} lignes coupées")
    return load


@dataclass(frozen=True)
class Work:
    """What every program is handed."""

    office: Office
    load: Load
    path: str
    over: threading.Event


def _threads(server: Server, journal: Journal, work: Work) -> Iterator[threading.Thread]:
    office = work.office

    def client() -> Client:
        return Client(lambda: server.url, planner(office), journal)

    def thread(does: Callable[..., None], *arguments: object) -> threading.Thread:
        def guarded() -> None:
            try:
                does(*arguments, work)
            except Exception as error:  # noqa: BLE001 - told with what is wrong
                work.load.wrong.append(f"{does.__name__} : {type(error).__name__} {error}")

        return threading.Thread(target=guarded)

    for _ in range(EDITORS // SHARING):
        rota = client().begin(office.month, agency="ville")
        for turn in range(SHARING):
            yield thread(_edit, client(), rota, turn)
    for turn in range(PUBLISHERS):
        yield thread(_publish, client(), turn)
    for _ in range(READERS):
        yield thread(_read, server.url)


def _edit(client: Client, rota: str, turn: int, work: Work) -> None:
    office, load, over = work.office, work.load, work.over
    slot = office.evenings[turn % len(office.evenings)]
    head, assignments = client.state(rota)
    while not over.is_set():
        gesture = remove if (REFERENT, slot) in assignments else add
        begun = time.perf_counter()
        answer = client.insist(
            "PATCH",
            f"{ALL}/{rota}",
            {"operations": [gesture(REFERENT, slot)]},
            If_Match=tag(rota, head),
        )
        load.note("modification", answer.status_code, time.perf_counter() - begun)
        if answer.status_code == OK:
            body = answer.json()
            change = frozenset({(REFERENT, slot)})
            nothing: frozenset[tuple[str, str]] = frozenset()
            both = (change, nothing) if gesture is add else (nothing, change)
            with client.journal.lock:
                client.journal.edits.append((rota, body["version"], *both))
            head, assignments = body["version"], assignments ^ change
        else:
            if answer.status_code != STALE:
                load.wrong.append(f"modification : {answer.text[:300]}")
            head, assignments = client.state(rota)


def _publish(client: Client, turn: int, work: Work) -> None:
    office, load, over = work.office, work.load, work.over
    url = client.url() + work.path
    rota = client.begin(office.month, agency="ville")
    slot = office.evenings[turn % len(office.evenings)]
    count = 0
    while not over.is_set():
        count += 1
        head, assignments = client.state(rota)
        gesture = remove if (REFERENT, slot) in assignments else add
        made = client.edit(rota, head, gesture(REFERENT, slot), insist=True)
        if made is None:
            load.wrong.append("un brouillon à soi a été modifié par d’autres")
            return
        made = client.take_over(rota, made)
        tag_before = client.line.get(url).headers["etag"]
        begun = time.perf_counter()
        answer = client.publish(rota, made, f"{turn}-{count}")
        if answer is None:
            continue
        load.note("publication", answer.status_code, time.perf_counter() - begun)
        if answer.status_code != CREATED:
            continue
        number = answer.json()["number"]
        fresh = _fresh(client, url, tag_before, number)
        load.checked += fresh is not None
        if fresh is False:
            load.wrong.append(f"calendrier périmé après la publication n° {number}")


def _fresh(client: Client, url: str, before: str, number: int) -> bool | None:
    """
    Whether a reading with an old tag is told what there is (None: others published meanwhile).

    Bytes may come back: an evening that was published between, and taken away again, leaves none.
    """
    answer = client.line.get(url, headers={"If-None-Match": before})
    whole = client.line.get(url)
    last = client.insist("GET", "/api/v1/responsable/publications?limit=1")
    if last.json()["items"][0]["number"] != number:
        return None
    same = whole.headers["etag"] == before
    return answer.status_code == (UNCHANGED if same else OK)


def _read(server: str, work: Work) -> None:
    load, over, url = work.load, work.over, server + work.path
    line, etag = httpx2.Client(timeout=30), ""
    while not over.is_set():
        begun = time.perf_counter()
        answer = line.get(url, headers={"If-None-Match": etag} if etag else {})
        load.note("calendrier", answer.status_code, time.perf_counter() - begun)
        if answer.status_code not in (OK, UNCHANGED):
            load.wrong.append(f"calendrier : {answer.status_code}")
            continue
        etag = answer.headers["etag"]
        time.sleep(PAUSE)


def _check(office: Office, journal: Journal, load: Load) -> None:
    engine = office.engine()
    load.edits, load.publications = len(journal.edits), len(journal.published)
    if load.statuses["publication"].get(CREATED, 0) != load.publications:
        load.wrong.append("des publications confirmées ont le même numéro")
    with reading(engine) as session:
        checked = verify_database(session)
        load.wrong.extend(fault.message for fault in checked.faults)
        if checked.count != load.publications:
            load.wrong.append(f"{checked.count} publications au registre")
        counted: dict[str, int] = defaultdict(int)
        for rota, number, added, removed in journal.edits:
            counted[rota] += 1
            assignments = {(a.mediator, a.slot) for a in assignments_of(session, rota, number)}
            if not added <= assignments or removed & assignments:
                load.wrong.append(f"modification {rota} n° {number} perdue")
        for rota, count in counted.items():
            chosen = select(VersionRow.number, VersionRow.origin).where(VersionRow.rota == rota)
            origins = {row.number: row.origin for row in session.execute(chosen)}
            # A draft that others' publication overtook takes it over in a version of its own.
            taken_over = list(origins.values()).count("reprise")
            if sorted(origins) != list(range(1, count + taken_over + 2)):
                load.wrong.append(
                    f"{rota} : {count} modifications, {taken_over} reprises, "
                    f"{len(origins)} versions, dernière {max(origins)}"
                )
    engine.dispose()
