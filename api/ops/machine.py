"""Check what the machine must have: backups, fonts, memory, the right time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import is_sqlite
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


ZONE = "Europe/Paris"
YEARS = range(2026, 2038)
"""Years whose clock changes are looked at."""

SUNDAY = 6
MARCH, OCTOBER = 3, 10
SUMMER, WINTER = timedelta(hours=2), timedelta(hours=1)
CHANGE_HOUR = 1
LATE = 5
"""Seconds by which two clocks may differ: leases of workers are tens of seconds long."""

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right shows a time before this."""


def zone() -> Check:
    """Whether both changes of every year fall on the European Union's hour."""
    try:
        paris = ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return fault("fuseau", f"{ZONE} est inconnu de cette machine (paquet tzdata)")
    wrong = [year for year in YEARS if not _changes(paris, year)]
    if wrong:
        return fault("fuseau", f"{ZONE} : changements d’heure inattendus en {wrong[0]}")
    return well("fuseau", f"{ZONE}, changements d’heure connus jusqu’en {YEARS[-1]}")


def clock(engine: Engine, now: datetime | None = None) -> Check:
    """Whether this machine's clock is plausible, and agrees with the database server's."""
    here = now or datetime.now(UTC)
    if here < RELEASED:
        return fault("horloge", f"{here:%d/%m/%Y %H:%M} : cette date est passée depuis longtemps")
    if is_sqlite(engine):
        return well("horloge", f"{here:%d/%m/%Y %H:%M} UTC")
    try:
        with engine.connect() as connection:
            there: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    except SQLAlchemyError:
        return warning("horloge", "celle de la base n’a pas pu être lue")
    apart = abs(((now or datetime.now(UTC)) - there).total_seconds())
    words = f"{apart:.0f} s d’écart avec celle de la base (attendu : au plus {LATE})"
    return well("horloge", words) if apart <= LATE else fault("horloge", words)


def _changes(paris: ZoneInfo, year: int) -> bool:
    for month, before, after in ((MARCH, WINTER, SUMMER), (OCTOBER, SUMMER, WINTER)):
        last = date(year, month, 31)
        day = last - timedelta(days=(last.weekday() - SUNDAY) % 7)
        change = datetime(day.year, day.month, day.day, CHANGE_HOUR, tzinfo=UTC)
        second = timedelta(seconds=1)
        if (change - second).astimezone(paris).utcoffset() != before:
            return False
        if change.astimezone(paris).utcoffset() != after:
            return False
    return True
