"""Drafts and calculations as tests ask for them, quick and the same each time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

import fixtures
from api.access.caller import Caller, Grant, Role
from api.database.engine import reading, writing
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow, VersionRow
from api.jobs.service import JobRequest, cancel, stop, submit
from api.jobs.states import events_after
from api.jobs.worker.calculation import calculate
from api.month.drafts.service import create
from api.month.folder.importing import import_folder
from api.month.places.drafts import assignments_of
from api.settings import Settings

FOLDER = Path(fixtures.__file__).parent
LOCAL = Caller(user="0" * 32, name="essai", grants=(Grant(role=Role.RESPONSABLE),), via="local")
EFFORT = 0.2
"""Deterministic seconds of search per tier: enough to prove `petit`."""


@dataclass(frozen=True)
class Office:
    """A database with an association and a draft of one month."""

    engine: Engine
    rota: str

    def another(self) -> Office:
        """Begin another draft of the same month."""
        with writing(self.engine) as session:
            return Office(self.engine, create(session, LOCAL, date(2026, 3, 1)).id)

    @property
    def url(self) -> str:
        return self.engine.url.render_as_string(hide_password=False)

    def settings(self, **more: Any) -> Settings:
        """Give settings under which everything is looked at often."""
        quick = {"poll_seconds": 0.05, "best_seconds": 0.0, "solve_threads": 1}
        read = Settings.model_validate({"database_url": self.url, **quick})
        # Not checked: a test may want less memory than any machine should give.
        return read.model_copy(update=more)

    def ask(self, kind: str = "solve", **options: Any) -> str:
        """Ask for a calculation of the draft; its id."""
        wanted = JobRequest(**{"kind": kind, "seconds": 30.0, "effort": EFFORT, **options})
        with writing(self.engine) as session:
            return submit(session, LOCAL, session.get_one(RotaRow, self.rota), wanted).id

    def row(self, job: str) -> JobRow:
        with reading(self.engine) as session:
            return session.get_one(JobRow, job)

    def change(self, job: str, **values: Any) -> None:
        with writing(self.engine) as session:
            row = session.get_one(JobRow, job)
            for name, value in values.items():
                setattr(row, name, value)

    def stop(self, job: str) -> None:
        with writing(self.engine) as session:
            stop(session, LOCAL, session.get_one(JobRow, job))

    def cancel(self, job: str) -> None:
        with writing(self.engine) as session:
            cancel(session, LOCAL, session.get_one(JobRow, job))

    def events(self, job: str) -> list[tuple[str, Any]]:
        """Return what followers were told: kind, and state or seconds."""
        with reading(self.engine) as session:
            return [(e.kind, e.data.get("state")) for e in events_after(session, job, 0)]

    def versions(self) -> list[tuple[int, str | None]]:
        """Return the draft's versions: number and the calculation that made it."""
        with reading(self.engine) as session:
            rows = session.query(VersionRow).where(VersionRow.rota == self.rota)
            return [(v.number, v.job) for v in rows.order_by(VersionRow.number)]

    def assignments(self, version: int) -> list[tuple[str, str]]:
        """Return who holds what in a version."""
        with reading(self.engine) as session:
            assignments = assignments_of(session, self.rota, version)
        return sorted((a.slot, a.mediator) for a in assignments)

    def calculate(self, job: str, **settings: Any) -> JobRow:
        """Take one turn at a calculation, here, and return its row."""
        calculate(self.engine, self.settings(**settings), job, "ici", threading.Event())
        return self.row(job)


def office(engine: Engine, name: str, month: date = date(2026, 3, 1)) -> Office:
    """Import an association of the samples and begin an empty draft."""
    import_folder(engine, LOCAL, FOLDER / name)
    with writing(engine) as session:
        return Office(engine, create(session, LOCAL, month).id)
