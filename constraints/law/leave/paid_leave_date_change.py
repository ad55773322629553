"""Forbid new dates of paid leave in the last month before it (L3141-16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.notices.delays import calendar_days, short_of_months
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.employer import NoticeKind
from scheduler.domain.time import day_span, month_later
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.employer import Notice
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3141_15 = code("L3141-15", "LEGIARTI000033020765")
L3141_16 = code("L3141-16", "LEGIARTI000035652687")


@dataclass(frozen=True, kw_only=True)
class LeaveDateChange(PersonRule):
    """
    The employer changes no date of leave less than a month before the planned date.

    Judged: notices of leave that move a planned date lying in the horizon, dated on it. Measured:
    days from the one told to the planned one; limit: those of the month that ends on it. Exactly a
    month, or a month by one count only (onwards or back), is to confirm. Exceptional circumstances
    (L3141-16) and the person's recorded agreement make it a note. An agreement may set a notice
    (L3141-15), in days: `agreed` (0: none does). Nothing is encoded: see `law/absences`.
    """

    id: ClassVar[str] = "paid_leave_date_change"
    title: ClassVar[str] = "Congés payés : changement de dates"
    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (L3141_16, L3141_15)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : départ en congé du {day} changé le {told}, {measured} avant au lieu de {limit} au "
        "moins"
    )

    months: Dated = legal("months", 1, L3141_16, name="délai pour changer les dates")
    agreed: Dated = legal("days", 0, L3141_15, floor=1, name="délai fixé par l’accord (0 : aucun)")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare the day of each change with the date that it moves."""
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        for notice in timeline.notices:
            planned = notice.before
            if notice.kind is NoticeKind.LEAVE and planned is not None and first <= planned <= last:
                yield from self._moved(timeline, notice, planned)

    def _moved(self, timeline: Timeline, notice: Notice, planned: date) -> Iterator[Finding]:
        delay, months = calendar_days(notice.notified, planned), self.months.on(planned)
        days = self.agreed.on(planned)
        limit = days or (planned - month_later(planned, -months)).days
        verdict = (
            delay.short_of(days) if days else short_of_months(notice.notified, planned, months)
        )
        if verdict is None:
            return
        end = "."
        if notice.exceptional:
            verdict, end = Verdict.NOTE, ", circonstances exceptionnelles à justifier."
        elif notice.agreed:
            verdict, end = Verdict.NOTE, ", son accord est enregistré."
        elif verdict is Verdict.TO_CONFIRM:
            end = " : à confirmer, la loi ne dit pas comment compter."
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=planned,
            span=day_span(planned),
            measured=delay.plain,
            limit=limit,
            amount=max(0, limit - delay.plain),
            verdict=verdict,
            sentence=self.sentence.replace("{told}", f"{notice.notified:%d/%m/%Y}") + end,
        )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: `law/absences` keeps leave free of posts."""


RULE = LeaveDateChange()
