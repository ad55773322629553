"""What is asked about files made elsewhere, and how their codes were understood: rows of a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.controls.answers import APART, AWAY, FIELDS, REST, TIMED, Answers
from api.data.errors import CodeQuestion, ColumnQuestion, NameQuestion
from api.intake.reading import ReadCode
from api.intake.unknown_codes import code_key
from api.page.control.forms import Typed
from api.page.control.judged import SeenReading
from api.web.refusing.problems import Fault

MOST_CODES, MOST_NAMES, MOST_FILES = 150, 100, 50
"""Rows that a form shows at once."""

GROUPS = (
    ("Avec des horaires", TIMED),
    ("Sans travail", {REST: "Repos"}),
    ("Absence", AWAY),
)
"""The meanings that a code may have, by the word of legends, in the order of the form."""


@dataclass(frozen=True, kw_only=True)
class CodeRow:
    """
    A code as it was read (without a meaning: it is unknown), and what is answered.

    `id`: of its fields. `fault`: what was expected instead of what was typed. `doubt`: what it may
    be, if some would read it as a reason of health.
    """

    id: str
    read: ReadCode
    word: str
    hours: str
    fault: str
    doubt: str


@dataclass(frozen=True, kw_only=True)
class NameRow:
    """A name that may be somebody's, with those whom it may mean, and what is answered."""

    id: str
    name: str
    choices: tuple[tuple[str, str], ...]
    answer: str


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file of which something must be said that it lacks, and what was typed."""

    id: str
    file: str
    typed: str
    fault: str


@dataclass(frozen=True, kw_only=True)
class Questions:
    """
    The rows of the form. `more`: how many questions come once these are answered.

    `said`: answers on names that are no question now, which may be taken back.
    """

    unknown: tuple[CodeRow, ...]
    understood: tuple[CodeRow, ...]
    names: tuple[NameRow, ...]
    months: tuple[FileRow, ...]
    starts: tuple[FileRow, ...]
    columns: tuple[ColumnQuestion, ...]
    more: int
    said: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> Mapping[str, str]:
        """What a column may hold, in French."""
        return FIELDS

    @property
    def count(self) -> int:
        """How many questions the form asks."""
        of_files = len(self.months) + len(self.starts) + len(self.columns)
        return len(self.unknown) + len(self.names) + of_files

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the answers that were typed."""
        codes = [
            Fault(
                field=f"horaires-{row.id}",
                received=f"{row.read.code} : {row.hours or row.word}",
                expected=row.fault,
            )
            for row in (*self.unknown, *self.understood)
            if row.fault
        ]
        files = [
            Fault(field=row.id, received=row.typed, expected=row.fault)
            for row in (*self.months, *self.starts)
            if row.fault
        ]
        return [*codes, *files]


def questions_on(reading: SeenReading, answers: Answers, typed: Typed | None = None) -> Questions:
    """Ask about files as they were read last; `typed`: answers refused, to type again."""
    rows = _Rows(answers, typed)
    usual_first = sorted(reading.codes, key=lambda code: not code.usual)
    return Questions(
        understood=tuple(rows.code(code) for code in usual_first[:MOST_CODES]),
        unknown=tuple(
            rows.code(_unknown(question), question.doubt)
            for question in reading.unknown[:MOST_CODES]
        ),
        names=tuple(rows.name(question) for question in reading.names[:MOST_NAMES]),
        months=tuple(rows.month(question.file) for question in reading.months[:MOST_FILES]),
        starts=tuple(rows.start(question.file) for question in reading.starts[:MOST_FILES]),
        columns=reading.columns[:MOST_FILES],
        more=len(reading.unknown[MOST_CODES:])
        + len(reading.names[MOST_NAMES:])
        + len(reading.months[MOST_FILES:])
        + len(reading.starts[MOST_FILES:])
        + len(reading.columns[MOST_FILES:]),
        said=tuple(_said(answers, reading)),
    )


def _unknown(question: CodeQuestion) -> ReadCode:
    return ReadCode(code=question.code, cells=question.cells, meaning="", usual=False)


def _said(answers: Answers, reading: SeenReading) -> Iterator[tuple[str, str]]:
    open_ = {question.name.casefold() for question in reading.names}
    for name, who in answers.names.items():
        if name.casefold() not in open_:
            yield name, "une personne à part" if who == APART else who


class _Rows:
    """The rows of a form, each with what was answered or typed."""

    def __init__(self, answers: Answers, typed: Typed | None) -> None:
        self.typed = typed
        self._number = 0
        self.codes: Mapping[str, tuple[str, str]] = {
            code_key(code): (answer.word, answer.hours) for code, answer in answers.codes.items()
        }
        self.names: Mapping[str, str] = answers.names
        self.faults: Mapping[str, str] = {}
        if typed is not None:
            self.codes, self.names, self.faults = typed.codes, typed.names, typed.faults

    def code(self, read: ReadCode, doubt: str = "") -> CodeRow:
        key = code_key(read.code)
        word, hours = self.codes.get(key, ("", ""))
        return CodeRow(
            id=self._id("c"),
            read=read,
            word=word,
            hours=hours,
            fault=self.faults.get(f"code:{key}", ""),
            doubt=doubt,
        )

    def name(self, question: NameQuestion) -> NameRow:
        return NameRow(
            id=self._id("n"),
            name=question.name,
            choices=(
                ("", "à dire"),
                *((value, f"c’est {who}") for value, who in question.choices),
                (APART, "c’est quelqu’un d’autre"),
            ),
            answer=self.names.get(question.name, ""),
        )

    def month(self, file: str) -> FileRow:
        return self._file("m", file, "mois", {} if self.typed is None else self.typed.months)

    def start(self, file: str) -> FileRow:
        return self._file("d", file, "debut", {} if self.typed is None else self.typed.starts)

    def _file(self, kind: str, file: str, field: str, typed: Mapping[str, str]) -> FileRow:
        fault = self.faults.get(f"{field}:{file}", "")
        return FileRow(id=self._id(kind), file=file, typed=typed.get(file, ""), fault=fault)

    def _id(self, kind: str) -> str:
        self._number += 1
        return f"{kind}{self._number}"
