"""The small association with a month of evenings published, in a folder."""

import shutil
from pathlib import Path

from tests.api.commands import PETIT

HEADER = "uid;creneau;personne;dispositif;agence;site;type;debut;fin;pauses;sequence;cree;modifie"
TOLD = "2026-01-12T09:00:00Z"
"""When February was published."""

EVENINGS = {"2026-02-04": "ada", "2026-02-11": "ada", "2026-02-18": "brice"}
"""Who held the evenings until 21:30, on Wednesdays."""

PEOPLE = ("ada", "brice", "chloe", "dorian", "elsa")


def with_evenings(folder: Path) -> Path:
    """Copy the association: its evenings end at 21:30, and those of February are published."""
    shutil.copytree(PETIT, folder)
    templates = folder / "gabarits.csv"
    text = templates.read_text(encoding="utf-8")
    templates.write_text(text.replace("17:00;21:00", "17:00;21:30"), encoding="utf-8")
    lines = [_line("P-J", who, "2026-02-02", "09:00", "16:30") for who in PEOPLE]
    lines += [_line("P-S", who, day, "17:00", "21:30") for day, who in EVENINGS.items()]
    needs = folder / "besoins.csv"
    text = needs.read_text(encoding="utf-8")
    needs.write_text(text.replace("P-S;referent", "P-S;mediateur"), encoding="utf-8")
    (folder / "historique").mkdir()
    months = folder / "historique" / "2026-02.csv"
    months.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return folder


def _line(template: str, who: str, day: str, begins: str, ends: str) -> str:
    slot = f"{template}-{day}"
    hours = f"{day}T{begins}+01:00;{day}T{ends}+01:00"
    return f"{who}-{slot};{slot};{who};P;ville;place;travail;{hours};;0;{TOLD};{TOLD}"
