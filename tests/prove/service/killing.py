"""
Rien de perdu: the service's processes killed again and again while planners work.

Three programs edit, calculate and publish without pause, noting what the service acknowledges. At
seeded random moments one process, or all, die by SIGKILL and are started again. In the end all
that was acknowledged must be there, and nothing by halves.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.prove.service.client import ACCEPTED, CREATED, JOBS, OK, Client, Journal, add, remove
from tests.prove.service.killing_commands import backup_fault
from tests.prove.service.left import Left, left
from tests.prove.service.office import REFERENT, Office, database, feed, opened, planner
from tests.prove.service.server import Process, Server

KINDS = ("sqlite", "postgresql")
SETTINGS = {
    "poll_seconds": 0.1,
    "best_seconds": 0,
    "heartbeat_seconds": 0.5,
    "dead_seconds": 3,
    "solve_threads": 1,
    "solve_processes": 1,
    "solve_memory_mb": 1024,
    "log_format": "json",
}
ROLES = ("un", "deux")
QUIETEST, LONGEST = 0.05, 3.0
"""Seconds between a service that is ready and the next death."""

CALM = 5
"""One death of so many waits for the end of a calculation."""

LIVES = 0.3
"""How often a backup goes on while what it copies dies."""

EFFORT = 0.05
SETTLED = 180.0
ENDS = frozenset({"completed", "stopped", "cancelled", "failed"})


@dataclass(frozen=True)
class Killed:
    """What was done to a service on one kind of database, and what was left of it."""

    kind: str
    kills: int
    journal: Journal
    left: Left
    orphans: int
    backups: int

    @property
    def wrong(self) -> list[str]:
        """Return what must not be."""
        survivors = [f"{self.orphans} processus ont survécu"] if self.orphans else []
        return [*self.journal.wrong, *self.left.wrong, *survivors]

    def lines(self) -> list[str]:
        """Tell it."""
        journal = self.journal
        return [
            f"{self.kind} : {self.kills} arrêts brutaux (SIGKILL), {journal.cut} lignes coupées",
            f"    {len(journal.edits)} modifications confirmées, toutes là",
            (
                f"    {len(journal.published)} publications confirmées, "
                f"{self.left.publications} au registre, vérifié"
            ),
            (
                f"    {len(journal.jobs)} calculs acceptés, chacun fini une fois : "
                f"{self.left.outcomes()}"
            ),
            f"    {self.backups} sauvegardes commencées, chacune entière ou absente",
            f"    {self.left.feeds} calendriers : leurs octets sont ceux de ce qui est publié",
            *(f"    DÉFAUT : {fault}" for fault in self.wrong),
        ]


class Backup:
    """A backup that is taken again and again: under its name there is a whole one, or none."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.path = folder / "sauvegarde.archive"
        self.fault, self.begun = "", 0
        self.process = Process(
            ("backup", str(self.path), "--remplacer", "--portable"),
            folder,
            "sauvegarde",
            database_url=office.url,
        )

    def begin(self) -> None:
        """Take one, unless another is still being taken."""
        if not self.process.runs():
            self.begun += 1
            self.process.start()

    def wrong(self) -> str:
        """Say what is wrong with the one that is there (empty: nothing)."""
        return backup_fault(self.path)

    def faults(self) -> list[str]:
        """Take a last one to its end, and return what was ever wrong."""
        self.process.wait()
        self.begin()
        code = self.process.wait()
        faults = [self.fault, self.wrong(), f"sauvegarde : {code}" if code else ""]
        beside = sorted(path.name for path in self.path.parent.glob(f"{self.path.name}?*"))
        return [*filter(None, faults), *(f"reste de sauvegarde : {name}" for name in beside)]


def killed(kind: str, kills: int, seed: int, roles: tuple[str, ...] = ROLES) -> Killed:
    """
    Kill the service `kills` times on a database of one kind, and look at what is left.

    `roles`: the workers, on PostgreSQL.
    """
    with tempfile.TemporaryDirectory(prefix="arrets-") as scratch, ExitStack() as stack:
        folder = Path(scratch)
        office = opened(stack.enter_context(database(kind, folder)), folder)
        feeds = [feed(office, person) for person in (REFERENT, "ada", "brice")]
        server = Server(folder, office.url, host_id="essai", **SETTINGS)
        workers = [
            Process(
                ("worker", "--role", role),
                folder,
                role,
                database_url=office.url,
                host_id="essai",
                **SETTINGS,
            )
            for role in (roles if kind == "postgresql" else ())
        ]
        processes: list[Process] = [server, *workers]
        for process in processes:
            process.start()
            stack.callback(process.kill)
        server.ready()
        journal, over = Journal(), threading.Event()
        stack.callback(over.set)
        threads = _at_work(office, server, journal, over)
        random = Random(f"{kind}-{seed}")
        backup = Backup(office, folder)
        stack.callback(backup.process.kill)
        groups = _kill(processes, server, journal, backup, kills=kills, random=random)
        over.set()
        for thread in threads:
            thread.join()
        _settled(server, office, journal)
        remains = left(office, journal, server, feeds)
        journal.wrong.extend(backup.faults())
        journal.wrong.extend(server.failures())
        for process in processes:
            if code := process.end():
                end = process.log.read_text("utf-8")[-1500:]
                journal.wrong.append(f"{process.words[0]} finit avec {code} :\n{end}")
        return Killed(
            kind=kind,
            kills=kills,
            journal=journal,
            left=remains,
            orphans=_survivors(groups),
            backups=backup.begun,
        )


