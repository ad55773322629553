"""`rota obligations`: the records, postings and checklists that the labour code asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from api.cli.folder import assignments_of, check_writable, place_of
from api.cli.screen import OK, err, out, say_json
from api.data.folder.atomic import LIST, whole_folder
from api.export.month.edition import Edition
from api.export.registers.bundle import obligations as documents
from api.export.registers.records import registers
from api.french.plural import plural
from api.planning.fingerprint import fingerprint
from api.planning.names import names_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from api.export.registers.records import Registers
    from api.month.frames import Frame
    from api.month.places.place import Stamp
    from scheduler.domain.rota import Rota


def obligations(*, folder: Path, month: date, plan: Path | None, output: Path, json: bool) -> int:
    """Write what must be recorded, posted and notified for a month."""
    check_writable(output)
    place = place_of(folder)
    frame, assignments = assignments_of(place, month, None, plan)
    stamp = place.stamp(frame) if plan is None else None
    with err().status("Décompte des heures…"):
        gathered = _registers(frame, frame.rota(assignments), stamp)
    target = _write(output / f"obligations-{month:%Y-%m}", gathered)
    files = sorted(str(p.relative_to(target)) for p in target.rglob("*") if p.is_file())
    files.remove(LIST)
    doubts = sum(len(record.reserves) for record in gathered.records)
    if json:
        answer = {"state": "ecrit", "output": str(target), "files": files}
        say_json(answer | {"statement": gathered.statement, "doubts": doubts})
        return OK
    out().print(Text(f"{plural(len(files), 'document')} dans {target}/"))
    out().print(Text(gathered.statement, style="yellow"), soft_wrap=True)
    if doubts:
        words = plural(doubts, "point à confirmer", "points à confirmer")
        out().print(Text(f"{words} : voir la feuille « À confirmer » du classeur."), soft_wrap=True)
    return OK


def _registers(frame: Frame, rota: Rota, stamp: Stamp | None) -> Registers:
    edition = Edition(
        version=fingerprint(rota),
        made=datetime.now(UTC).astimezone(PARIS).date(),
        published=None if stamp is None else stamp.published.astimezone(PARIS).date(),
    )
    return registers(rota, frame.profile, names_of(frame.association), edition)


def _write(target: Path, gathered: Registers) -> Path:
    columns = (TextColumn("Écriture des documents"), BarColumn(), TextColumn("{task.completed}"))
    with (
        Progress(*columns, TimeElapsedColumn(), console=err(), transient=True) as progress,
        whole_folder(target) as aside,
    ):
        task = progress.add_task("", total=None)
        for name, content in documents(gathered):
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            progress.advance(task)
    return target
