"""Return the hours that a night worker works beyond eight under a derogation (R3122-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.night.rules import Nights, NightWorkerRule
from constraints.rests.owed import OwedRest, OwingRule, standing
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_15
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span, day_of
from scheduler.evidence import Fact, Measure
from scheduler.finding import Severity, Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

R3122_3 = code("R3122-3", "LEGIARTI000033547719")
L3122_6 = code("L3122-6", "LEGIARTI000035653023")
L3122_17 = code("L3122-17", "LEGIARTI000033020133")
R3122_1 = code("R3122-1", "LEGIARTI000033547698")
L3131_1 = code("L3131-1", "LEGIARTI000033020918")


@dataclass(frozen=True, kw_only=True)
class NightRestOwed(NightWorkerRule, OwingRule):
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
    does here. The plan doesn't demand such a rest, since nothing that it could break is settled:
    whoever works nights of ten hours at most has one between two nights.

    Dated on the day on which the working day begins. Measured: the best rest after it.
    """

    id: ClassVar[str] = "night_rest_owed"
    title: ClassVar[str] = "Repos équivalent à une nuit de plus de huit heures"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    proof: ClassVar[Measure] = Measure.BEST_REST
    sources: ClassVar[tuple[Source, ...]] = (R3122_3, L3122_6, L3122_17, R3122_1, L3131_1)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_15,)
    sentence: ClassVar[str] = (
        "{who} (travailleur de nuit) : WORKED de travail pour la journée commencée le {day} "
        "(GROUND), OWED de repos équivalent dus : un repos de {limit} devait commencer au plus "
        "tard le DUE, le meilleur est de {measured} (le code ne fixe pas de délai : à confirmer)."
    )

    longest: Dated = legal(
        "minutes",
        8 * 60,
        L3122_6,
        ceiling=12 * 60,
        by=L3122_17,
        authorised=(None, 12 * 60),
        authorised_by=L3122_6,
        quantity="night_worker_day",
        name="durée maximale",
    )
    rest: Dated = legal("minutes", 11 * 60, L3131_1, name="repos quotidien")
    delay: Dated = legal("days", 3, R3122_3, name="délai, que le code ne fixe pas")

    def owed(self, timeline: Timeline) -> Iterator[OwedRest]:
        """Yield the rests owed for nights that a derogation lets be longer, by day."""
        code_s = self.longest.history[0].value
        if all(since.value <= code_s for since in self.longest.history):
            return
        nights = Nights(self, timeline)
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

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look, after each night longer than the Code's, for the rest that returns its hours."""
        working = standing(timeline)
        for owed in self.owed(timeline):
            best = owed.best(working)
            if best >= owed.limit:
                continue
            until = max((last for _, last in owed.rests(working)), default=owed.ends)
            later = (d for d in working if owed.since <= d.span.first <= until)
            proof = (*owed.duties, *later)
            span = Span.of_minutes(owed.duties[0].span.first, owed.ends + owed.limit)
            if not timeline.concerns(span, proof):
                continue
            words = {
                "WORKED": shown(owed.worked, "minutes"),
                "GROUND": owed.ground.replace("{", "{{").replace("}", "}}"),
                "OWED": shown(owed.minutes, "minutes"),
                "DUE": f"{owed.due:%d/%m/%Y}",
            }
            text = self.sentence
            for word, value in words.items():
                text = text.replace(word, value)
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=owed.on,
                span=span,
                measured=best,
                limit=owed.limit,
                duties=proof,
                verdict=Verdict.TO_CONFIRM,
                sentence=text,
            )

    def encode(self, model: PersonModel) -> None:
        """Demand nothing: when the hours are returned is to confirm."""


RULE = NightRestOwed()
