"""Find what makes a week tense, without naming anybody nor saying why somebody is away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.forecast.sharing import Group, Shares
    from api.forecast.supply import PersonWeek


class CauseKind(StrEnum):
    """What takes hours from a week; absences but leave are told alike, whatever their reason."""

    CONTRACTS = "contrats"
    APPRENTICES = "apprentis"
    TRAINING = "formation"
    LEAVE = "conges"
    ABSENCE = "absences"
    UNFORESEEN = "imprevu"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """
    A cause of a tense week: how many people it concerns, and the minutes that it takes.

    People of several dispositifs count in each, with all that they lose. `CONTRACTS`: what would
    lack if nobody were away, of nobody in particular.
    """

    kind: CauseKind
    people: int
    minutes: int


def unforeseen(week: PersonWeek, rate: Fraction | None) -> int:
    """Return the minutes that sickness takes at the usual rate, from what somebody has left."""
    return int(week.there * rate) if rate else 0


def spread_of(
    dispositif: str, shares: Shares, squares: Mapping[Group, int], rate: Fraction | None
) -> int:
    """
    Return the standard deviation, in minutes, of what sickness takes from a dispositif's week.

    Everybody is taken to be away for the whole week or not at all, each for themselves, at the
    usual rate (None: it isn't known, and nothing varies). `squares`: by group, the sum of its
    people's squared minutes. A group of several dispositifs counts by the part that goes to this.
    """
    if rate is None:
        return 0
    variance = Fraction(0)
    for group, parts in shares.items():
        whole = sum(parts.values())
        mine = sum(part for kind, part in parts.items() if kind.dispositif == dispositif)
        if mine:
            variance += Fraction(mine, whole) ** 2 * squares[group]
    return isqrt(int(rate * (1 - rate) * variance))


def causes_of(
    weeks: Iterable[PersonWeek], uncontracted: int, rate: Fraction | None
) -> tuple[Cause, ...]:
    """Return the causes of a dispositif's week, from its people's; what takes most comes first."""
    lost: dict[CauseKind, list[int]] = {kind: [] for kind in CauseKind}
    lost[CauseKind.CONTRACTS].append(uncontracted)
    for week in weeks:
        lost[CauseKind.APPRENTICES if week.apprentice else CauseKind.TRAINING].append(week.training)
        lost[CauseKind.LEAVE].append(week.leave)
        lost[CauseKind.ABSENCE].append(week.absence)
        lost[CauseKind.UNFORESEEN].append(unforeseen(week, rate))
    causes = (
        Cause(
            kind=kind,
            people=0 if kind is CauseKind.CONTRACTS else sum(1 for each in minutes if each),
            minutes=sum(minutes),
        )
        for kind, minutes in lost.items()
        if any(minutes)
    )
    return tuple(sorted(causes, key=lambda cause: -cause.minutes))
