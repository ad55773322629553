"""Published shifts and what was said of them, made by hand: one association, one October."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from api.data.association import Association, Dispositif, Published
from api.hours.entry import EntryContext
from api.hours.worked import Kind, WorkedDuty, apply
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, instant_of

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CONTRACT = Contract(kind=ContractKind.CDI, start=date(2025, 1, 1), end=date(2026, 12, 31))
ASSOCIATION = Association(
    dispositifs=(Dispositif(id="parc", name="Parc", agency="nantes"),),
    mediators=(
        Mediator(id="ada", name="Ada Lemoine", agency="nantes", contracts=(CONTRACT,)),
        Mediator(id="brice", name="Brice Kouassi", agency="nantes", contracts=(CONTRACT,)),
    ),
)


def at(text: str) -> datetime:
    """Read an instant with its offset."""
    return datetime.fromisoformat(text)


def duty(
    name: str, start: str, end: str, kind: DutyKind = DutyKind.WORK, breaks: tuple[Break, ...] = ()
) -> Duty:
    return Duty(
        id=name,
        span=span(start, end),
        kind=kind,
        breaks=breaks,
        site="parc-1",
        dispositif="parc",
        agency="nantes",
        decided=False,
    )


def span(start: str, end: str) -> Span:
    made = Span(at(start), at(end))
    return Span(instant_of(made.first), instant_of(made.last))


def published(mediator: str, duty: Duty) -> Published:
    return Published(
        uid=f"{mediator}.{duty.id}", worked=Worked(mediator=mediator, duty=duty), created=NOW
    )


#: The night on which the clocks go back: nine hours by the sun, eight by the clock, half an hour
#: of break after the change.
NIGHT = duty(
    "nuit-2026-10-24",
    "2026-10-24T21:30+02:00",
    "2026-10-25T05:30+01:00",
    breaks=(Break(minutes=30, start=at("2026-10-25T02:30+01:00")),),
)
DAY = duty("jour-2026-10-06", "2026-10-06T09:00+02:00", "2026-10-06T16:30+02:00")
OTHER_DAY = duty("jour-2026-10-07", "2026-10-07T09:00+02:00", "2026-10-07T16:30+02:00")
STANDBY = duty(
    "astreinte-2026-10-10",
    "2026-10-10T18:00+02:00",
    "2026-10-11T08:00+02:00",
    kind=DutyKind.STANDBY,
)
FIRST_NIGHT = duty("nuit-2026-10-01", "2026-10-01T00:00+02:00", "2026-10-01T06:00+02:00")
MONTHS = {
    "2026-09": (),
    "2026-10": (
        published("ada", FIRST_NIGHT),
        published("ada", DAY),
        published("brice", OTHER_DAY),
        published("ada", STANDBY),
        published("ada", NIGHT),
    ),
}


def done(
    kind: Kind, start: str, end: str, *, of: Duty | None = None, root: str = "0" * 32, **others: str
) -> WorkedDuty:
    """Say something of one of Ada's duties (None: of unplanned work at the park)."""
    base = of or duty(others.get("name", "jour-2026-10-07"), start, end)
    return WorkedDuty(
        root=root,
        mediator=others.get("mediator", "ada"),
        uid="" if of is None else f"ada.{of.id}",
        duty=replace(base, span=span(start, end)),
        kind=kind,
    )


def known(*said: WorkedDuty, now: datetime = NOW) -> EntryContext:
    return EntryContext(association=ASSOCIATION, months=MONTHS, worked=apply(MONTHS, said), now=now)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
