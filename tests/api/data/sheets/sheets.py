"""What tests of workbooks ask of a file: its first sheet, a row's values."""

from datetime import datetime, timedelta
from pathlib import Path

from api.data.sheets.cells import Sheet, Value
from api.data.sheets.content import sheets_of

NIGHT = timedelta(hours=21, minutes=30)
MOMENT = datetime(2026, 6, 1, 21, 30)  # noqa: DTZ001 - a workbook has no zones
ERROR = "une valeur (la formule de cette case donne une erreur)"
UNSAVED = "une valeur (formule jamais calculée : ouvrez le classeur et enregistrez-le)"
IMPOSSIBLE = "une date ou une heure qui existe"


def first(path: Path) -> Sheet:
    return sheets_of(path)[0]


def row(path: Path, number: int = 0) -> list[Value]:
    return [value for _, value in sorted(first(path).row(number).items())]
