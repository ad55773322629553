"""Chips: the entries of the grid's cells (shift, training, absence, day out of contract)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from api.french.words import KINDS, clock
from scheduler.domain.duty import MANDATE, Break, Duty, DutyKind
from scheduler.domain.people import Mediator, Pair, PairKind
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import windows

NIGHT_CORE = (time(0), time(5))
"""Hours that a period of night work always includes (L3122-2)."""
LATE = time(20)
CODES = {SlotKind.STANDBY: "Ast.", SlotKind.TEAM: "Éq."}
"""What a shift reads whose site doesn't say what it is."""


class ChipKind(StrEnum):
    """The kind of an entry; each has its colour, and a mark for people who don't see colours."""

    DAY = "jour"
    EVENING = "soiree"
    NIGHT = "nuit"
    STANDBY = "astreinte"
    TEAM = "equipe"
    TRAINING = "cfa"
    ABSENCE = "absence"
    OUTSIDE = "hors_contrat"


class Hold(StrEnum):
    """Why a calculation or an edit leaves a shift where it is: the strongest reason alone."""

    BEGUN = "commence"
    ELSEWHERE = "ailleurs"
    LOCKED = "verrouille"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """
    What a rota's shifts are seen against: what has begun, and what other drafts decide.

    `begun`: slots of published dispositifs that have begun. `frozen`: slots that this rota keeps as
    another draft published them.
    """

    begun: Collection[str] = frozenset()
    frozen: Collection[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Chip:
    """
    One entry of a cell: a code and clock times.

    `over`: it ends on the next day; `carried`: it began the day before the month. `duty` is the
    slot's or training's id, empty for an absence and a day out of contract. `fixed`: not decided
    by this rota; `hold`: why it stays (None: it may be moved). `unpublished`: nothing of its
    dispositif is published; `changed`: the person isn't published on it, though others are.
    `partners`: who else holds it, where nobody works alone; `pair`: of a binôme fixe.
    """

    kind: ChipKind
    code: str
    start: str = ""
    end: str = ""
    over: bool = False
    carried: bool = False
    locked: bool = False
    fixed: bool = False
    duty: str = ""
    dispositif: str = ""
    site: str = ""
    hold: Hold | None = None
    unpublished: bool = False
    changed: bool = False
    partners: tuple[str, ...] = ()
    pair: bool = False
    breaks: tuple[Break, ...] = ()

    @property
    def text(self) -> str:
        """Return the text of the entry: `BLO 14h–21h`, `PCH 21h30–6h (+1)`, `CFA`, `abs.`."""
        if self.carried:
            return f"{self.code} →{self.end}"
        times = f" {self.start}–{self.end}" if self.start else ""
        return f"{self.code}{times}{' (+1)' if self.over else ''}"


def duty_chips(
    rota: Rota, mediator: Mediator, codes: Mapping[str, str], setting: Setting
) -> Iterator[tuple[date, Chip]]:
    """Yield the chips of a person's shifts and training days in the horizon, by start."""
    horizon = rota.problem.horizon
    locked = {lock.slot for lock in rota.problem.locks if lock.mediator == mediator.id}
    published = rota.problem.published_of
    teams, pairs = rota.team_of, fixed_pairs(rota.problem, mediator)
    days: dict[date, list[Duty]] = {}
    for duty in rota.timeline(mediator).duties:
        if not horizon.first <= duty.span.first < horizon.last or duty.kind is DutyKind.TRAVEL:
            continue
        if duty.kind is DutyKind.TRAINING:
            days.setdefault(duty.span.day, []).append(duty)
            continue
        slot = rota.problem.slot_of.get(duty.id)
        kind = kind_of(duty) if slot is None else slot.kind
        chip = _chip(duty, kind, codes, locked=duty.id in locked)
        if slot is None:
            yield duty.span.day, replace(chip, hold=Hold.ELSEWHERE if chip.fixed else None)
            continue
        there = slot.dispositif in rota.problem.published_dispositifs
        # Elsewhere people hold a slot side by side, and not together.
        team = teams[slot.id] if slot.binome else ()
        partners = tuple(person.id for person in team if person.id != mediator.id)
        yield (
            duty.span.day,
            replace(
                chip,
                hold=_hold(chip, setting),
                unpublished=not there,
                changed=there and duty.decided and slot.id not in published.get(mediator.id, ()),
                partners=partners,
                pair=any(who in partners and pair.holds_on(duty.span.day) for pair, who in pairs),
            ),
        )
    for day, halves in days.items():
        # Morning and afternoon at the training centre are one entry.
        yield (
            day,
            Chip(
                kind=ChipKind.TRAINING,
                code="CFA",
                start=clock(halves[0].span.start),
                end=clock(halves[-1].span.end),
                fixed=True,
                duty=halves[0].id,
                site=halves[0].site,
            ),
        )


def before_chips(
    rota: Rota, mediator: Mediator, codes: Mapping[str, str]
) -> Iterator[tuple[date, Chip]]:
    """Yield the chips of shifts on which a person is published and that the rota doesn't give."""
    slots_now = {slot.id for slot in rota.slots_of[mediator.id]}
    for slot_id in rota.problem.published_of.get(mediator.id, ()):
        if slot_id not in slots_now:
            slot = rota.problem.slot_of[slot_id]
            yield slot.span.day, _chip(slot.duty, slot.kind, codes, locked=False)


def fixed_pairs(problem: Problem, mediator: Mediator) -> list[tuple[Pair, str]]:
    """Return a person's binômes fixes, each with the id of the other person."""
    return [
        (pair, pair.second if pair.first == mediator.id else pair.first)
        for pair in problem.pairs
        if pair.kind is PairKind.TOGETHER and mediator.id in (pair.first, pair.second)
    ]


def _hold(chip: Chip, setting: Setting) -> Hold | None:
    if chip.duty in setting.frozen:
        return Hold.ELSEWHERE
    if chip.duty in setting.begun:
        return Hold.BEGUN
    if chip.fixed:
        return Hold.ELSEWHERE
    return Hold.LOCKED if chip.locked else None


def carried_chip(duty: Duty, codes: Mapping[str, str]) -> Chip:
    """Return the chip of a night that began on the last day before the month."""
    chip = _chip(duty, kind_of(duty), codes, locked=False)
    chip = replace(chip, start="", over=False, breaks=())
    return replace(chip, carried=True, fixed=True, hold=Hold.ELSEWHERE)


def absence_chips(problem: Problem, mediator: Mediator) -> Iterator[tuple[date, Chip]]:
    """Yield a chip « abs. » for each day of absence, with its times if it covers part of a day."""
    absences = problem.absences_of[mediator.id]
    for day in dict.fromkeys(day for absence in absences for day in absence.span.days):
        if day in problem.horizon.days:
            yield day, Chip(kind=ChipKind.ABSENCE, code="abs.")


def outside_chips(problem: Problem, mediator: Mediator) -> Iterator[tuple[date, Chip]]:
    """Yield a dash for each day without a contract: before the first, between two, after all."""
    for day in problem.horizon.days:
        if not mediator.employed_on(day):
            yield day, Chip(kind=ChipKind.OUTSIDE, code="–")


def kind_of(duty: Duty) -> SlotKind:
    """Return the kind of a shift (day, evening, night, on call) from its times alone."""
    if duty.kind is DutyKind.STANDBY:
        return SlotKind.STANDBY
    if any(window.overlap(duty.span) for window in windows(duty.span, *NIGHT_CORE)):
        return SlotKind.NIGHT
    late = any(window.overlap(duty.span) for window in windows(duty.span, LATE, time(0)))
    return SlotKind.EVENING if late else SlotKind.DAY


def _chip(duty: Duty, kind: SlotKind, codes: Mapping[str, str], *, locked: bool) -> Chip:
    return Chip(
        kind=ChipKind(kind),
        code=_code(duty, kind, codes),
        start=clock(duty.span.start),
        end=clock(duty.span.end),
        over=len(duty.span.days) > 1,
        locked=locked,
        fixed=not duty.decided,
        duty=duty.id,
        dispositif=duty.dispositif,
        site=duty.site,
        breaks=duty.breaks,
    )


def _code(duty: Duty, kind: SlotKind, codes: Mapping[str, str]) -> str:
    """Return the site's code, or the kind's first letter where a post has no site."""
    if duty.kind in MANDATE:
        return "mandat"
    if kind in CODES:
        return CODES[kind]
    return codes.get(duty.site, KINDS[kind][0].upper())
