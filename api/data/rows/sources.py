"""Which files describe an association, and their rows read cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pydantic import ValidationError

from api.data.rows import demand as d
from api.data.rows import employer as e
from api.data.rows import people as p

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from api.data.errors import Faults

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

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The file's headers."""
        return tuple(field.alias or name for name, field in self.model.model_fields.items())

    @cached_property
    def optional(self) -> frozenset[str]:
        """Those that may be missing."""
        fields = self.model.model_fields.items()
        return frozenset(f.alias or name for name, f in fields if not f.is_required())


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
    Source("jours_exceptionnels", e.ExceptionalDayRow),
    Source("heures_ailleurs", e.OutsideRow),
    Source("soldes", e.CarriedRow),
    Source("semaines_anterieures", e.PastWeekRow),
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


@dataclass(frozen=True)
class Given:
    """
    The rows of one source: as they are written, or `Placed` if they were read already.

    `whole`: the source is there, and none of its lines was left out. `broken`: some of them could
    not be read, so that what they name isn't known.
    """

    rows: Sequence[Written]
    whole: bool
    broken: bool = False


class Place(Protocol):
    """Where rows come from: a folder, a database."""

    def given(self, source: Source) -> Given:
        """Return the rows of a source."""
        ...

    def attached(self, name: str) -> bytes | None:
        """Return the content of a file that a row names (None: there is none)."""
        ...


class Tables:
    """
    All rows of an association: those that could be read, and all as they are written.

    Ids are those of every row, also of rows with a bad cell elsewhere: a reference to one of
    these is no second fault. `sources`: those that are read. `broken`: names of those of which
    lines could not be read: an id that they don't know may stand in one of these.
    """

    def __init__(self, place: Place, faults: Faults, sources: Sequence[Source] = SOURCES) -> None:
        self.place = place
        self.faults = faults
        self._rows: dict[type[p.Row], list[Placed[p.Row]]] = {}
        self.written: dict[type[p.Row], Sequence[Written]] = {}
        self._shaped: set[type[p.Row]] = set()
        self.broken: set[str] = set()
        self.ids: dict[str, frozenset[str]] = {}
        for source in sources:
            self._take(source, place.given(source))

    def of(self, model: type[R]) -> list[Placed[R]]:
        """Return the rows of one source, in order."""
        return self._rows[model]  # type: ignore[return-value]  # filed under their own model

    def knows(self, source: str, name: str) -> bool:
        """Whether a source has an id; where it isn't read whole, that is noted and taken for so."""
        if name in self.ids[source]:
            return True
        if source not in self.broken:
            return False
        self.faults.wait(f"{source}.csv")
        return True

    def whole(self, model: type[p.Row]) -> bool:
        """Whether all lines of a source stand in `written`: it is there, none is misshapen."""
        return model in self._shaped

    def _take(self, source: Source, given: Given) -> None:
        key = source.key
        self.written[source.model] = given.rows
        self.ids[source.name] = frozenset(one.cells[key] for one in given.rows if key)
        if given.whole:
            self._shaped.add(source.model)
        if given.broken:
            self.broken.add(source.name)
        placed = (
            one if isinstance(one, Placed) else placed_of(source, one, self.faults)
            for one in given.rows
        )
        self._rows[source.model] = [one for one in placed if one is not None]


def placed_of(source: Source, one: Written, faults: Faults) -> Placed[p.Row] | None:
    """Read a row; cells that can't be read are noted (None)."""
    try:
        row = source.model.model_validate(one.cells)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=True):
            _refuse(one, detail, faults)
        return None
    return Placed(one.file, one.line, one.cells, row)


def _refuse(one: Written, detail: ErrorDetails, faults: Faults) -> None:
    column = str(detail["loc"][0])
    expected = detail["msg"] if detail["type"] == "roulement" else EXPECTED.get(detail["type"], "")
    faults.add(
        one.file,
        one.line,
        column,
        one.cells.get(column, ""),
        expected=expected or "une autre valeur",
    )
