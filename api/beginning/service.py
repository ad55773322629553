"""
Say how far an association's beginning is, step by step.

All of it is read from the data, so that a step is done however it was done. Only what somebody
chose is kept: the steps that they passed over, and that they closed the whole.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.access.accounts.first import EVERYTHING
from api.access.caller import Caller
from api.access.journal import note
from api.access.reach import Reach
from api.database.counters import raise_number, raised
from api.database.engine import reading
from api.french.plural import plural
from api.french.words import month_name
from api.ledger.history import whole
from api.month.places.drafts import drafts
from api.phones.service import State, everybody
from api.web.months import first_of
from constraints.registry import agreements
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import civil_day
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
    steps = []
    for step, (parts, missing) in zip(Step, _facts(session, now), strict=True):
        there, skipped = ", ".join(filter(None, parts)), is_chosen(session, step)
        steps.append(
            Progress(step=step, there=there, missing=[*filter(None, missing)], skipped=skipped)
        )
    return tuple(steps)


def is_chosen(session: Session, step: Step | None = None) -> bool:
    """Whether somebody passed over a step, or closed the whole beginning (None)."""
    return _kept(step) in raised(session, KEPT)


def choose(session: Session, caller: Caller, step: Step | None = None, *, chosen: bool) -> None:
    """Pass over a step or close the whole (None), or take it up again; in a `writing` session."""
    raise_number(session, _kept(step), to=int(chosen))
    note(session, caller, "fermer" if chosen else "rouvrir", KEPT, step or "")


def stands(engine: Engine, caller: Caller, now: datetime) -> bool:
    """
    Whether the menu of an account names the beginning: it may do all of it, and has work there.

    Once a month is published and each step has something, who is hired later begins nothing anew.
    """
    if not all(Reach(caller, frozenset({role})).everything for role in EVERYTHING):
        return False
    try:
        with reading(engine) as session:
            return not is_chosen(session) and any(
                each.open and (each.step is Step.MONTH or not each.there)
                for each in progress(session, now)
            )
    except (RoulementError, SQLAlchemyError):
        return False  # a page that says what is wrong with the data has a menu too


def check_reach(caller: Caller) -> None:
    """Refuse an account that answers for a part of the association (UnknownError)."""
    Reach(caller, frozenset(EVERYTHING)).check_everything()


def _kept(step: Step | None) -> str:
    return f"{KEPT}.{step}" if step else KEPT


def _facts(session: Session, now: datetime) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what is there of each step and what is missing, in words (or empty), in their order."""
    association, today = whole(session), civil_day(now)
    name, agencies = association.employer.name, association.agencies
    applied = {agreements()[a.agreement].text for a in association.applied}
    yield (
        [name, _many(agencies, "agence"), _many(association.dispositifs, "dispositif"), *applied],
        [
            "" if name else "le nom de l’association",
            "" if agencies else "une agence",
            "" if association.dispositifs else "un dispositif",
        ],
    )
    sites = association.sites
    yield [_many(sites, "lieu", "lieux")], ["" if sites else "un lieu"]
    phones = everybody(session, now)
    without = _many([p for p in association.mediators if not p.contracts], "contrat")
    yield [_many(phones, "personne")], [without, "" if phones else "une personne"]
    slots = [
        template
        for template in association.templates
        if template.kind is not SlotKind.TEAM and (template.until or today) >= today
    ]
    filled = {template.dispositif for template in slots}
    # A row of the week is several templates where its days ask for different numbers.
    lines = {(each.dispositif, each.site, each.start, each.end) for each in slots}
    bare = [f"les créneaux de {d.name}" for d in association.dispositifs if d.id not in filled]
    yield [_many(lines, "créneau", "créneaux")], bare if slots else ["les créneaux d’une semaine"]
    if association.published_months:
        last = first_of(association.published_months[-1])
        yield [f"{month_name(last)} publié"], []
    else:
        begun = sorted(row.month for row in drafts(session) if row.month >= today.replace(day=1))
        words = [f"brouillon : {month_name(begun[0])}"] if begun else []
        yield words, ["sa publication" if begun else "un mois calculé, puis publié"]
    ready, invited, rest = ([p for p in phones if p.state is state] for state in reversed(State))
    yield (
        [
            _many(ready, "personne a son mot de passe", "personnes ont leur mot de passe"),
            _many(invited, "personne invitée", "personnes invitées"),
        ],
        [_many(rest, "personne à inviter", "personnes à inviter") if phones else "une équipe"],
    )


def _many(things: Collection[object], word: str, many: str = "") -> str:
    return plural(len(things), word, many) if things else ""
