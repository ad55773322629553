"""The parts of a drawn grid, as texts and class names: what its templates get."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.french.moments import hours_words
from api.french.plural import plural
from api.french.words import KINDS, brief
from api.planning.chips import Chip, ChipKind, Hold
from api.planning.names import Names
from scheduler.domain.people import Mediator
from scheduler.domain.slots import Slot


@dataclass(frozen=True, kw_only=True)
class Day:
    """A column's head: `5`, `S`, and classes for week-ends and holidays."""

    number: int
    letter: str
    iso: str
    label: str
    classes: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """
    One chip: what it reads, the class names of its marks, what a screen reader says.

    `company`: who else is there, where there is room; `notes`: what the marks mean. `key`: the
    slot without its day, where that is the column's, for it is written a thousand times.
    """

    code: str
    time: str
    classes: str
    label: str
    slot: str
    key: str
    icons: tuple[str, ...]
    company: str
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A person's day. `label`: all that it holds, as a screen reader says it."""

    classes: str
    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    A person's row; `place`: where it stands among all rows (0: none is left out).

    `planned` and `due` are hours; `days`: they are those done and due of a forfait's year.
    `counted`: they may hold some post of the month, or do: others have no counters. `week`: the
    hours of the week that is shown, and those of the contract (empty: no week is). `rhythm`: the
    shape of the weeks of the month.
    """

    person: str
    name: str
    badges: tuple[str, ...]
    partners: tuple[str, ...]
    contract: str
    cells: tuple[Cell, ...]
    planned: int
    due: int
    days: bool
    rolling: str
    nights: int
    days_off_worked: int
    blocking: int
    to_confirm: int
    place: int
    counted: bool
    week: str
    rhythm: str


@dataclass(frozen=True, kw_only=True)
class Open:
    """A need that is not met: where, from when, how many are missing."""

    slot: str
    key: str
    code: str
    missing: int
    vital: bool
    label: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is open on one day: the worst first."""

    classes: str
    count: int
    needs: tuple[Open, ...]
    label: str

    @property
    def code(self) -> str:
        """Write where the worst of them is; « … » says that others are elsewhere."""
        codes = list(dict.fromkeys(need.code for need in self.needs))
        return f"{codes[0]}…" if len(codes) > 1 else "".join(codes)


@dataclass(frozen=True, kw_only=True)
class Cover:
    """One day's coverage of a kind: `3/4`, its state, sign and address (empty: none)."""

    text: str
    state: str
    label: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """
    One dispositif.

    `place`: where its first row stands among all rows, and `covered` that of its coverage (0: no
    row is left out). `elsewhere`: whether all its people have their row in another one.
    """

    id: str
    title: str
    agency: str
    missing: int
    under: int
    gaps: tuple[Gap, ...]
    lines: tuple[Line, ...]
    coverage: tuple[tuple[str, tuple[Cover | None, ...]], ...]
    place: int
    covered: int
    elsewhere: bool


@dataclass(frozen=True, kw_only=True)
class GridView:
    """
    A month, or what filters leave of it: so many of its people, so many of its days.

    `wide`: cells have room for names, times and company. `rows`: of the table, with that of days.
    `codes`: the sites that short codes stand for.
    """

    month: str
    wide: bool
    days: tuple[Day, ...]
    blocks: tuple[Block, ...]
    people: int
    people_in_all: int
    days_in_all: int
    rows: int
    rows_in_all: int
    codes: tuple[tuple[str, str], ...]

    @property
    def part(self) -> str:
        """Say what is shown of the month: `12 sur 34 personnes, 3 sur 31 jours` (empty: all)."""
        counts = []
        if self.people < self.people_in_all:
            counts.append(f"{self.people} sur {plural(self.people_in_all, 'personne')}")
        if len(self.days) < self.days_in_all:
            counts.append(f"{len(self.days)} sur {plural(self.days_in_all, 'jour')}")
        return ", ".join(counts)


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a post; `icons` and `notes`: its marks, drawn and in words."""

    person: str
    name: str
    icons: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PostLine:
    """A post of a day: where and when, who holds it, how many are missing."""

    slot: str
    words: str
    classes: str
    holders: tuple[Holder, ...]
    missing: int
    vital: bool


@dataclass(frozen=True, kw_only=True)
class DayPosts:
    """A day's posts, by start."""

    iso: str
    label: str
    posts: tuple[PostLine, ...]


SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SPOKEN = {
    ChipKind.TRAINING: "centre de formation",
    ChipKind.ABSENCE: "absence",
    ChipKind.OUTSIDE: "hors contrat",
}
KINDS_SPOKEN = {
    ChipKind.DAY: "jour",
    ChipKind.EVENING: "soirée",
    ChipKind.NIGHT: "nuit",
    ChipKind.STANDBY: "astreinte",
    ChipKind.TEAM: "temps d’équipe",
}
HOLDS = {
    Hold.BEGUN: ("commence", "commencé"),
    Hold.ELSEWHERE: ("fixe", "publié par un autre planning"),
    Hold.LOCKED: ("", "verrouillé"),
}
WORST = {"bloquant": "constat bloquant", "doute": "constat à confirmer"}


def mark_of(
    chip: Chip,
    *,
    names: Names,
    people: Mapping[str, Mediator],
    dispositif: str,
    day: date,
    worst: str,
    wide: bool,
) -> Mark:
    """
    Write a chip of a dispositif's row; `worst`: the level of the finding that it proves.

    `wide`: there is room for the site's name, both times and who else is there.
    """
    team = ", ".join(brief(people[other].name) for other in chip.partners)
    classes, icons, said = [chip.kind.value], [], []
    if chip.dispositif and chip.dispositif != dispositif:
        classes.append("autre")
        said.append(names.dispositif(chip.dispositif))
    if chip.hold is not None:
        name, words = HOLDS[chip.hold]
        classes += [name] if name else []
        classes += ["fixe"] if chip.fixed and name != "fixe" else []
        said.append(words)
    if chip.locked:
        icons.append("verrou")
    if chip.unpublished:
        classes.append("jamais")
    if chip.changed:
        classes.append("change")
    if chip.pair:
        icons.append("binome")
        said.append(f"avec {team}")
    if worst:
        icons.append(worst)
        said.append(WORST[worst])
    return Mark(
        code=_place(chip, names) if wide else chip.code,
        time=_span(chip) if wide else _start(chip),
        classes=" ".join(classes),
        label=", ".join((spoken(chip, names), *said)),
        notes=tuple(said),
        slot=chip.duty,
        key=chip.duty.removesuffix(f"-{day}"),
        icons=tuple(icons),
        company=f"avec {team}" if wide and team else "",
    )


def spoken(chip: Chip, names: Names) -> str:
    """Say what a chip is, in words: `Bellevue, 14h à 21h30`."""
    if chip.kind in SPOKEN:
        return SPOKEN[chip.kind]
    return f"{names.site(chip.site) or KINDS_SPOKEN[chip.kind]}, {_times(chip)}"


def _place(chip: Chip, names: Names) -> str:
    if chip.kind in SPOKEN:
        return chip.code
    return names.site(chip.site) or KINDS_SPOKEN[chip.kind].capitalize()


def slot_words(slot: Slot, names: Names) -> str:
    """Write a slot: `Île de Nantes, 14 h – 21 h 30`."""
    place = names.site(slot.site) or KINDS[slot.kind]
    return f"{place}, {hours_words(slot.span.start, slot.span.end)}"


def _short(clock: str) -> str:
    """Write a clock time in four signs at most: `14h`, `21³⁰`."""
    hour, _, minutes = clock.partition("h")
    return hour + (minutes.translate(SUPERSCRIPTS) if minutes else "h")


def _start(chip: Chip) -> str:
    """Write where a chip begins in five signs at most: `14h`, `21³⁰`, `→6h`, `21³⁰⁺`."""
    if chip.carried:
        return f"→{_short(chip.end)}"
    if not chip.start or chip.kind is ChipKind.TRAINING:
        return ""
    return f"{_short(chip.start)}{'⁺' if chip.over else ''}"


def _span(chip: Chip) -> str:
    """Write both times: `14h–21h30`, `21h30–6h (+1)`, `→6h`."""
    if chip.carried:
        return f"→{chip.end}"
    if not chip.start:
        return ""
    return f"{chip.start}–{chip.end}{' (+1)' if chip.over else ''}"


def _times(chip: Chip) -> str:
    if chip.carried:
        return f"jusqu’à {chip.end}"
    return f"{chip.start} à {chip.end}{' le lendemain' if chip.over else ''}"
