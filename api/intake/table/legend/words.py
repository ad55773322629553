"""What a legend was read to say, in French, so that people can check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.intake.text.words import ABSENCE_NAMES
from scheduler.domain.duty import DutyKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.intake.table.legend.codes import Meaning
    from api.intake.text.clock import Clock
    from api.intake.text.hours import Stretch

DUTY_NAMES = {
    DutyKind.WORK: "travail",
    DutyKind.TRAINING: "formation",
    DutyKind.TRAVEL: "trajet",
    DutyKind.INTERVENTION: "intervention d’astreinte",
    DutyKind.STANDBY: "astreinte",
    DutyKind.COMMUTE: "trajet domicile",
}


def legend_words(codes: Mapping[str, Meaning]) -> str:
    """Write codes with what they mean: `J = 09:00–16:30, pause 30 min ; CP = congé`."""
    return " ; ".join(f"{code} = {meaning_words(meaning)}" for code, meaning in codes.items())


def meaning_words(meaning: Meaning) -> str:
    """Write what a code means."""
    if meaning.rest:
        return "repos"
    hours = " et ".join(_stretch(one) for one in meaning.stretches)
    name = DUTY_NAMES[meaning.kind] if meaning.absence is None else ABSENCE_NAMES[meaning.absence]
    if not hours:
        return name if meaning.absence is not None else f"{name}, heures non dites"
    return hours if name == "travail" else f"{name} {hours}"


def _stretch(one: Stretch) -> str:
    told = f"{_clock(one.start)}–{_clock(one.end)}"
    for pause in one.pauses or ():
        told += f", pause {pause.minutes} min"
    return told


def _clock(clock: Clock) -> str:
    hours, minutes = divmod(clock.minutes, 60)
    return f"{hours:02d}:{minutes:02d}"
