"""
Place: where a month is read and kept, whichever it is: a folder of files, or a database.

Use cases of a month work on what a place gives them. What differs between places (who writes when,
versions, the chained register, what follows a publication) is known to their adapters alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from contextlib import AbstractContextManager

    from api.data.association import Acknowledgement, Association
    from api.month.frames import Frame
    from api.planning.month_change import MonthChange

Publication_co = TypeVar("Publication_co", covariant=True)
"""What a place keeps of a publication: a row of the register, the path of a month's file."""


@dataclass(frozen=True)
class DraftVersion:
    """A version of a draft that a place keeps, by its number."""

    draft: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Version:
    """
    Who holds what in a month. `own`: the dispositifs that it decides (None: all).

    `of`: the version of a draft that it is (None: it comes from a file, a solver, a gesture).
    """

    month: date
    own: frozenset[str] | None
    assignments: frozenset[Assignment]
    of: DraftVersion | None = None


@dataclass(frozen=True, kw_only=True)
class Overtaken:
    """What others published that a version ignores: added by them, or taken away by them."""

    added: tuple[Assignment, ...] = ()
    removed: tuple[Assignment, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.removed)


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """When a month was last published, and the register's number and hash then (0: no register)."""

    published: datetime
    register: int = 0
    head: str = ""


class Desk(Protocol[Publication_co]):
    """A place while somebody reads it, or writes there and nobody else does."""

    @property
    def association(self) -> Association:
        """The association, with all that is published."""
        ...

    @property
    def state(self) -> Hashable:
        """By what one knows later that nothing moved."""
        ...

    @property
    def register(self) -> int:
        """Number of the last publication (0: none, or the place doesn't number them)."""
        ...

    def version(self, wanted: DraftVersion | Version, *, head: bool = False) -> Version:
        """
        Return a version, as it is now; one that no place keeps is returned as it is.

        Raises
        ------
        UnknownDraftError, DiscardedError
            There is no such draft or version, or it was thrown away.
        StaleVersionError
            It isn't the draft's last one, and `head` is asked for.
        """
        ...

    def overtaken(self, version: Version, frame: Frame) -> Overtaken:
        """Return what others published since the draft took it into account, and it ignores."""
        ...

    def catch_up(self, draft: DraftVersion) -> None:
        """Note that a draft takes into account all that is published."""
        ...

    def places_differ(self, month_change: MonthChange) -> bool:
        """Whether publishing would change what is asked of slots, if not who holds them."""
        ...

    def keep(
        self,
        base: DraftVersion,
        assignments: Iterable[Assignment],
        *,
        origin: str,
        note: str = "",
    ) -> DraftVersion:
        """Make the next version of a draft, after `base`, and its last one."""
        ...

    def publish(
        self,
        version: Version,
        month_change: MonthChange,
        *,
        origin: str = "publication",
        note: str = "",
    ) -> Publication_co:
        """
        Publish a version, with all that follows a publication, or nothing.

        Raises
        ------
        MovedError
            The month was published since `month_change` was worked out.
        """
        ...

    def stamp(self, frame: Frame) -> Stamp | None:
        """Return since when what is published of a month stands (None: never, or nobody knows)."""
        ...

    def answer(self, acknowledgement: Acknowledgement, agency: str) -> object:
        """Keep who answers for a finding, of somebody of an agency, and return where."""
        ...


class Place(Protocol[Publication_co]):
    """Where an association and its months are."""

    def reading(self) -> AbstractContextManager[Desk[Publication_co]]:
        """Read the place as it is at one moment."""
        ...

    def writing(self) -> AbstractContextManager[Desk[Publication_co]]:
        """Hold the place against other writers; all that is written is kept at the end, or none."""
        ...
