"""Add people to the team: each with a contract, and an account where an e-mail stands there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Engine

from api.access.accounts.service import identity
from api.access.caller import Caller, Role
from api.access.errors import AccountExistsError, InvalidAccountError
from api.access.reach import ADMINS, Reach
from api.accounts.service import GrantIn, NewAccount, open_account
from api.data.entering.editor import invalid
from api.data.stored.association import read
from api.data.stored.entries import identifier
from api.database.engine import writing
from api.french.words import capital
from api.judging.directory import name_key
from api.page.data.inputs import Input, inputs_of
from api.page.data.namesakes import THERE, TWICE
from api.page.data.saving import Typed, first, whole_number
from api.page.data.visit import Visit
from api.settings import Settings
from api.shell.option import Option
from api.team.lines import CHOSEN, CONTRACT, EMAIL, NAME, PERSON, TITLES, Line, columns, line_of
from api.team.pasting import MOST_LINES
from api.web.refusing.problems import Fault, Refusal, wrong_value
from scheduler.domain.people import StaffRole

LINES, ALL = "lignes", "tous"
FIVE = 5
"""How many empty lines are offered at a time."""

SHARED = ("start", "weekly_minutes", "agency", "dispositifs")
"""What is typed once for all lines that don't say it."""

OTHER, KNOWN = "autre", "connu"
"""Fields of a line: a box « another person of this name », and the name it was asked about."""

RARE = ("birth", "agency", "short_hours")
"""Columns that are shown once a line says something there, or is wrong there."""

NAMED = {"agency": "agences", "dispositifs": "dispositifs"}
EVERY = "tous"
HERE = "une réponse, ici pour toutes ou sur chaque ligne"
YOURS = "un dispositif que vous tenez"
ONE_EACH = "une adresse par personne : celle-ci est deux fois dans la liste"
NO_EMAIL = "rien : seul un compte administrateur ouvre des comptes"


@dataclass(frozen=True, kw_only=True)
class Added:
    """
    How many people were added and accounts opened, and how many were there already.

    `twins`: lines left out, whose name another line has. `past`: people whose contract has ended.
    """

    people: int
    accounts: int
    there: int
    twins: int = 0
    past: int = 0


def add_people(
    engine: Engine, who: Caller, settings: Settings, typed: Typed, *, today: date
) -> Added:
    """
    Add the people of a form in one transaction; lines that are blank are passed over.

    Accounts are opened without a letter: « Comptes » invites. Refusal: what is wrong of all lines,
    each at its cell (422), or that nothing is there to add.
    """
    with writing(engine) as session:
        form = PeopleForm(Visit(who, session, PERSON.name), typed)
        lines, there, twins = form.read()
        if not lines and not there:
            raise wrong_value(f"l0.{NAME}", "au moins un nom")
        faults = [fault for line in lines.values() for fault in line.faults]
        faults += form.wrong_emails(lines)
        if faults:
            raise invalid(list(dict.fromkeys(faults)))
        rows, editor = form.rows(lines), form.visit.editor
        if rows:
            editor.apply([editor.add(*row) for row in rows], [path for _, _, path in rows])
        people = {path: row for kind, row, path in rows if kind == PERSON.name}
        accounts = [(line, people[path]) for path, line in lines.items() if line.email]
        for line, person in accounts:
            grants = (GrantIn(role=Role.MEDIATEUR, agency=person["agency"]),)
            identity_of = {"email": line.email, "name": line.name, "person": person["id"]}
            wish = NewAccount(**identity_of, grants=grants, invite=False)
            open_account(session, who, settings, wish)
    ends = [line.contract.get("end") for line in lines.values()]
    past = sum(bool(end) and date.fromisoformat(str(end)) < today for end in ends)
    counts = {"people": len(lines), "accounts": len(accounts), "there": there}
    return Added(**counts, twins=twins, past=past)


def typed_lines(lines: Sequence[Mapping[str, str]]) -> dict[str, Sequence[str]]:
    """Return a form filled with lines."""
    typed = {f"l{n}.{name}": [text] for n, line in enumerate(lines) for name, text in line.items()}
    return {**typed, LINES: [str(len(lines))]}


