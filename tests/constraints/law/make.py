"""Small timelines and rotas to judge, and whether an encoding agrees with its audit on them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem, Training, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import PARIS, Span, days_span
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding
from scheduler.rule import PersonRule

ADULT = Mediator(
    id="m",
    name="Lou",
    birth=date(1990, 5, 4),
    agency="ag",
    contracts=(Contract(kind=ContractKind.CDI, start=date(2020, 1, 1)),),
    dispositifs=frozenset({"d"}),
)


def turning(birth: date) -> Mediator:
    """The same person, born on another day."""
    return Mediator(
        id="m",
        name="Lou",
        birth=birth,
        agency="ag",
        contracts=ADULT.contracts,
        dispositifs=ADULT.dispositifs,
    )


def span(text: str) -> Span:
    """`2026-06-15 08:00 19:00`; an end at or before the start is on the next day."""
    day, start, end = text.split()
    first = datetime.fromisoformat(f"{day}T{start}").replace(tzinfo=PARIS)
    last = datetime.fromisoformat(f"{day}T{end}").replace(tzinfo=PARIS)
    return Span(first, last if end > start else last + timedelta(days=1))


def pause(minutes: int, start: str = "", kind: BreakKind = BreakKind.UNPAID) -> Break:
    """A break, of known place where `start` (`2026-06-15 12:00`) is given."""
    where = datetime.fromisoformat(start).replace(tzinfo=PARIS) if start else None
    return Break(minutes=minutes, start=where, kind=kind)


def duty(text: str, *breaks: Break, **options: Any) -> Duty:
    """A duty named by its start."""
    usual: dict[str, Any] = {"id": text, "agency": "ag", "dispositif": "d"}
    return Duty(span=span(text), breaks=breaks, **(usual | options))


def past(text: str, *breaks: Break, **options: Any) -> Duty:
    """A duty that this rota does not decide."""
    return duty(text, *breaks, decided=False, **options)


def call(text: str) -> Duty:
    """An intervention of the on-call: a fact, never decided."""
    return past(text, kind=DutyKind.INTERVENTION)


def days(*texts: str, start: str = "09:00", end: str = "17:00") -> tuple[Duty, ...]:
    """One duty on each of these days, at the same hours."""
    return tuple(duty(f"{text} {start} {end}") for text in texts)


def timeline(
    *duties: Duty,
    first: date | None = None,
    last: date | None = None,
    who: Mediator = ADULT,
    **options: Any,
) -> Timeline:
    """A timeline over a horizon that by default holds all the duties."""
    ordered = tuple(sorted(duties, key=lambda d: (d.span.first, d.span.last, d.id)))
    first = first or ordered[0].span.day
    return Timeline(
        mediator=who,
        horizon=days_span(first, last or max(d.span.days[-1] for d in ordered)),
        duties=ordered,
        **options,
    )


def rota(
    *duties: Duty,
    first: date,
    last: date,
    who: Mediator = ADULT,
    left: Iterable[Duty] = (),
    **options: Any,
) -> Rota:
    """
    A rota of one person: decided duties become slots held, the others history or training.

    `left`: slots that the person could hold and doesn't.
    """
    slots = [d for d in (*duties, *left) if d.decided]
    fixed = [d for d in duties if not d.decided]
    return Rota(
        problem=Problem(
            horizon=days_span(first, last),
            mediators=(who,),
            slots=tuple(
                Slot(
                    id=d.id,
                    span=d.span,
                    dispositif=d.dispositif,
                    agency=d.agency,
                    site=d.site,
                    breaks=d.breaks,
                )
                for d in slots
            ),
            history=tuple(
                Worked(mediator="m", duty=d) for d in fixed if d.kind is not DutyKind.TRAINING
            ),
            trainings=tuple(
                Training(mediator="m", id=d.id, span=d.span, breaks=d.breaks, site=d.site)
                for d in fixed
                if d.kind is DutyKind.TRAINING
            ),
            **options,
        ),
        assignments=frozenset(Assignment("m", d.id) for d in duties if d.decided),
    )


def audited(rule: PersonRule, judged: Timeline | Rota) -> list[Finding]:
    """What the rule finds on one person."""
    return list(rule.audit(judged.timeline(ADULT) if isinstance(judged, Rota) else judged))


def facts(findings: Iterable[Finding]) -> list[tuple[str, int, int, int]]:
    """Day, measure, limit and amount of each finding."""
    return [(f.on.isoformat(), f.measured, f.limit, f.amount) for f in findings]
