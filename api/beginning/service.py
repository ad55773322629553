"""
Say how far an association's beginning is, step by step.

All of it is read from the data, so that a step is done however it was done. Only what somebody
chose is kept: the steps that they passed over, and that they closed the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.access.accounts.first import EVERYTHING
from api.access.caller import Caller
from api.access.journal import note
from api.access.reach import Reach
from api.data.association import Association
from api.database.counters import number, raise_number
from api.database.engine import reading
from api.french.plural import plural
from api.french.words import month_name
from api.ledger.history import whole
from api.month.places.drafts import drafts
from api.phones.service import State, states_of, there_from
from constraints.registry import agreements
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import PARIS
from scheduler.errors import RoulementError

KEPT = "commencer"
"""The name of the counter that is one where the beginning is closed; a step's follows it."""


class Step(StrEnum):
    """What an association needs before a month is on a phone, in this order."""

    ASSOCIATION = "association"
    PLACES = "lieux"
    TEAM = "equipe"
    WEEK = "semaine"
    MONTH = "mois"
    PHONES = "telephones"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a step is: what `there` is, in words, and what is still `missing` (none: done)."""

    step: Step
    there: str
    missing: Sequence[str]
    skipped: bool

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def open(self) -> bool:
        """Whether it is still to be done: neither done nor passed over."""
        return not self.done and not self.skipped


def progress(session: Session, now: datetime) -> tuple[Progress, ...]:
    """Return how far each step is, in their order."""
    association, today = whole(session), now.astimezone(PARIS).date()
    facts = {
        Step.ASSOCIATION: _association(association),
        Step.PLACES: _places(association),
        Step.TEAM: _team(association, today),
        Step.WEEK: _week(association, today),
        Step.MONTH: _month(session, association, today),
        Step.PHONES: _phones(states_of(session, association, now)),
    }
    return tuple(
        Progress(
            step=step, there=there, missing=missing, skipped=bool(number(session, _kept(step)))
        )
        for step, (there, missing) in facts.items()
    )


def skip(session: Session, caller: Caller, step: Step, *, skipped: bool) -> None:
    """Pass over a step, or take it up again, in a `writing` session."""
    raise_number(session, _kept(step), to=int(skipped))
    note(session, caller, "passer" if skipped else "reprendre", KEPT, step)


def close(session: Session, caller: Caller, *, closed: bool) -> None:
    """Close the beginning, or open it again, in a `writing` session."""
    raise_number(session, KEPT, to=int(closed))
    note(session, caller, "fermer" if closed else "rouvrir", KEPT, "")


def is_closed(session: Session) -> bool:
    """Whether somebody closed the beginning."""
    return bool(number(session, KEPT))


def is_whole(caller: Caller) -> bool:
    """Whether an account holds all that a beginning takes, over the whole association."""
    return all(Reach(caller, frozenset({role})).everything for role in EVERYTHING)


def stands(engine: Engine, caller: Caller, now: datetime) -> bool:
    """Whether steps are open for an account that may do them all: its menu names them, then."""
    if not is_whole(caller):
        return False
    try:
        with reading(engine) as session:
            return not is_closed(session) and any(each.open for each in progress(session, now))
    except (RoulementError, SQLAlchemyError):
        return False  # a page that says what is wrong with the data has a menu too


def check_reach(caller: Caller) -> None:
    """Refuse an account that answers for a part of the association (UnknownError)."""
    Reach(caller, frozenset(EVERYTHING)).check_everything()


def _kept(step: Step) -> str:
    return f"{KEPT}.{step}"


Facts = tuple[str, Sequence[str]]


def _association(association: Association) -> Facts:
    name = association.employer.name
    applied = [
        agreements()[each.agreement].text
        for each in association.applied
        if each.agreement in agreements()
    ]
    there = [name] if name else []
    there += [_many(association.agencies, "agence"), _many(association.dispositifs, "dispositif")]
    missing = [] if name else ["le nom de l’association"]
    missing += [] if association.agencies else ["une agence"]
    missing += [] if association.dispositifs else ["un dispositif"]
    return _joined(*there, *dict.fromkeys(applied)), missing


def _places(association: Association) -> Facts:
    return _many(association.sites, "lieu", "lieux"), [] if association.sites else ["un lieu"]


def _team(association: Association, today: date) -> Facts:
    people = there_from(association, today)
    without = [person.name for person in association.mediators if not person.contracts]
    missing = [f"le contrat de {name}" for name in without]
    return _many(people, "personne"), missing if people else [*missing, "une personne"]


def _week(association: Association, today: date) -> Facts:
    slots = [
        template
        for template in association.templates
        if template.kind is not SlotKind.TEAM
        and template.id not in association.appointment_of
        and (template.until is None or template.until >= today)
    ]
    filled = {template.dispositif for template in slots}
    bare = [each.name for each in association.dispositifs if each.id not in filled]
    missing = (
        [f"les créneaux de {name}" for name in bare] if slots else ["les créneaux d’une semaine"]
    )
    return _many(slots, "créneau", "créneaux"), missing


def _month(session: Session, association: Association, today: date) -> Facts:
    if association.published_months:
        last = date.fromisoformat(f"{association.published_months[-1]}-01")
        return f"{month_name(last)} publié", []
    begun = sorted({row.month for row in drafts(session) if row.month >= today.replace(day=1)})
    if not begun:
        return "", ["un mois calculé, puis publié"]
    return f"brouillon : {month_name(begun[0])}", ["sa publication"]


def _phones(states: Sequence[State]) -> Facts:
    ready, invited = states.count(State.READY), states.count(State.INVITED)
    there = _joined(
        _words(ready, "personne a son mot de passe", "personnes ont leur mot de passe"),
        _words(invited, "personne invitée", "personnes invitées"),
    )
    if not states:
        return there, ["une équipe à inviter"]
    rest = states.count(State.NOTHING)
    return there, [plural(rest, "personne à inviter", "personnes à inviter")] if rest else []


def _many(things: Sequence[object], word: str, many: str = "") -> str:
    return _words(len(things), word, many)


def _words(count: int, word: str, many: str = "") -> str:
    return plural(count, word, many) if count else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
