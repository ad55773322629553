"""Make what the page of a week shows: fields of each row, what is wrong beside them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from api.data.rows.columns import Column, Row
from api.data.rows.forms import DAY
from api.data.rows.kinds import KINDS
from api.french.moments import clock_hours
from api.french.plural import plural
from api.french.words import DAYS
from api.page.data.form import Problem, problem_of
from api.page.data.inputs import Input, inputs_of
from api.page.data.saving import HeldBack
from api.page.data.typed import LINES, Typed, first
from api.page.data.visit import Names
from api.page.data.words import choice, label_of
from api.shell.option import Option
from api.web.problems import Fault
from api.week.form import (
    BREAK,
    COLUMNS,
    FIRST_WEEK,
    GONE,
    MORE_ROWS,
    MOST_ROWS,
    ORDINARY,
    ORIGIN,
    ROLES,
    SCHOOL,
    SCHOOLS,
    SHOWN,
    SINCE,
    VALID,
    RowReading,
    Setting,
    blank_row,
    guess,
    lines_of,
    origin_of,
    prefix_of,
    source_of,
    texts_of,
)
from api.week.lawful import Trouble, troubles_of
from api.week.matrix import WeekRow
from api.week.service import JOINING, Week
from api.week.writing import PAUSE
from calendars.templates.clock import place
from scheduler.domain.duty import BreakKind
from scheduler.domain.slots import SlotKind

LABELS = {
    "site": "Lieu",
    "kind": "Genre",
    "season": "Saison",
    "every": "Une semaine sur",
    "vehicle": "Avec un véhicule",
    "since": "À partir du",
    "until": "Jusqu’au",
    "roles": "Qui tient ce poste",
    "minutes": "Pause (min)",
    "at": "À quelle heure",
}
"""What fields are called here, where the declaration of their column says it for tables."""

SILENT = {*SHOWN, *VALID, "id", "dispositif", "weekdays", "phase", "team"}
FULL_WEEK = 35 * 60


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """
    A row of the form: its fields by name, its days, what the law refuses, what is folded.

    `called`: place and hours. `several`: its breaks in words, where it has more than the form says.
    `kept`: what it has that no field shows. `keys`: of its templates.
    """

    number: int
    called: str
    inputs: Mapping[str, Input]
    days: Sequence[Input]
    faults: Sequence[str]
    troubles: Sequence[Trouble]
    summary: Sequence[str]
    several: str
    kept: Sequence[str]
    team: str
    keys: Sequence[int]
    source: str
    gone: bool


@dataclass(frozen=True, kw_only=True)
class ShownWeek:
    """The form of a week; `minutes`: to hold in a full week, by everybody together."""

    rows: Sequence[ShownRow]
    since: Input
    joining: Input | None
    problem: Problem | None
    surprises: Sequence[str]
    mark: str
    minutes: int
    full_timers: float


def typed_anew(week: Week, copied: Sequence[WeekRow] = ()) -> dict[str, Sequence[str]]:
    """Return the texts of an untouched form, with rows of another week after its own."""
    typed: dict[str, Sequence[str]] = {SINCE: [DAY.write(week.setting.day)]}
    for number, row in enumerate(week.rows):
        typed |= texts_of(row, number, week.setting, week.stored.mark(row))
    for number, row in enumerate(copied, len(week.rows)):
        typed |= texts_of(row, number, week.setting)
    count = len(week.rows) + len(copied)
    return with_rows(typed, week, 0 if count else MORE_ROWS, after=count)


def with_rows(
    typed: Typed, week: Week, more: int, after: int | None = None
) -> dict[str, Sequence[str]]:
    """Return the texts of a form with so many empty rows more."""
    begun = lines_of(typed) if after is None else after
    count = min(begun + more, MOST_ROWS)
    blank = blank_row(week.dispositif.id, week.setting.day)
    texts: dict[str, Sequence[str]] = {**typed, LINES: [str(count)]}
    for number in range(begun, count):
        prefix = prefix_of(number)
        texts[f"{prefix}every"] = [str(blank.template.every)]
        texts[f"{prefix}roles"] = sorted(blank.need.roles)
    return texts


def with_copy(typed: Typed, number: int) -> dict[str, Sequence[str]]:
    """Return the texts of a form with a copy of a row at its end, as a new row."""
    count, prefix = lines_of(typed), prefix_of(number)
    if count >= MOST_ROWS:
        return {**typed}
    copy = {
        prefix_of(count) + name.removeprefix(prefix): texts
        for name, texts in typed.items()
        if name.startswith(prefix) and name not in (prefix + ORIGIN, prefix + GONE)
    }
    return {**typed, **copy, LINES: [str(count + 1)]}


def over(week: Week, typed: Typed) -> dict[str, Sequence[str]]:
    """
    Return what was typed over a week that somebody changed meanwhile.

    Rows that are there still are those that saving changes. Of others, those typed are new, and
    those that somebody made meanwhile come after them.
    """
    texts, shown = {**typed}, set()
    for number in range(lines_of(typed)):
        source = source_of(typed, number)
        row = week.row(source[0]) if source else None
        texts.pop(prefix_of(number) + ORIGIN, None)
        if row is not None:
            shown.add(row.keys)
            texts |= origin_of(row, number, week.stored.mark(row))
    fresh = [row for row in week.rows if row.keys not in shown]
    for number, row in enumerate(fresh, lines_of(typed)):
        texts |= texts_of(row, number, week.setting, week.stored.mark(row))
    return {**texts, LINES: [str(lines_of(typed) + len(fresh))]}


def shown_week(week: Week, names: Names, typed: Typed, outcome: HeldBack | None) -> ShownWeek:
    """Return the form of a week, with what was typed and why it was held back."""
    refusal = outcome.problem if outcome else None
    faults = refusal.errors if refusal else ()
    rows = [_row(week, names, typed, number, faults) for number in range(lines_of(typed))]
    since = _plain(SINCE, "Ces changements valent à partir du", typed, faults)
    joining = _joining(week, typed) if week.joining else None
    fields = [each for row in rows for each in (*_labelled(row), _of_row(row))]
    minutes = sum(map(weekly_minutes, week.rows))
    return ShownWeek(
        rows=rows,
        since=since,
        joining=joining,
        problem=problem_of(refusal, [*fields, since], names) if refusal else None,
        surprises=outcome.surprises if outcome else (),
        mark=outcome.mark if outcome else "",
        minutes=minutes,
        full_timers=minutes / FULL_WEEK,
    )


def weekly_minutes(row: WeekRow) -> int:
    """Return the minutes that a row asks for in a full week, without unpaid breaks."""
    template = row.template
    length = place(ORDINARY, template.start, template.end).span.minutes
    unpaid = sum(pause.minutes for pause in row.breaks if pause.kind is BreakKind.UNPAID)
    if template.kind is SlotKind.STANDBY:
        return 0
    people = sum(figure[1] for figure in row.cells if figure)
    return people * (length - unpaid) // template.every


def warnings_of(shown: ShownWeek) -> list[str]:
    """Return what the law refuses of the rows, each with the row that it is about."""
    return [
        f"Ligne {row.number + 1} ({row.called}) : {trouble.text}"
        for row in shown.rows
        for trouble in row.troubles
    ]


def _row(week: Week, names: Names, typed: Typed, number: int, faults: Sequence[Fault]) -> ShownRow:
    prefix, setting = prefix_of(number), week.setting
    source = source_of(typed, number)
    before = week.row(source[0]) if source else None
    reading = RowReading(typed, number, setting)
    row = reading.row(before)
    legible = not reading.faults and bool(row.days)
    inputs = {
        **_inputs(COLUMNS, typed, names, faults, prefix),
        **_inputs([ROLES], typed, names, faults, prefix),
        **{
            f"{PAUSE}.{name}": each
            for name, each in _inputs(BREAK, typed, names, faults, f"{prefix}{PAUSE}.").items()
        },
        SCHOOL: _school(typed, faults, prefix),
        FIRST_WEEK: _plain(prefix + FIRST_WEEK, "Première semaine, du lundi", typed, faults),
    }
    inputs["kind"] = _kind(inputs["kind"], row, legible=legible)
    inputs["site"] = _first_label(inputs["site"], "sans lieu")
    return ShownRow(
        number=number,
        called=_called(row, names, legible=legible) or "nouvelle",
        inputs=inputs,
        days=[_plain(f"{prefix}d{day}", name, typed, faults) for day, name in enumerate(DAYS)],
        faults=[fault.expected for fault in faults if fault.field == f"r{number}"],
        troubles=troubles_of(row, week.association) if legible else (),
        summary=list(_summary(row, setting, names)) if legible else (),
        several=_several(before),
        kept=list(_kept(before)) if before else (),
        team=before.template.team if before else "",
        keys=before.keys if before else (),
        source=first(typed, prefix + ORIGIN) if before else "",
        gone=bool(first(typed, prefix + GONE)),
    )


def _inputs(
    columns: Sequence[Column], typed: Typed, names: Names, faults: Sequence[Fault], prefix: str
) -> dict[str, Input]:
    made = inputs_of(columns, typed, names, faults=faults, prefix=prefix)
    return {
        column.field: replace(each, label=LABELS.get(column.field, each.label))
        for column, each in zip(columns, made, strict=True)
    }


def _plain(name: str, label: str, typed: Typed, faults: Sequence[Fault]) -> Input:
    """Return a field of a text that no column declares."""
    return Input(
        name=name,
        label=label,
        help="",
        widget="text",
        needed=False,
        text=first(typed, name),
        clock="",
        options=(),
        faults=tuple(fault.expected for fault in faults if fault.field == name),
    )


def _school(typed: Typed, faults: Sequence[Fault], prefix: str) -> Input:
    each = _plain(prefix + SCHOOL, "Pendant les vacances scolaires", typed, faults)
    options = (Option(value=v, label=t, chosen=v == each.text) for v, t in SCHOOLS.items())
    return replace(each, widget="choice", options=tuple(options))


def _joining(week: Week, typed: Typed) -> Input:
    wanted = typed.get(JOINING, ())
    options = (
        Option(value=str(key), label=person.name, chosen=str(key) in wanted)
        for key, person in week.joining.items()
    )
    each = _plain(JOINING, "Qui y travaille", typed, ())
    return replace(each, widget="several", options=tuple(options))


def _kind(each: Input, row: WeekRow, *, legible: bool) -> Input:
    guessed = choice(guess(row.template.start, row.template.end)) if legible else ""
    return _first_label(each, f"selon les heures ({guessed})" if guessed else "selon les heures")


def _first_label(each: Input, label: str) -> Input:
    empty, *others = each.options
    return replace(each, options=(replace(empty, label=label), *others))


def _labelled(row: ShownRow) -> Iterator[Input]:
    """Yield a row's fields, called so that a fault of theirs can be read far from them."""
    for each in (*row.inputs.values(), *row.days):
        yield replace(each, label=f"Ligne {row.number + 1}, {each.label.lower()}")


