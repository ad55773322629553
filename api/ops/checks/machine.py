"""Check what the machine must have beside the database: backups, fonts, memory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from api.french.system import cause_of
from api.ops.check import Check, fault, warning, well
from api.settings import Settings

OLD = timedelta(hours=26)
"""A daily backup is late after a day, and the time that it takes."""

FONT = "DejaVuSans.ttf"
SHEET = '#set text(font: "DejaVu Sans")\nÉté à l’Île d’Yeu'

ITSELF_MB = 512
"""What the service itself takes beside calculations."""

KB, MB = 1 << 10, 1 << 20
GROUP = Path("/sys/fs/cgroup/memory.max")
MACHINE = Path("/proc/meminfo")


def backups(settings: Settings, now: datetime | None = None) -> Check:
    """Check the newest file of the backup folder; hidden files are unfinished, hence left out."""
    if not settings.backup_folder:
        return warning("sauvegardes", "ROULEMENT_BACKUP_FOLDER est vide : leur âge n’est pas suivi")
    folder = Path(settings.backup_folder)
    try:
        files = [f for f in folder.iterdir() if f.is_file() and not f.name.startswith(".")]
        newest = max(files, key=lambda file: file.stat().st_mtime, default=None)
        if newest is None:
            return fault("sauvegardes", f"{folder} est vide (rota backup)")
        newest_at = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
        size = newest.stat().st_size
    except OSError as error:
        return fault("sauvegardes", f"{folder} : {cause_of(error)}")
    if size == 0:
        return fault("sauvegardes", f"{newest.name} est vide")
    age = (now or datetime.now(UTC)) - newest_at
    hours = int(age.total_seconds() // 3600)
    words = f"{newest.name} a {hours} h (attendu : au plus {OLD // timedelta(hours=1)})"
    return well("sauvegardes", words) if age <= OLD else warning("sauvegardes", words)


def printing() -> Check:
    """Typeset one line, and check that a PDF comes out."""
    try:
        import typst  # noqa: PLC0415 - 81 MB: only here
        from matplotlib import get_data_path  # noqa: PLC0415 - same

        fonts = Path(get_data_path()) / "fonts" / "ttf"
        if not (fonts / FONT).is_file():
            return fault("impression", f"la police {FONT} manque dans {fonts}")
        compiled: Any = typst.compile  # its types mix those of input and fonts
        sheet = bytes(
            compiled(
                SHEET.encode(), font_paths=[str(fonts)], ignore_system_fonts=True, format="pdf"
            )
        )
    except (ImportError, RuntimeError, OSError) as error:
        return fault("impression", f"typst ne compose pas ({type(error).__name__})")
    if not sheet.startswith(b"%PDF-"):
        return fault("impression", "typst ne compose pas de PDF")
    return well("impression", "typst compose, police DejaVu Sans")


def memory(settings: Settings, group: Path = GROUP, machine: Path = MACHINE) -> Check:
    """Compare the memory that calculations may take to what the machine, or its container, has."""
    there = min((limit for limit in (_group(group), _machine(machine)) if limit), default=0)
    if not there:
        return warning("mémoire", "quantité inconnue sur cette machine")
    wanted = settings.solves * settings.solve_processes * settings.solve_memory_mb + ITSELF_MB
    words = f"{there} Mo, dont {wanted} que les calculs peuvent prendre"
    if wanted > there:
        return warning(
            "mémoire", f"{words} : baissez ROULEMENT_SOLVES ou ROULEMENT_SOLVE_MEMORY_MB"
        )
    return well("mémoire", words)


def _group(path: Path) -> int:
    """Return the memory limit of the container, in MB (0: none)."""
    try:
        text = path.read_text("ascii").strip()
    except OSError:
        return 0
    return int(text) // MB if text.isdigit() else 0


def _machine(path: Path) -> int:
    try:
        first = path.read_text("ascii").partition("\n")[0]
    except OSError:
        return 0
    parts = first.split()
    return int(parts[1]) // KB if first.startswith("MemTotal:") else 0
