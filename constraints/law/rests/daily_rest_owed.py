"""Return what a daily rest lacked that a derogation cut short (repos équivalent, D3131-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.rests.between_duties import rest_between
from constraints.rests.owed import NEAR, OwedRestRule
from constraints.rests.returns import Returns
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_1, RESTS
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import Span, midnight_minute
from scheduler.evidence import Measure
from scheduler.finding import Severity

if TYPE_CHECKING:
    from scheduler.model import PersonModel

D3131_2 = code("D3131-2", "LEGIARTI000033510029")
D3131_1 = code("D3131-1", "LEGIARTI000033509910")
D3131_4 = code("D3131-4", "LEGIARTI000033510031")
D3131_5 = code("D3131-5", "LEGIARTI000033510036")
D3131_6 = code("D3131-6", "LEGIARTI000033509942")
D3131_7 = code("D3131-7", "LEGIARTI000033510039")
L3131_2 = code("L3131-2", "LEGIARTI000033020914")


@dataclass(frozen=True, kw_only=True)
class DailyRestOwed(OwedRestRule):
    """
    A daily rest that a derogation cuts below eleven hours is returned by a longer one.

    A derogation is an agreement in force that sets a shorter rest (D3131-4, D3131-5), or urgent
    works recorded with their ground for one of the duties (D3131-1). What the rest lacked of eleven
    hours is owed: an uninterrupted rest of eleven hours and what is owed, begun after the
    resumption and at most `delay` days after its day. Nothing is typed for it: the debt is in the
    shifts published and in the derogation recorded, from one month to the next. Time that isn't
    planned is free: the next rota owes what this one didn't have to return.

    Unsettled: the decree says neither how soon, nor whether a rest that was due anyway (the weekly
    rest) returns it. Three days are demanded, as soon as R3122-3 would have it, unless the
    agreement sets another delay; what is late is to confirm, or unlawful by the agreement's own
    delay. A rest may return two short ones here: the counters tell what is owed of each.

    Dated on the day of the resumption. Measured: the best rest since the one that was cut short.
    """

    id: ClassVar[str] = "daily_rest_owed"
    title: ClassVar[str] = "Repos équivalent à un repos quotidien réduit"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    avoids_unsettled: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.BEST_REST
    sources: ClassVar[tuple[Source, ...]] = (
        D3131_2,
        D3131_1,
        D3131_4,
        D3131_5,
        D3131_6,
        D3131_7,
        L3131_2,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_1, RESTS)
    sentence: ClassVar[str] = (
        "{who} : repos quotidien réduit à REST avant la reprise du {day} (GROUND), OWED de repos "
        "équivalent dus : un repos de {limit} devait commencer au plus tard le DUE, le meilleur "
        "est de {measured}"
    )
    no_delay: ClassVar[str] = "le décret ne fixe pas de délai"

    rest: Dated = legal(
        "minutes",
        11 * 60,
        D3131_2,
        floor=9 * 60,
        by=D3131_6,
        authorised=(9 * 60, None),
        quantity="daily_rest",
        name="repos",
    )
    delay: Dated = legal(
        "days", 3, D3131_2, floor=1, ceiling=14, by=D3131_4, name="délai, que le décret ne fixe pas"
    )

    def encode(self, model: PersonModel) -> None:
        """Demand a longer rest by its date after each pair of duties that may leave a short one."""
        least, fixed = self.rest.history[0].value, model.fixed
        urgent = {duty.id for duty, _ in model.working if fixed.is_urgent(duty)}
        if not urgent and all(since.value >= least for since in self.rest.history):
            return
        returns = Returns(model)
        items = returns.items
        calls = [item.duty for item in items if item.duty.kind is DutyKind.INTERVENTION]
        posts = [item for item in items if item.duty.kind is not DutyKind.INTERVENTION]
        for number, (early, literal) in enumerate(posts):
            for late, other in posts[number + 1 :]:
                day, since = late.span.day, late.span.first
                rest = rest_between(early.span.last, since, calls)
                if since - early.span.first > NEAR:
                    break  # items come by start: the next ones are further still
                if day == early.span.day or rest >= least or model.mediator.minor_on(day):
                    continue
                between = (c for c in calls if c.span.last > early.span.last)
                cuts = [c.id for c in between if c.span.first < since]
                if self.rest.on(day) >= least and urgent.isdisjoint({early.id, *cuts, late.id}):
                    continue
                ends = midnight_minute(day + timedelta(days=1 + self.delay.on(day)))
                options = returns.options(since, ends, 2 * least - rest)
                decided = [lit for lit in (literal, other) if lit is not model.true]
                if not options and not decided:
                    continue  # the past leaves no such rest: nothing can be done
                claim = model.claim(self.id, Span.of_minutes(midnight_minute(day), ends))
                model.model.one_of(
                    claim, [*options, *(model.model.negation(lit) for lit in decided)]
                )


RULE = DailyRestOwed()
