"""
Courriels et morts subites: senders killed at random moments while they send, again and again.

Afterwards every mail has arrived at least once, and one that arrived twice is the same mail, by
its bytes and its identity. `python -m tests.prove.service.mailing` prints the counts, on SQLite
and on PostgreSQL.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from sqlalchemy import Engine, func, select, update

from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade
from api.database.tables.mail import MailRow
from api.mail.outbox import send_due
from api.mail.queue import Mail, claim, put
from api.settings import Settings
from tests.api.mail.servers import Inbox, serving
from tests.prove.service.two_workers import server

MODULE = "tests.prove.service.mailing"
SENDERS = 2
LONGEST = 0.25
"""Seconds that a sender lives at most, once it sends."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What happened: `again`: mails that arrived more than once; `odd`: with other bytes."""

    mails: int
    killed: int
    arrived: int
    again: int
    odd: int
    left: int

    @property
    def proved(self) -> bool:
        """Whether nothing was lost, nothing is left over, and repeats are the same mail."""
        return (self.arrived, self.odd, self.left) == (self.mails, 0, 0)

    def line(self) -> str:
        """Say it in French."""
        return (
            f"{self.mails} courriels, {self.killed} expéditeurs tués : {self.arrived} arrivés, "
            f"dont {self.again} plus d’une fois (à l’identique : {self.odd == 0}), "
            f"{self.left} en attente"
        )


def prove(url: str, mails: int, seed: int = 1) -> Counts:
    """Queue mails, have senders send and die until all have left, and count."""
    engine = connect(url)
    upgrade(engine)
    now = datetime.now(UTC)
    with writing(engine) as session:
        for n in range(mails):
            put(session, _mail(n), now)
    inbox, killed = Inbox(), 0
    chance = random.Random(seed)
    with serving(inbox) as settings:
        while _waiting(engine):
            killed += _round(url, settings, chance)
            _forget_claims(engine)
    with reading(engine) as session:
        left = session.scalar(select(func.count()).where(MailRow.sent.is_(None))) or 0
    engine.dispose()
    raws = Counter(inbox.raw)
    names = Counter(raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0] for raw in inbox.raw)
    return Counts(
        mails=mails,
        killed=killed,
        arrived=len(names),
        again=sum(1 for many in names.values() if many > 1),
        odd=len(raws) - len(names),
        left=left,
    )


def _mail(number: int) -> Mail:
    return Mail(
        key=f"essai:{number}",
        kind="essai",
        address=f"personne{number}@exemple.fr",
        subject=f"Été n° {number}",
        body="Cœur\n" * 200,
    )


def _waiting(engine: Engine) -> bool:
    with reading(engine) as session:
        return session.scalar(select(MailRow.id).where(MailRow.sent.is_(None)).limit(1)) is not None


def _round(url: str, settings: Settings, chance: random.Random) -> int:
    """Start senders, kill each at some moment of its sending; return how many died of it."""
    command = [sys.executable, "-m", MODULE, "--send", url, str(settings.smtp_port)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(SENDERS)]
    died = 0
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()  # it is about to send
        time.sleep(chance.uniform(0, LONGEST))
        process.kill()
        died += process.wait() < 0
        process.stdout.close()
    return died


def _forget_claims(engine: Engine) -> None:
    """Make it as late as the claims of the dead last, without waiting for that."""
    with writing(engine) as session:
        session.execute(
            update(MailRow)
            .where(MailRow.sent.is_(None))
            .values(next_try=datetime.now(UTC) - timedelta(seconds=1))
        )


def _send(url: str, port: int) -> None:
    """Send what is due, as a process of its own."""
    engine = connect(url)
    settings = Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_from="planning@exemple.fr")
    claim(engine, datetime(2000, 1, 1, tzinfo=UTC))  # connected, and nothing is due then
    sys.stdout.write("prêt\n")
    sys.stdout.flush()
    while send_due(engine, settings):
        Event().wait(0.01)


def main() -> int:
    """Prove it on both databases; exit 1 if a mail is lost, left over, or changed on its way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--send", nargs=2, metavar=("URL", "PORT"), help="what a sender runs")
    options = parser.parse_args()
    if options.send:
        _send(options.send[0], int(options.send[1]))
        return 0
    bad = 0
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)
        for name, url in (
            ("SQLite", f"sqlite:///{folder / 'roulement.db'}"),
            ("PostgreSQL", stack.enter_context(server(folder))),
        ):
            wrong = prove(url, options.mails)
            sys.stdout.write(f"{name} : {wrong.line()}\n")
            bad += not wrong.proved
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
