"""Make what the page of a week shows: fields of each row, what is wrong beside them, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from api.data.rows.columns import Column, Row
from api.data.rows.forms import DAY
from api.data.rows.kinds import KINDS
from api.french.moments import clock_hours
from api.french.words import DAYS
from api.page.data.form import Problem, problem_of
from api.page.data.inputs import Input, inputs_of
from api.page.data.saving import LINES, HeldBack, Typed, first
from api.page.data.visit import Names, choice, label_of
from api.shell.option import Option
from api.web.refusing.problems import Fault
from api.week import form as f
from api.week.matrix import Trouble, WeekRow, troubles_of
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
    f"{PAUSE}.minutes": "Pause (min)",
    f"{PAUSE}.at": "Heure de la pause",
    f"{PAUSE}.kind": "La pause est",
}
"""What fields are called here, where the declaration of their column says it for tables."""

UNSAID = ("dispositif", "id")
NOBODY_THERE = (
    "quelqu’un du dispositif qui puisse tenir ce poste : voyez « Plus », « Qui tient ce poste », "
    "ou l’équipe"
)
SAID = {*f.SHOWN, *f.VALID, "id", "dispositif", "weekdays", "phase", "team"}
COUNTED = {"template", "roles", "minimum", "target", "maximum"}


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """
    A row of the form: its fields by name, its days, what the law refuses, what is folded.

    `called`: place and hours. `faults`: of the row as a whole. `kept`: what it has that no field
    shows. `before`: the row that it was (None: it is new); `fresh`: it isn't as it was. `rival`:
    what somebody made of it meanwhile. `minutes`: to hold in a full week, as far as what is typed
    can be read.
    """

    number: int
    called: str
    inputs: Mapping[str, Input]
    days: Sequence[Input]
    faults: Sequence[str]
    troubles: Sequence[Trouble]
    summary: Sequence[str]
    kept: Sequence[str]
    before: WeekRow | None
    fresh: bool
    source: str
    gone: bool
    rival: str
    minutes: int

    @property
    def fields(self) -> Sequence[Input]:
        """Return the fields that stand in its line, the folded ones left out."""
        names = ("site", "start", "end", f"{PAUSE}.minutes")
        return [*(self.inputs[name] for name in names), *self.days]

    @property
    def folded_faults(self) -> bool:
        """Whether something folded is wrong: it is unfolded then."""
        return any(each.faults for each in self.inputs.values() if each not in self.fields)

    def labelled(self) -> Iterator[Input]:
        """Yield its fields, and the row, called so that a fault of theirs can be read elsewhere."""
        for each in (*self.inputs.values(), *self.days):
            yield replace(each, label=f"Ligne {self.number + 1}, {each.label.lower()}")
        yield _plain(f"r{self.number}", f"Ligne {self.number + 1}", {}, ())


@dataclass(frozen=True, kw_only=True)
class ShownWeek:
    """The form of a week; `minutes`: to hold in a full week by everybody together, as typed."""

    rows: Sequence[ShownRow]
    since: Input
    joining: Input | None
    problem: Problem | None
    minutes: int

    @property
    def warnings(self) -> list[str]:
        """Return what the law refuses of rows that change, each with the row that it is about."""
        return [
            f"Ligne {row.number + 1} ({row.called}) : {trouble.text}"
            for row in self.rows
            for trouble in (row.troubles if row.fresh else ())
        ]


def typed_anew(week: Week, copied: Sequence[WeekRow] = ()) -> Typed:
    """Return the texts of an untouched form, with rows of another week after its own."""
    typed: dict[str, Sequence[str]] = {f.SINCE: [DAY.write(week.setting.day)]}
    for number, row in enumerate((*week.rows, *copied)):
        mark = week.stored.mark(row) if row.keys else ""
        typed |= f.texts_of(row, number, week.setting, mark)
    count = len(week.rows) + len(copied)
    typed[LINES] = [str(count)]
    return typed if count else with_rows(week, typed)


def with_rows(week: Week, typed: Typed) -> Typed:
    """Return the texts of a form with some empty rows more."""
    begun, blank = f.lines_of(typed), f.blank_row(week.dispositif.id, week.setting.day)
    count = min(begun + f.MORE_ROWS, f.MOST_ROWS)
    texts: dict[str, Sequence[str]] = {**typed, LINES: [str(count)]}
    for number in range(begun, count):
        texts[f"{f.prefix_of(number)}every"] = [str(blank.template.every)]
        texts[f"{f.prefix_of(number)}roles"] = sorted(blank.need.roles)
    return texts


def with_copy(typed: Typed, number: int) -> Typed:
    """Return the texts of a form with a row copied to the next blank one, or to the end."""
    count = min(f.lines_of(typed), f.MOST_ROWS - 1)
    row = next((n for n in range(number + 1, count) if f.is_blank(typed, n)), count)
    copy, prefix = _renumbered(typed, number, row), f.prefix_of(row)
    kept = {prefix + f.ORIGIN, prefix + f.GONE}
    copy = {name: texts for name, texts in copy.items() if name not in kept}
    return {**typed, **copy, LINES: [str(max(f.lines_of(typed), row + 1))]}


def without(typed: Typed, number: int) -> Typed:
    """
    Return the texts of a form with a row taken away; asked again, it is back.

    A row that is kept elsewhere is marked until the week is saved. One that isn't leaves the form,
    and those below it move up.
    """
    prefix = f.prefix_of(number)
    if first(typed, prefix + f.ORIGIN):
        back = bool(first(typed, prefix + f.GONE))
        return {**typed, prefix + f.GONE: [] if back else ["oui"]}
    count, below = f.lines_of(typed), range(number + 1, f.lines_of(typed))
    if number >= count:
        return typed
    prefixes = tuple(f.prefix_of(row) for row in (number, *below))
    texts = {name: each for name, each in typed.items() if not name.startswith(prefixes)}
    for row in below:
        texts |= _renumbered(typed, row, row - 1)
    return {**texts, LINES: [str(count - 1)]}


def _renumbered(typed: Typed, number: int, other: int) -> dict[str, Sequence[str]]:
    """Return the texts of a row as those of another place in the form."""
    prefix = f.prefix_of(number)
    return {
        f.prefix_of(other) + name.removeprefix(prefix): texts
        for name, texts in typed.items()
        if name.startswith(prefix)
    }


def shown_week(week: Week, names: Names, typed: Typed, outcome: HeldBack) -> ShownWeek:
    """Return the form of a week, with what was typed and why it was held back."""
    faults = [_reworded(fault) for fault in outcome.faults]
    rows = [_row(week, names, typed, number, faults) for number in range(f.lines_of(typed))]
    since = _plain(f.SINCE, "Ces changements valent à partir du", typed, faults)
    people = {str(key): person.name for key, person in week.joining.items()}
    joining = _choice(JOINING, "Qui y travaille", typed, faults, people)
    fields = [since, joining, *(each for row in rows for each in row.labelled())]
    refusal = outcome.problem and replace(outcome.problem, errors=faults)
    return ShownWeek(
        rows=rows,
        since=since,
        joining=joining if week.empty else None,
        problem=problem_of(refusal, fields, names),
        minutes=sum(row.minutes for row in rows),
    )


def _reworded(fault: Fault) -> Fault:
    """Return a fault of a column that no row shows, its dispositif's, as one of the row."""
    row, _, name = fault.field.partition(".")
    if name not in UNSAID:
        return fault
    return replace(fault, field=row, received="", expected=NOBODY_THERE)


