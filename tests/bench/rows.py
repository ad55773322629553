"""What an association's rows cost: read from CSV files, read cold from a database, one written."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

import fixtures
from api.data.folder.load import load
from api.data.rows.kinds import KINDS
from api.data.stored.association import forget, read
from api.data.stored.importing import check_folder, put
from api.data.stored.rows import add
from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.engine import Say

RUNS = 7
SAMPLE = Path(fixtures.__file__).parent / "association"


def rows(say: Say) -> None:
    """Print the cost of each, as a ratio to reading the folder of CSV files."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "association"
        shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("historique"))
        url = f"sqlite:///{temporary}/roulement.db"
        upgrade(url)
        engine = connect(url)
        with writing(engine) as session:
            put(session, check_folder(folder))
        titles = (f"titre-{number}" for number in count())

        def cold() -> None:
            forget()
            with reading(engine) as session:
                read(session)

        def write() -> None:
            with writing(engine) as session:
                person = read(session).mediators[0].id
                title = {"mediator": person, "title": next(titles), "since": "2021-06-30"}
                add(session, KINDS["titres"], title)

        files = cost(lambda: load(folder))
        say(f"lignes d’une association, en temps de processeur (dossier lu : {files:.3f} s) :")
        for name, run in (("lue à froid d’une base", cold), ("une ligne écrite", write)):
            seconds = cost(run)
            say(f"    {name:30} {seconds:6.3f} s, {seconds / files:5.2f} fois")
        engine.dispose()


def cost(run: Callable[[], object]) -> float:
    """Return the median seconds of processor of a few runs, after one that is not counted."""
    run()
    spent = []
    for _ in range(RUNS):
        before = process_time()
        run()
        spent.append(process_time() - before)
    return median(spent)
