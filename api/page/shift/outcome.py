"""Open a draft for one of its pages, and say what became of the page's form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Form, Request
from fastapi.responses import Response

from api.access.request import TheEngine, Who, tag_of
from api.data.stored.association import read
from api.database.engine import reading
from api.month.answers import refusal_of
from api.month.drafts.access import ReadVersion, head_read
from api.month.errors import BadRequestError
from api.month.judging import judge
from api.month.versions.operations import Operation
from api.page.deciding import Deciding, deciding
from api.page.edits.lawful import lawful_edit
from api.page.edits.locks import ShiftIn, lock_shifts
from api.page.grid.panel import FindingLine, line_of
from api.page.plannings.view import scope_of
from api.shell.document import render
from api.web.addresses import Id
from api.web.clock import Now
from api.web.problems import Refusal, not_found
from scheduler.domain.problem import Assignment
from scheduler.errors import RoulementError

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


@dataclass(frozen=True, kw_only=True)
class OpenedDraft:
    """A draft's current version, what it covers in words, and what the caller may do to it."""

    version: ReadVersion
    scope: str
    mine: Deciding


class AskedDraft:
    """Who asks for a page of which draft, and when: what the pages of plain forms share."""

    def __init__(
        self, request: Request, who: Who, engine: TheEngine, rota_id: Id, now: Now
    ) -> None:
        self.request, self.who, self.engine = request, who, engine
        self.id, self.now = rota_id, now

    def opened(self, slot: str = "") -> OpenedDraft:
        """
        Open the draft's current version.

        Raises `UnknownError` or `Refusal`: the caller may not see the draft, or `slot` isn't in its
        month (404).
        """
        with reading(self.engine) as session:
            version = head_read(self.who, session, self.id)
            mine = deciding(self.who, session, version.row)
            scope = scope_of(version.row, read(session))
        if slot and slot not in version.frame.problem.slot_of:
            raise not_found()
        return OpenedDraft(version=version, scope=scope, mine=mine)

    def page(self, template: str, opened: OpenedDraft, outcome: Outcome, **values: Any) -> Response:
        """Fill a template with a version and with what became of the form."""
        return render(
            self.request,
            template,
            status=outcome.status,
            draft=opened.version.row,
            scope=opened.scope,
            mine=opened.mine,
            outcome=outcome,
            **values,
        )

    def edited(
        self, version: int, *operations: Operation, locked: bool = False, note: str = ""
    ) -> Outcome:
        """
        Edit the last version by operations, all or none, as the grid's gestures do.

        `locked`: the page showed that what they take off is locked. `note`: what the history says.
        Raises `Refusal`: the draft isn't the caller's to see: there is no page to show then (404).
        """

        def deed() -> tuple[FindingLine, ...]:
            mine = {Assignment(operation.person, operation.slot) for operation in operations}
            shown = frozenset(mine if locked else ())
            match = self._match(version)
            attempt = lawful_edit(
                self.who, self.engine, self.id, match, operations, locked=shown, note=note
            )
            if not attempt.broken:
                return ()
            judged = judge(attempt.edited.frame, attempt.edited.before)
            return tuple(line_of(finding, judged) for finding in attempt.broken)

        return _outcome(deed)

    def locked(self, version: int, shifts: Sequence[ShiftIn], *, locked: bool) -> Outcome:
        """Lock shifts of the last version, or unlock them, all or none (see `edited`)."""

        def deed() -> tuple[()]:
            match = self._match(version)
            lock_shifts(self.who, self.engine, self.id, match, shifts, locked=locked)
            return ()

        return _outcome(deed)

    def _match(self, version: int) -> str:
        """Return what `If-Match` says of a version that a form was written from."""
        return tag_of(self.id, version).strip('"')


TheDraft = Annotated[AskedDraft, Depends(AskedDraft)]


def _outcome(deed: Callable[[], tuple[FindingLine, ...]]) -> Outcome:
    """Do what a form asks for; say what it would break, or why it is refused."""
    try:
        return Outcome(broken=deed())
    except Refusal as error:
        if error.status == 404:  # noqa: PLR2004 - there is no page to show then
            raise
        return Outcome(refusal=error)
    except RoulementError as error:
        return Outcome(refusal=refusal_of(error))
