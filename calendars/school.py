"""
School terms by zone; dated overrides win over them.

The dates come from the ministry's calendar in the `holidays` package, Ascension bridge included.
Rectors may move dates (D521-1 to D521-5 of the Code de l'éducation), and towns close schools: such
days come as overrides, each with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from calendars.holidays import name_of
from scheduler.domain.time import SUNDAY
from scheduler.errors import InvalidProblemError, NotInForceError

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONES = ("A", "B", "C")
DAY = timedelta(days=1)

#: First day that the package describes, and last one that an order fixes; later ones follow the
#: usual rotation of the zones and may change.
FIRST_KNOWN = date(2018, 9, 1)
LAST_OFFICIAL = date(2028, 8, 31)


@dataclass(frozen=True, kw_only=True)
class SchoolOverride:
    """
    Days, from `first` to `last` included, on which schools are exceptionally open or closed.

    It applies to one `agency` (an académie, a town), to one `zone`, or to both together if both are
    named; to all if none is. `why` is its reason, shown with the slots that it adds or removes.

    Raises
    ------
    InvalidProblemError
        It ends before it begins, has no reason, or names no zone that exists.
    """

    first: date
    last: date
    open: bool
    why: str
    zone: str = ""
    agency: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidProblemError(
                f"calendrier scolaire : fin {self.last:%d/%m/%Y} avant le début "
                f"{self.first:%d/%m/%Y}"
            )
        if not self.why.strip():
            raise InvalidProblemError(
                f"calendrier scolaire, à partir du {self.first:%d/%m/%Y} : motif attendu"
            )
        if self.zone:
            check_zone(self.zone)


@dataclass(frozen=True, kw_only=True)
class SchoolCalendar:
    """
    Which days pupils are at school.

    Among overrides of one day, that of an agency wins over that of a zone, and both over one for
    all.

    Raises
    ------
    InvalidProblemError
        Two overrides of the same zone and agency contradict each other.
    """

    overrides: tuple[SchoolOverride, ...] = ()

    def __post_init__(self) -> None:
        if self.overrides:
            _ = self._by_day

    def school_day(self, zone: str, day: date, agency: str = "") -> bool:
        """
        Whether schools of the zone are open on `day`.

        Never on Sundays and public holidays, unless an override says so. Templates decide which
        other weekdays have school.

        Raises
        ------
        InvalidProblemError
            There is no such zone.
        NotInForceError
            `day` is before the first school year that is known.
        """
        override = self.override(zone, day, agency)
        if override is not None:
            return override.open
        return day.weekday() != SUNDAY and not name_of(day) and not break_of(zone, day)

    def breaks_between(
        self, zone: str, first: date, last: date, agency: str = ""
    ) -> tuple[tuple[date, date], ...]:
        """
        Return the first and last days of the school holidays that touch a stretch of days.

        A day that an override closes is one of them, and one that it opens isn't. Days before the
        first that is known are none.

        Raises
        ------
        InvalidProblemError
            There is no such zone.
        NotInForceError
            A day is before the first school year that is known.
        """

        def off(day: date) -> bool:
            override = self.override(zone, day, agency)
            return bool(break_of(zone, day)) if override is None else not override.open

        stretches: list[tuple[date, date]] = []
        day = first
        while day <= last:
            if off(day):
                begins = ends = day
                while begins > FIRST_KNOWN and off(begins - DAY):
                    begins -= DAY
                while off(ends + DAY):
                    ends += DAY
                stretches.append((begins, ends))
                day = ends
            day += DAY
        return tuple(stretches)

    def reason(self, zone: str, day: date, agency: str = "") -> str:
        """
        Say in French why schools are open or closed on `day`.

        Raises
        ------
        InvalidProblemError
            There is no such zone.
        NotInForceError
            `day` is before the first school year that is known.
        """
        override = self.override(zone, day, agency)
        if override is not None:
            state = "ouverte" if override.open else "fermée"
            return f"zone {zone}, école {state} par exception : {override.why}"
        doubt = "" if day <= LAST_OFFICIAL else " (calendrier prévisionnel)"
        if pause := break_of(zone, day):
            return f"zone {zone}, {pause}{doubt}"
        if name := name_of(day):
            return f"zone {zone}, jour férié : {name}"
        if day.weekday() == SUNDAY:
            return f"zone {zone}, dimanche"
        return f"zone {zone}, jour d’école{doubt}"

    def override(self, zone: str, day: date, agency: str = "") -> SchoolOverride | None:
        """Return the override that decides on `day`, if there is one."""
        if not self.overrides:
            return None
        for scope in ((zone, agency), ("", agency), (zone, ""), ("", "")):
            if (override := self._by_day.get((*scope, day))) is not None:
                return override
        return None

    @cached_property
    def _by_day(self) -> Mapping[tuple[str, str, date], SchoolOverride]:
        table: dict[tuple[str, str, date], SchoolOverride] = {}
        for override in self.overrides:
            for n in range((override.last - override.first).days + 1):
                day = override.first + n * DAY
                other = table.setdefault((override.zone, override.agency, day), override)
                if other.open is not override.open:
                    raise InvalidProblemError(
                        f"calendrier scolaire, le {day:%d/%m/%Y} : école ouverte et fermée à la "
                        f"fois (« {other.why} » et « {override.why} »)"
                    )
        return MappingProxyType(table)


def break_of(zone: str, day: date) -> str:
    """
    Return the French name of the school holidays that `day` lies in, empty in term.

    Raises
    ------
    InvalidProblemError
        There is no such zone.
    NotInForceError
        `day` is before the first school year that is known.
    """
    if day < FIRST_KNOWN:
        raise NotInForceError(
            f"calendrier scolaire inconnu avant le {FIRST_KNOWN:%d/%m/%Y} (demandé : "
            f"{day:%d/%m/%Y})"
        )
    return breaks_of(zone, day.year).get(day, "")


@lru_cache(maxsize=256)
def breaks_of(zone: str, year: int) -> Mapping[date, str]:
    """
    Return the days of school holidays of a zone and year, with their French names.

    Raises
    ------
    InvalidProblemError
        There is no such zone.
    """
    check_zone(zone)
    from holidays.utils import country_holidays  # noqa: PLC0415 - slow to load, once a process

    holidays = country_holidays(
        "FR", years=year, subdiv=f"Zone {zone}", categories=("school",), language="fr"
    )
    return MappingProxyType(
        {day: name.replace("'", "’") for day, name in holidays.items() if day.year == year}
    )


def check_zone(zone: str) -> None:
    """
    Check that a zone exists.

    Raises
    ------
    InvalidProblemError
        It is not A, B or C.
    """
    if zone not in ZONES:
        raise InvalidProblemError(f"zone scolaire « {zone} » inconnue (attendu : A, B ou C)")
