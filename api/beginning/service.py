"""
Say how far an association's beginning is, step by step.

All of it is read from the data, so that a step is done however it was done. Only what somebody
chose is kept: the steps that they passed over, and that they closed the whole.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.access.accounts.first import EVERYTHING
from api.access.caller import Caller
from api.access.idempotency import Once
from api.access.journal import note
from api.access.reach import Reach
from api.data.entering.editor import RowEditor, Wanted, invalid
from api.data.rows.employer import EmployerKey
from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.data.stored.entries import identifier
from api.database.counters import raise_number, raised
from api.database.engine import reading
from api.database.tables.month import RotaRow
from api.french.plain import plain
from api.french.plural import plural
from api.french.words import month_name
from api.jobs.requests import submit_once
from api.jobs.service import running_of
from api.jobs.shapes import AskJob, JobConfig, JobInput, JobOut
from api.ledger.history import whole
from api.month.drafts.service import NewDraft, begin_draft
from api.month.places.drafts import drafts
from api.page.data.saving import Typed, first
from api.phones.service import State, everybody
from api.settings import Settings
from api.web.months import first_of
from api.web.refusing.problems import Fault
from constraints.registry import agreements
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import civil_day, month_later
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


LINES = 8
"""How many places can be added at a time."""

NAMES = {"agences": "le nom de l’agence", "sites": "le nom du lieu"}


@dataclass
class Adding:
    """Rows to add together, the place of each in the form, and all that is wrong with them."""

    editor: RowEditor
    rows: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    taken: dict[str, set[str]] = field(default_factory=dict)

    def add(self, kind: str, place: str, **values: str) -> str:
        """Add a row, and return the identifier that is made from its name (empty: it has none)."""
        if KINDS[kind].has_ids:
            if kind not in self.taken:
                there = self.editor.rows(kind)
                self.taken[kind] = {str(row.__dict__["id"]) for _, row in there}
            values["id"] = identifier(values["name"], self.taken[kind])
            self.taken[kind].add(values["id"])
        row, faults = self.editor.checked(kind, values, place)
        if values.get("name") == "":
            faults = [Fault(field=f"{place}.name", expected=NAMES.get(kind, "un nom"))]
        self.faults += faults
        self.rows.append((kind, place, row))
        return values.get("id", "")

    def refuse_twice(self, place: str, name: str, known: set[Any], key: Any) -> None:
        """Refuse a name that is known under a key, which it is from now on."""
        if name and key in known:
            expected = f"chaque nom une seule fois : « {name[:60]} » est déjà là"
            self.faults.append(Fault(field=f"{place}.name", expected=expected))
        known.add(key)

    def wanted(self, start: str) -> Wanted:
        """
        Return the changes to make.

        Raises Refusal: something is wrong, all of which it says; or nothing was typed, which is
        said at the field of this name.
        """
        if not self.rows:
            self.faults.append(Fault(field=start, expected="un nom au moins"))
        if self.faults:
            raise invalid(self.faults)
        deeds = [self.editor.add(kind, values, place) for kind, place, values in self.rows]
        places = [place for _, place, _ in self.rows]
        return deeds, places, [(kind, values) for kind, _, values in self.rows]


def association_rows(editor: RowEditor, typed: Typed, today: date) -> Wanted:
    """
    Return what the step of the association adds: who they are, an agency, its dispositifs.

    Dispositifs are those of the new agency, of the one that is chosen, or of the only one.
    """
    association, adding = read(editor.session), Adding(editor)
    name, agreement = first(typed, "employeur.value"), first(typed, "conventions.agreement")
    if name:
        adding.add("employeur", "employeur", about=EmployerKey.NAME.value, value=name)
    if agreement:
        since = date(today.year, 1, 1).isoformat()
        adding.add("conventions", "conventions", since=since, agreement=agreement)
    agency = first(typed, "dispositifs.agency") or next((a.id for a in association.agencies), "")
    name, zone = first(typed, "agences.name"), first(typed, "agences.zone")
    if name or zone or not agency:
        agency = adding.add("agences", "agences", name=name, zone=zone)
    known = {plain(each.name) for each in association.dispositifs if each.agency == agency}
    for line in filter(None, map(str.strip, first(typed, "dispositifs.name").split("\n"))):
        adding.refuse_twice("dispositifs", line, known, plain(line))
        adding.add("dispositifs", "dispositifs", name=line, agency=agency)
    return adding.wanted("dispositifs.name")


def site_rows(editor: RowEditor, typed: Typed) -> Wanted:
    """Return the places that are added; lines that stay empty are left out."""
    association, adding = read(editor.session), Adding(editor)
    only = association.agencies[0].id if len(association.agencies) == 1 else ""
    known = {(plain(each.name), each.agency) for each in association.sites}
    for n in range(LINES):
        place = f"sites.{n}"
        name, address = first(typed, f"{place}.name"), first(typed, f"{place}.address")
        if name or address:
            agency = first(typed, f"{place}.agency") or only
            adding.refuse_twice(place, name, known, (plain(name), agency))
            adding.add("sites", place, name=name, address=address, agency=agency)
    return adding.wanted("sites.0.name")


AHEAD = 4
"""Months that are offered, the present one first."""

SECONDS = 30
"""Of search: enough for the first sight of a small team, and the page offers more."""


def months(now: datetime) -> Sequence[date]:
    """Return the months that may be begun; the second, which is the next, is the usual choice."""
    first = civil_day(now).replace(day=1)
    return [month_later(first, n) for n in range(AHEAD)]


def begun(session: Session, now: datetime) -> Sequence[tuple[RotaRow, str]]:
    """
    Return the drafts of this month and later, the nearest month first.

    Each with the id of its calculation that isn't over (empty: there is none).
    """
    rows = [row for row in drafts(session) if row.month >= months(now)[0]]
    rows.sort(key=lambda row: row.month)
    running = [running_of(session, row.id) for row in rows]
    return [(row, job.id if job else "") for row, job in zip(rows, running, strict=True)]


def begin(caller: Caller, engine: Engine, settings: Settings, month: str, now: datetime) -> str:
    """
    Begin a draft of a month and calculate it; return the address of what comes next.

    A month that has a draft already keeps it, so that a button pressed twice begins one. Raises
    `RoulementError`: the month isn't offered (see `months`), or as `begin_draft` does, nothing is
    to be held in it, or nobody is there.
    """
    with reading(engine) as session:
        for there in drafts(session, month=first_of(month)):
            job = running_of(session, there.id)
            return f"/plannings/{there.id}" + (f"/calculs/{job.id}" if job else "")
    if first_of(month) not in (offered := months(now)):
        first, last = month_name(offered[0]), month_name(offered[-1])
        raise RoulementError(f"mois à préparer : attendu un mois de {first} à {last}")
    row = begin_draft(caller, engine, NewDraft(month=month))
    seconds = min(SECONDS, settings.solve_seconds)
    wish = AskJob(config=JobConfig(seconds=seconds), model_input=JobInput(kind="solve"))
    # The draft is the key: of two requests at once, one calculates it.
    once = Once(engine, caller.user, row.id, row.id)
    answer = submit_once(caller, row.id, wish, once=once, settings=settings)
    return f"/plannings/{row.id}" + (f"/calculs/{answer.id}" if isinstance(answer, JobOut) else "")
