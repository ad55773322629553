"""Add people to the team: each with a contract, and an account where an e-mail stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.accounts.service import identity
from api.access.caller import Caller, Role
from api.access.errors import AccountExistsError, InvalidAccountError
from api.access.reach import ADMINS, Reach
from api.accounts.service import open_account
from api.accounts.shapes import GrantIn, NewAccount
from api.data.entering.editor import RowEditor, invalid
from api.data.stored.association import read
from api.data.stored.entries import Add
from api.data.stored.naming import identifier
from api.database.engine import writing
from api.judging.directory import name_key
from api.page.data.inputs import Input, inputs_of
from api.page.data.typed import Typed, first, whole_number
from api.page.data.visit import Names
from api.settings import Settings
from api.shell.option import Option
from api.team.lines import (
    CHOSEN,
    CONTRACT,
    EMAIL,
    NAME,
    PERSON,
    TITLES,
    Line,
    columns,
    is_blank,
    line_of,
    texts_of,
)
from api.team.pasting import MOST_LINES
from api.web.problems import Fault, Refusal, wrong_value

LINES, ALL = "lignes", "tous"
FIVE = 5
"""How many empty lines are offered at a time."""

SHARED = ("start", "agency", "dispositifs")
"""What is typed once for all lines that don't say it."""

SAME, KNOWN = "autre", "connu"
"""Fields of a line: a box « another person of this name », and whether that was asked."""

RARE = ("birth", "agency", "short_hours")
"""Columns that are shown once a line says something there, or is wrong there."""

THERE = "une autre personne : celle-ci est déjà dans l’équipe (cochez si c’est une homonyme)"
YOURS = "un dispositif que vous tenez"
TWICE = "une personne par ligne : ce nom est deux fois dans la liste (cochez si c’est une homonyme)"


@dataclass(frozen=True, kw_only=True)
class Added:
    """How many people were added, how many accounts opened, and who was there already."""

    people: int
    accounts: int
    there: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a caller may write in the table: agencies and dispositifs, by name; e-mails or not."""

    ids: Mapping[str, Mapping[str, str]]
    emails: bool

    @property
    def alone(self) -> dict[str, str]:
        """Return what needs no saying, as there is one only: by field, its name."""
        return {field: next(iter(ids)) for field, ids in self.ids.items() if len(ids) == 1}


def choices_of(names: Names) -> Choices:
    """Return what a caller may write in the table."""
    kinds = {"agency": "agences", "dispositifs": "dispositifs"}
    return Choices(
        ids={
            field: {label: ident for ident, label in names.labels(kind).items()}
            for field, kind in kinds.items()
        },
        emails=bool(Reach(names.who, ADMINS).areas),
    )


def numbers(typed: Typed) -> range:
    """Return the numbers of the lines of a form."""
    return range(min(max(whole_number(first(typed, LINES)), FIVE), MOST_LINES))


def typed_lines(lines: Sequence[Mapping[str, str]]) -> dict[str, Sequence[str]]:
    """Return a form filled with lines."""
    typed = {f"l{n}.{name}": [text] for n, line in enumerate(lines) for name, text in line.items()}
    return {**typed, LINES: [str(len(lines))]}


def add_people(engine: Engine, who: Caller, settings: Settings, typed: Typed) -> Added:
    """
    Add the people of a form in one transaction; lines that are blank are passed over.

    Refusal: what is wrong of all lines, each at its cell (422), or that nothing is there to add.
    """
    with writing(engine) as session:
        editor, choices = RowEditor(who, session), choices_of(Names(who, session))
        lines, there = _lines(editor, choices, typed)
        if not lines and not there:
            raise wrong_value(f"l0.{NAME}", "au moins un nom")
        faults = [fault for line in lines.values() for fault in line.faults]
        faults += _wrong_accounts(session, who, choices, lines)
        if faults:
            raise invalid(faults)
        changes, where = _changes(editor, lines)
        if changes:
            editor.apply(changes, where)
        accounts = [
            _account(session, who, settings, line, str(add.values["id"]))
            for line, add in zip(lines.values(), changes[::2], strict=True)
            if line.email
        ]
    return Added(people=len(lines), accounts=len(accounts), there=there)


def _lines(
    editor: RowEditor, choices: Choices, typed: Typed
) -> tuple[dict[str, Line], Sequence[str]]:
    """Return the lines to add by path, and the names of those that are there already."""
    shared = {**choices.alone, **_filled({f: first(typed, f"{ALL}.{f}") for f in SHARED})}
    known = present(editor)
    lines, there, seen = dict[str, Line](), [], set[str]()
    for where in (f"l{n}" for n in numbers(typed)):
        texts = texts_of(typed, where)
        if is_blank(texts):
            continue
        line = line_of(
            {**{f: shared.get(f, "") for f in SHARED}, **_filled(texts)}, where, choices.ids
        )
        key, other = name_key(line.name), first(typed, f"{where}.{SAME}")
        if key in known | seen and not other:
            if first(typed, f"{where}.{KNOWN}") and key in known:
                there.append(line.name)
                continue
            expected = THERE if key in known else TWICE
            same = Fault(field=f"{where}.{NAME}", received=line.name, expected=expected)
            line = replace(line, faults=[*line.faults, same])
        seen.add(key)
        lines[where] = line
    return lines, there


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text.strip()}


def present(editor: RowEditor) -> frozenset[str]:
    """Return the keys of the names of the people whom the caller sees."""
    return frozenset(name_key(row.__dict__["name"]) for _, row in editor.rows(PERSON.name))


def _wrong_accounts(
    session: Session, who: Caller, choices: Choices, lines: Mapping[str, Line]
) -> Iterator[Fault]:
    """Yield what is wrong with e-mails: each is to be an account's that the caller may open."""
    seen = set[str]()
    for where, line in lines.items():
        email = line.email.casefold()
        if not email:
            continue
        fault = "une adresse par personne : celle-ci est deux fois dans la liste"
        agency = str(line.person.get("agency", ""))
        if not choices.emails or not Reach(who, ADMINS).area(agency):
            fault = "rien : seul un compte administrateur ouvre des comptes"
        elif email not in seen:
            seen.add(email)
            try:
                identity(session, line.email, line.name or "?", "")
            except (InvalidAccountError, AccountExistsError) as error:
                fault = str(error)
            else:
                continue
        yield Fault(field=f"{where}.{EMAIL}", received=line.email[:60], expected=fault)


