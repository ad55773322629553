"""
Grid of a month: a rota and its findings as rows, columns and cells, for documents.

A pure function of its input: the same rota gives the same grid. Why somebody is away never
enters it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from api.french.plural import NO_BREAK
from api.french.words import alphabetical, hours
from api.planning.badges import Badge, badges_of
from api.planning.chips import (
    Chip,
    ChipKind,
    Setting,
    absence_chips,
    before_chips,
    carried_chip,
    duty_chips,
    fixed_pairs,
    outside_chips,
)
from api.planning.counters import Counters, counters_of
from api.planning.holes import Hole, coverage, holes
from api.planning.names import Names, short_codes
from scheduler.domain.employment.contracts import Contract
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.posts import Posts
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import SUNDAY
from scheduler.finding import Finding, Verdict

RANK = {StaffRole.REFERENT: 0, StaffRole.RESPONSABLE: 1, StaffRole.MEDIATEUR: 2}
ALONE = Setting()


def counters_by_code(rota: Rota, mediator: Mediator) -> Counters:
    """Count a person's hours where no agreement moves the Code's night."""
    return counters_of(rota, mediator, ())


@dataclass(frozen=True, kw_only=True)
class Column:
    """One day; `holiday` is its name, empty on other days."""

    day: date
    holiday: str = ""

    @property
    def weekend(self) -> bool:
        """Whether the day is a Saturday or a Sunday."""
        return self.day.weekday() >= 5  # noqa: PLR2004 - Saturday

    @property
    def tinted(self) -> bool:
        """Whether the day has a background of its own, unlike ordinary days."""
        return self.weekend or bool(self.holiday)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Findings about a person or section: those that stop a publication, to confirm, other."""

    blocking: int = 0
    to_confirm: int = 0
    other: int = 0


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One person; `cells` has one tuple of chips per column.

    `contract`: of their first day here, `last_contract` of their last. `before`: what is published
    for the person and not in the rota, per column. `partners`: of their binômes fixes.
    """

    mediator: Mediator
    badges: tuple[Badge, ...]
    contract: Contract | None
    last_contract: Contract | None
    cells: tuple[tuple[Chip, ...], ...]
    before: tuple[tuple[Chip, ...], ...]
    partners: tuple[str, ...]
    counters: Counters
    findings: Counts

    @property
    def weekly(self) -> int:
        """Return the contract's minutes of a week."""
        return 0 if self.contract is None else self.contract.weekly_minutes

    def weekly_of(self, monday: date) -> int:
        """Return the minutes of the contract that ends a week: none where nobody is employed."""
        week = (monday + timedelta(days=n) for n in range(SUNDAY, -1, -1))
        there = next((c for day in week if (c := self.mediator.contract_on(day))), None)
        return 0 if there is None else there.weekly_minutes

    @property
    def contract_words(self) -> str:
        """Write the contract's hours of a week, `24 h`, `24 h puis 35 h`, or why it has none."""
        first, last = _weekly_words(self.contract), _weekly_words(self.last_contract)
        return first if first == last else f"{first} puis {last}"


