"""Word what the pages of publishing show: what changes, what waits, and who learns how."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from api.access.reach import Reach
from api.asking.waiting_on_month import Kind, PendingRequest
from api.data.association import Association
from api.french.moments import hours_words, shift_words, stretch_words
from api.french.plural import plural
from api.french.words import alphabetical, brief_date
from api.mail.delivery import MAIL, Delivery
from api.month.errors import open_posts_words
from api.month.findings import Judged
from api.month.publication.publishing import ChangeCounts, Preview, change_counts, changes_of
from api.month.versions.compare import is_first
from api.page.grid.panel import panel_of
from api.planning.names import Names, names_of
from calendars.appearance import short_name
from scheduler.domain.duty import Duty
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment

SHOWN = {"bloquants", "herites", "acquittes"}
"""Findings that bear on whether a version may be published."""

FEW = 40
"""Changes up to which all are open: about two screens of a desk."""

READ, FOLLOWS, NO_FEED = "lu par l’agenda", "agenda abonné, qui suit", "sans agenda abonné"

FIRST = ", première publication"
"""What a summary adds where nothing was published: people learn shifts, and no change of them."""

Lists = list[tuple[str, list[tuple[str, list[str]]]]]


def publish_view(
    ready: Preview,
    now: datetime,
    urgent_hours: int,
    *,
    deliveries: Collection[Delivery],
    requests: Iterable[PendingRequest],
    reach: Reach,
) -> dict[str, Any]:
    """
    Write what publishing a version would do, as values of the template.

    `deliveries`: how each person would learn of it; `requests`: those that wait and bear on it;
    `reach`: the people for whom the reader answers. `people`: name, how they learn of it, and lines
    of day, before and after (none: hours and places stay, and a pause or a mission changes).
    `folded`: people and lines are shown when they are opened, for the button is below them. `unit`:
    what is counted.
    """
    association = ready.frame.association
    names, people = names_of(association), association.mediator_of
    judged = Judged(
        frame=ready.frame,
        rota=ready.frame.rota(ready.version.assignments),
        findings=ready.findings,
        answers=ready.answers,
        stopping=ready.stopping,
    )
    changes = changes_of(ready)
    counts = change_counts(changes, now, urgent_hours)
    first = is_first(ready.frame)
    unit = "service" if first else "changement"
    since = f" depuis le n° {ready.register}" if ready.register else ""
    learns = {each.mediator: each for each in deliveries}
    changed = [
        (
            person.mediator.name,
            learns.pop(person.mediator.id).words,
            [
                (
                    _day(turn.before or turn.after),
                    _shift(turn.before, names),
                    _shift(turn.after, names),
                )
                for turn in person.turns
            ],
        )
        for person in changes
    ]
    return {
        "ready": ready,
        "summary": _summary(counts, unit, FIRST if first else since, urgent_hours),
        "unit": unit,
        "groups": [group for group in panel_of(judged).groups if group.id in SHOWN],
        "overtaken": [
            *_entries(ready.overtaken.added, ready, "ajouté par d’autres, absent de ce brouillon"),
            *_entries(
                ready.overtaken.removed, ready, "retiré par d’autres, encore dans ce brouillon"
            ),
        ],
        "open_words": open_posts_words(ready.posts) if ready.posts.open else "",
        "pending": [_request(each, association, reach, now) for each in requests],
        "people": [
            *changed,
            *((name_of(each, people), each.words, []) for each in learns.values()),
        ],
        "channels": channels_of(deliveries, people),
        "to_tell": to_tell(deliveries, people),
        "folded": counts.changes > FEW,
    }


def channels_of(deliveries: Iterable[Delivery], people: Mapping[str, Mediator]) -> Lists:
    """Return, by channel, its states with how many people, and these people's names."""
    there = sorted(deliveries, key=lambda each: alphabetical(name_of(each, people)))
    channels = (
        ("Courriel", [(MAIL[each.mail], each) for each in there], MAIL.values()),
        ("Agenda", [(_calendar(each), each) for each in there], (READ, FOLLOWS, NO_FEED)),
    )
    lists: Lists = []
    for title, pairs, states in channels:
        by_state = {
            state: [name_of(each, people) for own, each in pairs if own == state]
            for state in states
        }
        words = [
            (f"{plural(len(names), 'personne')} : {state}", names)
            for state, names in by_state.items()
            if names
        ]
        lists.append((title, words))
    return lists


def to_tell(deliveries: Iterable[Delivery], people: Mapping[str, Mediator]) -> list[str]:
    """Return the names of those whom somebody has to tell by other means."""
    return sorted((name_of(each, people) for each in deliveries if each.to_tell), key=alphabetical)


def name_of(delivery: Delivery, people: Mapping[str, Mediator]) -> str:
    """Return the name of the person whom a publication is to reach; their id if known no more."""
    person = people.get(delivery.mediator)
    return delivery.mediator if person is None else person.name


def _calendar(delivery: Delivery) -> str:
    if delivery.read is not None:
        return READ
    return FOLLOWS if delivery.feeds else NO_FEED


def _summary(counts: ChangeCounts, unit: str, since: str, urgent_hours: int) -> str:
    """Write `8 changements depuis le n° 24, 5 personnes, 2 à moins de 48 h, prévenance …`."""
    if not counts.changes:
        return "Aucun service ne change."
    parts = [f"{plural(counts.changes, unit)}{since}", plural(counts.people, "personne")]
    if counts.near:
        parts.append(f"{counts.near} à moins de {urgent_hours} h")
    if counts.notice_days is not None:
        parts.append(f"prévenance de {plural(counts.notice_days, 'jour')} au moins")
    return ", ".join(parts) + "."


def _request(
    request: PendingRequest, association: Association, reach: Reach, now: datetime
) -> tuple[str, str, str]:
    """Return of whom a request is, for when and what it touches, and where to answer it."""
    people = [association.mediator_of[who] for who in request.people]
    if request.kind is Kind.LEAVE:
        who, kind, address = people[0].name, "absence demandée", f"/demandes/conges/{request.id}"
    else:
        who = " et ".join(short_name(person.name) for person in people)
        kind, address = "échange", f"/demandes/echanges/{request.id}"
    when = stretch_words(request.first.isoformat(), request.last.isoformat(), now)
    touched = f", {plural(request.shifts, 'service')}" if request.shifts else ""
    answers = request.answerable and any(reach.person(person) for person in people)
    return who, f"{kind}, {when}{touched}", address if answers else ""


def _day(duty: Duty | None) -> str:
    return "" if duty is None else brief_date(duty.span.day)


def _shift(duty: Duty | None, names: Names) -> str:
    if duty is None:
        return "libre"
    return f"{hours_words(duty.span.start, duty.span.end)}, {names.where_held(duty)}"


def _entries(entries: Iterable[Assignment], ready: Preview, sign: str) -> Iterator[str]:
    """Word assignments that others published, or took away."""
    problem, names = ready.frame.problem, names_of(ready.frame.association)
    for entry in entries:
        person = problem.mediator_of.get(entry.mediator)
        slot = problem.slot_of.get(entry.slot)
        what = entry.slot
        if slot is not None:
            what = shift_words(slot.span, names.where_held(slot.duty))
        yield f"{person.name if person else entry.mediator}, {what} : {sign}"
