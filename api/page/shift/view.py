"""What a shift's pages show, for which they open a draft, and what became of their forms."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Form, Request
from fastapi.responses import Response

from api.access.request import TheEngine, Who, tag_of
from api.data.stored.association import read
from api.database.engine import reading
from api.french.plural import plural
from api.french.shifts import timing_words
from api.french.words import brief, hours, long_date
from api.month.candidates.service import (
    PossibleExchange,
    candidates_for,
    possible_exchanges,
    possible_slots,
)
from api.month.drafts.access import ReadVersion, head_read
from api.month.drafts.replacing import is_missing
from api.month.errors import BadRequestError, Wrong, not_a_day
from api.month.findings import judge
from api.month.reading.drawing import day_chips
from api.month.versions.operations import Operation
from api.page.edits.choices import (
    HOLDS,
    CandidatesView,
    CellView,
    Offer,
    candidates_view,
    cell_view,
    offer_of,
)
from api.page.edits.locks import ShiftIn, lawful_edit, lock_shifts
from api.page.grid.marks import slot_words
from api.page.grid.panel import FindingLine, line_of
from api.page.plannings import Deciding, deciding, scope_of
from api.planning.chips import Chip
from api.planning.names import names_of
from api.shell.document import render
from api.staffing.wording import cause_words
from api.web.addresses import Id
from api.web.clock import Now
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Refusal, not_found
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment
from scheduler.domain.sharing.hours import Hours
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


def replacing_address(draft: str, person: str, changed: str = "") -> str:
    """Return the page of a person's shifts while they are away; `changed`: one that they left."""
    query = {"personne": person, **({"service": changed} if changed else {})}
    return f"/plannings/{draft}/remplacer?{urlencode(query)}"


@dataclass(frozen=True, kw_only=True)
class HolderCard:
    """Who holds the shift; `why`: why it stays (empty: it may be moved); `leaving`: chosen."""

    person: str
    name: str
    details: tuple[str, ...]
    why: str
    locked: bool
    leaving: bool


@dataclass(frozen=True, kw_only=True)
class ShiftView:
    """
    A shift.

    `decided`: this draft decides it; `lacking`: fewer people hold it than its target. `instead_of`:
    whom a candidate would replace; `away`: they can't come then. `causes`: why nobody could take
    it.
    """

    slot: str
    title: str
    address: str
    filled: str
    timing: tuple[str, ...]
    decided: bool
    lacking: bool
    holders: tuple[HolderCard, ...]
    instead_of: str
    away: bool
    causes: tuple[str, ...]
    candidates: CandidatesView

    @property
    def leaves_lock(self) -> bool:
        """Whether the person whom a candidate would replace is locked there."""
        return any(holder.leaving and holder.locked for holder in self.holders)


def shift_view(opened: ReadVersion, slot_id: str, now: datetime, *, instead_of: str) -> ShiftView:
    """
    Write a shift's page.

    Raises `BadRequestError`: `instead_of` doesn't hold the shift.
    """
    frame, assignments = opened.frame, opened.assignments
    slot, names = frame.problem.slot_of[slot_id], names_of(frame.association)
    rota = frame.rota(assignments)
    candidates = candidates_for(frame, assignments, slot_id, instead_of=instead_of)
    shown = candidates_view(frame, candidates, instead_of)
    posts = posts_of(slot, rota.team_of[slot_id])
    return ShiftView(
        slot=slot_id,
        title=f"{slot_words(slot, names)}, {long_date(slot.span.day)}",
        address=names.address(slot.site),
        filled=posts.words,
        timing=(
            *filter(None, (names.purpose(slot_id),)),
            *timing_words(slot.span, slot.breaks),
        ),
        decided=slot_id not in frame.frozen,
        lacking=posts.open > 0,
        holders=tuple(_holders(opened, slot_id, now, instead_of)),
        instead_of=instead_of,
        away=is_missing(frame.problem, instead_of, slot.span),
        causes=tuple(cause_words(post, candidates.reasons) for post in candidates.reasons.posts),
        candidates=shown,
    )


