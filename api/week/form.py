"""
What the form of a week holds: a row of the week as texts, and the row that texts make.

Columns read their own cells, as in files; what is written here is what several columns say
together: figures, school holidays, rhythm, the kind that hours tell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from pydantic_core import PydanticCustomError

from api.data.rows.columns import Column
from api.data.rows.demand import BreakRow, NeedRow, TemplateRow
from api.data.rows.forms import DAY, Nature
from api.data.rows.kinds import KINDS
from api.french.characters import unseen_in_text
from api.french.words import shortened
from api.page.data.saving import BROKEN, LINES, Typed, cell, first, typed_of, whole_number
from api.web.refusing.problems import Fault
from api.week.matrix import NO_DAY, NOBODY, Cells, Figure, R, WeekRow, changed
from api.week.writing import PAUSE
from calendars.templates.clock import place
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import SlotKind, kind_by_hours
from scheduler.domain.time import week_of

SHOWN = ("site", "start", "end", "kind", "season", "on_holidays", "every", "binome", "vehicle")
VALID = ("since", "until")
TEMPLATE = KINDS["gabarits"].columns
ROLES = KINDS["besoins"].columns["roles"]
COUNT = KINDS["besoins"].columns["minimum"]
BREAK = [KINDS["pauses"].columns[name] for name in ("minutes", "at", "kind")]
MEDIATORS = frozenset({StaffRole.MEDIATEUR})
COLUMNS = [TEMPLATE[name] for name in (*SHOWN, *VALID)]

ORIGIN, SCHOOL, FIRST_WEEK, GONE = "de", "ecole", "premiere", "retirer"
"""Fields of a row that no column has: what it was, school holidays, first week, whether it goes."""

RIVAL = "entretemps"
"""What somebody made of a row while a form was typed: for one sight, no form sends it."""

SINCE = "_des"
"""The day from which the changes apply."""

CLOSED, ONLY = "ferme", "seulement"
SCHOOLS = {"": "Comme le reste de l’année", CLOSED: "Fermé", ONLY: "Seulement pendant"}
MOST_ROWS, MORE_ROWS, LONGEST, SAID = 120, 5, 240, 60
COUNTS = "un nombre de personnes, comme 2, ou 1/2 : 1 au moins, 2 souhaitées"

SOURCE = re.compile(r"(\d{1,9}(?:-\d{1,9})*):([0-9a-f]{8})")
ORDINARY = date(2026, 1, 5)
"""A Monday far from any change of clocks: which kind hours are doesn't depend on the day."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """
    What a row is read and written with: the dispositif, its zone, the day of the changes.

    `season`: the id of the season that school holidays are, in the agency's zone.
    """

    dispositif: str
    zone: str
    day: date
    season: str


def written_figure(figure: Figure | None) -> str:
    """Write a cell: `2`, or `1/2` where fewer are enough."""
    if figure is None:
        return ""
    minimum, wanted = figure
    return str(wanted) if minimum == wanted else f"{minimum}/{wanted}"


def read_figure(text: str) -> Figure | None:
    """Read a cell; PydanticCustomError: it is no figure, or asks for more than is wanted."""
    if not (text := text.replace(" ", "")):
        return None
    low, _, high = text.partition("/")
    try:
        minimum, wanted = COUNT.form.read(low), COUNT.form.read(high or low)
    except PydanticCustomError:
        raise PydanticCustomError("roulement", COUNTS) from None
    if minimum > wanted:
        raise PydanticCustomError("roulement", COUNTS) from None
    return minimum, wanted


def prefix_of(row: int) -> str:
    """Return what the names of a row's fields begin with."""
    return f"r{row}."


