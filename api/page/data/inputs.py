"""The fields of a row's form: labels, help and choices, from the declaration of its columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.data.rows.columns import NOTHING, Column
from api.data.rows.forms import FLAG, LONG_TEXT, WANTED, Nature
from api.data.rows.readers import FIRST_MOMENT_YEAR, FIRST_YEAR, LAST_YEAR, WEEKDAYS
from api.data.rows.writers import SHORT_DAYS
from api.data.template import expected
from api.french.words import capital
from api.page.data.saving import (
    CLOCK,
    Typed,
    first,
    several,
    ticked,
    untouched,
)
from api.page.data.visit import Names, choice, label_of, meaning_parts
from api.shell.option import Option
from api.web.refusing.problems import Fault

PLAIN = {
    Nature.DAY: "day",
    Nature.MOMENT: "moment",
    Nature.CLOCK: "clock",
    Nature.NUMBER: "number",
}
"""Fields that aren't lists of choices, nor plain texts."""

SAID = frozenset({Nature.HOURS, Nature.NUMBER, Nature.IDENT, Nature.IDENTS})
"""Natures of which it is said beforehand what is expected: their field doesn't show it."""


@dataclass(frozen=True, kw_only=True)
class Input:
    """
    A field of a form; `text` and `clock`: what it holds, `high`: the last day that it takes.

    `widget`: `text`, `long`, `day`, `moment`, `clock`, `number`, `choice`, `several`, `tick`.
    `answered`: it holds something else than in a form that begins.
    """

    name: str
    label: str
    text: str
    faults: tuple[str, ...]
    help: str = ""
    widget: str = "text"
    needed: bool = False
    clock: str = ""
    options: tuple[Option, ...] = ()
    high: str = f"{LAST_YEAR}-12-31"
    answered: bool = False

    @property
    def low(self) -> str:
        """The first day that it takes."""
        return f"{FIRST_MOMENT_YEAR if self.widget == 'moment' else FIRST_YEAR}-01-01"


def inputs_of(
    columns: Iterable[Column],
    typed: Typed,
    names: Names,
    *,
    faults: Sequence[Fault] = (),
    prefix: str = "",
    allowed: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Input, ...]:
    """
    Return the fields of columns, with what was typed and what was wrong with it.

    `allowed`: choices of a field, where the caller has not all of them.
    """
    columns = tuple(columns)
    named = {column.names: names.labels(column.names) for column in columns if column.names}
    inputs = []
    for column in columns:
        name, choices = prefix + column.field, (allowed or {}).get(column.field, column.choices)
        options = tuple(_options(column, typed.get(name, ()), named, choices))
        inputs.append(
            Input(
                name=name,
                label=label_of(column),
                help=_help(column),
                widget=_widget(column, options=bool(options)),
                needed=column.needed,
                text=first(typed, name),
                clock=first(typed, name + CLOCK),
                options=options,
                faults=tuple(f.expected for f in faults if f"{f.field}.".startswith(f"{name}.")),
                answered=not untouched((column,), typed, prefix),
            )
        )
    return tuple(inputs)


def _widget(column: Column, *, options: bool) -> str:
    if ticked(column):
        return "tick"
    if several(column):
        return "several"
    if options:
        return "choice"
    return "long" if column.form is LONG_TEXT else PLAIN.get(column.nature, "text")


def _options(
    column: Column,
    chosen: Sequence[str],
    named: Mapping[str, Mapping[str, str]],
    allowed: Sequence[str],
) -> Iterable[Option]:
    if ticked(column):
        return
    if column.names:
        choices = dict(named[column.names])
    elif column.nature is Nature.WEEKDAYS:
        choices = dict(zip(SHORT_DAYS, WEEKDAYS, strict=True))
    else:
        plain = column.form in (FLAG, WANTED)
        choices = {value: value if plain else choice(value) for value in allowed}
    if not choices and not column.names:
        return
    if not several(column):
        yield Option(value="", label=_nothing(column), chosen=not any(chosen))
    for value, label in choices.items():
        yield Option(value=value, label=label, chosen=value in chosen)
    # What was typed stays, and what a row names that its reader doesn't see.
    for value in chosen:
        if value and value not in choices:
            yield Option(value=value, label=value, chosen=True)


def _nothing(column: Column) -> str:
    """Return the French label of the empty choice."""
    nothing = meaning_parts(column)[2].partition("vide : ")[2]
    return nothing or ("choisir" if column.needed else "non renseigné")


def _help(column: Column) -> str:
    """Say of a field what its label doesn't: what is expected, what nothing means, an example."""
    _, after, remark = meaning_parts(column)
    parts = [part for part in (after, remark) if part]
    if column.nature in SAID and not column.names:
        said = expected(column)
        parts.append(f"{said}, {column.form.bounds}" if column.form.bounds else said)
    example = _example(column)
    if example and "comme" not in after:
        parts.append(f"comme {example}")
    return ". ".join(map(capital, parts)) + "." if parts else ""


def _example(column: Column) -> str:
    """Write the example of a text; other fields show by themselves what they take."""
    example = column.example
    if example is NOTHING or column.names or column.choices:
        return ""
    if column.nature in (Nature.TEXT, Nature.IDENT, Nature.IDENTS):
        return str(example) if isinstance(example, str) else ", ".join(example)
    return ""
