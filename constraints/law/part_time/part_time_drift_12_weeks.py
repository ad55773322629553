"""Note part-time hours two above the contract over twelve weeks (L3123-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.days.solidarity import solidarity_in
from constraints.counters.overtime.period import Period, periods_in
from constraints.counters.overtime.regime import regime_on
from constraints.counters.thresholds import MOST_COMPLEMENTS
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import CarriedKind, Matter, Route
from scheduler.domain.time import SUNDAY, days_span, midnight_minute, week_span
from scheduler.evidence import Fact
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3123_13 = code("L3123-13", "LEGIARTI000033020045")

WEEKS, AMONG = 12, 15
"""The periods of L3123-13: twelve weeks in a row, or twelve of fifteen."""

WEEK_DAYS = 7
LEGAL_YEAR, YEAR_DAYS, LEGAL_WEEK = 1607, 365, 35
"""Hours of a legal year (L3121-41), of which a year's contract is a share, for 365 days."""

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class Week:
    """Minutes worked in a described civil week, those of the contract, those of solidarity."""

    monday: date
    worked: int
    agreed: int
    unpaid: int = 0

    @property
    def beyond(self) -> int:
        """Minutes worked beyond the contract (negative: short of it)."""
        return self.worked - self.agreed


@dataclass(frozen=True, kw_only=True)
class PartTimeDrift(PersonRule):
    """
    Work of two hours a week beyond the contract, over twelve weeks, raises the contract.

    Judged: weeks wholly described and under part-time contracts, up to each week that the horizon
    touches, dated on its Sunday; once a horizon. Twelve weeks in a row whose average is two hours
    beyond the contract, or twelve among fifteen that each are: a violation. Among fifteen, twelve
    that are on average alone: to confirm, since the text doesn't say which twelve to take (that is
    also how weeks away may be left out). Measured: the average week worked; limit: the contract's.

    An arrangement by agreement over more than twelve weeks is judged over its period, once that is
    over: a violation if each of its weeks is two hours beyond on average, leave included; to
    confirm if that holds only for the 1,607 hours' share of a year (no text says how leave counts),
    or if the arrangement isn't recorded.

    Whether the journée de solidarité counts, no text says: twelve weeks that are two hours beyond
    only with it are to confirm.

    Hours within an amendment that the branch allows (L3123-22, `most`) are the contract's.

    Eleven such weeks in a row are noted, as a warning before the twelfth. Nothing is encoded: these
    hours are lawful, they only change the contract.
    """

    id: ClassVar[str] = "part_time_drift_12_weeks"
    title: ClassVar[str] = "Temps partiel : relèvement automatique"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    effect: ClassVar[Effect] = Effect.WARN
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3123_13,)
    sentence: ClassVar[str] = (
        "{who} (temps partiel) : {measured} par semaine en moyenne sur {weeks} au {day}, pour un "
        "contrat de {limit}"
    )
    raised: ClassVar[str] = (
        " : le contrat doit être relevé de {amount}, avec sept jours de préavis et sauf opposition."
    )
    unsure: ClassVar[str] = (
        " : à confirmer, la loi ne dit pas lesquelles des quinze retenir pour relever le contrat."
    )
    with_solidarity: ClassVar[str] = (
        " : à confirmer, ce n’est le cas qu’en comptant la journée de solidarité."
    )
    soon: ClassVar[str] = (
        " : encore une semaine ainsi et le contrat doit être relevé (douze semaines)."
    )

    excess: Dated = legal("minutes", 2 * 60, L3123_13, name="dépassement moyen par semaine")
    most: Dated = MOST_COMPLEMENTS

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge the weeks up to each one of the horizon, then the periods that end in it."""
        if not any(c.part_time for c in timeline.mediator.contracts):
            return
        yield from self._weekly(timeline)
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        for period in periods_in(timeline, first, last):
            if first <= period.ends <= last and _judged_whole(period):
                yield from self._over(timeline, period)

    def _weekly(self, timeline: Timeline) -> Iterator[Finding]:
        weeks = _weeks(timeline, self.most)
        unsure: Finding | None = None
        for monday in timeline.horizon_weeks:
            if monday not in weeks:
                continue
            least = self.excess.on(monday)
            row = _back(weeks, monday, WEEKS)
            if len(row) == WEEKS and _beyond(row) >= WEEKS * least:
                if _beyond(row) - sum(week.unpaid for week in row) >= WEEKS * least:
                    yield self._finding(
                        timeline, monday, row, named="douze semaines de suite", end=self.raised
                    )
                    return
                unsure = unsure or self._finding(
                    timeline,
                    monday,
                    row,
                    named="douze semaines de suite",
                    end=self.with_solidarity,
                    verdict=Verdict.TO_CONFIRM,
                )
            among = sorted(_back(weeks, monday, AMONG), key=lambda w: (-w.beyond, w.monday))
            best = among[:WEEKS]
            if len(best) < WEEKS or _beyond(best) < WEEKS * least:
                continue
            if min(week.beyond - week.unpaid for week in best) >= least:
                yield self._finding(
                    timeline, monday, best, named="douze semaines sur quinze", end=self.raised
                )
                return
            unsure = unsure or self._finding(
                timeline,
                monday,
                best,
                named="douze semaines sur quinze",
                end=self.unsure,
                verdict=Verdict.TO_CONFIRM,
            )
        if unsure is not None:
            yield unsure
            return
        last = timeline.horizon_weeks[-1]
        row = _back(weeks, last, WEEKS - 1)
        if len(row) == WEEKS - 1 and _beyond(row) >= (WEEKS - 1) * self.excess.on(last):
            yield self._finding(
                timeline,
                last,
                row,
                named="onze semaines de suite",
                end=self.soon,
                verdict=Verdict.NOTE,
            )

    def _finding(
        self,
        timeline: Timeline,
        monday: date,
        weeks: Iterable[Week],
        *,
        named: str,
        end: str,
        verdict: Verdict = Verdict.VIOLATION,
    ) -> Finding:
        chosen = sorted(weeks, key=lambda w: w.monday)
        sunday = monday + timedelta(days=SUNDAY)
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=sunday,
            span=days_span(chosen[0].monday, sunday),
            measured=sum(w.worked for w in chosen) // len(chosen),
            limit=sum(w.agreed for w in chosen) // len(chosen),
            duties=(d for w in chosen for d in timeline.duties_in(week_span(w.monday))),
            verdict=verdict,
            sentence=self.sentence.replace("{weeks}", named) + end,
            source=L3123_13,
        )

    def _over(self, timeline: Timeline, period: Period) -> Iterator[Finding]:
        """Judge a period that is over: its average week, with and without leave."""
        worked = _worked(timeline, period)
        if worked is None:
            return
        agreed, least = period.regime.contract.weekly_minutes, self.excess.on(period.ends)
        plain = worked * WEEK_DAYS // period.own_days
        legal_weeks = worked * YEAR_DAYS * LEGAL_WEEK // (period.own_days * LEGAL_YEAR)
        if legal_weeks < agreed + least:
            return
        sure = plain >= agreed + least and period.regime.scheme is not None
        measured = plain if plain >= agreed + least else legal_weeks
        span = days_span(period.begins, period.ends)
        doubt = (
            f" : à confirmer, {shown(plain, self.unit)} si les semaines de congé comptent, et "
            "selon l’accord, pour relever le contrat."
        )
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=period.ends,
            span=span,
            measured=measured,
            limit=agreed,
            duties=timeline.duties_in(span),
            verdict=Verdict.VIOLATION if sure else Verdict.TO_CONFIRM,
            sentence=self.sentence.replace("{weeks}", "la période")
            + (self.raised if sure else doubt),
            source=L3123_13,
        )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: these hours are lawful, they only change the contract."""


