"""Note that somebody is away, having seen which of their shifts that opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import OVERSEERS, Reach
from api.asking.errors import ConflictError
from api.asking.moments import read_span, written
from api.asking.shapes import Moment, Slot
from api.data.entering.editor import REASONS, RowEditor, invalid
from api.database.tables.month import RotaRow
from api.french.words import capital
from api.intake.text.words import ABSENCE_NAMES
from api.leave.impact import BrokenShift, broken, drafted
from api.leave.service import MOST_SLOTS, Away
from api.ledger.history import whole
from scheduler.domain.people import AbsenceKind, Mediator
from scheduler.domain.time import Span

KIND = "absences"


class AbsenceNote(Away):
    """
    An absence as somebody notes it: whose, why, from which day to which (empty: that day alone).

    No reason is supposed: pay and balances follow from it, so that it is always chosen.
    `knowing`: the slots that it opens, as they were shown.
    """

    person: Annotated[str, Field(min_length=1, max_length=120)]
    end: Moment = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    knowing: Annotated[list[Slot], Field(max_length=MOST_SLOTS)] = Field(default=[])

    @property
    def span(self) -> Span:
        """Return when they are away (WrongValuesError: it can't be)."""
        return read_span(self.start, self.end or self.start)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """
    What somebody's absence would open: their shifts to come then, by start.

    `reads`: whether the caller reads why people are away; who doesn't gives, of the reasons (by
    value), none that says anything of health: `kinds`.
    """

    person: Mediator
    shifts: Sequence[BrokenShift]
    reads: bool
    kinds: Mapping[str, str]

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the slots, by id."""
        return tuple(sorted({shift.slot for shift in self.shifts}))


def opening(
    session: Session,
    caller: Caller,
    person: str,
    span: Span | None,
    *,
    now: datetime,
    draft: RotaRow | None = None,
) -> Opening:
    """
    Say what an absence would open, of what is published and of one draft; `span`: None, nothing.

    Raises `UnknownError`: there is no such person, or the caller doesn't answer for them.
    """
    association = whole(session)
    mediator = Reach(caller, OVERSEERS).someone(association, person)
    shifts: list[BrokenShift] = []
    if span is not None:
        shifts += broken(session, association, person, span)
        drafts = () if draft is None else (draft,)
        shifts += (d.shift for d in drafted(session, association, person, span, drafts))
    hidden = RowEditor(caller, session).hidden(KIND, {"mediator": person})
    kinds = REASONS if hidden else tuple(AbsenceKind)
    return Opening(
        person=mediator,
        shifts=sorted((s for s in shifts if s.span.start > now), key=lambda s: s.span.start),
        reads=not hidden,
        kinds={kind.value: capital(ABSENCE_NAMES[kind]) for kind in kinds},
    )


def note_absence(
    session: Session,
    caller: Caller,
    wanted: AbsenceNote,
    *,
    now: datetime,
    draft: RotaRow | None = None,
) -> None:
    """
    Write an absence, in a `writing` session; the shifts stay their person's until others have them.

    UnknownError: there is no such person, or the caller doesn't answer for them; WrongValuesError:
    the days are no days, or in the wrong order; ConflictError: it opens other shifts than
    `knowing`, which must be looked at first; Refusal: the caller may not write it (403), or the
    rows don't allow it (422).
    """
    span = wanted.span
    there = opening(session, caller, wanted.person, span, now=now, draft=draft)
    editor = RowEditor(caller, session)
    row = {
        "mediator": wanted.person,
        "start": written(wanted.start),
        "end": written(wanted.end or wanted.start),
        "kind": wanted.kind,
    }
    values, faults = editor.checked(KIND, row, "")
    if faults:
        raise invalid(faults)
    if set(there.slots) != set(wanted.knowing):
        raise ConflictError(
            "services_ouverts",
            "Rien n’est enregistré encore : voici les services que cette absence ouvre.",
        )
    editor.apply([editor.add(KIND, values, "")], [""])