def texts_of(row: WeekRow, number: int, setting: Setting, mark: str = "") -> dict[str, list[str]]:
    """Return what the form holds of a row; `mark`: of what it was (empty: it is new)."""
    prefix, template = prefix_of(number), row.template
    only = template.season == setting.season != ""
    school = ONLY if only else CLOSED if template.school_zone else ""
    guessed = template.kind is guess(template.start, template.end)
    later = template.since > setting.day
    texts: dict[str, list[str]] = {
        **typed_of(COLUMNS, template, prefix),
        **typed_of([ROLES], row.need, prefix),
        **{f"{prefix}d{day}": [written_figure(f)] for day, f in enumerate(row.cells)},
        prefix + SCHOOL: [school],
        prefix + FIRST_WEEK: [first_week(template, setting.day)],
        prefix + "since": [DAY.write(template.since)] if later else [],
        prefix + "until": [DAY.write(template.until)] if template.until else [],
    }
    if only:
        texts[prefix + "season"] = []
    if guessed:
        texts[prefix + "kind"] = []
    if len(row.breaks) == 1:
        texts |= typed_of(BREAK, row.breaks[0], f"{prefix}{PAUSE}.")
    return texts | origin_of(row, number, mark) if mark else texts


def origin_of(row: WeekRow, number: int, mark: str) -> dict[str, list[str]]:
    """Return what the form says of what a row was: the keys of its templates, and their mark."""
    return {prefix_of(number) + ORIGIN: [f"{'-'.join(map(str, row.keys))}:{mark}"]}


def guess(start: time, end: time) -> SlotKind:
    """Return the kind of a slot, as its hours tell it."""
    return kind_by_hours(place(ORDINARY, start, end).span)


def first_week(template: TemplateRow, day: date) -> str:
    """Write the Monday of the first week that a rhythm holds, from a day on (empty: all do)."""
    if template.every == 1:
        return ""
    # Six days later lies the week of the first Monday from that day on.
    monday = week_of(max(template.since, day) + timedelta(days=6))
    while (monday - week_of(template.since)).days // 7 % template.every != template.phase:
        monday += timedelta(days=7)
    return DAY.write(monday)


def lines_of(typed: Typed) -> int:
    """Return how many rows a form has."""
    return min(max(whole_number(first(typed, LINES)), 0), MOST_ROWS)


def source_of(typed: Typed, number: int) -> tuple[tuple[int, ...], str] | None:
    """Return the keys that a row was read from, and their mark then (None: it is new)."""
    match = SOURCE.fullmatch(first(typed, prefix_of(number) + ORIGIN))
    return (tuple(map(int, match[1].split("-"))), match[2]) if match else None


def is_blank(typed: Typed, number: int) -> bool:
    """Whether nothing was typed in a row that began empty."""
    prefix = prefix_of(number)
    names = (ORIGIN, "start", "end", f"{PAUSE}.minutes", *(f"d{day}" for day in range(7)))
    return not any(first(typed, prefix + name) for name in names)


def unreadable(typed: Typed) -> list[Fault]:
    """Return a fault for each text that no column could hold, whatever its field."""
    return [
        Fault(field=name, received=shortened(text, SAID), expected="un texte court et lisible")
        for name, texts in typed.items()
        for text in texts
        if unseen_in_text(text) or BROKEN in text or len(text) > LONGEST
    ]