def _until_concluded(journal: Journal, before: int) -> None:
    """Wait until a calculation has ended."""
    until = time.monotonic() + SETTLED
    while len(journal.ended) == before and time.monotonic() < until:
        time.sleep(0.02)


def _until_written(journal: Journal, before: int) -> None:
    """Wait until the service that was started has acknowledged something."""
    until = time.monotonic() + SETTLED
    while journal.acknowledged() == before and time.monotonic() < until:
        time.sleep(0.02)


def _kill(
    processes: list[Process],
    server: Server,
    journal: Journal,
    backup: Backup,
    *,
    kills: int,
    random: Random,
) -> list[int]:
    """
    Kill one process or all, each time a random while after a first write was acknowledged.

    A backup is being taken each time, and dies with them or goes on.

    Now and then they live until a calculation ends: otherwise nearly all would be given up after
    their twelfth death, on a service of one process, and few results would be there to be lost.
    Return the groups of those that died.
    """
    groups = []
    for number in range(kills):
        if number % CALM == CALM - 1:
            _until_concluded(journal, len(journal.ended))
        _until_written(journal, journal.acknowledged())
        backup.begin()
        time.sleep(random.uniform(QUIETEST, LONGEST))
        backup.fault = backup.fault or backup.wrong()
        everyone = len(processes) == 1 or random.random() < 0.2
        victims = processes if everyone else [processes[number % len(processes)]]
        for victim in victims if random.random() < LIVES else [*victims, backup.process]:
            groups.append(victim.pid)
            victim.kill()
        for victim in victims:
            victim.start()
        server.ready()
    return groups


def _at_work(
    office: Office, server: Server, journal: Journal, over: threading.Event
) -> list[threading.Thread]:
    works: tuple[Callable[[Client, Office, threading.Event], None], ...] = (
        _edit,
        _edit,
        _publish,
        _calculate,
        _calculate,
    )
    threads = []
    for work in works:
        client = Client(lambda: server.url, planner(office), journal)
        threads.append(threading.Thread(target=_guarded, args=(work, client, office, over)))
        threads[-1].start()
    return threads


def _guarded(
    work: Callable[[Client, Office, threading.Event], None],
    client: Client,
    office: Office,
    over: threading.Event,
) -> None:
    try:
        work(client, office, over)
    except Exception as error:  # noqa: BLE001 - told with what is wrong
        client.journal.wrong.append(f"{work.__name__} : {type(error).__name__} {error}")


def _edit(client: Client, office: Office, over: threading.Event) -> None:
    """Put the référent on evenings and take him off again."""
    rota = client.begin(office.month, agency="ville")
    head, assignments = client.state(rota)
    turn = 0
    while not over.is_set():
        turn += 1
        slot = office.evenings[turn % len(office.evenings)]
        gesture = remove if (REFERENT, slot) in assignments else add
        made = client.edit(rota, head, gesture(REFERENT, slot))
        if made is None:
            head, assignments = client.state(rota)
        else:
            head, assignments = made, assignments ^ {(REFERENT, slot)}


def _publish(client: Client, office: Office, over: threading.Event) -> None:
    """Change one evening and publish it, each publication under a key of its own."""
    rota = client.begin(office.month, agency="ville")
    turn = 0
    while not over.is_set():
        turn += 1
        head, assignments = client.state(rota)
        slot = office.evenings[turn % len(office.evenings)]
        gesture = remove if (REFERENT, slot) in assignments else add
        if client.edit(rota, head, gesture(REFERENT, slot)) is None:
            continue
        while True:
            answer = client.publish(rota, head + 1, f"publication-{turn}")
            if answer is not None:
                break
        if answer.status_code != CREATED:
            client.journal.wrong.append(f"publication-{turn} : {answer.text[:300]}")


def _calculate(client: Client, office: Office, over: threading.Event) -> None:
    """Ask for a calculation, wait for its end, and so on, each under a key of its own."""
    turn = 0
    while not over.is_set():
        turn += 1
        # Of a draft of its own: what stands is bettered, so that there is a result to lose.
        rota = client.begin(office.month, agency="ville")
        key = f"calcul-{rota[:6]}-{turn}"
        answer = None
        while answer is None:
            answer = client.solve(rota, key, effort=EFFORT)
        if answer.status_code != ACCEPTED:
            client.journal.wrong.append(f"{key} : {answer.text[:300]}")
            return
        job = answer.json()["id"]
        while not over.is_set():
            answer = client.ask("GET", f"{JOBS}/{job}")
            if answer is not None and answer.status_code == OK:
                if answer.json()["state"] in ENDS:
                    client.journal.note(client.journal.ended, job, answer.json()["state"])
                    break
                time.sleep(0.1)


def _settled(server: Server, office: Office, journal: Journal) -> None:
    """Wait until every accepted calculation has ended."""
    client = Client(lambda: server.url, planner(office), journal)
    until = time.monotonic() + SETTLED
    for job in journal.jobs.values():
        while True:
            job_ = client.insist("GET", f"{JOBS}/{job}").json()
            if job_["state"] in ENDS:
                break
            if time.monotonic() > until:
                journal.wrong.append(f"calcul {job} : {job_['state']} après {SETTLED:.0f} s")
                return
            time.sleep(0.1)


def _survivors(groups: list[int]) -> int:
    """Count groups of killed processes that still have someone, after a moment."""
    until = time.monotonic() + 10
    alive = set(groups)
    while alive and time.monotonic() < until:
        for group in sorted(alive):
            with suppress(PermissionError):
                try:
                    os.killpg(group, 0)
                except ProcessLookupError:
                    alive.discard(group)
        time.sleep(0.1)
    return len(alive)
