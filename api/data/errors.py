"""Say what is wrong in an association's files, and ask what would make it readable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import total_ordering
from types import MappingProxyType
from typing import Any

from api.french.plural import plural
from api.french.quoting import MOST_TOLD, QUOTED, cut
from scheduler.errors import RoulementError


@dataclass(frozen=True, kw_only=True)
class CodeQuestion:
    """
    Ask what a code, or a text that can't be read, means.

    `cells`: how many hold it. `doubt`: in French, what it may be (empty: nothing is supposed).
    """

    code: str
    cells: int
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class NameQuestion:
    """
    Ask whom a name means: one of some people, or a person apart.

    `choices`: what to answer for each person, and how they are described.
    """

    name: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class MonthQuestion:
    """Ask of which month a file is, whose days have a number alone."""

    file: str


@dataclass(frozen=True, kw_only=True)
class StartQuestion:
    """Ask when the days of a file start, which gives hours of work and no times."""

    file: str


@dataclass(frozen=True, kw_only=True)
class ColumnQuestion:
    """Ask what a column of a list holds, whose title says it to nobody; `samples`: some cells."""

    title: str
    samples: tuple[str, ...]


Question = CodeQuestion | NameQuestion | MonthQuestion | StartQuestion | ColumnQuestion


class Remarks:
    """
    Remarks, each kept once with the number of times that it was made.

    `cells`: what was read in a cell that could mean two things. `files`: how whole files were
    read. `others`: the rest, as it was said.
    """

    def __init__(self) -> None:
        self._files: dict[str, dict[str, str]] = {}
        self._cells: dict[tuple[str, str, str], tuple[str, int]] = {}
        self._others: dict[str, None] = {}

    def file(self, why: str, file: str, example: str = "") -> None:
        """Note how a file was read; `example`: a text in the file that shows it."""
        self._files.setdefault(why, {})[file] = example

    def cell(self, where: tuple[str, str], why: str, read: str) -> None:
        """Note how a cell was read; `where`: file and column, for which it is reported once."""
        first, many = self._cells.get((*where, why), (read, 0))
        self._cells[*where, why] = first, many + 1

    def say(self, text: str) -> None:
        """Note any other remark."""
        self._others[text] = None

    @property
    def messages(self) -> tuple[str, ...]:
        """Return all remarks in French, one per line."""
        return (*self._of_files(), *self._of_cells(), *self._others)

    def _of_files(self) -> list[str]:
        remarks = []
        for why, files in self._files.items():
            example = next((text for text in files.values() if text), "")
            remarks.append(f"{', '.join(files)} : {why}" + (f" ({example})" if example else ""))
        return remarks

    def _of_cells(self) -> list[str]:
        return [
            f"{read} ({why})" + (f" ; {many} cellules de cette colonne" if many > 1 else "")
            for (*_, why), (read, many) in self._cells.items()
        ]


SHOWN = 60
"""How many characters of a refused text are shown."""

MOST_KEPT = 5_000
"""How many faults are kept; the rest are only counted."""

LISTED = 3
"""How many places, or cells of a column, are named one by one; the rest are only counted."""

ALIKE = 6
"""From this number of cells of a column with the same fault on, they are counted together."""


@total_ordering
@dataclass(frozen=True, kw_only=True)
class Where:
    """
    A place in a file: `line` counts from 1 (0: the file as a whole).

    `sheet` is a workbook's (empty: a text file). `column` is a header (empty: the whole line) and
    `letter` is what a workbook calls the column. Places sort as a reader goes through files.
    """

    file: str
    sheet: str = ""
    line: int = 0
    letter: str = ""
    column: str = ""

    def __lt__(self, other: Where) -> bool:
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[object, ...]:
        # Column AC comes after Z.
        return self.file, self.sheet, self.line, len(self.letter), self.letter, self.column

    @property
    def where(self) -> str:
        """Write the place in French, as far as it is known: file, sheet, line, column."""
        words = self.file
        if self.sheet:
            words += f", feuille « {cut(self.sheet)} »"
        if self.line:
            words += f", ligne {self.line}"
        column = f"« {cut(self.column)} »" if self.column else ""
        if self.letter or column:
            words += ", colonne " + " ".join(part for part in (self.letter, column) if part)
        return words

    def __str__(self) -> str:
        return self.where

    def refusal(self, received: str, expected: str, entries: int = 1) -> FileError:
        """Return the refusal of what is here; `entries`: how many rows or cells it refuses."""
        return FileError(**vars(self), received=received, expected=expected, entries=entries)


@dataclass(frozen=True, kw_only=True)
class FileError(Where):
    """
    One thing wrong in one file.

    `received` and `expected` are French; of the first, no more is kept than is quoted.
    `entries`: how many rows or cells are refused for it.
    `cause`: the file, or a line of it, could not be read at all, and others may follow from that.
    `questions`: those whose answers make it readable.

    Errors sort as a reader goes through the file, causes first; those of one entry, which are
    typing errors most often, come before what one answer settles for many.
    """

    received: str = ""
    expected: str
    entries: int = 1
    cause: bool = False
    questions: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        if len(self.received) > QUOTED:
            object.__setattr__(self, "received", cut(self.received))

    @property
    def _rank(self) -> tuple[object, ...]:
        return not self.cause, self.entries > 1, *super()._rank, self.received, self.expected

    @property
    def message(self) -> str:
        """The refusal in French, on one line."""
        return f"{self.where} : reçu {shown(self.received)}, attendu : {self.expected}"


class BadFilesError(RoulementError):
    """
    The files don't describe an association: all faults at once, causes first, then by place.

    `errors` are all there are, but for `more` that were only counted; the message says once what is
    wrong in the same way in several places, and is bounded. `waiting` says in French what could not
    be judged because of a cause, and how what was read was read.
    """

    def __init__(
        self, errors: Iterable[FileError], waiting: Iterable[str] = (), more: int = 0
    ) -> None:
        self.errors = tuple(sorted(set(errors)))
        self.waiting = tuple(waiting)
        self.more = more
        messages, count = _messages(self.errors)
        head = f"{plural(count + more, 'erreur')} dans les fichiers :"
        if rest := len(messages[MOST_TOLD:]) + more:
            messages[MOST_TOLD:] = [
                f"et {plural(rest, 'autre')}, à voir une fois celles-ci corrigées"
            ]
        super().__init__("\n".join([head, *(f"  {line}" for line in (*messages, *self.waiting))]))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to send the error from one process to another."""
        return BadFilesError, (self.errors, self.waiting, self.more)


