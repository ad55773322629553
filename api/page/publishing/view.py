"""Make what the page of publishing shows: what stops it, whose shifts change, who learns how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.asking.waiting_on_month import Kind
from api.export.month.formats import Format
from api.french.plural import plural
from api.french.words import MONTHS, alphabetical, brief_day_of_month, clock_time, instant_words
from api.month.errors import open_posts_words
from api.month.judging import Judged
from api.month.publication.publishing import change_counts, changes_of
from api.page.grid.panel import Group, panel_of
from api.page.publishing.channels import Channels, channels_of, name_of
from api.planning.names import names_of
from calendars.appearance import short_name
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from api.access.reach import Reach
    from api.asking.waiting_on_month import PendingRequest
    from api.data.association import Association
    from api.database.tables.ledger import PublicationRow
    from api.mail.delivery import Delivery
    from api.month.publication.publishing import ChangeCounts, Preview
    from api.planning.moves import Turn
    from api.planning.names import Names
    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.posts import Posts
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
    """
    All that changes for a person. `notice`: how they learn of it.

    `changes` empty: hours and places stay, and a pause or a mission changes.
    """

    name: str
    changes: tuple[Change, ...]
    notice: str


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """A request that waits: of whom, for when, and what it touches; `address`: where to answer."""

    who: str
    when: str
    address: str


@dataclass(frozen=True, kw_only=True)
class OpenPosts:
    """Posts that a version leaves open, and what one ticks to publish it all the same."""

    count: int
    words: str


@dataclass(frozen=True, kw_only=True)
class PublishView:
    """
    What publishing a version would do.

    `overtaken`: what others published and it would undo; `overtaken_words`: by what. `open`: None
    where every post is held. `markets`: months that it plans far over or under. `requests`: those
    that wait and bear on its days. `empty`: it is published as it is; `nothing`: nobody holds
    anything, and nobody did (see `Preview`). `folded`: each person's changes are shown when they
    are opened, for the button stands below them.
    """

    summary: str
    stopping: int
    groups: tuple[Group, ...]
    overtaken: tuple[str, ...]
    overtaken_words: str
    open: OpenPosts | None
    markets: tuple[str, ...]
    requests: tuple[RequestLine, ...]
    people: tuple[PersonLine, ...]
    channels: Channels
    folded: bool
    empty: bool
    nothing: bool
    register: int


@dataclass(frozen=True, kw_only=True)
class DeliveryLine:
    """How somebody learnt of a publication. `to_tell`: someone has to tell them."""

    name: str
    calendar: str
    mail: str
    to_tell: bool


@dataclass(frozen=True, kw_only=True)
class PublishedView:
    """A publication that was made."""

    number: int
    head: str
    made: str
    note: str
    people: tuple[DeliveryLine, ...]
    channels: Channels
    documents: tuple[tuple[str, str], ...]


def publish_view(
    ready: Preview,
    now: datetime,
    urgent_hours: int,
    *,
    deliveries: Collection[Delivery],
    requests: Iterable[PendingRequest],
    reach: Reach,
) -> PublishView:
    """
    Write what publishing a version would do.

    `deliveries`: how each person would learn of it; `requests`: those that wait and bear on it;
    `reach`: the people for whom the reader answers.
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
    learns = {each.mediator: each for each in deliveries}
    people = ready.frame.association.mediator_of
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
        overtaken_words=ready.overtaken.words,
        open=_open(ready.posts),
        markets=ready.market_notes,
        requests=tuple(_request(each, ready.frame.association, reach) for each in requests),
        people=(
            *(
                _person(person.mediator, person.turns, learns.pop(person.mediator.id).words, names)
                for person in changes
            ),
            *(
                PersonLine(name=name_of(each, people), changes=(), notice=each.words)
                for each in learns.values()
            ),
        ),
        channels=channels_of(deliveries, people),
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
    there = tuple(deliveries)
    lines = [
        DeliveryLine(
            name=name_of(each, people),
            calendar=each.calendar_words,
            mail=each.mail_words,
            to_tell=each.to_tell,
        )
        for each in there
    ]
    version = f"/api/v1/responsable/plannings/{row.rota}/versions/{row.version}"
    return PublishedView(
        number=row.number,
        head=row.hash,
        made=instant_words(row.made.astimezone(PARIS)),
        note=row.note,
        people=tuple(sorted(lines, key=lambda line: (not line.to_tell, alphabetical(line.name)))),
        channels=channels_of(there, people),
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


def _open(posts: Posts) -> OpenPosts | None:
    if not posts.open:
        return None
    return OpenPosts(count=posts.open, words=open_posts_words(posts))


def _request(request: PendingRequest, association: Association, reach: Reach) -> RequestLine:
    people = [association.mediator_of[who] for who in request.people]
    if request.kind is Kind.LEAVE:
        who, kind, address = people[0].name, "absence demandée", f"/demandes/conges/{request.id}"
    else:
        who = " et ".join(short_name(person.name) for person in people)
        kind, address = "échange", f"/demandes/echanges/{request.id}"
    when = day_words(request.first)
    if request.last != request.first:
        when = f"du {when} au {day_words(request.last)}"
    touched = f", {plural(request.shifts, 'service')}" if request.shifts else ""
    mine = any(reach.person(person) for person in people) and request.answerable
    return RequestLine(
        who=who,
        when=f"{kind}, {when}{touched}",
        address=address if mine else "",
    )


def _person(mediator: Mediator, turns: Iterable[Turn], notice: str, names: Names) -> PersonLine:
    changes = tuple(
        Change(
            day=_day(turn),
            old=_shift_words(turn.before, names),
            new=_shift_words(turn.after, names),
        )
        for turn in turns
    )
    return PersonLine(name=mediator.name, changes=changes, notice=notice)


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
