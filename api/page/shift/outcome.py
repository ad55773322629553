"""Open a shift for one of its pages, and say what became of the page's form."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Form

from api.access.request import tag_of
from api.data.stored.association import read
from api.database.engine import reading
from api.month.answers import refusal_of
from api.month.drafts.access import ReadVersion, head_read
from api.month.errors import BadRequestError
from api.month.judging import judge
from api.page.deciding import Deciding, deciding
from api.page.edits.lawful import lawful_edit
from api.page.grid.panel import FindingLine, line_of
from api.page.plannings.view import scope_of
from api.web.problems import Refusal, not_found
from scheduler.domain.problem import Assignment
from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.month.versions.operations import Operation


Locked = Annotated[str, Form(max_length=3)]
"""The field of a form that says that the page showed the shift as locked (empty: it didn't)."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Findings that nobody may set aside, or a refusal; without either, it is done."""

    broken: tuple[FindingLine, ...] = ()
    refusal: Refusal | None = None

    @property
    def done(self) -> bool:
        """Whether the form did what its button says."""
        return not self.broken and self.refusal is None

    @property
    def status(self) -> int:
        """Return the status of the page that shows it."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.broken else 200

    @contextmanager
    def first(self) -> Iterator[None]:
        """Raise the refusal rather than what follows from it: what the form was about is gone."""
        try:
            yield
        except BadRequestError:
            if self.refusal is not None:
                raise self.refusal from None
            raise


ASKED = Outcome()
"""The outcome of a page that is only read."""


def outcome_of(
    who: Caller,
    engine: Engine,
    draft: str,
    version: int,
    *operations: Operation,
    locked: bool,
) -> Outcome:
    """
    Edit a draft's last version by operations, all or none, as the grid's gestures do.

    `locked`: the page showed that what they take off is locked. Raises `Refusal`: the draft isn't
    the caller's to see: there is no page to show then (404).
    """

    def edited() -> tuple[FindingLine, ...]:
        mine = {Assignment(operation.person, operation.slot) for operation in operations}
        shown = frozenset(mine if locked else ())
        match = match_of(draft, version)
        attempt = lawful_edit(who, engine, draft, match, operations, locked=shown)
        if not attempt.broken:
            return ()
        judged = judge(attempt.edited.frame, attempt.edited.before)
        return tuple(line_of(finding, judged) for finding in attempt.broken)

    return outcome_of_deed(edited)


def outcome_of_deed(deed: Callable[[], tuple[FindingLine, ...]]) -> Outcome:
    """Do what a form asks for; say what it would break, or why it is refused (see `outcome_of`)."""
    try:
        return Outcome(broken=deed())
    except Refusal as error:
        if error.status == 404:  # noqa: PLR2004 - there is no page to show then
            raise
        return Outcome(refusal=error)
    except RoulementError as error:
        return Outcome(refusal=refusal_of(error))


def match_of(draft: str, version: int) -> str:
    """Return what `If-Match` says of a version that a form was written from."""
    return tag_of(draft, version).strip('"')


@dataclass(frozen=True, kw_only=True)
class OpenedShift:
    """A draft's current version, what it covers in words, and what the caller may do to it."""

    version: ReadVersion
    scope: str
    mine: Deciding


def opened_shift(who: Caller, engine: Engine, draft: str, slot: str) -> OpenedShift:
    """
    Open a shift of a draft's current version.

    Raises `UnknownError` or `Refusal`: the caller may not see the draft, or the slot isn't in its
    month (404).
    """
    with reading(engine) as session:
        version = head_read(who, session, draft)
        mine = deciding(who, session, version.row)
        scope = scope_of(version.row, read(session))
    if slot not in version.frame.problem.slot_of:
        raise not_found()
    return OpenedShift(version=version, scope=scope, mine=mine)
