"""Require hours really worked to be recorded, not planned alone (D3171-8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3173_2, R3173_3, RECORDS
from constraints.teams import EMPLOYER, work_in
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span, midnight
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel

D3171_8 = code("D3171-8", "LEGIARTI000018533970")
D3171_12 = code("D3171-12", "LEGIARTI000033515990")
D3171_13 = code("D3171-13", "LEGIARTI000033515985")
D3171_15 = code("D3171-15", "LEGIARTI000033292581")
D3171_16 = code("D3171-16", "LEGIARTI000033515983")
L3171_2 = code("L3171-2", "LEGIARTI000035653247")
L3171_3 = code("L3171-3", "LEGIARTI000033025188")
L3171_4 = code("L3171-4", "LEGIARTI000006902808")


@dataclass(frozen=True, kw_only=True)
class RecordKeeping(TeamRule):
    """
    Whether someone works on a day on which hours really worked aren't recorded.

    Of a forfait in days, the days are recorded, and no hours (D3171-10): it isn't counted here.
    Reported once for the horizon, and only if the employer has described itself (for example, since
    when hours are recorded). `retention`: how long the inspector may ask for the documents
    (D3171-16); three years are wise, wages being claimed so far back (L3245-1).
    """

    id: ClassVar[str] = "record_keeping"
    title: ClassVar[str] = "Décompte du temps"
    severity: ClassVar[Severity] = Severity.PROCEDURAL
    effect: ClassVar[Effect] = Effect.INFORM
    sources: ClassVar[tuple[Source, ...]] = (
        *(D3171_8, L3171_2, L3171_3, L3171_4, D3171_12, D3171_13, D3171_15, D3171_16),
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3173_2, R3173_3, RECORDS)
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = (
        "{who} : heures faites non relevées à partir du {day}, {until} : {measured} au planning. "
        "Sans horaire collectif affiché, les heures de chacun se relèvent chaque jour et se "
        "récapitulent chaque semaine ; le planning seul ne suffit pas."
    )

    retention: Dated = legal("years", 1, D3171_16, name="conservation des relevés")

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Count the people who work on days before hours are recorded."""
        employer, horizon = rota.problem.employer, rota.problem.horizon
        span = _unrecorded(horizon, employer.records_since)
        if not employer.declared or span is None:
            return
        first = [
            mine[0]
            for who, duties in work_in(rota, span)
            if (mine := [duty for duty in duties if not who.in_days_on(duty.span.day)])
        ]
        if not first:
            return
        since = employer.records_since
        until = f"jusqu’au relevé ouvert le {since:%d/%m/%Y}" if since else "aucun relevé déclaré"
        yield self.finding(
            subject=EMPLOYER,
            who=rota.problem.employer.called,
            on=span.day,
            span=span,
            measured=len(first),
            limit=0,
            duties=first,
            verdict=Verdict.NOTE,
            sentence=self.sentence.replace("{until}", until),
        )

    def encode(self, model: RotaModel) -> None:
        """Post nothing: records are kept after the fact."""


def _unrecorded(horizon: Span, since: date | None) -> Span | None:
    """Return the part of the horizon before hours are recorded (None: they are from its start)."""
    if since is None or midnight(since) >= horizon.end:
        return horizon
    return Span(horizon.start, midnight(since)) if midnight(since) > horizon.start else None


RULE = RecordKeeping()