class PeopleForm:
    """A form of people, as a caller may fill it: names of agencies and dispositifs, e-mails."""

    def __init__(self, visit: Visit, typed: Typed) -> None:
        self.visit, self.typed = visit, typed
        labels = {field: visit.names.labels(kind) for field, kind in NAMED.items()}
        self.ids = {field: {n: i for i, n in by_id.items()} for field, by_id in labels.items()}
        self.emails = bool(Reach(visit.who, ADMINS).areas)

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of the names of the people whom the caller sees."""
        rows = self.visit.editor.rows(PERSON.name)
        return frozenset(name_key(row.__dict__[NAME]) for _, row in rows)

    @property
    def numbers(self) -> range:
        """The numbers of its lines."""
        return range(min(max(whole_number(first(self.typed, LINES)), FIVE), MOST_LINES))

    def read(self) -> tuple[dict[str, Line], int, int]:
        """Return the lines to add by path, how many are there already, and how many twice."""
        alone = {field: next(iter(ids)) for field, ids in self.ids.items() if len(ids) == 1}
        shared = {**alone, **self._filled(ALL, SHARED)}
        lines, there, twins, seen = dict[str, Line](), 0, 0, set[str]()
        for where in (f"l{n}" for n in self.numbers):
            texts = self._filled(where, TITLES)
            if texts.keys() <= CHOSEN.keys():
                continue
            line = line_of({**shared, **texts}, where, self.ids)
            faults = [
                _for_all(fault, texts) for fault in (*line.faults, *self._placed(line, where))
            ]
            key = name_key(line.name)
            # A name that can't be read has no key: it is nobody's twin, and its fault is said.
            if key and key in self.known | seen and not self._other(where, key):
                if self._question(where) == key:
                    there += key in self.known
                    twins += key not in self.known
                    continue
                expected = THERE if key in self.known else TWICE
                name = f"{where}.{NAME}"
                faults.append(Fault(field=name, received=line.name, expected=expected))
            seen.add(key)
            lines[where] = replace(line, faults=faults)
        return lines, there, twins

    def _placed(self, line: Line, where: str) -> Iterator[Fault]:
        """Yield the fault of somebody who holds posts and could work nowhere."""
        posted = line.person.get("role") != StaffRole.RESPONSABLE
        if self.ids["dispositifs"] and posted and line.person.get("dispositifs") == []:
            yield Fault(field=f"{where}.dispositifs", expected=HERE)

    def wrong_emails(self, lines: Mapping[str, Line]) -> Iterator[Fault]:
        """Yield what is wrong with e-mails: each is to be an account's that the caller may open."""
        seen, reach = set[str](), Reach(self.visit.who, ADMINS)
        for where, line in lines.items():
            email, fault = line.email.casefold(), ""
            if email in seen:
                fault = ONE_EACH
            elif email and not reach.area(str(line.person.get("agency", ""))):
                fault = NO_EMAIL
            elif email:
                seen.add(email)
                try:
                    identity(self.visit.session, email, line.name or "?", "")
                except (InvalidAccountError, AccountExistsError) as error:
                    fault = str(error)
            if fault:
                yield Fault(field=f"{where}.{EMAIL}", received=line.email[:60], expected=fault)

    def rows(self, lines: Mapping[str, Line]) -> list[tuple[str, dict[str, Any], str]]:
        """Return the rows to add, a person then their contract, with the path of each."""
        taken = {m.id for m in read(self.visit.session).mediators}
        rows, faults = list[tuple[str, dict[str, Any], str]](), list[Fault]()
        for path, line in lines.items():
            ident = identifier(line.name, taken, otherwise="personne")
            taken.add(ident)
            person, contract = {"id": ident, **line.person}, {"mediator": ident, **line.contract}
            for kind, values in ((PERSON.name, person), (CONTRACT.name, contract)):
                row, wrong = self.visit.editor.checked(kind, values, path)
                faults += wrong
                rows.append((kind, row, path))
            if not self.visit.editor.decides(PERSON.name, person):
                faults.append(Fault(field=f"{path}.dispositifs", expected=YOURS))
        if faults:
            raise invalid(faults)
        return rows

    def view(self, refusal: Refusal | None = None) -> dict[str, Any]:
        """
        Return the table with what was typed, each fault at its cell, and what is unreadable.

        `shared`: fields for all lines; `fields`: the columns shown; of each line, whether its name
        is `known`, which line above has it (`twin`: 0 for none), and whether it is another's;
        `count`: how many people it would add.
        """
        faults, seen = refusal.errors if refusal else self._unread(), dict[str, int]()
        lines, count, said = list[dict[str, Any]](), 0, set[str]()
        for n in self.numbers:
            key = name_key(first(self.typed, f"l{n}.{NAME}"))
            known = bool(key) and (key in self.known or key in seen)
            twin = 0 if key in self.known else seen.get(key, 0)
            other = self._other(f"l{n}", key)
            cells = self._cells(f"l{n}", faults)
            said |= {field for field, cell in cells.items() if cell.text or cell.faults}
            line = {"number": n, "cells": cells, "known": known, "twin": twin, "other": other}
            lines.append(line)
            count += bool(cells[NAME].text) and (other or not known)
            seen.setdefault(key, n + 1)
        hidden = {*RARE, *(field for field, ids in self.ids.items() if len(ids) < 2)}  # noqa: PLR2004 - a choice
        hidden |= set() if self.emails else {EMAIL}
        fields = [field for field in TITLES if field in said or field not in hidden]
        return {"shared": self._shared(faults), "fields": fields, "lines": lines, "count": count}

    def _question(self, where: str) -> str:
        """Return the key of the name that the page asked about ("": it didn't)."""
        return name_key(first(self.typed, f"{where}.{KNOWN}"))

    def _other(self, where: str, key: str) -> bool:
        """Return whether a name is another person's; the box on a name since typed over is void."""
        return bool(first(self.typed, f"{where}.{OTHER}")) and self._question(where) in {"", key}

    def _unread(self) -> list[Fault]:
        """Return what is wrong with cells that hold something, names aside."""
        faults = dict.fromkeys(f for line in self.read()[0].values() for f in line.faults)
        return [f for f in faults if f.received and not f.field.endswith(f".{NAME}")]

    def _filled(self, where: str, names: Iterable[str]) -> dict[str, str]:
        texts = {name: first(self.typed, f"{where}.{name}").strip() for name in names}
        return {name: text for name, text in texts.items() if text}

    def _cells(self, where: str, faults: Sequence[Fault]) -> dict[str, Input]:
        """Return the fields of a line; its choices are lists, all else is typed as in a table."""
        typed = {**{f"{where}.{f}": [text] for f, text in CHOSEN.items()}, **self.typed}
        line = "" if where == ALL else f"Ligne {int(where[1:]) + 1}, "
        named, prefix = columns(), f"{where}."
        inputs = inputs_of(named.values(), typed, self.visit.names, faults=faults, prefix=prefix)
        cells = {}
        for cell, (name, column) in zip(inputs, named.items(), strict=True):
            label, widget = f"{line}{TITLES[name].lower()}", "choice" if column.choices else "text"
            cells[name] = replace(cell, label=capital(label), widget=widget)
        name = f"{where}.{EMAIL}"
        wrong = tuple(fault.expected for fault in faults if fault.field == name)
        label, text = capital(f"{line}e-mail"), first(typed, name)
        cells[EMAIL] = replace(cells[NAME], name=name, label=label, text=text, faults=wrong)
        return cells

    def _shared(self, faults: Sequence[Fault]) -> list[Input]:
        """Return the fields for all lines: what has one answer isn't asked, names are chosen."""
        cells, shared = self._cells(ALL, faults), []
        for field in SHARED:
            cell, names = cells[field], list(self.ids.get(field, ()))
            labels = {"": "à choisir", **{name: name for name in names}}
            # One person works at all places of an agency, and at those of one agency only.
            if field == "dispositifs" and len(self.ids["agency"]) == 1:
                labels |= {", ".join(names): EVERY}
            options = (
                Option(value=value, label=label, chosen=value == cell.text)
                for value, label in labels.items()
            )
            if field not in self.ids:
                shared.append(cell)
            elif len(names) > 1:
                shared.append(replace(cell, widget="choice", options=tuple(options)))
        return shared


def _for_all(fault: Fault, texts: Mapping[str, str]) -> Fault:
    """Tell what no line says where it is typed for all of them."""
    field = fault.field.partition(".")[2]
    if field not in SHARED or field in texts:
        return fault
    expected = fault.expected if fault.received else HERE
    return replace(fault, field=f"{ALL}.{field}", expected=expected)