def _weeks(timeline: Timeline, most: Dated) -> Mapping[date, Week]:
    """Return the weeks that may be judged, from fourteen before the horizon on, by Monday."""
    monday, last = timeline.horizon_weeks[0] - (AMONG - 1) * WEEK, timeline.horizon_weeks[-1]
    weeks = {}
    while monday <= last:
        agreed = _agreed(timeline, monday, most) if timeline.described(monday) else None
        if agreed is not None:
            worked = timeline.minutes_by_week.get(monday, 0)
            unpaid = solidarity_in(timeline, week_span(monday))
            weeks[monday] = Week(monday=monday, worked=worked, agreed=agreed, unpaid=unpaid)
        monday += WEEK
    return weeks


def _agreed(timeline: Timeline, monday: date, most: Dated) -> int | None:
    """
    Return the contract's minutes of a week (None: not judged by the week, or not all of it).

    Hours that an amendment adds (L3123-22) are the contract's, where the branch allows any.
    """
    minutes = []
    for day in (monday + n * DAY for n in range(WEEK_DAYS)):
        contract = timeline.mediator.signed_on(day)
        if contract is None or not contract.part_time or contract.basis is HoursBasis.YEAR:
            return None
        if contract.basis is HoursBasis.CYCLE and _long(timeline, day):
            return None
        minutes.append(contract.allowing(most.on).mean_week(monday, monday + SUNDAY * DAY))
    return int(sum(minutes, Fraction(0)) / WEEK_DAYS)


def _long(timeline: Timeline, day: date) -> bool:
    """Whether an agreement counts the hours of a day over more than twelve weeks."""
    regime = regime_on(timeline, day)
    if regime is None or regime.scheme is None or regime.scheme.route is not Route.AGREEMENT:
        return False
    return regime.scheme.weeks > WEEKS or regime.scheme.months * 30 > WEEKS * WEEK_DAYS


def _judged_whole(period: Period) -> bool:
    """Whether a part-timer is judged over this period: by agreement, and over twelve weeks."""
    return (
        period.regime.contract.part_time
        and not period.unilateral
        and not period.partial
        and period.days > WEEKS * WEEK_DAYS
    )


def _worked(timeline: Timeline, period: Period) -> int | None:
    """Return the minutes worked over a period (None: not all of it is known)."""
    balance = max(
        (
            carried
            for carried in timeline.carried
            if carried.kind is CarriedKind.PERIOD and period.first <= carried.day <= period.ends
        ),
        key=lambda carried: carried.day,
        default=None,
    )
    since = period.first if balance is None else balance.day + DAY
    if balance is None and not _known_from(timeline, since):
        return None
    begins, ends = midnight_minute(since), midnight_minute(period.ends + DAY)
    weeks = sum(
        minutes
        for monday, minutes in timeline.weeks.items()
        if since <= monday and monday + timedelta(days=SUNDAY) <= period.ends
    )
    worked = sum(
        duty.work_between(begins, ends)
        for duty in timeline.working
        if duty.span.first < ends and duty.span.last > begins
    )
    return worked + weeks + (balance.minutes if balance is not None else 0)


def _known_from(timeline: Timeline, day: date) -> bool:
    begins = timeline.horizon.first
    if timeline.known is not None:
        begins = min(begins, timeline.known.first)
    return begins <= midnight_minute(day)


def _back(weeks: Mapping[date, Week], monday: date, count: int) -> list[Week]:
    """Return the known weeks among the last ones up to that of `monday`."""
    mondays = (monday - n * WEEK for n in range(count))
    return [weeks[monday] for monday in mondays if monday in weeks]


def _beyond(weeks: Iterable[Week]) -> int:
    return sum(week.beyond for week in weeks)


RULE = PartTimeDrift()
