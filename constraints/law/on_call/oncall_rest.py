"""Count an intervention on call as work that cuts the rest (L3121-9, L3121-10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.rests.between_duties import has_whole_rest
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import Span, day_span, instant_of
from scheduler.domain.worktime.rests import longest, posts_and_calls
from scheduler.evidence import Measure
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_9 = code("L3121-9", "LEGIARTI000033020484")
L3121_10 = code("L3121-10", "LEGIARTI000033020479")


@dataclass(frozen=True, kw_only=True)
class OncallRest(PersonRule):
    """
    After an intervention, work resumes only after a full daily rest, before or since.

    Standby itself is rest; the intervention, its travel included, is work. Where no eleven
    consecutive hours lie before it, after it, or between two of them, the rest is due again from
    the end of the last one. `daily_rest_11h` finds the same short rest as such, among all
    others; this rule names the intervention and tells from when the person may be back, which is
    what whoever replans the day needs. The weekly rest counts interventions in its own rule.

    The rest follows that of L3131-1, so an agreement may go down to nine hours, and recorded urgent
    works are left aside. Dated on the day of the resumption.
    """

    id: ClassVar[str] = "oncall_rest"
    title: ClassVar[str] = "Astreintes et repos"
    of_shifts: ClassVar[bool] = True
    matter: ClassVar[Matter] = Matter.STANDBY
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.REST
    sources: ClassVar[tuple[Source, ...]] = (L3121_9, L3121_10)
    sentence: ClassVar[str] = (
        "{who} : intervention d’astreinte, {measured} de repos au mieux avant la reprise "
        "du {day}, au lieu de {limit}"
    )

    rest: Dated = legal(
        "minutes",
        11 * 60,
        L3121_10,
        floor=9 * 60,
        authorised=(9 * 60, None),
        quantity="daily_rest",
        name="repos",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Check the rest around each intervention; report one finding per day of resumption."""
        who = timeline.mediator
        # Travel that a rota makes lies between two duties of its day: they say it all.
        posts, calls = posts_and_calls(
            d for d in timeline.ordinary if d.kind is not DutyKind.TRAVEL or not d.decided
        )
        days: dict[date, list[tuple[Duty, Duty]]] = {}
        for early, late in self._cut(posts, calls, who):
            days.setdefault(late.span.day, []).append((early, late))
        for day, pairs in sorted(days.items()):
            early = max((a for a, _ in pairs), key=lambda d: d.span.last)
            late = min((b for _, b in pairs), key=lambda d: d.span.first)
            cuts = tuple(c for c in calls if early.span.first < c.span.first < late.span.first)
            proof = tuple({d.id: d for pair in pairs for d in pair}.values())
            if not timeline.concerns(late.span, proof):
                continue
            limit = self.rest.on(day)
            back = instant_of(max(c.span.last for c in cuts) + limit)
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=day,
                span=Span(early.span.start, late.span.end),
                measured=longest(early.span.last, late.span.first, cuts),
                limit=limit,
                duties=(*proof, *cuts),
                sentence=f"{self.sentence} ; reprise possible le {back:%d/%m/%Y à %H:%M}.",
            )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of posts around an intervention that leaves no full rest."""
        calls = [i.duty for i in model.ordinary if i.duty.kind is DutyKind.INTERVENTION]
        posts = [item for item in model.ordinary if item.duty.kind is not DutyKind.INTERVENTION]
        enough = max(since.value for since in self.rest.history)
        for i, (early, literal) in enumerate(posts if calls else ()):
            end = early.span.last
            for late, other in posts[i + 1 :]:
                start, day = late.span.first, late.span.day
                if has_whole_rest(end, start, calls, enough):
                    break  # posts come by start: before the next ones there is that rest too
                if day == early.span.day or model.mediator.minor_on(day):
                    continue
                between = any(end <= c.span.first and c.span.last <= start for c in calls)
                if between and not has_whole_rest(end, start, calls, self.rest.on(day)):
                    model.model.forbid_all(model.claim(self.id, day_span(day)), [literal, other])

    def _cut(
        self, posts: Sequence[Duty], calls: Sequence[Duty], who: Mediator
    ) -> Iterator[tuple[Duty, Duty]]:
        """Yield the duties of two days with an intervention and no full rest between them."""
        enough = max(since.value for since in self.rest.history)
        by_end = sorted(posts, key=lambda d: d.span.last, reverse=True)
        for call in calls:
            for early in by_end:
                if early.span.last > call.span.first:
                    continue
                if longest(early.span.last, call.span.first, calls) >= enough:
                    break
                for late in posts:
                    if late.span.first < call.span.last or late.span.day == early.span.day:
                        continue
                    rest = longest(early.span.last, late.span.first, calls)
                    if rest >= enough:
                        break
                    if rest < self.rest.on(late.span.day) and not who.minor_on(late.span.day):
                        yield early, late


RULE = OncallRest()
