"""`rota obligations`: the records, postings and checklists that the labour code asks for."""

from __future__ import annotations

from pathlib import Path

from api.cli import options as o
from api.cli.command import GIVE, CommandSet, when_it_runs

with when_it_runs():
    from rich.text import Text

    from api.cli.folder import assignments_of, check_writable, files_in, place_of, today
    from api.cli.screen import OK, counting, err, out, say_json, show
    from api.data.folder.atomic import whole_folder
    from api.export.month.bundle import Edition
    from api.export.registers.bundle import obligations as documents
    from api.export.registers.records import Registers, registers
    from api.french.plural import plural
    from api.month.frames import Frame
    from api.month.places.place import Stamp
    from api.planning.names import names_of
    from api.planning.published_shifts import fingerprint
    from scheduler.domain.rota import Rota
    from scheduler.domain.time import civil_day

commands = CommandSet()


@commands.declare(
    "Écrit ce que le code du travail demande pour un mois : relevé des heures et document annexé "
    "à la paie, horaires et équipes à afficher, registre des repos hebdomadaires, astreintes, "
    "liste de contrôle du CSE avec ses chiffres.",
    panel=GIVE,
)
def obligations(
    folder: o.Folder,
    month: o.Month,
    *,
    plan: o.Plan = None,
    output: o.Output = Path("sortie"),
    json: o.AsJson = False,
) -> int:
    check_writable(output)
    place = place_of(folder)
    frame, assignments = assignments_of(place, month, None, plan)
    stamp = place.stamp(frame) if plan is None else None
    with err().status("Décompte des heures…"):
        gathered = _registers(frame, frame.rota(assignments), stamp)
    target = _write(output / f"obligations-{month:%Y-%m}", gathered)
    files = files_in(target)
    if json:
        answer = {"state": "ecrit", "output": str(target), "files": files}
        say_json(answer | {"statement": gathered.statement, "doubts": gathered.doubts})
        return OK
    out().print(Text(f"{plural(len(files), 'document')} dans {target}/"))
    show(gathered.statement, style="yellow")
    if gathered.doubts:
        words = plural(gathered.doubts, "point à confirmer", "points à confirmer")
        show(f"{words} : voir la feuille « À confirmer » du classeur.")
    return OK


def _registers(frame: Frame, rota: Rota, stamp: Stamp | None) -> Registers:
    edition = Edition(
        version=fingerprint(rota),
        made=today(),
        published=None if stamp is None else civil_day(stamp.published),
    )
    return registers(rota, frame.profile, names_of(frame.association), edition)


def _write(target: Path, gathered: Registers) -> Path:
    with counting("Écriture des documents") as advance, whole_folder(target) as aside:
        for name, content in documents(gathered):
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            advance()
    return target
