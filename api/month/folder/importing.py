"""Bring a folder into a database, its history as publications, say what changes; or write it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.journal import note
from api.data.association import Association
from api.data.errors import Faults
from api.data.folder.atomic import LIST, whole_folder
from api.data.folder.beside import write_removals, write_revisions
from api.data.folder.history import write_month
from api.data.rows.kinds import KINDS
from api.data.sheets.apart import ROOM_MB, SECONDS, read_apart, serves
from api.data.stored.association import state
from api.data.stored.importing import (
    Checked,
    FilesDifference,
    KindDifference,
    check_empty,
    check_folder,
    export_rows,
    file_difference,
    put,
    row_differences,
)
from api.data.warnings import unlawful_remarks
from api.database.counters import DATA, LEDGER, stamp
from api.database.engine import reading, writing
from api.database.errors import NotEmptyError
from api.database.tables.ledger import EntryRow, RemovalRow, SubjectRow
from api.ledger.append import import_history, month_changes
from api.ledger.chain import ADDED, CHANGED, REMOVED
from api.ledger.changes import counts
from api.ledger.history import history_of, removals_of, revisions_of
from api.ledger.identities import check_events, folder_revisions, folder_rows
from api.ledger.removals import new_removals
from api.month.errors import MovedDataError

PER_MB = 1, 15
"""
Seconds and MB that reading an association may use beside those of a file, for each MB of it.

