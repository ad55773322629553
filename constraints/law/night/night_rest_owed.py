"""Return the hours that a night worker works beyond eight under a derogation (R3122-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.night.literals import NightLiterals, minutes_of_night
from constraints.night.rules import (
    DAY_OF_NIGHT_WORKER,
    L3122_6,
    L3122_17,
    NightWorkerRule,
    nights_of,
)
from constraints.rests.owed import OwedRest, OwingRule
from constraints.rests.returns import Returns
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_15
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span, day_of, midnight_minute
from scheduler.evidence import Fact, Measure
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.model import Item, Literal, PersonModel

R3122_3 = code("R3122-3", "LEGIARTI000033547719")
R3122_1 = code("R3122-1", "LEGIARTI000033547698")
L3131_1 = code("L3131-1", "LEGIARTI000033020918")


@dataclass(frozen=True, kw_only=True)
class NightRestOwed(OwingRule, NightWorkerRule):
    """
    A night longer than eight hours is followed by a rest as much longer.

    An agreement (L3122-17) or the inspector (R3122-1) may let a night worker work more than eight
    hours in a working day that holds a night: « à la condition que des périodes de repos d’une
    durée au moins équivalente » be given for the hours beyond, « dans les plus brefs délais à
    l’issue de la période travaillée ». They are hours beside the daily rest: an uninterrupted rest
    of eleven hours and what is owed, begun once the working day is over and at most `delay` days
    after it. Without a derogation nothing is owed here: the day itself is unlawful.

    Unsettled: the article sets no number of days; three are taken, and what is late is to confirm.
    It says not either whether a rest that was due anyway (the weekly rest) returns the hours: it
    does here. The plan demands such a rest all the same, so that nothing is left to confirm.

    Dated on the day on which the working day begins. Measured: the best rest after it.
    """

    id: ClassVar[str] = "night_rest_owed"
    title: ClassVar[str] = "Repos équivalent à une nuit de plus de huit heures"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    avoids_unsettled: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.BEST_REST
    sources: ClassVar[tuple[Source, ...]] = (R3122_3, L3122_6, L3122_17, R3122_1, L3131_1)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_15,)
    sentence: ClassVar[str] = (
        "{who} (travailleur de nuit) : WORKED de travail pour la journée commencée le {day} "
        "(GROUND), OWED de repos équivalent dus : un repos de {limit} devait commencer au plus "
        "tard le DUE, le meilleur est de {measured}"
    )
    no_delay: ClassVar[str] = "le code ne fixe pas de délai"

    longest: Dated = DAY_OF_NIGHT_WORKER
    rest: Dated = legal("minutes", 11 * 60, L3131_1, name="repos quotidien")
    delay: Dated = legal("days", 3, R3122_3, name="délai, que le code ne fixe pas")

    def owed(self, timeline: Timeline) -> Iterator[OwedRest]:
        """Yield the rests owed for nights that a derogation lets be longer, by day."""
        code_s = self.longest.history[0].value
        if all(since.value <= code_s for since in self.longest.history):
            return
        nights = nights_of(self, timeline)
        for day in timeline.days:
            worked, entry = sum(duty.work for duty in day.duties), self.longest.entry(day.day)
            if worked <= code_s or entry.value <= code_s:
                continue
            if not any(self.night(duty) for duty in day.duties) or not nights.worker_on(day.day):
                continue
            since = max(duty.span.last for duty in day.duties)
            yield OwedRest(
                on=day.day,
                since=since,
                rest=0,
                minutes=worked - code_s,
                limit=self.rest.on(day.day) + worked - code_s,
                due=day_of(since - 1) + timedelta(days=self.delay.on(day.day)),
                duties=tuple(day.duties),
                ground=str(entry.source),
                agreed=False,
                worked=worked,
            )

    def cutting(self, owed: OwedRest, working: Iterable[Duty]) -> Iterator[Duty]:
        """Yield the duties that begin once the working day is over."""
        return (duty for duty in working if owed.since <= duty.span.first)

    def encode(self, model: PersonModel) -> None:
        """Demand, of each day that may hold a longer night, the rest that its total owes."""
        code_s = self.longest.history[0].value
        if all(since.value <= code_s for since in self.longest.history):
            return
        by_day: dict[date, list[Item]] = {}
        for item in model.working:
            by_day.setdefault(item.duty.span.day, []).append(item)
        returns = Returns(model)
        status: NightLiterals | None = None
        for day, items in by_day.items():
            nights = {item.duty.id for item in items if minutes_of_night(self, item.duty)}
            if self.longest.on(day) <= code_s or not nights:
                continue
            if sum(item.duty.work for item in items) <= code_s:
                continue
            status = status or NightLiterals(self, model)
            night_worker = status.on(day)
            if night_worker is not None:
                self._demand(model, items, nights, night_worker, returns)

    def _demand(
        self,
        model: PersonModel,
        items: Sequence[Item],
        nights: set[str],
        night_worker: Literal,
        returns: Returns,
    ) -> None:
        """Demand the rest that one day's posts owe, by which ends last and what they add up to."""
        rota, day, code_s = model.model, items[0].duty.span.day, self.longest.history[0].value
        free = [item for item in items if item.literal is not model.true]
        totals = totals_of(free, model.impossible)
        for end in sorted({item.duty.span.last for item in items} & {*returns.ends}):
            until = [item for item in items if item.duty.span.last <= end]
            by_night = [item.literal for item in until if item.duty.id in nights]
            last = [item for item in until if item.duty.span.last == end]
            fixed = sum(item.duty.work for item in until if item.literal is model.true)
            added = totals.get(end, {0})
            if any(item.literal is model.true for item in last):
                added = {0}.union(*(sums for other, sums in totals.items() if other <= end))
            owing = sorted(fixed + worked for worked in added if fixed + worked > code_s)
            if not owing or not by_night:
                continue
            # What nobody has beside what ends last needs no literal to say that it isn't there.
            later = [
                item.literal
                for item in items
                if item.duty.span.last > end
                and not all(model.impossible((item, other)) for other in last)
            ]
            if any(literal is model.true for literal in later):
                continue
            conditions = [night_worker, rota.any_of([item.literal for item in last])]
            if not nights.issuperset(item.duty.id for item in last):
                conditions.append(rota.any_of(by_night))
            over = rota.all_of([*conditions, *map(rota.negation, later)])
            ends = midnight_minute(day_of(end - 1) + timedelta(days=1 + self.delay.on(day)))
            claim = model.claim(self.id, Span.of_minutes(items[0].duty.span.first, ends))
            terms = [(item.duty.work, item.literal) for item in until]
            shorter: list[int] | None = None
            for worked in owing:
                limit = self.rest.on(day) + worked - code_s
                options = returns.options(end - 1, ends, limit)
                places = [option.index for option in options]
                if places == shorter:
                    continue  # whatever leaves the shorter rest leaves this one
                reached = model.true
                if worked > fixed + min(added):
                    reached = rota.flag("")
                    rota.reaches(terms, worked, reached)
                owed = rota.all_of([over, reached])
                if options or owed is not model.true:  # else the past leaves no such rest
                    rota.one_of(claim, options, when=owed)
                    shorter = places


def totals_of(
    items: Iterable[Item], impossible: Callable[[Sequence[Item]], bool]
) -> Mapping[int, set[int]]:
    """
    Return the minutes that some of these items may add up to, by when the last of them ends.

    Nobody is in two places at a time: only duties that follow each other add up, and of these only
    what isn't `impossible`. Of a day's many slots that is a hundredth of all sums.
    """
    before: list[tuple[Item, set[int]]] = []
    totals: dict[int, set[int]] = {}
    for item in sorted(items, key=lambda each: each.duty.span.first):
        first, last = item.duty.span.first, item.duty.span.last
        sums = {item.duty.work}
        for other, some in before:
            if other.duty.span.last <= first and not impossible((other, item)):
                sums |= {worked + item.duty.work for worked in some}
        before.append((item, sums))
        totals.setdefault(last, set()).update(sums)
    return totals


RULE = NightRestOwed()
