"""A small association whose cohort tells the hours of its title, as a folder and served."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from scheduler.domain.time import PARIS
from tests.api.data.folder.folders import small
from tests.api.service import Service, serving

TABLES = {
    "cohortes": """id;titre;site;matin;apres_midi;heures_titre;jours_socle
AMIS-2025;AMIS;cfa;09:00-12:30;13:30-17:00;{hours};
SOCLE;Formation socle;cfa;09:00-12:30;13:30-17:00;;6
""",
    "dates_cohortes": """cohorte;debut;fin
AMIS-2025;02/03/2026;06/03/2026
AMIS-2025;06/04/2026;10/04/2026
SOCLE;20/04/2026;25/04/2026
""",
    "inscriptions": "cohorte;personne\nAMIS-2025;dorian\nSOCLE;dorian\n",
}
"""Two weeks of a title, of which 6 April is Easter Monday; Dorian alone is enrolled."""

TODAY = datetime(2026, 3, 9, 8, tzinfo=PARIS)


def titled(path: Path, hours: str = "70", **files: str) -> Path:
    """Write the folder of an association whose title asks for some hours."""
    folder = small(path)
    for name, text in (TABLES | files).items():
        (folder / f"{name}.csv").write_text(text.replace("{hours}", hours), encoding="utf-8")
    return folder


def serving_titles(engine: Engine, path: Path) -> Iterator[Service]:
    """Serve it on `TODAY`."""
    for service in serving(engine, titled(path)):
        before = service.app.state.now
        service.app.state.now = lambda: TODAY
        yield service
        service.app.state.now = before
