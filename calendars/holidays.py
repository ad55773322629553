"""Give the public holidays: the eleven of L3133-1, and those that some départements add."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

#: Départements with days of their own (L3134-13, L3422-2), by the package's name for them.
LOCAL = MappingProxyType(
    {"57": "57", "67": "6AE", "68": "6AE"}
    | {code: code for code in ("971", "972", "973", "974", "976")}
)

DEPARTEMENT = re.compile(r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[12346]")


def holidays_of(years: Iterable[int], *, departement: str = "") -> frozenset[date]:
    """
    Return the public holidays of these years (L3133-1).

    `departement`: its code, for the days that Alsace, Moselle and overseas départements add.

    Raises
    ------
    InvalidProblemError
        There is no département of that code.
    """
    return frozenset(day for year in years for day in names_of(year, departement))


def name_of(day: date, *, departement: str = "") -> str:
    """
    Return the French name of the public holiday, empty on any other day.

    Raises
    ------
    InvalidProblemError
        There is no département of that code.
    """
    return names_of(day.year, departement).get(day, "")


@lru_cache(maxsize=256)
def names_of(year: int, departement: str = "") -> Mapping[date, str]:
    """
    Return the public holidays of a year and département with their French names, by day.

    Raises
    ------
    InvalidProblemError
        There is no département of that code.
    """
    if departement and DEPARTEMENT.fullmatch(departement) is None:
        raise InvalidProblemError(
            f"département « {departement} » inconnu (attendu : un code tel que 35, 2A ou 974)"
        )
    from holidays.utils import country_holidays  # noqa: PLC0415 - slow to load, once a process

    days = country_holidays("FR", years=year, subdiv=LOCAL.get(departement), language="fr")
    return MappingProxyType(
        dict(sorted((day, str(name).replace("'", "’")) for day, name in days.items()))
    )
