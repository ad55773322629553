"""The small association with a market of its dispositif."""

from pathlib import Path

from tests.api.data.folder.folders import with_files

HEADER = "id;nom;commanditaire;dispositifs;debut;fin;heures;passages;periode|"


def with_market(tmp_path: Path, volume: str, per: str = "mois", end: str = "31/12/2026") -> Path:
    """Give it a market of the whole year; `volume`: hours and visits, as `400;`."""
    row = f"place;Médiation de place;Ville de Port;P;01/01/2026;{end};{volume};{per}"
    return with_files(tmp_path, marches=HEADER + row)
