"""
Deux travailleurs: a queue of the association's 24 dispositifs, done by one worker, then by two.

Each dispositif is a draft of its own, solved by one thread with as much effort each time, on a
PostgreSQL server of its own. `python -m tests.prove.service.two_workers` prints the ratio.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

import fixtures
from api.data.stored.association import read
from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade
from api.database.tables.jobs import JobRow
from api.jobs.service import JobRequest, submit
from api.jobs.states import ENDS
from api.month.drafts.service import create
from api.month.folder.importing import import_folder
from scheduler.domain.time import next_month
from scheduler.errors import InvalidProblemError
from tests.api.jobs.asked import LOCAL
from tests.api.jobs.processes import working
from tests.api.own_server import server_in

ASSOCIATION = Path(fixtures.__file__).parent / "association"
MONTH = date(2026, 12, 1)
AIM = 0.75
"""Two workers' time as a share of one's, at most; a half is all that two cores can give."""

ONE_CORE = {"solves": 1, "solve_processes": 1, "solve_threads": 1, "best_seconds": 60}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Give the URL of a PostgreSQL server: CI's own, or one from a wheel."""
    url = os.environ.get("ROTA_TEST_PG")
    if url is not None:
        yield url
        return
    made = server_in(folder)
    try:
        yield made.get_uri()
    finally:
        made.cleanup()


def queued(engine: Engine, effort: float, limit: int | None) -> int:
    """Ask for a calculation of each dispositif, all at once; how many."""
    with writing(engine) as session:
        chosen = [d.id for d in read(session).dispositifs][:limit]
        for dispositif in chosen:
            month = MONTH
            # Some are open in one season only: theirs is the next month in which they are.
            while not _asks(session, dispositif, month, effort):
                month = next_month(month)
    return len(chosen)


def _asks(session: Session, dispositif: str, month: date, effort: float) -> bool:
    try:
        rota = create(session, LOCAL, month, dispositifs=(dispositif,))
    except InvalidProblemError:
        return False
    submit(session, LOCAL, rota, JobRequest(kind="solve", seconds=600, effort=effort))
    return True


def done(
    engine: Engine, workers: int, folder: Path, effort: float, limit: int | None
) -> tuple[int, float]:
    """
    Let so many workers, up and waiting, do a queue.

    How many calculations it had, and the seconds from the first turn to the last end.
    """
    url = engine.url.render_as_string(hide_password=False)
    with ExitStack() as stack:
        for number in range(workers):
            role = f"travailleur-{number}"
            stack.enter_context(working(folder, url, role, **ONE_CORE))
        count = queued(engine, effort, limit)
        while True:
            with reading(engine) as session:
                left = select(func.count()).where(JobRow.state.not_in([e.value for e in ENDS]))
                if not session.scalar(left):
                    break
            time.sleep(0.2)
    with reading(engine) as session:
        # The runs follow each other: this one's calculations have not been timed yet.
        rows = session.scalars(select(JobRow).where(JobRow.message == "")).all()
        begun = min(row.started for row in rows if row.started is not None)
        ended = max(row.ended for row in rows if row.ended is not None)
        shares = {row.worker: 0 for row in rows}
        for row in rows:
            shares[row.worker] += 1
    with writing(engine) as session:
        for row in session.scalars(select(JobRow)):
            row.message = "mesuré"
    _say(f"  {workers} travailleur(s) : {', '.join(f'{k} {v}' for k, v in sorted(shares.items()))}")
    return count, (ended - begun).total_seconds()


def main() -> int:
    """Measure one worker, then two; exit 1 if two are not clearly quicker."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--effort", type=float, default=2.0, help="deterministic effort per tier")
    parser.add_argument("--dispositifs", type=int, help="only so many of them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, server(Path(scratch)) as url:
        engine = connect(url)
        upgrade(engine)
        import_folder(engine, LOCAL, ASSOCIATION)
        seconds = []
        for workers in (1, 2):
            count, took = done(engine, workers, Path(scratch), options.effort, options.dispositifs)
            seconds.append(took)
        engine.dispose()
    alone, together = seconds
    ratio = together / alone
    _say(
        f"{count} dispositifs : {alone:.0f} s à un travailleur, {together:.0f} s à deux, "
        f"rapport {ratio:.2f} (visé : {AIM} au plus)"
    )
    return 0 if ratio <= AIM else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
