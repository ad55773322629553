"""The small association with five Saturday nights in May 2026, that end on Sunday."""

import shutil
from datetime import date
from pathlib import Path

from tests.api.commands import PETIT

MAY = date(2026, 5, 1)
SATURDAYS = tuple(f"N-S-2026-05-{day:02d}" for day in (2, 9, 16, 23, 30))
ROWS = {
    "dispositifs.csv": "N;Médiation du samedi soir;ville;Samedi",
    "gabarits.csv": "N-S;N;place;nuit;sam;18:30;01:30;01/01/2026;31/12/2026;non;non;non;;non;;",
    "besoins.csv": "N-S;mediateur;1;1;1",
    "pauses.csv": "N-S;20;22:00;non_payee",
}
GROUND = (
    "genre;agence;dispositif;depuis;jusqu_au;fondement;article\n"
    "dimanche;;N;02/05/2026;31/05/2026;Fin des nuits de samedi;R3132-5\n"
)


def saturdays(home: Path, *, ground: bool = False) -> Path:
    """Write the folder; `ground`: with a Sunday derogation recorded."""
    folder = home / "samedi"
    shutil.copytree(PETIT, folder)
    for name, row in ROWS.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    people = folder / "personnes.csv"
    people.write_text(people.read_text("utf-8").replace("ville;P;", "ville;P,N;"), "utf-8")
    if ground:
        (folder / "derogations.csv").write_text(GROUND, "utf-8")
    return folder
