"""
Place: where a month is read and kept, either a folder of files or a database.

Use cases of a month call a place and don't know which kind it is. Only the two adapters know what
differs: locks for writing, the chained register, what follows a publication. Drafts are edited in
`DatabasePlace`: a folder keeps none.
"""

from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from api.data.association import Acknowledgement, Association
from api.french.plural import NO_BREAK, plural
from api.french.words import instant_words
from api.month.frames import Frame
from api.planning.month_change import MonthChange
from scheduler.domain.problem import Assignment

Publication_co = TypeVar("Publication_co", covariant=True)
"""What a place keeps of a publication: a row of the register, the path of a month's file."""


@dataclass(frozen=True)
class DraftVersion:
    """The draft and the number that identify a stored version."""

    draft: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Version:
    """
    The assignments of a month, for all dispositifs or for some.

    `own`: the dispositifs that it decides (None: all). `of`: the stored version that it comes from
        (None: it comes from a file, from the solver or from an edit).
    """

    month: date
    own: frozenset[str] | None
    assignments: frozenset[Assignment]
    of: DraftVersion | None = None


@dataclass(frozen=True, kw_only=True)
class Overtaking:
    """The publication that overtook a draft: its number, when it was made, if it was a swap."""

    number: int
    made: datetime
    swap: bool = False

    @property
    def words(self) -> str:
        """Name it in French: `le n° 16, un échange, a été publié le 30/11/2026 à 8 h 12`."""
        kind = ", un échange," if self.swap else ""
        made = instant_words(self.made)
        return f"le n°{NO_BREAK}{self.number}{kind} a été publié le {made}"


@dataclass(frozen=True, kw_only=True)
class PublishedMeanwhile:
    """
    What others published and a version ignores: assignments added, assignments removed.

    `by`: the last of the publications that did it (None: there is none).
    """

    added: tuple[Assignment, ...] = ()
    removed: tuple[Assignment, ...] = ()
    by: Overtaking | None = None

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.removed)

    @property
    def words(self) -> str:
        """Say that the draft is overtaken, by what, and what to do (empty: it isn't)."""
        if self.by is None:
            return ""
        return (
            f"Ce brouillon est dépassé : {self.by.words}. Publié tel quel, il déferait "
            f"{plural(len(self.added) + len(self.removed), 'changement')}. Reprenez ces "
            "changements, ou repartez de ce qui est publié."
        )


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """When a month was last published, and the register's number and hash then (0: no register)."""

    published: datetime
    register: int = 0
    head: str = ""


class OpenPlace(Protocol[Publication_co]):
    """A place that is open, for reading or for writing; only one caller at a time may write."""

    @property
    def association(self) -> Association:
        """The association, with all that is published."""
        ...

    @property
    def state(self) -> Hashable:
        """Return a value that changes when the data do, so that one can compare it later."""
        ...

    @property
    def register(self) -> int:
        """Number of the last publication (0: none, or the place doesn't number them)."""
        ...

    def version(self, wanted: DraftVersion | Version, *, head: bool = False) -> Version:
        """
        Return a version as it is now; a version that no draft keeps is returned unchanged.

        Raises `UnknownDraftError` or `DiscardedError`: there is no such draft or version, or it was
        discarded; `StaleVersionError`: it isn't the draft's current version, and `head` is true.
        """
        ...

    def overtaken(self, version: Version, frame: Frame) -> PublishedMeanwhile:
        """Return what others published that a version doesn't take into account and lacks."""
        ...

    def places_differ(self, month_change: MonthChange) -> bool:
        """Whether publishing would change the slots themselves, even if their holders stay."""
        ...

    def publish(
        self,
        version: Version,
        month_change: MonthChange,
        *,
        origin: str = "publication",
        note: str = "",
    ) -> Publication_co:
        """Publish a version, with all that follows, or nothing (MovedError: others just did)."""
        ...

    def stamp(self, frame: Frame) -> Stamp | None:
        """Return when the month was last published (None: never, or not known)."""
        ...

    def answer(self, answers: Mapping[Acknowledgement, str]) -> Sequence[object]:
        """Keep acknowledgements, each with the agency of its finding; return where each is."""
        ...


class Place(Protocol[Publication_co]):
    """The folder or database where an association and its months are kept."""

    def reading(self) -> AbstractContextManager[OpenPlace[Publication_co]]:
        """Open the place for reading, as it is at one moment."""
        ...

    def writing(self) -> AbstractContextManager[OpenPlace[Publication_co]]:
        """Open the place so that nobody else may write; keep all of what is written, or nothing."""
        ...
