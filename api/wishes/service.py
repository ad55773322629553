"""Enter and withdraw wishes: when a person would rather work or be free."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import Field, StrictBool
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.asking.errors import ConflictError, PassedError, WrongValuesError
from api.asking.moments import read_span, written
from api.asking.shapes import Moment
from api.data.association import Association, Published
from api.data.rows.people import WishRow
from api.data.stored.entries import RefusedRowsError, StaleRowError
from api.data.stored.rows import KINDS, Entry, add, get, of_person, remove
from api.data.tables.rows import table_of
from api.database.errors import NotThereError
from api.database.tables.ledger import PublicationRow
from api.events.facts import Fact, record, request_fact
from api.events.facts import written as recorded
from api.french.words import month_name
from api.ledger.history import whole
from api.month.errors import Wrong
from api.month.frames import framed
from api.month.wishes import own_words, wishes_answered
from api.web.answering.answer import Body
from scheduler.domain.people import Wish as KeptWish
from scheduler.domain.time import Span, civil_day, next_month
from scheduler.errors import InvalidProblemError

KIND = KINDS["souhaits"]
MOST = 60
"""Wishes that a person may have at once: a wish for everything is none."""
LONGEST = 3
"""Days that no duty lasts."""


class Wish(Body):
    """A wish to work (`wants`) or to be free; how much it matters, which the row itself bounds."""

    start: Moment
    end: Moment
    wants: StrictBool = Field(default=False, examples=[False])
    weight: int = Field(default=1, examples=[5], json_schema_extra={"minimum": 1, "maximum": 10})


class WishOutcome(StrEnum):
    """What became of a wish."""

    WAITING = "attente"
    GRANTED = "accorde"
    REFUSED = "refuse"


@dataclass(frozen=True, kw_only=True)
class WishAnswer:
    """
    What became of a wish, and the person's published shifts that touch it, by start.

    `why`: why it is refused, in words that name nobody else (empty: it isn't, or not known).
    """

    outcome: WishOutcome
    shifts: tuple[Published, ...] = ()
    why: str = ""


def answer_to(association: Association, entry: Entry, now: datetime) -> WishAnswer:
    """
    Return what became of a wish: it waits until all the months that it touches are published.

    Why it is refused is known of the month before `now`'s and of those after: a month has to be
    assembled and judged to know it, and who has wished for years has refusals in many.
    """
    wish_ = _kept(entry)
    outcome, shifts = outcome_of(association, wish_)
    if outcome is not WishOutcome.REFUSED:
        return WishAnswer(outcome=outcome, shifts=shifts)
    why = _why_refused(association, wish_, now)
    return WishAnswer(outcome=outcome, shifts=shifts, why=why)


def _kept(entry: Entry) -> KeptWish:
    values = entry.values
    return KeptWish(
        mediator=values["mediator"],
        span=read_span(values["start"], values["end"]),
        wants=values["wants"],
        weight=values["weight"],
        templates=frozenset(values["templates"]),
    )


def outcome_of(
    association: Association, wish_: KeptWish
) -> tuple[WishOutcome, tuple[Published, ...]]:
    """Return what became of a wish, and the person's published shifts that touch it."""
    labels = sorted({f"{day:%Y-%m}" for day in wish_.span.days})
    if not all(is_published(association, wish_.mediator, label) for label in labels):
        return WishOutcome.WAITING, ()
    # What began the month before may go against a wish of its first days.
    before = wish_.span.day - timedelta(days=LONGEST)
    shifts = tuple(
        row
        for label in sorted({f"{before:%Y-%m}", *labels})
        for row in association.history.get(label, ())
        if row.worked.mediator == wish_.mediator and wish_.bears_on(row.worked.duty)
    )
    granted = bool(shifts) == wish_.wants
    return (WishOutcome.GRANTED if granted else WishOutcome.REFUSED), shifts


def record_answers(session: Session, publication: PublicationRow) -> None:
    """Write down which wishes a publication answers, in its transaction: once for each wish."""
    month, table = publication.month, table_of(WishRow)
    after = (next_month(month), None)
    touching = select(table.c.key).where(table.c.start < after, table.c.end >= (month, None))
    keys = {f"souhait:{key}": key for key in session.scalars(touching)}
    for key in recorded(session, keys):
        del keys[key]
    association = whole(session) if keys else None
    facts = []
    for key, number in keys.items():
        entry = get(session, KIND, number)
        assert association is not None  # noqa: S101 - there are keys
        outcome, _ = outcome_of(association, _kept(entry))
        if outcome is not WishOutcome.WAITING:
            fact = _fact(association, entry, outcome.value, answered=True)
            facts.append(replace(fact, key=key))
    record(session, *facts, now=publication.made)


def _why_refused(association: Association, wish_: KeptWish, now: datetime) -> str:
    """Say why what is published doesn't grant a wish, as who wished reads it."""
    person = association.mediator_of[wish_.mediator]
    present = civil_day(now).replace(day=1)
    earliest = (present - timedelta(days=1)).replace(day=1)
    for month in sorted({day.replace(day=1) for day in wish_.span.days if day >= earliest}):
        try:
            frame = framed(association, month, person.dispositifs, now, aside=True)
        except InvalidProblemError:
            continue  # the contract has ended, or nothing is to be held any more
        for answer in wishes_answered(frame, frame.published, person=person.id, now=now):
            if answer.wish == wish_ and answer.refusal is not None:
                return own_words(answer)
    return ""


def is_published(association: Association, mediator: str, label: str) -> bool:
    """Whether a month (`2026-12`) is published of one of the person's dispositifs."""
    person = association.mediator_of.get(mediator)
    dispositifs = frozenset[str]() if person is None else person.dispositifs
    rows = association.history.get(label, ())
    return any(row.worked.duty.dispositif in dispositifs for row in rows)


def wishes_of(session: Session, mediator: str) -> list[Entry]:
    """Return a person's wishes, in the order in which they were made."""
    return of_person(session, KIND, mediator)


def wish(session: Session, caller: Caller, mediator: str, wished: Wish, now: datetime) -> Entry:
    """
    Add a wish, in a `writing` session.

    WrongValuesError: a moment is invalid, or over, or the association doesn't allow it;
    ConflictError: a month that it touches is published for the person, or there are sixty wishes.
    """
    span = read_span(wished.start, wished.end)
    if span.end <= now:
        text = "une fin à venir"
        raise WrongValuesError([Wrong(field="end", received=wished.end, expected=text)])
    _check_open(whole(session), mediator, span)
    if len(wishes_of(session, mediator)) >= MOST:
        raise ConflictError("trop_de_souhaits", f"{MOST} souhaits au plus : retirez-en d’abord.")
    values = {
        "mediator": mediator,
        "start": written(wished.start),
        "end": written(wished.end),
        "wants": wished.wants,
        "weight": wished.weight,
    }
    try:
        entry = add(session, KIND, values, by=caller.user)
    except RefusedRowsError as error:
        raise WrongValuesError.of(error.faults) from None
    note(session, caller, "ajouter", "souhait", str(entry.key))
    _record(session, entry, "demande", answered=False)
    return entry


def unwish(session: Session, caller: Caller, mediator: str, key: int, number: int) -> None:
    """
    Take a wish of the person's away, in a `writing` session.

    UnknownError, PassedError: no such wish of theirs, or somebody changed it meanwhile;
    ConflictError: a month that it touches is published, so that the wish has had its answer.
    """
    try:
        row = get(session, KIND, key)
    except NotThereError:
        raise UnknownError from None
    values = row.values
    if values["mediator"] != mediator:
        raise UnknownError
    _check_open(whole(session), mediator, read_span(values["start"], values["end"]))
    try:
        remove(session, KIND, key, number, by=caller.user)
    except StaleRowError as error:
        raise PassedError(error.current.number, number) from None
    note(session, caller, "retirer", "souhait", str(key))
    _record(session, row, "retire", answered=True)


def _check_open(association: Association, mediator: str, span: Span) -> None:
    """Refuse a wish for days of a month that is published for one of the person's dispositifs."""
    for label in sorted({f"{day:%Y-%m}" for day in span.days}):
        if is_published(association, mediator, label):
            month = month_name(date.fromisoformat(f"{label}-01"))
            raise ConflictError(
                "mois_publie",
                f"Le planning de {month} est publié : demandez un échange ou un congé.",
            )


def _record(session: Session, entry: Entry, state: str, *, answered: bool) -> None:
    record(session, _fact(whole(session), entry, state, answered=answered))


def _fact(association: Association, entry: Entry, state: str, *, answered: bool) -> Fact:
    person = entry.values["mediator"]
    return request_fact(association, "wish", str(entry.key), person, state, answered=answered)
