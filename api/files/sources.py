"""Which files describe an association, and their rows read cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from api.files import demand_rows as d
from api.files import employer_rows as e
from api.files import people_rows as p
from api.files.table import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from api.files.errors import Faults
    from api.files.table import Line

R = TypeVar("R", bound=p.Row)


@dataclass(frozen=True)
class Source:
    """One file: its rows' model, the column that names its rows, whether it must be there."""

    name: str
    model: type[p.Row]
    key: str = ""
    required: bool = False

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"


SOURCES = (
    Source("agences", d.AgencyRow, "id", required=True),
    Source("dispositifs", d.DispositifRow, "id", required=True),
    Source("sites", d.SiteRow, "id", required=True),
    Source("trajets", d.TripRow),
    Source("personnes", p.PersonRow, "id", required=True),
    Source("contrats", p.ContractRow, required=True),
    Source("titres", p.TitleRow),
    Source("formation_socle", p.SocleRow),
    Source("cohortes", p.CohortRow, "id"),
    Source("dates_cohortes", p.CohortDaysRow),
    Source("inscriptions", p.MemberRow),
    Source("absences", p.AbsenceRow),
    Source("souhaits", p.WishRow),
    Source("binomes", p.PairRow),
    Source("derogations", d.GroundRow),
    Source("vehicules", d.VehicleRow),
    Source("saisons", d.SeasonRow, "saison"),
    Source("gabarits", d.TemplateRow, "id", required=True),
    Source("besoins", d.NeedRow, required=True),
    Source("pauses", d.BreakRow),
    Source("exceptions", d.ExceptionRow),
    Source("calendrier_scolaire", d.SchoolRow),
    Source("verrous", d.LockRow),
    Source("employeur", e.EmployerRow),
    Source("amenagements", e.SchemeRow),
    Source("avis_cse", e.OpinionRow),
    Source("solidarite", e.SolidarityRow),
    Source("heures_ailleurs", e.OutsideRow),
    Source("soldes", e.CarriedRow),
    Source("prevenances", e.NoticeRow),
    Source("conventions", e.AppliedRow),
    Source("accords", e.TermRow),
    Source("acquittements", e.AckRow),
)

EXPECTED = {
    "missing": "cette colonne",
    "extra_forbidden": "aucune autre colonne",
    "string_type": "un texte",
}


@dataclass(frozen=True)
class Written:
    """A row as it stands in its file."""

    file: str
    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Placed(Written, Generic[R]):
    """A row that could be read."""

    row: R


class Tables:
    """
    All rows of a folder's files: those that could be read, and all as they are written.

    Ids are those of every row, also of rows with a bad cell elsewhere: a reference to one of
    these is no second fault. `sources`: the files that are read.
    """

    def __init__(self, folder: Path, faults: Faults, sources: Sequence[Source] = SOURCES) -> None:
        self.faults = faults
        self._rows: dict[type[p.Row], list[Placed[p.Row]]] = {}
        self.written: dict[type[p.Row], list[Written]] = {}
        self._shaped: set[type[p.Row]] = set()
        self.ids: dict[str, frozenset[str]] = {}
        self.folder = folder
        for source in sources:
            self._rows[source.model] = list(self._read(source))
        known = {source.file for source in SOURCES}
        for path in sorted(folder.glob("*.csv")):
            if path.name not in known:
                faults.add(
                    path.name,
                    found=path.name,
                    expected="l'un des fichiers " + ", ".join(sorted(known)),
                )

    def of(self, model: type[R]) -> list[Placed[R]]:
        """Return the rows of one file, in order."""
        return self._rows[model]  # type: ignore[return-value]  # filed under their own model

    def whole(self, model: type[p.Row]) -> bool:
        """Whether all lines of a file stand in `written`: the file is there, none is misshapen."""
        return model in self._shaped

    def _read(self, source: Source) -> Iterator[Placed[p.Row]]:
        path = self.folder / source.file
        self.ids[source.name] = frozenset()
        self.written[source.model] = []
        if not path.is_file():
            if source.required:
                self.faults.add(source.file, found="fichier absent", expected="ce fichier")
            return
        fields = source.model.model_fields
        columns = [field.alias or name for name, field in fields.items()]
        optional = frozenset(
            field.alias or name for name, field in fields.items() if not field.is_required()
        )
        before = len(self.faults.errors)
        lines = read(path, columns, optional, self.faults)
        if not lines and source.required and len(self.faults.errors) == before:
            self.faults.add(source.file, found="aucune ligne", expected="au moins une ligne")
        if source.key:
            self.ids[source.name] = frozenset(line.cells[source.key] for line in lines)
        if lines and len(self.faults.errors) == before:
            self._shaped.add(source.model)
        for line in lines:
            self.written[source.model].append(Written(source.file, line.number, line.cells))
            try:
                row = source.model.model_validate(line.cells)
            except ValidationError as error:
                for detail in error.errors(include_url=False, include_context=True):
                    self._refuse(source.file, line, detail)
            else:
                yield Placed(source.file, line.number, line.cells, row)

    def _refuse(self, file: str, line: Line, detail: ErrorDetails) -> None:
        column = str(detail["loc"][0])
        expected = (
            detail["msg"] if detail["type"] == "roulement" else EXPECTED.get(detail["type"], "")
        )
        self.faults.add(
            file,
            line.number,
            column,
            line.cells.get(column, ""),
            expected=expected or "une autre valeur",
        )
