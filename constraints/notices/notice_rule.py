"""Judge announcements: the base of rules that find notices given too late."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.employment.employer import NoticeKind
from scheduler.domain.time import day_span
from scheduler.finding import Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.notices.delays import Delay
    from scheduler.dated import Source
    from scheduler.domain.employment.employer import Notice
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


def notices_of(timeline: Timeline, *kinds: NoticeKind) -> Iterator[Notice]:
    """Yield the notices of these kinds that take effect on a day of the horizon."""
    first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
    for notice in timeline.notices:
        if notice.kind in kinds and first <= notice.effective <= last:
            yield notice


@dataclass(frozen=True, kw_only=True)
class NoticeRule(PersonRule):
    """A rule on notices: its findings are dated on the day of effect; it encodes nothing."""

    @abstractmethod
    def on_notice(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Judge one notice, of whatever kind."""

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge each notice that takes effect in the horizon."""
        for notice in notices_of(timeline, *NoticeKind):
            yield from self.on_notice(timeline, notice)

    def encode(self, model: PersonModel) -> None:
        """Post nothing: while a rota is being made, nobody has been told of it."""

    def too_short(
        self,
        timeline: Timeline,
        notice: Notice,
        *,
        subject: str,
        measured: int,
        limit: int,
        counted: str = "entre les deux",
        verdict: Verdict = Verdict.VIOLATION,
        because: str = "",
        unit: str = "",
        source: Source | None = None,
    ) -> Finding:
        """
        Build the finding on a notice: `subject` was told (in French, before « du 8 juin »).

        `measured` and `limit` are days from the day told to the day of effect, as `counted` says
        (in French); the amount is what is missing. `because` ends the sentence.
        """
        notified = f"{notice.notified:%d/%m/%Y}"
        against = "au lieu de" if measured < limit else "pour"
        pattern = (
            f"{{who}} : {subject} du {{day}}, annonce le {notified}, soit {{measured}} {counted} "
            f"{against} {{limit}} au moins"
        )
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=notice.effective,
            span=day_span(notice.effective),
            measured=measured,
            limit=limit,
            amount=max(0, limit - measured),
            unit=unit,
            duties=(duty for duty in timeline.duties if duty.id in notice.duties),
            verdict=verdict,
            sentence=f"{pattern}, {because}." if because else f"{pattern}.",
            source=source,
        )


def unsettled(delay: Delay, unit: str) -> str:
    """Say in French that the verdict depends on how days are counted, with the other reading."""
    return (
        f"ou {shown(delay.plain, unit)} si le jour de l’annonce ou celui de l’effet compte : à "
        "confirmer, la loi ne dit pas comment compter"
    )
