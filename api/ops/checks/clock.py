"""Check the rules of the time zone, and that the clock agrees with the database's."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import is_sqlite
from api.ops.check import Check, fault, warning, well

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
