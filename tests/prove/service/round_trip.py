"""
Aller et retour: the whole association with its history, through both databases and back.

Imported, exported, backed up, restored to the other kind, exported again: the same association,
the same register, the same bytes. `python -m tests.prove.service.round_trip` prints how long each
step took, at the sample's size and at ten times that (without history).
"""

import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.accounts.service import LOCAL
from api.data.association import Association
from api.data.folder.load import load
from api.data.stored import association
from api.data.stored.rows import KINDS, add
from api.database.backup.restoring import restore
from api.database.backup.saving import back_up
from api.database.engine import connect, reading, writing
from api.database.migrating import upgrade
from api.ledger.history import head, whole
from api.ledger.identities import folder_revisions, folder_rows
from api.ledger.verifying import verify_database
from api.month.folder.importing import export_folder, import_folder
from fixtures.draw import grow
from tests.prove.service.two_workers import ASSOCIATION, server

TEN = 10


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    start = time.perf_counter()
    yield
    sys.stdout.write(f"  {what:<52} {time.perf_counter() - start:8.3f} s\n")
    sys.stdout.flush()


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def association_of(session: Session) -> Association:
    """Return a database's association as a folder tells it (its uids are the database's own)."""
    there = whole(session)
    months = folder_rows(session, there.history)
    return replace(there, history=months, revisions=folder_revisions(session, there.revisions))


def goes_round(urls: list[str], folder: Path, scratch: Path) -> list[str]:
    """Send a folder through databases, from each to the next; return what came out different."""
    bad = []
    engines = [connect(url) for url in urls]
    for engine in engines:
        upgrade(engine)
    first = engines[0]
    with timed("import, avec l’historique"):
        import_folder(first, LOCAL, folder)
    with timed("export"):
        export_folder(first, scratch / "export-0")
    if load(scratch / "export-0") != load(folder):
        bad.append("l’export n’est pas ce qui fut importé")
    with reading(first) as session:
        register = head(session)
    for number, (source, other) in enumerate(itertools.pairwise(engines), start=1):
        path = scratch / f"sauvegarde-{number}"
        with timed(f"sauvegarde ({source.dialect.name})"):
            back_up(source, path)
        with timed(f"restauration ({other.dialect.name})"):
            restore(other, path)
        export_folder(other, scratch / f"export-{number}")
        if bytes_of(scratch / f"export-{number}") != bytes_of(scratch / "export-0"):
            bad.append(f"l’export {number} diffère du premier")
        with reading(other) as session:
            if head(session) != register or not verify_database(session).sound:
                bad.append(f"le registre de la base {number} n’est pas celui de la première")
            if association_of(session) != load(folder):
                bad.append(f"la base {number} n’est pas ce qui fut importé")
    for engine in engines:
        engine.dispose()
    return bad


def measured(engine: Engine, folder: Path, size: str) -> None:
    """Print how long an association is read and written, without history."""
    import_folder(engine, LOCAL, folder)
    association.forget()
    with reading(engine) as session, timed(f"lecture de la base, {size}"):
        association.read(session)
    with reading(engine) as session, timed(f"lecture gardée, {size}"):
        association.read(session)
    agency = {"id": "nouvelle", "name": "Nouvelle"}
    with timed(f"une ligne ajoutée, tout contrôlé, {size}"), writing(engine) as session:
        add(session, KINDS["agences"], agency)


def main() -> int:
    """Go round, measure, and exit with 1 if anything came out different."""
    with tempfile.TemporaryDirectory() as text, server(Path(text)) as postgres:
        scratch = Path(text)
        urls = [f"sqlite:///{scratch / 'un.db'}", postgres, f"sqlite:///{scratch / 'deux.db'}"]
        bad = goes_round(urls, ASSOCIATION, scratch)
        bare = scratch / "sans-historique"
        shutil.copytree(ASSOCIATION, bare, ignore=shutil.ignore_patterns("historique"))
        for size, folder in (
            ("×1", bare),
            ("×10", grow(scratch / "dix", TEN, 1, bare)),
        ):
            engine = connect(f"sqlite:///{scratch / f'{size}.db'}")
            upgrade(engine)
            measured(engine, folder, size)
            engine.dispose()
    for fault in bad:
        sys.stdout.write(f"DÉFAUT : {fault}\n")
    sys.stdout.write("aller et retour : " + (f"{len(bad)} défauts\n" if bad else "identique\n"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