def weekly_minutes(row: WeekRow) -> int:
    """Return the minutes of presence that a row asks for in a full week; on call is none."""
    template = row.template
    if template.kind is SlotKind.STANDBY:
        return 0
    length = place(f.ORDINARY, template.start, template.end).span.minutes
    unpaid = sum(pause.minutes for pause in row.breaks if pause.kind is BreakKind.UNPAID)
    people = sum(figure[1] for figure in row.cells if figure)
    return people * (length - unpaid) // template.every


def _row(week: Week, names: Names, typed: Typed, number: int, faults: Sequence[Fault]) -> ShownRow:
    prefix, source = f.prefix_of(number), f.source_of(typed, number)
    before = week.row(source[0]) if source else None
    reading = f.RowReading(typed, number, week.setting)
    row = reading.row(before)
    legible = not reading.faults and bool(row.days)
    inputs = {
        **_inputs([*f.COLUMNS, f.ROLES], typed, names, faults, prefix),
        **_inputs(f.BREAK, typed, names, faults, prefix, under=f"{PAUSE}."),
        f.SCHOOL: _choice(
            prefix + f.SCHOOL, "Pendant les vacances scolaires", typed, faults, f.SCHOOLS
        ),
        f.FIRST_WEEK: _plain(prefix + f.FIRST_WEEK, "Première semaine, du lundi", typed, faults),
    }
    template = row.template
    guessed = f" ({choice(f.guess(template.start, template.end))})" if legible else ""
    for name, label in (("kind", f"selon les heures{guessed}"), ("site", "sans lieu")):
        empty, *others = inputs[name].options
        inputs[name] = replace(inputs[name], options=(replace(empty, label=label), *others))
    agencies = ("", week.dispositif.agency)
    local = {"", *(each.id for each in week.association.sites if each.agency in agencies)}
    places = (each for each in inputs["site"].options if each.chosen or each.value in local)
    inputs["site"] = replace(inputs["site"], options=tuple(places))
    paid = inputs[f"{PAUSE}.kind"]
    inputs[f"{PAUSE}.kind"] = replace(paid, options=paid.options[1:])  # unpaid, if nothing is said
    site = names.of("sites").get(template.site, template.site)
    timed = template.start is not None and template.end is not None
    hours = clock_hours(template.start, template.end, over=False) if timed else "nouvelle"
    return ShownRow(
        number=number,
        called=", ".join(filter(None, (site, hours))),
        inputs=inputs,
        days=[_plain(f"{prefix}d{day}", name, typed, faults) for day, name in enumerate(DAYS)],
        faults=[fault.expected for fault in faults if fault.field == f"r{number}"],
        troubles=troubles_of(row, week.association) if legible else (),
        summary=list(_summary(row, week, names)) if legible else (),
        kept=list(_kept(before)) if before else (),
        before=before,
        fresh=row != before,
        source=first(typed, prefix + f.ORIGIN) if before else "",
        gone=bool(before and first(typed, prefix + f.GONE)),
        rival=first(typed, prefix + f.RIVAL),
        minutes=weekly_minutes(row) if legible else 0,
    )


