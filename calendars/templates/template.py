"""Define a weekly template: demand that recurs each week, and exceptions on single days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from calendars.school import check_zone
from calendars.templates.clock import AutumnChange, TemplateBreak, check_hours, lengthen_break
from scheduler.domain.slots import Need, SlotKind
from scheduler.domain.time import week_of
from scheduler.errors import InvalidProblemError

WEEKDAYS = frozenset(range(7))


class ExceptionAction(StrEnum):
    """What an exception does to one day of a template."""

    REMOVE = "supprime"
    ADD = "ajoute"
    CHANGE = "modifie"


@dataclass(frozen=True, kw_only=True)
class Template:
    """
    Demand that recurs each week.

    `end` not after `start`: the slot ends on the next day. `since` and `until` are included.
    `season` is a season's id (empty: always), `school_zone` keeps days on which schools of the
    zone are open, `on_holidays` whether it runs on public holidays: both look at the day on which
    the slot starts. `every` and `phase`: every n-th ISO week from that of `since`; `rank`: only the
    n-th such weekday of each month (None: all). `invited`: see `Slot`.
    `team`: two templates of one dispositif and site that name different teams run side by side;
    others must not overlap (see `calendars.templates.clashes`). `name`: what people call a team's
    own time.
    `minutes`: how long the slot of an appointment lasts, whatever clocks show (None: it is no
    appointment, and lasts until `end`); it is held on its day even if that is a public holiday.

    Raises
    ------
    InvalidProblemError
        A field contradicts another or is out of bounds; the message names the template.
    """

    id: str
    name: str = ""
    dispositif: str
    agency: str
    site: str = ""
    kind: SlotKind = SlotKind.DAY
    weekdays: frozenset[int]
    start: time
    end: time
    needs: tuple[Need, ...]
    breaks: tuple[TemplateBreak, ...] = ()
    since: date
    until: date | None = None
    season: str = ""
    school_zone: str = ""
    on_holidays: bool = False
    every: int = 1
    phase: int = 0
    rank: int | None = None
    team: str = ""
    binome: bool = False
    vehicle: bool = False
    supervised: bool = False
    supervises: frozenset[str] = frozenset()
    mandatory: bool = False
    invited: frozenset[str] = frozenset()
    autumn: AutumnChange = AutumnChange.NONE
    minutes: int | None = None

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise InvalidProblemError("modèle sans identifiant")
        if not self.weekdays or not self.weekdays <= WEEKDAYS:
            raise self._error("jours de la semaine attendus, de 0 (lundi) à 6 (dimanche)")
        if not self.needs:
            raise self._error("au moins un besoin attendu")
        if self.until is not None and self.until < self.since:
            raise self._error(
                f"fin de validité {self.until:%d/%m/%Y} avant le début {self.since:%d/%m/%Y}"
            )
        if self.every < 1 or not 0 <= self.phase < self.every:
            raise self._error(
                f"rythme {self.every}, décalage {self.phase} : attendu un rythme d’au moins 1 et "
                "un décalage de 0 à rythme - 1"
            )
        try:
            if self.school_zone:
                check_zone(self.school_zone)
            check_hours(self.start, self.end, self.breaks)
            if self.autumn is AutumnChange.LONGER_BREAK:
                lengthen_break(self.breaks)
        except InvalidProblemError as error:
            raise self._error(str(error)) from None

    def _error(self, text: str) -> InvalidProblemError:
        return InvalidProblemError(f"modèle « {self.id} » : {text}")

    def due(self, day: date) -> bool:
        """Whether weekday, validity and rhythm put a slot on `day`, before calendars decide."""
        if day.weekday() not in self.weekdays or day < self.since:
            return False
        if self.until is not None and day > self.until:
            return False
        if self.rank is not None and (day.day - 1) // 7 + 1 != self.rank:
            return False
        if self.every == 1:
            return True
        weeks = (week_of(day) - week_of(self.since)).days // 7
        return weeks % self.every == self.phase


@dataclass(frozen=True, kw_only=True)
class TemplateException:
    """
    One day on which a template differs, and why.

    A day added or changed takes the template's hours, needs and breaks where it names none.

    Raises
    ------
    InvalidProblemError
        It has no reason, or removes a day and gives it hours.
    """

    template: str
    day: date
    action: ExceptionAction
    why: str
    start: time | None = None
    end: time | None = None
    needs: tuple[Need, ...] | None = None
    breaks: tuple[TemplateBreak, ...] | None = None

    def __post_init__(self) -> None:
        # Files and tests may give the plain word.
        object.__setattr__(self, "action", ExceptionAction(self.action))
        if not self.why.strip():
            raise InvalidProblemError(f"{self.label} : motif attendu")
        changed = (self.start, self.end, self.needs, self.breaks)
        if self.action is ExceptionAction.REMOVE and any(x is not None for x in changed):
            raise InvalidProblemError(f"{self.label} : un jour supprimé n’a ni horaire ni besoin")
        if self.action is ExceptionAction.CHANGE and all(x is None for x in changed):
            raise InvalidProblemError(f"{self.label} : rien n’est modifié")

    @property
    def label(self) -> str:
        """Name of the template in messages."""
        return f"exception du {self.day:%d/%m/%Y} au modèle « {self.template} »"