10 MB of an association, its months too, take 2 s and 90 MB.
"""
MOST = 30, 600
"""The most that it may use in a service; a command serves nobody meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """How many things an import adds, changes and removes."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class MonthDifference(Changes):
    """The changes of a month's published assignments."""

    month: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    What importing a folder would change, and of which state of the database that was said.

    `months`: those that would be published as corrections; `removals`: shifts taken away of which
    nothing was known.
    """

    association: Association
    kinds: tuple[KindDifference, ...]
    files: FilesDifference
    months: tuple[MonthDifference, ...]
    removals: int
    state: str

    @property
    def empty(self) -> bool:
        """Whether the import would change nothing."""
        files = self.files
        return not (
            any(kind.count for kind in self.kinds)
            or (files.added or files.changed or files.removed)
            or self.months
            or self.removals
        )


def import_folder(
    engine: Engine,
    caller: Caller,
    path: Path,
    *,
    replace: bool = False,
    tell: Callable[[str], None] | None = None,
    state_seen: str = "",
) -> Association:
    """
    Check a folder, write all of it in one transaction, and return its association.

    `replace`: replace the rows that are there. The register keeps what was published: months of the
    folder's history that differ from the current ones are published as corrections. `tell`:
    receives remarks on how files were read, where it may surprise, and on slots that nobody could
    lawfully hold (None: these remarks aren't worked out). `state_seen`: the state of the database
    in which the import was compared with it (empty: it wasn't).

    Raises `BadFilesError`: something in the folder is impossible, somebody whom the register knows
    isn't in it, or the database has an event of its history under another person: all faults at
    once; `NotEmptyError`: the database holds an association, and `replace` is false;
    `MovedDataError`: data or publications changed since `state_seen`.
    """
    checked = _read(path)
    whole = checked.association
    _say(checked.remarks, whole, tell)
    with writing(engine) as session:
        if state_seen and state_seen != _state_of(session):
            raise MovedDataError
        _check(session, whole, replace=replace)
        put(session, checked, replace=replace, by=caller.user)
        import_history(session, caller, whole.history, whole.revisions, whole.removals)
        rows = sum(len(some) for some in checked.rows.values())
        note(session, caller, "importer", "association", path.name, detail={"lignes": rows})
        state(session)
    return whole


def compare_folder(
    engine: Engine,
    path: Path,
    *,
    replace: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Comparison:
    """Check as `import_folder` does, with its errors; say what it would change, write nothing."""
    checked = _read(path)
    whole = checked.association
    _say(checked.remarks, whole, tell)
    with reading(engine) as session:
        _check(session, whole, replace=replace)
        return Comparison(
            association=whole,
            kinds=row_differences(session, checked),
            files=file_difference(session, checked),
            months=_month_differences(session, whole),
            removals=len(new_removals(session, whole.removals)),
            state=_state_of(session),
        )


def _read(path: Path) -> Checked:
    files = path.rglob("*") if path.is_dir() else (path,)
    size = sum(file.stat().st_size for file in files if file.is_file())
    seconds, room = allowance(size, served=serves())
    return read_apart(check_folder, path, path.name, seconds=seconds, room_mb=room)


def allowance(size: int, *, served: bool) -> tuple[int, int]:
    """Return the seconds and MB that reading so many bytes of an association may use."""
    megabytes = -(-size // 1_000_000)
    wanted = SECONDS + PER_MB[0] * megabytes, ROOM_MB + PER_MB[1] * megabytes
    return (min(wanted[0], MOST[0]), min(wanted[1], MOST[1])) if served else wanted


def _month_differences(session: Session, association: Association) -> tuple[MonthDifference, ...]:
    differences = []
    for change in month_changes(session, association.history, association.revisions):
        by_change = counts(change)
        differences.append(
            MonthDifference(
                month=change.label,
                added=by_change[ADDED],
                changed=by_change[CHANGED],
                removed=by_change[REMOVED],
            )
        )
    return tuple(differences)


def _state_of(session: Session) -> str:
    """Return a digest that changes as soon as data or publications do."""
    stamps = (stamp(session, DATA), stamp(session, LEDGER))
    return sha256(repr(stamps).encode()).hexdigest()


def _say(
    remarks: Iterable[str], association: Association, tell: Callable[[str], None] | None
) -> None:
    if tell is not None:
        for remark in (*remarks, *unlawful_remarks(association)):
            tell(remark)


def _check(session: Session, association: Association, *, replace: bool) -> None:
    """Refuse what the database can't take, before anything is written."""
    if not replace:
        check_empty(session)
    faults = Faults()
    _check_people(session, association, faults)
    check_events(session, association.history, faults)
    faults.refuse()


def _check_people(session: Session, association: Association, faults: Faults) -> None:
    """Note each person not in a folder whom published shifts, or removals, name afterwards."""
    known = session.scalars(
        select(SubjectRow.mediator).where(
            SubjectRow.mediator.is_not(None),
            # Calendars may know someone who never had a shift: nothing would have to name them.
            or_(
                *(
                    select(table.subject).where(table.subject == SubjectRow.id).exists()
                    for table in (EntryRow, RemovalRow)
                )
            ),
        )
    )
    for who in sorted({person for person in known if person} - set(association.mediator_of)):
        faults.add(
            KINDS["personnes"].file,
            column="id",
            expected=f"{who}, que le registre des publications connaît : gardez cette personne, "
            "avec une fin à son contrat, ou effacez d’abord ses données",
        )


def export_folder(engine: Engine, target: Path) -> None:
    """
    Write everything that a folder of files can hold of an association, all or nothing.

    Raises `NotEmptyError`: the folder holds files that no export put there: they might be read as
    ours.
    """
    if target.is_dir() and any(target.iterdir()) and not (target / LIST).is_file():
        raise NotEmptyError(
            f"le dossier {target} contient d’autres fichiers : choisissez un dossier vide, ou "
            "celui d’un export précédent"
        )
    with reading(engine) as session, whole_folder(target) as folder:
        export_rows(session, folder)
        for month, rows in folder_rows(session, history_of(session)).items():
            write_month(folder / "historique", month, rows)
        removals = removals_of(session)
        if removals:
            write_removals(folder / "historique", removals)
        revisions = folder_revisions(session, revisions_of(session))
        if revisions:
            write_revisions(folder / "historique", revisions)
