"""Find what makes a week tense, sharing minutes between posts; nobody is named, nor why away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import isqrt

from api.data.association import Association
from api.forecast.needs import PostKind
from api.forecast.supply import PersonWeek
from api.privacy.means import may_tell
from scheduler.domain.employment.contracts import WEEKDAYS
from scheduler.domain.people import AbsenceKind, Mediator
from scheduler.domain.time import Span, next_month
from scheduler.domain.worktime.half_days import halves_off

Group = tuple["PostKind", ...]
"""Kinds of post that the same people may hold, in order."""


Shares = dict[Group, dict["PostKind", int]]
"""Minutes of each group, by the kind of post to which they go."""


def share(minutes: Mapping[Group, int], needs: Mapping[PostKind, int]) -> Shares:
    """
    Return the minutes that each group gives to each of its kinds of post, so that all are given.

    Whoever has the fewest kinds comes first. What a group has goes where minutes still lack, in
    proportion to what lacks; what is left over goes in proportion to needs, or in equal parts
    where nothing is needed. Where the kinds of two groups are always apart, or those of the one
    among those of the other, no other sharing leaves less of the needs unmet in all.
    """
    shares: Shares = {}
    shared: dict[PostKind, int] = {}
    for group in sorted(minutes, key=lambda kinds: (len(kinds), [k.order for k in kinds])):
        lacking = {kind: max(0, needs.get(kind, 0) - shared.get(kind, 0)) for kind in group}
        useful = min(minutes[group], sum(lacking.values()))
        parts = _in_proportion(useful, lacking)
        rest = _in_proportion(minutes[group] - useful, {kind: needs.get(kind, 0) for kind in group})
        for kind in group:
            shared[kind] = shared.get(kind, 0) + parts[kind] + rest[kind]
        shares[group] = {kind: parts[kind] + rest[kind] for kind in group}
    return shares


def received(shares: Shares) -> dict[PostKind, int]:
    """Return the minutes that each kind of post receives from all groups."""
    sums: dict[PostKind, int] = {}
    for parts in shares.values():
        for kind, minutes in parts.items():
            sums[kind] = sums.get(kind, 0) + minutes
    return sums


def _in_proportion(total: int, weights: Mapping[PostKind, int]) -> dict[PostKind, int]:
    """Split minutes by weight, in whole minutes; those left go where rounding cut most off."""
    weight_sum = sum(weights.values())
    if not weight_sum:
        weights, weight_sum = dict.fromkeys(weights, 1), len(weights)
    parts = {kind: total * weight // weight_sum for kind, weight in weights.items()}
    cut = sorted(weights, key=lambda kind: -(total * weights[kind] % weight_sum))
    for kind in cut[: total - sum(parts.values())]:
        parts[kind] += 1
    return parts


HALF_DAYS = 2


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
        total = sum(parts.values())
        own = sum(part for kind, part in parts.items() if kind.dispositif == dispositif)
        if own:
            variance += Fraction(own, total) ** 2 * squares[group]
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


def usual_rate(association: Association, before: date) -> Fraction | None:
    """
    Return the share of contract days lost to sickness in the twelve months known before a month.

    `before`: the month's first day. The twelve months end with the last published one before it, or
    with its eve where nothing is published.
    People are counted all together. None: so few have a contract in these months that the rate
    would tell of some of them (see `api.privacy.means`), or nobody has.
    """
    months = (date.fromisoformat(f"{label}-01") for label in association.history)
    published = [month for month in months if month < before]
    end = next_month(max(published)) if published else before
    first = end.replace(year=end.year - 1)
    years = range(first.year, end.year + 1)
    people = association.mediator_of
    holidays = {p.id: association.holidays(years, p.agency) for p in people.values()}
    days = [first + timedelta(days=n) for n in range((end - first).days)]
    due = {
        person.id: sum(_owes(person, day) for day in days if day not in holidays[person.id])
        for person in association.mediators
    }
    if not may_tell(sum(1 for count in due.values() if count)):
        return None
    sick: dict[tuple[str, date], list[Span]] = {}
    for absence in association.absences:
        if absence.kind is AbsenceKind.SICK and absence.mediator in due:
            for day in absence.span.days:
                if first <= day < end and day not in holidays[absence.mediator]:
                    sick.setdefault((absence.mediator, day), []).append(absence.span)
    lost = sum(
        len(halves_off(spans, day)) for (who, day), spans in sick.items() if _owes(people[who], day)
    )
    return Fraction(lost, HALF_DAYS * sum(due.values()))


def _owes(person: Mediator, day: date) -> bool:
    contract = person.contract_on(day)
    return contract is not None and day.weekday() in (contract.days or WEEKDAYS)
