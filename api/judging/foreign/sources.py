"""Distinguish an association's folder from files made elsewhere, and read those files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from api.data.errors import BadFilesError, Faults, FileError
from api.data.folder.contents import holds_association
from api.data.sheets.apart import bounded
from api.data.sheets.cells import compact
from api.data.sheets.content import sheets_of
from api.french.plain import plain
from api.intake.reading import EntryCounts, Reading
from api.intake.text.clock import Clock
from api.judging.case import Origin, digest_of
from scheduler.errors import InvalidProblemError

OWN = frozenset({"personnes", "contrats", "gabarits", "agences"})
"""Kinds of rows that only an association's folder holds: one of them is enough."""

APART = frozenset({"autre", "autre personne", "nouveau", "nouvelle", "nouvelle personne"})
HEADER = "deux colonnes : nom;personne"


@dataclass(frozen=True, kw_only=True)
class NameAnswers:
    """
    Which person each doubtful name means, as RH say.

    `said`: the person by name as written (empty: a person apart). `lines`: the line of each answer,
    for refusals.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def of(self, written: str) -> str | None:
        """Return the person that a name means (empty: a person apart; None: RH gave no answer)."""
        return self.said.get(" ".join(written.split()).casefold())


@dataclass(frozen=True, kw_only=True)
class Guides:
    """
    What the user gives to help reading: columns, codes, month, and whom doubtful names mean.

    `legends`: of a code in several, the first counts. `months`: those of single files, by name.
    `starts`: when the days of files start that give hours of work and no times, by name.
    """

    mapping: Path | None = None
    legends: tuple[Path, ...] = ()
    month: date | None = None
    months: Mapping[str, date] = field(default_factory=dict)
    starts: Mapping[str, Clock] = field(default_factory=dict)
    names: Path | None = None

    @property
    def answers(self) -> NameAnswers:
        """
        Return which person each doubtful name means, as the names' file says.

        It raises `BadFilesError`: their file can't be read.
        """
        if self.names is None:
            return NameAnswers()
        with bounded(self.names.name):
            return read_answers(self.names)


def read_answers(path: Path) -> NameAnswers:
    """
    Read the file in which RH say which person a doubtful name means.

    It is a CSV or a workbook of two columns, `nom;personne`: the name as the files write it, then
    an id or a name of the association, another name of the files, or « autre » for a person apart.

    It raises `BadFilesError`: it can't be read, a row lacks a name or a person, or a name comes
    twice; all rows at once.
    """
    sheet = sheets_of(path)[0]
    faults = Faults()
    said: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in sheet.order:
        cells = {n: compact(value) for n, value in sheet.row(row).items()}
        name, person = cells.get(0, ""), cells.get(1, "")
        key = name.casefold()
        if row == sheet.order[0] and plain(name) in {"nom", "noms"}:
            continue
        if not name or not person:
            missing = "nom" if person else "personne"
            expected = f"{HEADER} (« autre » pour une personne à part)"
            faults.add(path.name, row + 1, missing, " ; ".join(cells.values()), expected=expected)
        elif key in lines:
            expected = f"ce nom une seule fois (déjà ligne {lines[key]})"
            faults.add(path.name, row + 1, "nom", name, expected=expected)
        else:
            said[key] = "" if plain(person) in APART else person
            lines[key] = row + 1
    faults.refuse()
    return NameAnswers(said=said, file=path.name, lines=lines)


def association_of(sources: Iterable[Path]) -> Path | None:
    """
    Return the source that is an association's folder or workbook (None: there is none).

    It raises `InvalidProblemError`: there are other sources beside it.
    """
    paths = list(sources)
    folders = [path for path in paths if holds_association(path, OWN)]
    if not folders:
        return None
    if len(paths) > 1:
        raise InvalidProblemError(
            f"le dossier d’association « {folders[0]} » se contrôle seul (pour contrôler des "
            "fichiers avec ce qu’il sait des personnes, donnez-le avec --association)"
        )
    return folders[0]


def files_of(sources: Iterable[Path]) -> list[Path]:
    """
    Return each file to read once, with files of a folder in the order of their names.

    It raises `BadFilesError`: a folder holds no file.
    """
    files: dict[Path, Path] = {}
    for source in sources:
        if not source.is_dir():
            files.setdefault(source.resolve(), source)
            continue
        inside = [p for p in sorted(source.iterdir()) if p.is_file() and p.name[:1] != "."]
        if not inside:
            expected = "des classeurs, des fichiers CSV ou des calendriers .ics"
            raise BadFilesError(
                [FileError(file=str(source), received="dossier sans fichier", expected=expected)]
            )
        for path in inside:
            files.setdefault(path.resolve(), path)
    return list(files.values())


def read_all(files: Iterable[Path], guides: Guides) -> Iterator[tuple[Origin, Reading]]:
    """
    Yield the content of each file, or only its refusal if the file can't be read at all.

    Raises
    ------
    BadFilesError
        The mapping or the legend can't be read.
    OSError
        A file isn't there, or may not be read.
    """
    # Readers of every format: the audit of an association's own folder doesn't wait for them.
    from api.intake.foreign_file import read_foreign, read_legend  # noqa: PLC0415
    from api.intake.table.columns import read_correspondence  # noqa: PLC0415

    if guides.mapping is not None:
        with bounded(guides.mapping.name):
            read_correspondence(guides.mapping)
    for legend in guides.legends:
        with bounded(legend.name):
            read_legend(legend)
    for path in files:
        digest = digest_of(path)
        try:
            with bounded(path.name):
                reading = read_foreign(
                    path,
                    mapping=guides.mapping,
                    legends=guides.legends,
                    month=guides.months.get(path.name, guides.month),
                    day_start=guides.starts.get(path.name),
                )
        except BadFilesError as error:
            reading = Reading(refused=error.errors, counts=EntryCounts(read=1, refused=1))
        yield Origin(name=path.name, digest=digest, counts=reading.counts), reading
