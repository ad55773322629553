"""An association with accounts, for processes to serve: `petit`, made to last beyond its year."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from api.access.caller import Caller, Grant, Role
from api.data.stored.association import read
from api.database.engine import connect, reading
from api.database.migrating import upgrade
from api.feeds.kinds import FeedKind
from api.month.folder.importing import import_folder
from api.planning.problem import assemble
from tests.api.commands import PETIT
from tests.api.feeds.made import subscribed
from tests.api.own_server import OwnServer
from tests.api.service import LOCAL, account

REFERENT, PAIR = "farid", ("ada", "brice")
ENDLESS = ("31/12/2026", "31/12/2099")
AGENCY = "ville"


@dataclass(frozen=True)
class Office:
    """
    A database that holds an association, a month to plan, and slots of it.

    `evenings`: slots that `REFERENT` may hold alone. `days`: those of which two people are needed.
    """

    url: str
    month: str
    evenings: tuple[str, ...]
    days: tuple[str, ...]

    def engine(self) -> Engine:
        """Connect to the database from this process."""
        return connect(self.url)


def coming_month(today: date | None = None) -> date:
    """Return the first day of the month after this one."""
    here = today or datetime.now(UTC).date()
    return (here.replace(day=1) + timedelta(days=32)).replace(day=1)


def opened(url: str, folder: Path) -> Office:
    """Bring a database up to date and fill it."""
    source = folder / "association"
    shutil.copytree(PETIT, source)
    for name in ("gabarits.csv", "contrats.csv"):
        path = source / name
        path.write_text(path.read_text("utf-8").replace(*ENDLESS), "utf-8")
    engine = connect(url)
    upgrade(engine)
    import_folder(engine, LOCAL, source)
    first = coming_month()
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    with reading(engine) as session:
        problem = assemble(read(session), first, last)
    engine.dispose()
    slots = sorted(slot.id for slot in problem.slots)
    return Office(
        url=url,
        month=f"{first:%Y-%m}",
        evenings=tuple(slot for slot in slots if slot.startswith("P-S-")),
        days=tuple(slot for slot in slots if slot.startswith("P-J-")),
    )


def planner(office: Office) -> str:
    """Make an account of a responsable; return its API token."""
    engine = office.engine()
    _, token = account(engine, Role.RESPONSABLE, agency=AGENCY)
    engine.dispose()
    return token


def feed(office: Office, person: str) -> str:
    """Subscribe a person to their own shifts; return the feed's path."""
    engine = office.engine()
    user, _ = account(engine, Role.MEDIATEUR, agency=AGENCY, person=person)
    caller = Caller(user=user, person=person, grants=(Grant(role=Role.MEDIATEUR, agency=AGENCY),))
    reader = subscribed(engine, caller, FeedKind.PERSON, person)
    engine.dispose()
    return f"/feeds/{reader.token}.ics"


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database: a file, or a PostgreSQL server's of its own."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/roulement.db"
        return
    server = OwnServer()
    try:
        yield server.url
    finally:
        server.close()