def _changes(editor: RowEditor, lines: Mapping[str, Line]) -> tuple[list[Add], list[str]]:
    """Return the additions, a person then their contract, and the path of each."""
    taken = {m.id for m in read(editor.session).mediators}
    rows, faults = list[tuple[str, dict[str, Any], str]](), list[Fault]()
    for path, line in lines.items():
        ident = identifier(line.name, taken, otherwise="personne")
        taken.add(ident)
        for kind, values in (
            (PERSON.name, {"id": ident, **line.person}),
            (CONTRACT.name, {"mediator": ident, **line.contract}),
        ):
            row, wrong = editor.checked(kind, values, path)
            faults += wrong
            rows.append((kind, row, path))
            if kind == PERSON.name and not wrong and not editor.decides(kind, row):
                faults.append(Fault(field=f"{path}.dispositifs", expected=YOURS))
    if faults:
        raise invalid(faults)
    return [editor.add(*row) for row in rows], [path for _, _, path in rows]


def _account(session: Session, who: Caller, settings: Settings, line: Line, person: str) -> str:
    """Open the account of a person, without any letter: « Comptes » invites."""
    grants = (GrantIn(role=Role.MEDIATEUR, agency=str(line.person["agency"])),)
    wish = NewAccount(email=line.email, name=line.name, person=person, grants=grants, invite=False)
    return open_account(session, who, settings, wish).user.id


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line of the table as a form: its cells by field; `asked`: whether its name is known."""

    number: int
    cells: Mapping[str, Input]
    asked: bool
    other: bool


@dataclass(frozen=True, kw_only=True)
class TableView:
    """The table as a form: fields for all lines, the columns shown, the lines."""

    shared: Sequence[Input]
    fields: Sequence[str]
    lines: Sequence[LineView]

    @property
    def filled(self) -> int:
        """How many people its lines would add."""
        named = [line for line in self.lines if line.cells[NAME].text]
        return sum(1 for line in named if line.other or not line.asked)


def table_view(
    editor: RowEditor, names: Names, typed: Typed, refusal: Refusal | None = None
) -> TableView:
    """Return the form of the table with what was typed, each fault at its cell."""
    choices, faults = choices_of(names), refusal.errors if refusal else ()
    known, seen = present(editor), set[str]()
    lines = []
    for n in numbers(typed):
        where = f"l{n}"
        key = name_key(first(typed, f"{where}.{NAME}"))
        lines.append(
            LineView(
                number=n,
                cells=_cells(names, typed, where, faults),
                asked=bool(key) and key in known | seen,
                other=bool(first(typed, f"{where}.{SAME}")),
            )
        )
        seen.add(key)
    hidden = set(choices.alone) | (set() if choices.emails else {EMAIL})
    hidden |= {field for field, ids in choices.ids.items() if not ids}
    said = {name for line in lines for name, cell in line.cells.items() if cell.text or cell.faults}
    fields = [f for f in TITLES if f in said or f not in {*RARE, *hidden}]
    shared = _shared(choices, _cells(names, typed, ALL, faults))
    return TableView(shared=shared, fields=fields, lines=lines)


def _cells(names: Names, typed: Typed, where: str, faults: Sequence[Fault]) -> dict[str, Input]:
    """Return the fields of a line; its choices are lists, all else is typed as in a table."""
    blank = {f"{where}.{name}": [text] for name, text in CHOSEN.items()}
    inputs = inputs_of(
        columns().values(), {**blank, **typed}, names, faults=faults, prefix=f"{where}."
    )
    cells = {
        name: replace(
            cell, label=_label(where, name), widget="choice" if column.choices else "text"
        )
        for cell, (name, column) in zip(inputs, columns().items(), strict=True)
    }
    name = f"{where}.{EMAIL}"
    wrong = tuple(fault.expected for fault in faults if fault.field == name)
    label, text = _label(where, EMAIL), first(typed, name)
    email = replace(cells[NAME], name=name, label=label, text=text, faults=wrong)
    return {**cells, EMAIL: email}


def _label(where: str, name: str) -> str:
    return TITLES[name] if where == ALL else f"Ligne {int(where[1:]) + 1}, {TITLES[name].lower()}"


def _shared(choices: Choices, cells: Mapping[str, Input]) -> list[Input]:
    """Return the fields for all lines: what has one answer only isn't asked, names are chosen."""
    shared = []
    for field in SHARED:
        ids = choices.ids.get(field)
        options = [
            Option(value=name, label=name, chosen=name == cells[field].text) for name in ids or ()
        ]
        if ids is None:
            shared.append(cells[field])
        elif len(ids) > 1:
            nothing = Option(value="", label="à choisir", chosen=not cells[field].text)
            shared.append(replace(cells[field], widget="choice", options=(nothing, *options)))
    return shared