def _weekly_words(contract: Contract | None) -> str:
    if contract is None:
        return "sans contrat"
    if contract.in_days:
        return "forfait"
    return hours(contract.weekly_minutes).removesuffix(f"{NO_BREAK}00")


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """Coverage of one kind of post; None on days without a post."""

    kind: SlotKind
    cells: tuple[Posts | None, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One dispositif: its holes on top, its people, its coverage at the bottom; all its `posts`."""

    dispositif: str
    title: str
    agency: str
    holes: tuple[tuple[Hole, ...], ...]
    rows: tuple[Row, ...]
    coverage: tuple[CoverageRow, ...]
    sites: tuple[tuple[str, str, str], ...]
    posts: Posts

    @property
    def planned(self) -> int:
        """Return the minutes planned of all who have a row here, for whatever dispositif."""
        return sum(row.counters.planned for row in self.rows)

    @property
    def due(self) -> int:
        """Return the minutes that they owe."""
        return sum(row.counters.due for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The month of some dispositifs; `codes` are the short codes of sites."""

    first: date
    last: date
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    codes: Mapping[str, str]


def grid(
    rota: Rota,
    findings: Iterable[Finding] = (),
    *,
    names: Names | None = None,
    holidays: Mapping[date, str] | None = None,
    dispositifs: Iterable[str] | None = None,
    people: Collection[str] | None = None,
    covered: Collection[str] | None = None,
    counters: Callable[[Rota, Mediator], Counters] = counters_by_code,
    setting: Setting = ALONE,
    once: Collection[str] = (),
    answered: Collection[str] = (),
) -> Grid:
    """
    Build the grid of a rota: a section per dispositif that has slots, in the order of `names`.

    `holidays` names the public holidays (unnamed ones of the problem are « férié »). A person
    has a row where they hold a slot, and in their main dispositif; every row shows all that the
    person does, whichever dispositif it is for. `people`: whose rows are drawn (None: everybody's).
    `covered`: the dispositifs whose holes and coverage are worked out (None: all; empty elsewhere).
    `counters`: what counts a person's hours, by the rules that hold for them. `setting`: what
    has begun, and what other drafts decide. `once`: see `homes`. `answered`: codes of the findings
    that somebody answers for.
    """
    problem, names, holidays = rota.problem, names or Names(), holidays or {}
    days = problem.horizon.days
    columns = tuple(
        Column(day=d, holiday=holidays.get(d, "férié" if d in problem.holidays else ""))
        for d in days
    )
    slots: dict[str, list[Slot]] = defaultdict(list)
    for slot in sorted(problem.slots, key=lambda s: (s.span.first, s.id)):
        slots[slot.dispositif].append(slot)
    wanted = set(slots) if dispositifs is None else set(dispositifs) & set(slots)
    codes = short_codes(
        (site, names.site(site))
        for site in sorted({s.site for s in problem.slots if s.site} | _fixed_sites(rota))
    )
    counts = _counts(findings, answered)
    home = homes(rota, people, once)
    rows = {
        m.id: _row(rota, m, codes, counts.get(m.id, Counts()), counters(rota, m), setting=setting)
        for m in problem.mediators
        if m.id in home and home[m.id] & wanted
    }
    counted = wanted if covered is None else wanted & set(covered)
    gaps: dict[str, dict[date, list[Hole]]] = defaultdict(lambda: defaultdict(list))
    for hole in holes(rota) if counted else ():
        gaps[hole.slot.dispositif][hole.slot.span.day].append(hole)
    covers = {each: coverage(rota, slots[each] if each in counted else ()) for each in wanted}
    sections = []
    for dispositif in sorted(wanted, key=names.rank):
        team = [m for m in problem.mediators if m.id in rows and dispositif in home[m.id]]
        section_slots = slots[dispositif]
        section_rows = tuple(rows[m.id] for m in sorted(team, key=lambda m: _order(m, days)))
        sections.append(
            Section(
                dispositif=dispositif,
                title=names.dispositif(dispositif),
                agency=names.agency(section_slots[0].agency),
                holes=tuple(tuple(gaps[dispositif][day]) for day in days)
                if dispositif in counted
                else (),
                rows=section_rows,
                coverage=_coverage_rows(covers[dispositif], days),
                posts=sum(covers[dispositif].values(), Posts()),
                sites=tuple(
                    (codes[site], names.site(site), names.address(site))
                    for site in sorted(_shown(section_slots, section_rows), key=codes.__getitem__)
                ),
            )
        )
    return Grid(
        first=days[0], last=days[-1], columns=columns, sections=tuple(sections), codes=codes
    )


def _row(
    rota: Rota,
    mediator: Mediator,
    codes: Mapping[str, str],
    findings: Counts,
    counters: Counters,
    *,
    setting: Setting,
) -> Row:
    problem = rota.problem
    table: dict[date, list[Chip]] = defaultdict(list)
    before: dict[date, list[Chip]] = defaultdict(list)
    first = problem.horizon.days[0]
    for duty in problem.fixed_of[mediator.id]:
        if duty.span.day == first - timedelta(days=1) and duty.span.last > problem.horizon.first:
            table[first].append(carried_chip(duty, codes))
    for day, chip in duty_chips(rota, mediator, codes, setting):
        table[day].append(chip)
    for day, chip in before_chips(rota, mediator, codes):
        before[day].append(chip)
    for day, chip in absence_chips(problem, mediator):
        table[day].append(chip)
    # Beside what is published after somebody has left: nobody will come to it.
    for day, chip in outside_chips(problem, mediator):
        table[day].append(chip)
    there = _first_day(mediator, problem.horizon.days)
    return Row(
        mediator=mediator,
        badges=badges_of(mediator, there),
        contract=mediator.contract_on(there),
        last_contract=mediator.contract_on(_first_day(mediator, problem.horizon.days[::-1])),
        cells=tuple(tuple(table[day]) for day in problem.horizon.days),
        before=tuple(tuple(before[day]) for day in problem.horizon.days),
        partners=tuple(
            sorted(
                other
                for pair, other in fixed_pairs(problem, mediator)
                if any(map(pair.holds_on, problem.horizon.days))
            )
        ),
        counters=counters,
        findings=findings,
    )


def _first_day(mediator: Mediator, days: Sequence[date]) -> date:
    """Return the first of these days on which a person is employed (none: the very first)."""
    return next((day for day in days if mediator.employed_on(day)), days[0])


def _order(mediator: Mediator, days: Sequence[date]) -> tuple[int, int, str, str]:
    """Return a sort key: référents first, then the longer contract, then the name."""
    contract = mediator.contract_on(_first_day(mediator, days))
    weekly = 0 if contract is None else contract.weekly_minutes
    return RANK[mediator.role], -weekly, alphabetical(mediator.name), mediator.id


def homes(
    rota: Rota, people: Collection[str] | None = None, once: Collection[str] = ()
) -> dict[str, frozenset[str]]:
    """
    Return the dispositifs where each person has a row: where they hold a slot, and their main one.

    `people`: who is looked for (None: everybody). `once`: the dispositifs of which a person has a
    row in one alone, where they work most.
    """
    offered = {s.dispositif for s in rota.problem.slots}
    where: dict[str, set[str]] = defaultdict(set)
    for assignment in rota.whole:
        if people is not None and assignment.mediator not in people:
            continue
        where[assignment.mediator].add(rota.problem.slot_of[assignment.slot].dispositif)
    table = {}
    for mediator in rota.problem.mediators:
        if people is not None and mediator.id not in people:
            continue
        able = sorted(mediator.dispositifs & offered)
        main = {_main(rota, mediator, able)} if len(able) > 1 else set(able)
        there = frozenset(where[mediator.id]) | main
        shared = sorted(there & frozenset(once))
        if len(shared) > 1:
            there = there - frozenset(shared) | {_main(rota, mediator, shared)}
        table[mediator.id] = there
    return table


def _main(rota: Rota, mediator: Mediator, able: Sequence[str]) -> str:
    """Return the dispositif where a person works most, of several that they may work for."""
    minutes = dict.fromkeys(able, 0)
    for slot in rota.slots_of[mediator.id]:
        if slot.dispositif in minutes:
            minutes[slot.dispositif] += slot.duty.paid
    for duty in rota.problem.fixed_of[mediator.id]:
        if duty.dispositif in minutes:
            minutes[duty.dispositif] += duty.paid
    return max(able, key=minutes.__getitem__)


def _coverage_rows(
    covers: Mapping[tuple[SlotKind, date], Posts], days: Sequence[date]
) -> tuple[CoverageRow, ...]:
    # Where nobody is asked for and nobody comes, « 0/0 » would say nothing.
    table = {key: cell for key, cell in covers.items() if cell.target or cell.beyond}
    kinds = [kind for kind in SlotKind if any(k is kind for k, _ in table)]
    return tuple(
        CoverageRow(kind=kind, cells=tuple(table.get((kind, day)) for day in days))
        for kind in kinds
    )


def _counts(findings: Iterable[Finding], answered: Collection[str]) -> dict[str, Counts]:
    table: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for finding in findings:
        stops = finding.blocks and not finding.inherited and finding.code not in answered
        doubt = finding.verdict is Verdict.TO_CONFIRM and finding.code not in answered
        table[finding.subject][0 if stops else 1 if doubt else 2] += 1
    return {who: Counts(blocking=b, to_confirm=c, other=o) for who, (b, c, o) in table.items()}


def _shown(slots: Iterable[Slot], rows: Iterable[Row]) -> set[str]:
    """Return the sites whose code the section shows: its own, and those where its people are."""
    chips = (chip for row in rows for cell in row.cells for chip in cell)
    elsewhere = {c.site for c in chips if c.kind is not ChipKind.TRAINING}
    return ({s.site for s in slots} | elsewhere) - {""}


def _fixed_sites(rota: Rota) -> set[str]:
    """Return the sites of duties of the month that this rota doesn't decide."""
    horizon = rota.problem.horizon
    # The years before the month needn't be looked through.
    since = horizon.first - rota.problem.longest
    return {
        duty.site
        for duties in rota.problem.fixed_of.values()
        for duty in takewhile(lambda duty: duty.span.first >= since, reversed(duties))
        if duty.site and duty.span.touches(horizon)
    }
