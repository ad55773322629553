"""
Keep the files that an account has audited, or is to import, in the database and for a day.

Foreign rotas are personal data that nobody asked to keep. Every process that serves finds them, and
so does the next one after a restart. They are erased at the account's next upload, when it signs
out or asks so, when anybody is erased (they may name them), and a day after they were uploaded or
last answered about. What the last audits gave is remembered, so that views of the screen don't
judge again.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.controls.answers import Answers
from api.database.tables.controls import ControlFileRow, ControlRow
from api.privacy.retention import CONTROLS_LIVE
from api.web.refusing.problems import Refusal

FILES, LEGENDS, MAPPING = "fichiers", "legendes", "colonnes"
GONE = "fichiers_effaces"
GONE_TEXT = (
    "Ces fichiers ne sont plus gardés : un jour a passé, la session a été fermée, ou "
    "d’autres fichiers ont été choisis depuis. Choisissez-les de nouveau."
)
CHANGED = (
    "D’autres réponses sont arrivées entre-temps sur ces fichiers. Les vôtres sont encore dans le "
    "formulaire : relisez, puis envoyez-les de nouveau."
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """
    How to judge files, and what was answered about them.

    `with_association`: with what it knows. `go_on`: in spite of rows that are refused. `typed`: the
    fields of the page that imports them (see `own_table`).
    """

    first: date | None = None
    last: date | None = None
    agreement: str = ""
    house: bool = False
    with_association: bool = True
    go_on: bool = False
    answers: Answers = field(default_factory=Answers)
    typed: Mapping[str, str] = field(default_factory=dict)


WANTED = TypeAdapter(Wanted)


@dataclass(frozen=True, kw_only=True)
class KeptFiles:
    """
    The files of an account's last upload.

    `token`: what a form names them by, so that it can't act on files that came after them.
    `number` is raised by each answer.
    """

    account: str
    token: str
    number: int
    wanted: Wanted


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Where the files of an upload lie for the readers; `legends`: those given beside the files."""

    files: tuple[Path, ...] = ()
    legends: tuple[Path, ...] = ()
    mapping: Path | None = None

    def parts(self) -> Iterator[tuple[str, Path]]:
        """Yield each file with the part it plays."""
        yield from ((FILES, path) for path in self.files)
        yield from ((LEGENDS, path) for path in self.legends)
        if self.mapping is not None:
            yield MAPPING, self.mapping


def keep(
    session: Session, account: str, wanted: Wanted, placed: Placed, now: datetime
) -> KeptFiles:
    """Keep an account's files; those of its last upload are erased."""
    forget(session, account)
    row = ControlRow(user=account, token=token_urlsafe(16), wanted=_as_json(wanted), at=now)
    session.add(row)
    session.flush()
    session.add_all(
        ControlFileRow(
            user=account, position=position, part=part, name=path.name, content=path.read_bytes()
        )
        for position, (part, path) in enumerate(placed.parts())
    )
    return _kept_files(row)


def of(session: Session, account: str, now: datetime) -> KeptFiles | None:
    """Return an account's files (None: there are none, or they are too old)."""
    row = session.scalar(
        select(ControlRow).where(ControlRow.user == account, ControlRow.at > now - CONTROLS_LIVE)
    )
    return None if row is None else _kept_files(row)


def placed_in(session: Session, files: KeptFiles, folder: Path) -> Placed:
    """
    Write kept files into a folder.

    It raises `Refusal`: they are no longer kept (409).
    """
    rows = session.scalars(
        select(ControlFileRow)
        .join(ControlRow, ControlRow.user == ControlFileRow.user)
        .where(ControlRow.user == files.account, ControlRow.token == files.token)
        .order_by(ControlFileRow.position)
    )
    paths: dict[str, list[Path]] = {FILES: [], LEGENDS: [], MAPPING: []}
    for row in rows:
        path = folder / row.part / row.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(row.content)
        paths[row.part].append(path)
    if not paths[FILES]:
        raise gone()
    return Placed(
        files=tuple(paths[FILES]),
        legends=tuple(paths[LEGENDS]),
        mapping=next(iter(paths[MAPPING]), None),
    )


def answer(session: Session, files: KeptFiles, wanted: Wanted, now: datetime) -> KeptFiles:
    """
    Keep what was answered about files, for a day more.

    It raises `Refusal`: they are no longer kept, or somebody answered meanwhile (409).
    """
    row = session.get(ControlRow, files.account, populate_existing=True)
    if row is None or row.token != files.token:
        raise gone()
    if row.number != files.number:
        raise Refusal(409, "reponses_changees", CHANGED)
    row.wanted, row.number, row.at = _as_json(wanted), files.number + 1, now
    return _kept_files(row)


def forget(session: Session, account: str) -> None:
    """Erase an account's files, if there are any."""
    session.execute(delete(ControlRow).where(ControlRow.user == account))


def gone() -> Refusal:
    """Say that files are no longer kept."""
    return Refusal(409, GONE, GONE_TEXT)


def _kept_files(row: ControlRow) -> KeptFiles:
    return KeptFiles(
        account=row.user,
        token=row.token,
        number=row.number,
        wanted=WANTED.validate_python(row.wanted),
    )


def _as_json(wanted: Wanted) -> object:
    return WANTED.dump_python(wanted, mode="json")


_Judged = tuple[str, int, Hashable]
"""What was judged: the token and the number of files, and what else the judgement depends on."""

MOST_SEEN = 8
"""Accounts whose last audit is remembered: one of a year is some megabytes."""


class SeenAudits:
    """
    What this process judged last for some accounts.

    It is looked for by files that were just read from the database: of files that are no longer
    kept, or were answered about since, nothing is shown. Nor is what was judged on another `basis`,
    such as the agencies for whose people the account answers now.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[_Judged, Any]] = OrderedDict()
        self._guard = threading.Lock()

    def remember(self, files: KeptFiles, basis: Hashable, seen: Any) -> None:
        """Remember what an audit of files gave; the account whose audit is oldest is forgotten."""
        with self._guard:
            self._seen[files.account] = (files.token, files.number, basis), seen
            self._seen.move_to_end(files.account)
            if len(self._seen) > MOST_SEEN:
                self._seen.popitem(last=False)

    def of(self, files: KeptFiles, basis: Hashable) -> Any:
        """Return what the audit of files gave (None: another process made it, or it is old)."""
        with self._guard:
            judged, seen = self._seen.get(files.account, (None, None))
        return seen if judged == (files.token, files.number, basis) else None

    def forget(self, account: str) -> None:
        """Forget an account's audit."""
        with self._guard:
            self._seen.pop(account, None)