class RowReading:
    """One row of a form, being read: its values, and all that is wrong with it."""

    def __init__(self, typed: Typed, number: int, setting: Setting) -> None:
        self.typed, self.prefix, self.setting = typed, prefix_of(number), setting
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """Return the text of a field of the row."""
        return first(self.typed, self.prefix + name)

    def fault(self, name: str, expected: str) -> None:
        """Note what is wrong with a field."""
        received = shortened(self.text(name), SAID)
        self.faults.append(Fault(field=self.prefix + name, received=received, expected=expected))

    def value(self, column: Column, under: str = "") -> Any:
        """Return what a column reads in its field; a refusal is noted, and gives None."""
        name = under + column.field
        typed = self.typed
        if column.nature is Nature.CLOCK:
            typed = {self.prefix + name: [as_clock(self.text(name))]}
        try:
            return column.read(cell(column, typed, self.prefix + under))
        except PydanticCustomError as error:
            self.fault(name, error.message())
            return None

    def row(self, before: WeekRow | None) -> WeekRow:
        """
        Return the row, with what it keeps from before; meaningless where there are faults.

        One that is taken away is as it was, for nobody: what was typed in it is of no use.
        """
        if before is not None and self.text(GONE):
            return replace(before, cells=NOBODY)
        values = {name: self.value(TEMPLATE[name]) for name in SHOWN if name != "kind"}
        values |= self._validity(before)
        start, end = values["start"], values["end"]
        if self.text("kind"):
            values["kind"] = self.value(TEMPLATE["kind"])
        elif start is not None and end is not None:
            values["kind"] = guess(start, end)
        values |= self._school(before, values["season"])
        values["phase"] = self._phase(before, values["since"], values["every"])
        base = before or blank_row(self.setting.dispositif, self.setting.day)
        return WeekRow(
            template=changed(base.template, **values),
            need=changed(base.need, roles=self.value(ROLES)),
            breaks=self._breaks(before),
            cells=self._cells(beyond=base.need.maximum),
            keys=before.keys if before else (),
        )

    def _cells(self, beyond: int) -> Cells:
        """Return the figures; 0 is nobody, but where more are accepted than are wanted."""
        cells: list[Figure | None] = []
        for day in range(7):
            try:
                figure = read_figure(self.text(f"d{day}"))
                cells.append(figure if figure and figure[1] + beyond else None)
            except PydanticCustomError as error:
                self.fault(f"d{day}", error.message())
                cells.append(None)
        return tuple(cells)

    def _breaks(self, before: WeekRow | None) -> tuple[BreakRow, ...]:
        under = f"{PAUSE}."
        if before is not None and len(before.breaks) > 1:
            return before.breaks
        if not self.text(f"{under}minutes").strip("0"):
            return ()
        values = {column.field: self.value(column, under) for column in BREAK}
        return (BreakRow.model_construct(None, template="", **values),)

    def _validity(self, before: WeekRow | None) -> dict[str, date | None]:
        day, until = self.setting.day, self.value(TEMPLATE["until"])
        begun = before.template if before else None
        since = begun.since if begun and begun.since <= day else day
        if self.text("since"):
            since = self.value(TEMPLATE["since"]) or day
        validity = {"since": since, "until": until}
        if begun is not None and (begun.since, begun.until) == (since, until):
            return validity
        expected = f"un jour à partir du {DAY.write(day)}, où les changements commencent"
        if self.text("since") and since < day:
            self.fault("since", expected)
        if until is not None and until < max(since, day):
            self.fault("until", f"{expected}, et après le début de la ligne")
        return validity

    def _school(self, before: WeekRow | None, season: str | None) -> dict[str, str]:
        chosen = self.text(SCHOOL)
        zone = (before.template.school_zone if before else "") or self.setting.zone
        if chosen not in SCHOOLS:
            self.fault(SCHOOL, "l’un de : " + ", ".join(SCHOOLS.values()))
        elif chosen and not zone:
            self.fault(SCHOOL, "une agence dont la zone scolaire est connue")
        elif chosen == ONLY and season:
            self.fault(SCHOOL, "une saison, ou les vacances scolaires, et pas les deux")
        if chosen == ONLY:
            return {"school_zone": "", "season": self.setting.season}
        return {"school_zone": zone if chosen == CLOSED else ""}

    def _phase(self, before: WeekRow | None, since: date | None, every: int | None) -> int:
        """Return by how many weeks a rhythm is behind the first day of the row."""
        if every is None or since is None or every == 1:
            return 0
        text = self.text(FIRST_WEEK)
        if not text:
            same = before is not None and before.template.every == every
            return before.template.phase if before and same else 0
        try:
            first_day = DAY.read(text)
        except PydanticCustomError as error:
            self.fault(FIRST_WEEK, error.message())
            return 0
        return (week_of(first_day) - week_of(since)).days // 7 % every


def as_clock(text: str) -> str:
    """Return an hour as columns read it: people write `9`, `9 h 30` too."""
    text = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    return f"{text}h" if text.isdigit() and len(text) < len("100") else text


def blank_row(dispositif: str, day: date) -> WeekRow:
    """Return the row that an empty line of the form is, before anything is typed."""
    template = _blank(TemplateRow, TEMPLATE, dispositif=dispositif, since=day, weekdays=NO_DAY)
    need = _blank(
        NeedRow, KINDS["besoins"].columns, roles=MEDIATORS, minimum=0, target=0, maximum=0
    )
    return WeekRow(template=template, need=need)


def _blank(model: type[R], columns: Mapping[str, Column], **values: Any) -> R:
    """Return a row of these values, and of defaults (empty where a column has none)."""
    defaults = {c.field: "" if c.needed else c.default for c in columns.values()}
    return model.model_construct(None, **{**defaults, **values})
