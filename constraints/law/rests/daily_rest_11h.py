"""Require eleven consecutive hours of rest between two days (repos quotidien, L3131-1)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from constraints.night.rules import DAY, DAY_OF_NIGHT_WORKER
from constraints.rests.between_duties import has_whole_rest
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_1, RESTS
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import Span, day_span
from scheduler.domain.worktime.going_on import going_on
from scheduler.domain.worktime.rests import by_day, longest, posts_and_calls
from scheduler.evidence import Measure
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Day, Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, Literal, PersonModel

L3131_1 = code("L3131-1", "LEGIARTI000033020918")
L3131_2 = code("L3131-2", "LEGIARTI000033020914")
D3131_6 = code("D3131-6", "LEGIARTI000033509942")
L3131_3 = code("L3131-3", "LEGIARTI000033008114")
D3131_1 = code("D3131-1", "LEGIARTI000033509910")
D3131_2 = code("D3131-2", "LEGIARTI000033510029")
D3131_3 = code("D3131-3", "LEGIARTI000033509923")
D3131_4 = code("D3131-4", "LEGIARTI000033510031")
D3131_5 = code("D3131-5", "LEGIARTI000033510036")
D3131_7 = code("D3131-7", "LEGIARTI000033510039")


@dataclass(frozen=True, kw_only=True)
class DailyRest(PersonRule):
    """
    An adult rests eleven hours from the end of a working day to the start of the next.

    A working day is what starts on one civil day; a night belongs to the day on which it starts, a
    class makes a working day too, and standby is rest (L3121-10). An intervention of the on-call
    cuts the rest: eleven consecutive hours must be left before it or after it (or between two); the
    best of these is measured. This rule reports every short rest, however it came about;
    `oncall_rest` adds, where an intervention cut it, from when work may resume.

    Work that goes on at once over midnight in another duty ends no day: where the twenty-four
    hours from the start hold a whole rest, only the text's silence on what a day is leaves a doubt,
    to confirm. Beyond the eight hours of a night worker it stays a violation: no other rule refuses
    what two duties over midnight add up to. The plan never contains such a pair.

    An agreement may go down to nine hours (L3131-2, D3131-6). What recorded urgent works cover
    (D3131-1) is left aside. Either owes a rest in return, by a rule of its own. Minors have a
    longer rest of their own. Dated on the day of the resumption; measured in elapsed minutes, 25
    October too.
    """

    id: ClassVar[str] = "daily_rest_11h"
    of_pairs: ClassVar[bool] = True
    title: ClassVar[str] = "Repos quotidien"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    avoids_unsettled: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.REST
    sources: ClassVar[tuple[Source, ...]] = (
        L3131_1,
        L3131_2,
        D3131_6,
        L3131_3,
        D3131_1,
        D3131_2,
        D3131_3,
        D3131_4,
        D3131_5,
        D3131_7,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_1, RESTS)
    sentence: ClassVar[str] = (
        "{who} : {measured} de repos avant la reprise du {day}, au lieu de {limit}."
    )
    continued: ClassVar[str] = (
        "{who} : travail continué sans arrêt après minuit, le {day} : à confirmer. Le texte veut "
        "{limit} de repos entre deux jours, sans dire si ce travail en commence un ; les "
        "24 heures depuis la prise de service en comptent autant."
    )

    rest: Dated = legal(
        "minutes",
        11 * 60,
        L3131_1,
        floor=9 * 60,
        by=D3131_6,
        authorised=(9 * 60, None),
        quantity="daily_rest",
        name="repos",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure what separates each working day from the next."""
        who = timeline.mediator
        urgent = timeline.has_urgent_works
        posts, calls = posts_and_calls(timeline.ordinary)
        before: Day | None = None
        for after in by_day(posts) if calls or urgent else timeline.days:
            limit = self.rest.on(after.day)
            if (
                before is not None
                and (calls or after.first - before.last < limit)
                and not who.minor_on(after.day)
            ):
                rest = longest(before.last, after.first, calls)
                proof = self._proof(before, after, calls) if rest < limit else ()
                if proof and timeline.concerns(after.span, proof):
                    goes_on = _goes_on(timeline, before, after, limit)
                    yield self.finding(
                        subject=who.id,
                        who=who.name,
                        on=after.day,
                        span=Span(before.span.start, after.span.end),
                        measured=rest,
                        limit=limit,
                        duties=proof,
                        verdict=Verdict.TO_CONFIRM if goes_on else Verdict.VIOLATION,
                        sentence=self.continued if goes_on else self.sentence,
                    )
            if before is None or after.last > before.last:
                before = after

    def _proof(self, before: Day, after: Day, calls: tuple[Duty, ...]) -> tuple[Duty, ...]:
        """Return each duty that is too close to the other day, and what cuts the rest."""
        end, start, limit = before.last, after.first, self.rest.on(after.day)
        return (
            *(
                d
                for d in before.duties
                if d.span.last == end
                or (longest(d.span.last, start, calls) < limit and d.kind is not DutyKind.TRAVEL)
            ),
            *(c for c in calls if c.span.last > end and c.span.first < start),
            *(
                d
                for d in after.duties
                if d.span.first == start
                or (longest(end, d.span.first, calls) < limit and d.kind is not DutyKind.TRAVEL)
            ),
        )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of duties of two days with too little rest between them."""
        calls = [i.duty for i in model.ordinary if i.duty.kind is DutyKind.INTERVENTION]
        items = [item for item in model.ordinary if item.duty.kind is not DutyKind.INTERVENTION]
        days = [(day, list(of)) for day, of in groupby(items, lambda item: item.duty.span.day)]
        for number, (_, early) in enumerate(days):
            after = days[number + 1 :]
            for duty, literal in early:
                self._forbid(model, literal, duty.span.last, after, calls)

    def _forbid(
        self,
        model: PersonModel,
        literal: Literal,
        end: int,
        after: Sequence[tuple[date, Sequence[Item]]],
        calls: Sequence[Duty],
    ) -> None:
        """Forbid the duties of later days to which a duty that is over at `end` leaves no rest."""
        enough = max(since.value for since in self.rest.history)
        for day, late in after:
            if has_whole_rest(end, late[0].duty.span.first, calls, enough):
                break  # items come by start: the next ones are further still
            if not model.mediator.minor_on(day):
                rest = self.rest.on(day)
                model.model.forbid_each(
                    model.claim(self.id, day_span(day)),
                    literal,
                    (
                        i.literal
                        for i in late
                        if not has_whole_rest(end, i.duty.span.first, calls, rest)
                    ),
                )


def _goes_on(timeline: Timeline, before: Day, after: Day, limit: int) -> bool:
    """Whether a day goes on at once over midnight, not for long, and 24 hours hold a whole rest."""
    begin, end = before.first, before.last
    if after.first != end or longest(begin, begin + DAY, timeline.working) < limit:
        return False
    work = sum(duty.work for duty in (*before.duties, *going_on(end, after.duties)))
    return work <= DAY_OF_NIGHT_WORKER.on(before.day)


RULE = DailyRest()
