"""Keep a part-timer's work to the weekdays that the contract names (L3123-6, L3123-11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.part_time import part_time_on
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import FULL_TIME, R3124_5
from scheduler.dated import Source, code
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Matter, NoticeKind
from scheduler.domain.time import day_span
from scheduler.finding import Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.employment.employer import Notice
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Day, Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3123_6 = code("L3123-6", "LEGIARTI000033020080")
L3123_11 = code("L3123-11", "LEGIARTI000033020051")
L3123_12 = code("L3123-12", "LEGIARTI000033020048")

ANNOUNCED = frozenset({NoticeKind.SCHEDULE, NoticeKind.COMPLEMENTARY})
"""Kinds of notice that announce work on another day to a part-timer."""


@dataclass(frozen=True, kw_only=True)
class ContractDays(PersonRule):
    """
    A part-time contract that names its weekdays allows no post on another without a notice.

    A notice is recorded on the day of the work at the latest, and names its duties, or none and
    takes effect that day; `part_time_notice` checks whether it came early enough (L3123-31). The
    work is noted: whoever refuses is often not at fault (L3123-12), unless the person's agreement
    is recorded. A lasting change is an amendment, hence a new contract in the data. An annual
    scheme (L3121-44) needs no such days. A representative chooses when to use the monthly credit,
    beside the working hours too (L3123-14): it isn't looked at. A night belongs to the day on
    which it begins.
    """

    id: ClassVar[str] = "part_time_written_distribution"
    title: ClassVar[str] = "Temps partiel : contrat écrit et répartition"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    sources: ClassVar[tuple[Source, ...]] = (L3123_6, L3123_11, L3123_12, R3124_5.source)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_5, FULL_TIME)
    sentence: ClassVar[str] = (
        "{who} (temps partiel) : {measured} de travail le {day}, jour que le contrat ne prévoit "
        "pas."
    )
    announced: ClassVar[str] = (
        "{who} (temps partiel) : {measured} de travail le {day}, jour que le contrat ne prévoit "
        "pas, annoncé : refuser n’est pas une faute si le contrat n’en prévoit pas le cas."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each working day with the weekdays of the contract in force."""
        who = timeline.mediator
        for day in timeline.days:
            if not timeline.judges(day_span(day.day)) or not outside(who, day.day):
                continue
            duties = [duty for duty in day.duties if duty.kind is not DutyKind.DELEGATION]
            notices = {duty.id: notice_of(timeline, duty) for duty in duties}
            bare = [duty for duty in duties if notices[duty.id] is None]
            noted = [
                d for d in duties if (notice := notices[d.id]) is not None and not notice.agreed
            ]
            if bare:
                yield self._finding(timeline, day, bare)
            if noted:
                yield self._finding(timeline, day, noted, Verdict.NOTE)

    def _finding(
        self,
        timeline: Timeline,
        day: Day,
        duties: list[Duty],
        verdict: Verdict = Verdict.VIOLATION,
    ) -> Finding:
        note = verdict is Verdict.NOTE
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=day.day,
            span=day.span,
            measured=sum(duty.work for duty in duties),
            limit=0,
            duties=duties,
            verdict=verdict,
            sentence=self.announced if note else None,
            source=L3123_12 if note else None,
        )

    def encode(self, model: PersonModel) -> None:
        """Forbid duties that begin on another weekday, unless a notice announced them."""
        notices = [n for n in model.fixed.notices if n.kind in ANNOUNCED and not n.taken]
        for contract in model.mediator.contracts:
            named = contract.days
            if named is None or not contract.part_time or contract.basis is HoursBasis.YEAR:
                continue
            for duty, literal in model.working:
                day = duty.span.day
                if any(
                    notice.notified <= day
                    and (duty.id in notice.duties if notice.duties else notice.effective == day)
                    for notice in notices
                ):
                    continue
                if duty.decided and day.weekday() not in named and contract.covers(day):
                    model.model.forbid(model.claim(self.id, day_span(day)), literal)


def notice_of(timeline: Timeline, duty: Duty) -> Notice | None:
    """Return the notice that announced a duty to the person; one they agreed to comes first."""
    day = duty.span.day
    notices = [
        notice
        for notice in timeline.notices
        if notice.kind in ANNOUNCED
        and not notice.taken
        and notice.notified <= day
        and (duty.id in notice.duties or (not notice.duties and notice.effective == day))
    ]
    return max(notices, key=lambda notice: notice.agreed, default=None)


def outside(who: Mediator, day: date) -> bool:
    """Whether the part-time contract of `day` names weekdays, and not that of `day`."""
    contract = part_time_on(who, day)
    return (
        contract is not None
        and contract.days is not None
        and contract.basis is not HoursBasis.YEAR
        and day.weekday() not in contract.days
    )


RULE = ContractDays()