def _holders(
    opened: ReadVersion, slot_id: str, now: datetime, instead_of: str
) -> Iterable[HolderCard]:
    frame, assignments = opened.frame, opened.assignments
    day = frame.problem.slot_of[slot_id].span.day
    for person in frame.rota(assignments).team_of[slot_id]:
        there, before = day_chips(frame, assignments, now, person.id, day)
        chip = next(chip for chip in there if chip.duty == slot_id)
        yield HolderCard(
            person=person.id,
            name=person.name,
            details=tuple(_details(opened, chip, before)),
            why=HOLDS[chip.hold] if chip.hold else "",
            locked=chip.locked,
            leaving=person.id == instead_of,
        )


def _details(opened: ReadVersion, chip: Chip, before: Iterable[Chip]) -> Iterable[str]:
    frame = opened.frame
    if chip.pair:
        people = frame.problem.mediator_of
        yield "Binôme fixe : " + ", ".join(people[other].name for other in chip.partners)
    if chip.changed:
        slots, names = frame.problem.slot_of, names_of(frame.association)
        there = " ; ".join(slot_words(slots[other.duty], names) for other in before) or "libre"
        yield f"Modifié depuis la publication, avant : {there}"


@dataclass(frozen=True, kw_only=True)
class MovedShift:
    """
    A shift that leaves its place: whose, which, and the day that one looks at.

    `first` and `last`: of the month; `before` and `after`: the days next to that day (None: in
    another month).
    """

    slot: str
    person: str
    name: str
    words: str
    locked: bool
    day: date
    first: date
    last: date
    before: date | None
    after: date | None


def moved_shift(opened: ReadVersion, mine: Assignment, day: date | None) -> MovedShift:
    """
    Write the shift that is to leave its place, looking at a day (None: its own).

    Raises `BadRequestError`: nobody holds `mine`, or another draft decides it.
    """
    frame = opened.frame
    if mine not in frame.rota(opened.assignments).assignments or mine.slot in frame.frozen:
        expected = "une personne qui tient ce créneau, et que ce planning y met"
        raise BadRequestError([Wrong(field="personne", received=mine.mediator, expected=expected)])
    slot, days = frame.problem.slot_of[mine.slot], frame.problem.horizon.days
    shown = day or slot.span.day
    if shown not in days:
        raise BadRequestError([not_a_day("jour", shown, frame.month)])
    return MovedShift(
        slot=slot.id,
        person=mine.mediator,
        name=frame.problem.mediator_of[mine.mediator].name,
        words=f"{slot_words(slot, names_of(frame.association))}, {long_date(slot.span.day)}",
        locked=mine in frame.problem.lock_of,
        day=shown,
        first=days[0],
        last=days[-1],
        before=shown - timedelta(days=1) if shown > days[0] else None,
        after=shown + timedelta(days=1) if shown < days[-1] else None,
    )


def moving_view(opened: ReadVersion, mine: Assignment, day: date, now: datetime) -> CellView:
    """Write a day of the person who leaves a shift, `mine`: what they hold, and may take for it."""
    left = opened.assignments - {mine}
    possible = possible_slots(opened.frame, left, mine.mediator, day)
    others = [offer for offer in possible if offer.slot.id != mine.slot]
    return cell_view(opened.frame, left, mine.mediator, day, others, now=now, moved=mine.slot)


def exchange_offers(opened: ReadVersion, mine: Assignment, day: date) -> tuple[Offer, ...]:
    """Write the shifts of a day for which a person's shift, `mine`, may be exchanged."""
    names = names_of(opened.frame.association)
    name = opened.frame.problem.mediator_of[mine.mediator].name
    return tuple(
        offer_of(
            opened.frame,
            offer.slot.id,
            f"{offer.mediator.name} : {slot_words(offer.slot, names)}",
            _cost(offer, name),
            added=offer.changed.added,
            stopping=offer.stopping,
            person=offer.mediator.id,
        )
        for offer in possible_exchanges(opened.frame, opened.assignments, mine, day)
    )


def _cost(offer: PossibleExchange, name: str) -> str:
    """Say what an exchange makes of both people's hours, and of findings."""
    parts = [
        f"{brief(name)} {_against(offer.mine)}",
        f"{brief(offer.mediator.name)} {_against(offer.theirs)}",
    ]
    if offer.changed.added:
        parts.append(f"{plural(len(offer.changed.added), 'constat')} de plus")
    if offer.changed.removed:
        parts.append(f"{plural(len(offer.changed.removed), 'constat')} de moins")
    return " ; ".join(parts)


def _against(worked: Hours) -> str:
    return f"{hours(worked.planned)} sur {hours(worked.due)}"
