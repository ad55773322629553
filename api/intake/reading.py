"""Hold what was read of a rota made elsewhere: shifts, absences, refusals and counts."""

from dataclasses import dataclass, field
from datetime import date

from api.data.errors import FileError, Where
from api.french.plural import plural
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import Absence
from scheduler.errors import InvalidProblemError


@dataclass(frozen=True, kw_only=True)
class Written:
    """
    What a file says of a person, and where.

    `person`: an id or a name, as written. `also`: other words of the file that may identify the
    person.
    """

    person: str
    also: tuple[str, ...] = ()
    where: Where


@dataclass(frozen=True, kw_only=True)
class Shift(Written):
    """A person's duty; its places (`site`, `dispositif`, `agency`) are as written."""

    duty: Duty


@dataclass(frozen=True, kw_only=True)
class WrittenAbsence(Written):
    """
    A person's absence; adjacent days make one absence.

    `places`: where the entry of each day is (empty: only `where`).
    """

    absence: Absence
    places: tuple[Where, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WrittenContract(Written):
    """
    A person's contract; `text`: what the cell holds.

    `minutes`: of a week. They and the kind are None where the cell doesn't say them.
    """

    minutes: int | None = None
    kind: ContractKind | None = None
    text: str


@dataclass(frozen=True, kw_only=True, order=True)
class SetAside:
    """Entries that aren't shifts: their `text` cut short, the reason in French, their number."""

    where: Where
    text: str
    why: str
    entries: int = 1


@dataclass(frozen=True, kw_only=True)
class ReadCode:
    """
    A code as it was understood, in French, and in how many rows or cells.

    `usual`: no legend has it, so that its usual meaning was taken.
    """

    code: str
    meaning: str
    cells: int
    usual: bool


@dataclass(frozen=True, kw_only=True)
class EntryCounts:
    """
    Entries of a file: a row of a list, a cell of a grid that isn't empty, an event of a calendar.

    Each one is used, refused or set aside, whole. InvalidProblemError: the counts don't add up: an
    entry was lost.
    """

    read: int = 0
    used: int = 0
    refused: int = 0
    set_aside: int = 0

    def __post_init__(self) -> None:
        if self.read != self.used + self.refused + self.set_aside:
            raise InvalidProblemError(
                f"{self.read} lus, mais {self.used} utilisés, {self.refused} refusés et "
                f"{self.set_aside} mis de côté"
            )

    @property
    def message(self) -> str:
        """Return the counts as a French sentence."""
        return (
            f"{plural(self.read, 'ligne ou case lue', 'lignes ou cases lues')} : "
            f"{plural(self.used, 'utilisée')}, {plural(self.refused, 'refusée')}, "
            f"{plural(self.set_aside, 'mise de côté', 'mises de côté')}"
        )


@dataclass(frozen=True, kw_only=True)
class Entries:
    """
    What became of the entries of a file, or of several.

    `refused` are in file order; one entry may be refused for several reasons. `people` are all who
    are named, also those without a shift. `days`: the first and the last that are described (None:
    none): those of a grid's heads and those on which shifts start; days of absences only where
    there is nothing else. `codes`: how each code was understood.
    """

    counts: EntryCounts = field(default_factory=EntryCounts)
    refused: tuple[FileError, ...] = ()
    aside: tuple[SetAside, ...] = ()
    people: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    codes: tuple[ReadCode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading(Entries):
    """
    Everything that was read of a file.

    `notes` are what was assumed, in French. `contracts`: what the file says of people's, each once.
    `unread`: the titles of the columns that aren't read.
    """

    shifts: tuple[Shift, ...] = ()
    aways: tuple[WrittenAbsence, ...] = ()
    notes: tuple[str, ...] = ()
    contracts: tuple[WrittenContract, ...] = ()
    unread: tuple[str, ...] = ()