def _inputs(
    columns: Sequence[Column],
    typed: Typed,
    names: Names,
    faults: Sequence[Fault],
    prefix: str,
    *,
    under: str = "",
) -> dict[str, Input]:
    inputs = inputs_of(columns, typed, names, faults=faults, prefix=prefix + under)
    by_name = {each.name.removeprefix(prefix): each for each in inputs}
    return {
        name: replace(each, label=LABELS.get(name, each.label)) for name, each in by_name.items()
    }


def _plain(name: str, label: str, typed: Typed, faults: Sequence[Fault]) -> Input:
    """Return a field of a text that no column declares."""
    wrong = tuple(fault.expected for fault in faults if fault.field == name)
    return Input(name=name, label=label, text=first(typed, name), faults=wrong)


def _choice(
    name: str, label: str, typed: Typed, faults: Sequence[Fault], choices: Mapping[str, str]
) -> Input:
    chosen = typed.get(name) or ("",)
    options = tuple(Option(value=v, label=t, chosen=v in chosen) for v, t in choices.items())
    widget = "choice" if "" in choices else "several"
    return replace(_plain(name, label, typed, faults), widget=widget, options=options)


def _summary(row: WeekRow, week: Week, names: Names) -> Iterator[str]:
    """Yield in words what is folded under a row, as far as it isn't usual."""
    template = row.template
    yield choice(template.kind)
    if template.school_zone:
        yield "fermé pendant les vacances scolaires"
    if template.season:
        yield names.of("saisons").get(template.season, "pendant les vacances scolaires")
    if template.every > 1:
        yield f"une semaine sur {template.every}"
    for name in ("on_holidays", "binome", "vehicle"):
        if template.__dict__[name]:
            yield (LABELS.get(name) or label_of(f.TEMPLATE[name])).lower()
    if template.since > week.setting.day:
        yield f"à partir du {DAY.write(template.since)}"
    if template.until:
        yield f"jusqu’au {DAY.write(template.until)}"


def _kept(row: WeekRow) -> Iterator[str]:
    """Yield what a row has that no field shows; it goes through a change as it is."""
    yield from _unusual("gabarits", row.template, SAID)
    if row.need.maximum:
        yield "des personnes au-delà de ce qui est souhaité"
    yield from _unusual("besoins", row.need, COUNTED)


def _unusual(kind: str, row: Row, said: set[str]) -> Iterator[str]:
    for column in KINDS[kind].columns.values():
        if column.field not in said and row.__dict__[column.field] != column.default:
            yield label_of(column).lower()
