"""Check how old the newest backup is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from api.ops.check import Check, fault, warning, well

if TYPE_CHECKING:
    from api.settings import Settings

NAME = "sauvegardes"
OLD = timedelta(hours=26)
"""A daily backup is late after a day, and the time that it takes."""


def backups(settings: Settings, now: datetime | None = None) -> Check:
    """Check the newest file of the backup folder; hidden files are unfinished, hence left out."""
    if not settings.backup_folder:
        return warning(NAME, "ROULEMENT_BACKUP_FOLDER est vide : leur âge n’est pas suivi")
    folder = Path(settings.backup_folder)
    try:
        files = [f for f in folder.iterdir() if f.is_file() and not f.name.startswith(".")]
        newest = max(files, key=lambda file: file.stat().st_mtime, default=None)
        if newest is None:
            return fault(NAME, f"{folder} est vide (rota backup)")
        made = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
        size = newest.stat().st_size
    except OSError as error:
        return fault(NAME, f"{folder} : {error.strerror}")
    if size == 0:
        return fault(NAME, f"{newest.name} est vide")
    age = (now or datetime.now(UTC)) - made
    hours = int(age.total_seconds() // 3600)
    words = f"{newest.name} a {hours} h (attendu : au plus {OLD // timedelta(hours=1)})"
    return well(NAME, words) if age <= OLD else warning(NAME, words)
