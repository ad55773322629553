"""Write one chip of the grid: what it reads, its marks, and what a screen reader says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from api.french.moments import hours_words
from api.french.words import KINDS, brief
from api.page.grid.parts import Mark
from api.planning.chips import Chip, ChipKind, Hold
from api.planning.names import Names
from scheduler.domain.people import Mediator
from scheduler.domain.slots import Slot

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