def shown(text: str) -> str:
    """Quote a refused text, cut if it is long; an empty one is « rien »."""
    if not text:
        return "rien"
    flat = " ".join(text.split())
    return f"« {flat if len(flat) <= SHOWN else flat[:SHOWN] + '…'} »"


def _messages(errors: Sequence[FileError]) -> tuple[list[str], int]:
    """Return the messages of errors, each fault and each kind of fault once; count the faults."""
    faults: dict[Hashable, list[FileError]] = {}
    for number, error in enumerate(errors):
        shared = error.received and error.line
        key = (error.received, error.expected) if shared else number
        faults.setdefault(key, []).append(error)
    kinds = Counter(_kind(first) for first, *_ in faults.values())
    messages: list[str] = []
    seen: Counter[FileError | None] = Counter()
    for first, *others in faults.values():
        kind = _kind(first)
        seen[kind] += 1
        if kind is None or kinds[kind] < ALIKE or seen[kind] <= LISTED:
            messages.append(first.message + _elsewhere(others))
        elif seen[kind] == kinds[kind]:
            rest = plural(kinds[kind] - LISTED, "autre cellule", "autres cellules")
            messages.append(f"{kind.where} : {rest} à corriger de même")
    return messages, len(faults)


def _kind(error: FileError) -> FileError | None:
    """Return what an error shares with others of its column (None: it has no column)."""
    if not error.column:
        return None
    return replace(error, line=0, received="", entries=1, cause=False, questions=())


def _elsewhere(others: Sequence[FileError]) -> str:
    """Say in French on which other lines the same fault is."""
    if not others:
        return ""
    places = [error.where for error in others[:LISTED]]
    if len(others) > LISTED:
        places.append(f"et {plural(len(others) - LISTED, 'autre place', 'autres places')}")
    return f" (aussi {' ; '.join(places)})"


@dataclass(frozen=True)
class Source:
    """The file or sheet that rows of a kind are read from; `letters`: the columns', by header."""

    file: str
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """Return the source's name for a sentence."""
        return f"la feuille « {self.sheet} »" if self.sheet else self.file

    def where(self, line: int = 0, column: str = "") -> Where:
        """Return a place in the source."""
        letter = self.letters.get(column, "")
        return Where(file=self.file, sheet=self.sheet, line=line, letter=letter, column=column)


FILE_NAME = re.compile(r"\b[a-z_]+\.csv\b")


class Faults:
    """
    The faults found so far, and remarks on how files were read.

    The code names rows by the file of the format (`personnes.csv`); `sources` says which file or
    sheet they are really read from, and messages name that one.
    """

    def __init__(self) -> None:
        self.errors: list[FileError] = []
        self.sources: dict[str, Source] = {}
        self.more = 0
        self.remarks = Remarks()
        self._waiting: Counter[str] = Counter()

    def add(
        self,
        file: str,
        line: int = 0,
        column: str = "",
        received: str = "",
        *,
        expected: str,
        cause: bool = False,
    ) -> None:
        """Note a fault (see `FileError`)."""
        expected = FILE_NAME.sub(lambda match: self.named(match[0]), expected)
        error = self._source(file).where(line, column).refusal(received, expected)
        self._keep(replace(error, cause=cause))

    def take(self, refused: BadFilesError) -> None:
        """Note the faults of a file that can't be read, each a cause of others."""
        for fault in refused.errors:
            source = self._source(fault.file)
            sheet = fault.sheet or source.sheet
            self._keep(replace(fault, file=source.file, sheet=sheet, cause=True))

    def _keep(self, error: FileError) -> None:
        if len(self.errors) < MOST_KEPT:
            self.errors.append(error)
        else:
            self.more += 1

    def named(self, file: str) -> str:
        """Return, for a sentence, the file or sheet that a file's rows are really read from."""
        return self._source(file).name

    def where(self, file: str, line: int = 0, column: str = "") -> str:
        """Write in French a place in the file or sheet that people know."""
        return self._source(file).where(line, column).where

    def wait(self, file: str) -> None:
        """Note a reference that can't be checked, because the file with its id isn't read whole."""
        self._waiting[file] += 1

    @property
    def waiting(self) -> tuple[str, ...]:
        """Say in French which references can't be checked yet."""
        return tuple(
            f"{plural(many, 'renvoi')} à {self.named(file)} : à contrôler quand "
            f"{'elle sera lue' if self._source(file).sheet else 'il sera lu'} en entier"
            for file, many in sorted(self._waiting.items())
        )

    def refuse(self) -> None:
        """Raise the faults, if there are any (BadFilesError: there are)."""
        if self.errors:
            read_so = (f"lu autrement : {remark}" for remark in self.remarks.messages)
            raise BadFilesError(self.errors, (*self.waiting, *read_so), self.more)

    def _source(self, file: str) -> Source:
        return self.sources.get(file, Source(file))
