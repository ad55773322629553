"""Small associations for fairness: people of one dispositif, and what is published of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from api.data.association import Association, Published
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at

PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


def shift(
    who: str, day: date, hours: tuple[int, int] = (14, 20), *, dispositif: str = "d"
) -> Published:
    """Build a published shift of a day, from one hour to another (24 and more: of the morrow)."""
    begin, end = (at(day + timedelta(days=hour // 24), time(hour % 24)) for hour in hours)
    duty = Duty(id=f"{dispositif}-{day}-{hours[0]}", span=Span(begin, end), dispositif=dispositif)
    worked = Worked(mediator=who, duty=duty)
    return Published(uid=f"{who}-{duty.id}", worked=worked, created=PUBLISHED, changed=PUBLISHED)


def night(who: str, day: date, *, dispositif: str = "d") -> Published:
    """Build a published night, from 21:00 to 05:00."""
    return shift(who, day, (21, 29), dispositif=dispositif)


def months(rows: Iterable[Published]) -> Mapping[str, tuple[Published, ...]]:
    """Put published shifts into their months."""
    table: dict[str, list[Published]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.worked.duty.span.first):
        table[f"{row.worked.duty.span.day:%Y-%m}"].append(row)
    return {label: tuple(mine) for label, mine in sorted(table.items())}


def association(
    people: Iterable[Mediator], rows: Iterable[Published], **rest: object
) -> Association:
    """Build an association of these people, with these shifts published."""
    return Association(mediators=tuple(people), history=months(rows), **rest)  # type: ignore[arg-type]
