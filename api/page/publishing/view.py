"""Make what the page of publishing shows: what stops it, whose shifts change, who learns how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.export.month.formats import Format
from api.french.plural import plural
from api.french.words import MONTHS, alphabetical, brief_day_of_month, clock_time, instant_words
from api.month.judging import Judged
from api.month.publication.publishing import change_counts, changes_of
from api.page.grid.panel import Group, panel_of
from api.planning.names import names_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from api.database.tables.ledger import PublicationRow
    from api.mail.delivery import Delivery
    from api.month.publication.publishing import ChangeCounts, Preview
    from api.planning.moves import Turn
    from api.planning.names import Names
    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Assignment

SHOWN = {"bloquants", "herites", "acquittes"}
"""Findings that bear on whether a version may be published."""

FEW = 40
"""Changes up to which all are open: about two screens of a desk."""

DOCUMENTS = (
    (Format.PDF, "Feuilles A3 à afficher"),
    (Format.SHEETS, "Fiches A4, une par personne"),
    (Format.XLSX, "Classeur"),
    (Format.ICAL, "Calendriers iCal"),
    (Format.ALL, "Tous les documents"),
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change for somebody: `mar. 3 mars`, `9 h – 16 h 30, Place`, `libre`."""

    day: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """All that changes for a person. `notice`: how they learn of it; `mail`: by mail too."""

    name: str
    changes: tuple[Change, ...]
    notice: str
    mail: bool


@dataclass(frozen=True, kw_only=True)
class PublishView:
    """
    What publishing a version would do.

    `overtaken`: publications of others it would undo. `empty`: it is published as it is; `nothing`:
    nobody holds anything, and nobody did (see `Preview`). `folded`: each person's changes are shown
    when they are opened, for the button stands below them.
    """

    summary: str
    stopping: int
    groups: tuple[Group, ...]
    overtaken: tuple[str, ...]
    people: tuple[PersonLine, ...]
    folded: bool
    empty: bool
    nothing: bool
    register: int


@dataclass(frozen=True, kw_only=True)
class DeliveryLine:
    """How somebody learnt of a publication. `to_tell`: someone has to tell them."""

    name: str
    words: str
    to_tell: bool


@dataclass(frozen=True, kw_only=True)
class PublishedView:
    """A publication that was made."""

    number: int
    head: str
    made: str
    note: str
    people: tuple[DeliveryLine, ...]
    to_tell: int
    documents: tuple[tuple[str, str], ...]


def publish_view(
    ready: Preview,
    notices: Mapping[str, list[dict[str, object]]],
    mailable: Collection[str],
    now: datetime,
    urgent_hours: int,
) -> PublishView:
    """
    Write what publishing a version would do.

    `notices`: what each person is told (see `api.ledger.notices`); `mailable`: who has an address.
    """
    names = names_of(ready.frame.association)
    judged = Judged(
        frame=ready.frame,
        rota=ready.frame.rota(ready.version.assignments),
        findings=ready.findings,
        answers=ready.answers,
        stopping=ready.stopping,
    )
    changes = changes_of(ready)
    counts = change_counts(changes, now, urgent_hours)
    return PublishView(
        summary=_summary(counts, _since(ready), urgent_hours),
        stopping=len(ready.stopping),
        groups=tuple(group for group in panel_of(judged).groups if group.id in SHOWN),
        overtaken=tuple(
            _entry(entry, ready, names, sign)
            for entries, sign in (
                (ready.overtaken.added, "ajouté par d’autres, absent de ce brouillon"),
                (ready.overtaken.removed, "retiré par d’autres, encore dans ce brouillon"),
            )
            for entry in entries
        ),
        people=tuple(
            _person(
                person.mediator,
                person.turns,
                any(notice["urgent"] for notice in notices.get(person.mediator.id, ())),
                mailable,
                names,
            )
            for person in changes
        ),
        folded=counts.changes > FEW,
        empty=ready.empty,
        nothing=ready.nothing,
        register=ready.register,
    )


def published_view(
    row: PublicationRow,
    deliveries: Iterable[Delivery],
    people: Mapping[str, Mediator],
) -> PublishedView:
    """Write a publication that was made of a version of a draft."""
    lines = [
        DeliveryLine(
            name=people[person.mediator].name if person.mediator in people else person.mediator,
            words=person.words,
            to_tell=person.to_tell,
        )
        for person in deliveries
    ]
    version = f"/api/v1/responsable/plannings/{row.rota}/versions/{row.version}"
    return PublishedView(
        number=row.number,
        head=row.hash,
        made=instant_words(row.made.astimezone(PARIS)),
        note=row.note,
        people=tuple(sorted(lines, key=lambda line: (not line.to_tell, alphabetical(line.name)))),
        to_tell=sum(line.to_tell for line in lines),
        documents=tuple((f"{version}/documents/{kind.value}", label) for kind, label in DOCUMENTS),
    )


def _since(ready: Preview) -> str:
    """Say since when what the version decides has changed (empty: nothing is published at all)."""
    problem = ready.frame.problem
    decided = {slot.dispositif for slot in problem.slots if slot.id not in ready.frame.frozen}
    if not decided & problem.published_dispositifs:
        return ", première publication"
    return f" depuis le n° {ready.register}" if ready.register else ""


def _summary(counts: ChangeCounts, since: str, urgent_hours: int) -> str:
    """Write `8 changements depuis le n° 24, 5 personnes, 2 à moins de 48 h, prévenance …`."""
    if not counts.changes:
        return "Aucun service ne change."
    parts = [f"{plural(counts.changes, 'changement')}{since}", plural(counts.people, "personne")]
    if counts.near:
        parts.append(f"{counts.near} à moins de {urgent_hours} h")
    if counts.notice is not None:
        parts.append(f"prévenance de {plural(counts.notice, 'jour')} au moins")
    return ", ".join(parts) + "."


def _person(
    mediator: Mediator,
    turns: Iterable[Turn],
    urgent: bool,
    mailable: Collection[str],
    names: Names,
) -> PersonLine:
    mail = urgent and mediator.id in mailable
    if mail:
        notice = "un courriel part, et son agenda suit"
    elif urgent:
        notice = "sans adresse de courriel : à prévenir vous-même"
    else:
        notice = "son agenda suit, sans courriel"
    changes = tuple(
        Change(
            day=_day(turn),
            old=_shift_words(turn.before, names),
            new=_shift_words(turn.after, names),
        )
        for turn in turns
    )
    return PersonLine(name=mediator.name, changes=changes, notice=notice, mail=mail)


def _day(turn: Turn) -> str:
    duty = turn.before or turn.after
    return "" if duty is None else day_words(duty.span.day)


def day_words(day: date) -> str:
    """Write a day in brief: `mar. 3 mars`."""
    return f"{brief_day_of_month(day)} {MONTHS[day.month - 1]}"


def _shift_words(duty: Duty | None, names: Names) -> str:
    if duty is None:
        return "libre"
    hours = f"{clock_time(duty.span.start)} – {clock_time(duty.span.end)}"
    return f"{hours}, {names.where_held(duty)}"


def _entry(entry: Assignment, ready: Preview, names: Names, sign: str) -> str:
    problem = ready.frame.problem
    person = problem.mediator_of.get(entry.mediator)
    slot = problem.slot_of.get(entry.slot)
    who = person.name if person else entry.mediator
    if slot is None:
        return f"{who}, {entry.slot} : {sign}"
    return f"{who}, {day_words(slot.span.day)}, {_shift_words(slot.duty, names)} : {sign}"