def _of_row(row: ShownRow) -> Input:
    return _plain(f"r{row.number}", f"Ligne {row.number + 1}", {}, ())


def _called(row: WeekRow, names: Names, *, legible: bool) -> str:
    if not legible:
        return ""
    place_name = names.of("sites").get(row.template.site, row.template.site)
    hours = clock_hours(row.template.start, row.template.end, over=False)
    return ", ".join(filter(None, (place_name, hours)))


def _summary(row: WeekRow, setting: Setting, names: Names) -> Iterator[str]:
    """Yield in words what is folded under a row, as far as it isn't usual."""
    template = row.template
    yield choice(template.kind)
    if template.school_zone:
        yield "fermé pendant les vacances scolaires"
    elif template.season and template.season == setting.season:
        yield "seulement pendant les vacances scolaires"
    elif template.season:
        yield names.of("saisons").get(template.season, template.season).lower()
    if template.every > 1:
        yield f"une semaine sur {template.every}"
    for field in ("on_holidays", "binome", "vehicle"):
        if template.__dict__[field]:
            yield (LABELS.get(field) or label_of(KINDS["gabarits"].columns[field])).lower()
    if template.since > setting.day:
        yield f"à partir du {DAY.write(template.since)}"
    if template.until:
        yield f"jusqu’au {DAY.write(template.until)}"


def _several(row: WeekRow | None) -> str:
    if row is None or len(row.breaks) < len(("matin", "soir")):
        return ""
    return plural(len(row.breaks), "pause", "pauses")


def _kept(row: WeekRow) -> Iterator[str]:
    """Yield what a row has that no field shows; it goes through a change as it is."""
    yield from _unusual("gabarits", row.template, SILENT)
    if row.need.maximum:
        yield "des personnes au-delà de ce qui est souhaité"
    yield from _unusual("besoins", row.need, {"template", "roles", "minimum", "target", "maximum"})


def _unusual(kind: str, row: Row, silent: set[str]) -> Iterator[str]:
    for column in KINDS[kind].columns.values():
        if column.field not in silent and row.__dict__[column.field] != column.declared.default:
            yield label_of(column).lower()
