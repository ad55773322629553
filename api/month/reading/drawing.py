"""Draw a version's grid, the same for programs and for the page, and tag what it is made from."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cache
from importlib.metadata import version as release_of

from fastapi import Request, Response
from sqlalchemy.orm import Session

from api.database.counters import DATA, LEDGER, stamp
from api.judging.acknowledging import answers_for
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.chips import Chip, Setting, before_chips, duty_chips
from api.planning.grid import Grid, grid
from api.planning.names import names_of
from api.web.answering.unchanged import tag_unless_unchanged
from calendars.holidays import name_of
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import minute_at
from scheduler.publication import begun_slots


def drawn_grid(
    frame: Frame,
    assignments: frozenset[Assignment],
    now: datetime,
    *,
    dispositifs: Iterable[str] | None = None,
    people: Collection[str] | None = None,
    covered: Collection[str] | None = None,
    once: Collection[str] = (),
) -> Grid:
    """
    Return the grid of a version (see `Frame.rota`): some dispositifs, or all that it decides.

    `people`: whose rows are drawn (None: everybody's). `covered`: the dispositifs whose holes and
    coverage are worked out (None: all). `once`: those of which a person has a row in one alone.
    """
    rota = frame.rota(assignments)
    holidays = rota.problem.holidays
    findings = findings_of(frame, assignments, now=now)
    return grid(
        rota,
        findings,
        names=names_of(frame.association),
        holidays={day: name_of(day) for day in rota.problem.horizon.days if day in holidays},
        dispositifs=frame.own if dispositifs is None else dispositifs,
        people=people,
        covered=covered,
        counters=frame.counters,
        setting=setting_at(frame, now),
        once=once,
        answered=answers_for(frame.association, findings, rota.problem.horizon).by_code.keys(),
    )


def day_chips(
    frame: Frame, assignments: frozenset[Assignment], now: datetime, person: str, day: date
) -> tuple[tuple[Chip, ...], tuple[Chip, ...]]:
    """Return the chips of a person's day, then those that are published and not in the version."""
    rota, mediator = frame.rota(assignments), frame.problem.mediator_of[person]
    chips = duty_chips(rota, mediator, {}, setting_at(frame, now))
    gone = before_chips(rota, mediator, {})
    there, before = (tuple(chip for on, chip in both if on == day) for both in (chips, gone))
    return there, before


def slots_by_start(rota: Rota, dispositif: str, day: date | None) -> list[Slot]:
    """Return the slots of a dispositif (empty: of all) on a day (None: on any), by start."""
    return [
        slot
        for slot in sorted(rota.problem.slots, key=lambda s: (s.span.first, s.id))
        if dispositif in ("", slot.dispositif) and day in (None, slot.span.day)
    ]


def setting_at(frame: Frame, now: datetime) -> Setting:
    """Return what has begun, and what other drafts decide."""
    return Setting(begun=begun_slots(frame.problem, minute_at(now)), frozen=frame.frozen)


@cache
def _release() -> str:
    return release_of("roulement")


def tag_reading(
    request: Request,
    response: Response,
    session: Session,
    frame: Frame,
    now: datetime,
    *names: object,
) -> None:
    """
    Tag the answer to a reading of a version, or of a published month, that `names` name.

    What it says depends on the version, the data, the register, which shifts have begun, and the
    program's release. Raises `Unchanged`: the client has that answer.
    """
    begun = len(setting_at(frame, now).begun)
    facts = stamp(session, DATA), stamp(session, LEDGER), begun, _release()
    tag_unless_unchanged(request, response, *names, *facts)
