"""What the page of files made elsewhere shows: how they were read, what is asked, what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.controls.answers import APART, AWAY, REST, TIMED, Answers
from api.french.words import short_date
from api.intake.unknown_codes import code_key
from api.page.conformity.findings import COLUMNS, Arrangement, Place, Table, table_of
from api.page.control.judged import SeenReading, SeenReport
from api.shell.option import Option
from api.web.problems import Fault
from constraints.registry import agreements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from api.controls.kept import KeptFiles
    from api.data.questions import NameQuestion
    from api.page.control.answering import Typed
    from api.page.control.judged import Judged

MOST_CODES, MOST_NAMES, MOST_FILES = 150, 100, 50
"""Rows that a form shows at once."""

GROUPS = (
    ("Avec des horaires", TIMED),
    ("Sans travail", {REST: "Repos"}),
    ("Absence", AWAY),
)
"""The meanings that a code may have, by the word of legends, in the order of the form."""

SHOWN = tuple(name for name in COLUMNS if name != "repond")
HERE = "/rh/controle"
"""The address of the screen."""


@dataclass(frozen=True, kw_only=True)
class CodeRow:
    """
    A code: how it was understood (empty: it is unknown), in how many cells, and what is answered.

    `id`: of its fields. `usual`: no legend tells it. `fault`: what was expected instead of what was
    typed. `doubt`: what it may be, if some would read it as a reason of health.
    """

    id: str
    code: str
    cells: int
    understood: str
    usual: bool
    word: str
    hours: str
    fault: str
    doubt: str


@dataclass(frozen=True, kw_only=True)
class NameRow:
    """A name that may be somebody's, with those whom it may mean."""

    id: str
    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file of which something must be said that it lacks, and what was typed."""

    id: str
    file: str
    typed: str
    fault: str


@dataclass(frozen=True, kw_only=True)
class SaidName:
    """An answer on a name, which may be taken back."""

    name: str
    meant: str


@dataclass(frozen=True, kw_only=True)
class ControlView:
    """
    Files, as the page shows them.

    `unknown` and `understood` codes. `more`: how many more questions
    come once these are answered. `left`: rows and cells that are refused for now. `period`: the
    days that were judged. `table` is None while nothing could be judged.
    """

    token: str
    reading: SeenReading
    days: str
    unknown: tuple[CodeRow, ...]
    understood: tuple[CodeRow, ...]
    doubtful: bool
    names: tuple[NameRow, ...]
    months: tuple[FileRow, ...]
    starts: tuple[FileRow, ...]
    said: tuple[SaidName, ...]
    more: int
    left: int
    answered_codes: bool
    answered_names: bool
    report: SeenReport | None
    period: str
    table: Table | None

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the answers that were typed."""
        codes = [
            Fault(
                field=f"horaires-{row.id}",
                received=f"{row.code} : {row.hours or row.word}",
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


def control_view(
    files: KeptFiles, seen: Judged, arrangement: Arrangement, typed: Typed | None = None
) -> ControlView:
    """Show files as they were judged last; `typed`: answers that were refused, to type again."""
    reading, report = seen.reading, seen.report
    rows = _Rows(files.wanted.answers, typed)
    understood = [
        rows.code(code.code, code.cells, code.meaning, usual=code.usual)
        for code in sorted(reading.codes, key=lambda code: not code.usual)[:MOST_CODES]
    ]
    hidden = (
        len(reading.unknown[MOST_CODES:])
        + len(reading.names[MOST_NAMES:])
        + len(reading.months[MOST_FILES:])
        + len(reading.starts[MOST_FILES:])
    )
    place = Place(path=HERE, proof=f"{HERE}/constat", query={})
    return ControlView(
        token=files.token,
        reading=reading,
        days="" if reading.days is None else _days(*reading.days),
        unknown=tuple(
            rows.code(question.code, question.cells, doubt=question.doubt)
            for question in reading.unknown[:MOST_CODES]
        ),
        understood=tuple(understood),
        doubtful=any(row.usual for row in understood),
        names=tuple(rows.name(question) for question in reading.names[:MOST_NAMES]),
        months=tuple(rows.month(question.file) for question in reading.months[:MOST_FILES]),
        starts=tuple(rows.start(question.file) for question in reading.starts[:MOST_FILES]),
        said=tuple(_said_names(files.wanted.answers, reading.names)),
        more=hidden,
        left=reading.entries[2],
        answered_codes=bool(files.wanted.answers.codes),
        answered_names=bool(files.wanted.answers.names),
        report=report,
        period="" if report is None else _days(report.first, report.last),
        table=None
        if report is None
        else table_of(report.lines, report.proofs.get, place, arrangement, SHOWN),
    )


def agreements_offered(chosen: str) -> tuple[Option, ...]:
    """Return the branch agreements to judge by, and that of the association."""
    return (
        Option(value="", label="celle de l’association", chosen=not chosen),
        *(
            Option(value=name, label=name.upper(), chosen=name == chosen)
            for name in sorted(agreements())
        ),
    )


def _days(first: date, last: date) -> str:
    return f"du {short_date(first)} au {short_date(last)}"


def _said_names(answers: Answers, questions: Sequence[NameQuestion]) -> Iterator[SaidName]:
    open_ = {question.name.casefold() for question in questions}
    for name, who in answers.names.items():
        if name.casefold() not in open_:
            yield SaidName(name=name, meant="une personne à part" if who == APART else who)


class _Rows:
    """The rows of a form, each with what was answered or typed."""

    def __init__(self, answers: Answers, typed: Typed | None) -> None:
        self.answers, self.typed = answers, typed
        self._number = 0
        self.codes: Mapping[str, tuple[str, str]] = {
            code_key(code): (answer.word, answer.hours) for code, answer in answers.codes.items()
        }
        self.names: Mapping[str, str] = answers.names
        self.faults: Mapping[str, str] = {}
        if typed is not None:
            self.codes = typed.codes
            self.names = typed.names
            self.faults = typed.faults

    def code(
        self, code: str, cells: int, understood: str = "", *, usual: bool = False, doubt: str = ""
    ) -> CodeRow:
        key = code_key(code)
        word, hours = self.codes.get(key, ("", ""))
        return CodeRow(
            id=self._id("c"),
            code=code,
            cells=cells,
            understood=understood,
            usual=usual,
            word=word,
            hours=hours,
            fault=self.faults.get(f"code:{key}", ""),
            doubt=doubt,
        )

    def name(self, question: NameQuestion) -> NameRow:
        answer = self.names.get(question.name, "")
        choices = (
            ("", "à dire"),
            *((value, f"c’est {who}") for value, who in question.choices),
            (APART, "c’est quelqu’un d’autre"),
        )
        return NameRow(
            id=self._id("n"),
            name=question.name,
            options=tuple(
                Option(value=value, label=label, chosen=value == answer) for value, label in choices
            ),
        )

    def month(self, file: str) -> FileRow:
        typed = "" if self.typed is None else self.typed.months.get(file, "")
        return FileRow(
            id=self._id("m"), file=file, typed=typed, fault=self.faults.get(f"mois:{file}", "")
        )

    def start(self, file: str) -> FileRow:
        typed = "" if self.typed is None else self.typed.starts.get(file, "")
        return FileRow(
            id=self._id("d"), file=file, typed=typed, fault=self.faults.get(f"debut:{file}", "")
        )

    def _id(self, kind: str) -> str:
        self._number += 1
        return f"{kind}{self._number}"
