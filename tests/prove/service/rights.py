"""
Qui peut quoi: every route, for every caller, at home, elsewhere and nowhere, on both databases.

`python -m tests.prove.service.rights` walks the whole table of rights on the running app, then
searches all that a commanditaire is answered, over the sample's whole association with its
history, for anybody's name.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from api.data.rows.kinds import KINDS
from api.database.engine import connect
from api.database.migrating import upgrade
from tests.api.coverage.coverage_only import people_of, walked
from tests.api.rights import CALLERS, Doors, disagreements, routes
from tests.api.scopes import leaks, seen, seen_of_drafts
from tests.api.service import loaded, serve
from tests.prove.service.office import database
from tests.prove.service.two_workers import ASSOCIATION


def main() -> int:
    """Walk, print what was tried, and fail if anything answered otherwise than the table says."""
    bad = 0
    for kind in ("sqlite", "postgresql"):
        with blank(kind) as engine:
            loaded(engine)
            app = serve(engine).app
            every = routes(app)
            wrong = disagreements(Doors(app, engine), every)
            bad += _tell(kind, f"{len(every)} routes × {len(CALLERS)} appelants", wrong)
        with blank(kind) as engine:
            tried = seen(serve(engine).app, engine, KINDS)
            wrong = [attempt.wrong for attempt in tried if attempt.wrong]
            bad += _tell(kind, f"{len(tried)} fois à soi, ailleurs et nulle part", wrong)
        for dispositif in ("", "P"):
            with blank(kind) as engine:
                tried = seen_of_drafts(serve(engine).app, engine, dispositif=dispositif)
                wrong = [attempt.wrong for attempt in tried if attempt.wrong]
                over = "d’un dispositif" if dispositif else "de l’agence"
                words = f"{len(tried)} fois un brouillon sans agence, pour qui répond {over}"
                bad += _tell(kind, words, wrong)
        with blank(kind) as engine:
            bad += _tell(kind, "listes sans rien d’ailleurs", leaks(serve(engine).app, engine))
    with blank("sqlite") as engine:
        loaded(engine, ASSOCIATION)
        walk = walked(serve(engine).app, engine)
        people = people_of(engine)
        size = sum(len(text) for text in walk.answers.values())
        words = f"{len(walk.answers)} réponses au commanditaire, {size} caractères"
        bad += _tell("sqlite", f"{words}, {len(people)} noms cherchés", walk.names(people))
    return 1 if bad else 0


@contextmanager
def blank(kind: str) -> Iterator[Engine]:
    """Give a database that has its tables and nothing else."""
    with tempfile.TemporaryDirectory(prefix="droits-") as scratch:
        folder = Path(scratch)
        with database(kind, folder) as url:
            engine = connect(url)
            upgrade(engine)
            yield engine
            engine.dispose()


def _tell(kind: str, what: str, wrong: list[str]) -> int:
    sys.stdout.write(f"{kind} : {what}, {len(wrong)} en défaut\n")
    sys.stdout.writelines(f"    DÉFAUT : {fault}\n" for fault in wrong)
    sys.stdout.flush()
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
