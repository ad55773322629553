"""
Say, before any search, what a team's compulsory time can't be had with.

Everybody who is there must come to it. Somebody who is fixed elsewhere can't, and posts near it may
lose all those who could hold them: a search would answer that no rota exists, or leave holes.
"""

from collections.abc import Collection, Iterable, Iterator

from api.month.frames import Frame
from api.planning.names import names_of, with_names
from api.staffing.wording import few_names, slot_words
from scheduler.domain.people import Mediator
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span
from scheduler.finding import Finding

NEAR = 13 * 60
"""Minutes around a meeting in which a post may be too near: a minor's rest of 12 h, and a way."""


def team_time_conflicts(frame: Frame, now: int) -> tuple[str, ...]:
    """
    Say in French who can't come to a compulsory time, and which posts fall empty.

    What is published and has begun at `now`, a UTC minute, is over. Each person is judged with what
    is fixed and locked of theirs, whatever else is planned; each post, with the people whom no
    compulsory time keeps from it.
    """
    meetings = [
        slot
        for slot in frame.slots
        if slot.kind is SlotKind.TEAM
        and slot.mandatory
        and (slot.span.first > now or slot.dispositif not in frame.problem.published_dispositifs)
    ]
    expected = {slot.id: _there(frame, slot) for slot in meetings}
    return (
        *_kept_away(frame, meetings, expected),
        *(text for slot in meetings for text in _emptied(frame, slot, expected[slot.id])),
    )


def _there(frame: Frame, slot: Slot) -> dict[str, Mediator]:
    """Return who is expected, by id, and isn't absent."""
    people, presence = frame.problem.mediator_of, frame.problem.presence
    able = sorted(frame.problem.able.get(slot.id, ()))
    return {who: people[who] for who in able if not presence.is_away(who, slot.span)}


def _kept_away(
    frame: Frame, meetings: Iterable[Slot], expected: dict[str, dict[str, Mediator]]
) -> Iterator[str]:
    """Say whom a fixed or locked shift, or another meeting, keeps from a meeting."""
    locked: dict[str, list[Slot]] = {}
    for lock in frame.problem.locks:
        locked.setdefault(lock.mediator, []).append(frame.problem.slot_of[lock.slot])
    mine: dict[str, list[Slot]] = {}
    for meeting in meetings:
        for who in expected[meeting.id]:
            mine.setdefault(who, []).append(meeting)
    for who, wanted in mine.items():
        kept = [slot for slot in locked.get(who, ()) if slot not in wanted]
        for finding in _added(frame, frame.problem.mediator_of[who], kept, wanted):
            meeting = next(slot for slot in wanted if slot.id in finding.evidence)
            yield f"{_named(frame, meeting)} : {_said(frame, finding)}"


def _emptied(frame: Frame, meeting: Slot, expected: dict[str, Mediator]) -> Iterator[str]:
    """Say which posts lose their minimum because those who could hold them must come."""
    window = Span.of_minutes(meeting.span.first - NEAR, meeting.span.last + NEAR)
    for post in frame.slots:
        if post.kind is SlotKind.TEAM or not post.span.touches(window):
            continue
        there = _there(frame, post)
        for need in post.needs:
            able = [person for person in there.values() if person.role in need.roles]
            left = sum(person.id not in expected for person in able)
            if left >= need.minimum or len(able) < need.minimum:
                continue
            barred = []
            for person in (each for each in able if each.id in expected):
                stopping = _added(frame, person, [meeting], [post])
                if stopping:
                    barred.append((person, stopping[0]))
                else:
                    left += 1
                if left >= need.minimum:
                    break
            else:
                who = few_names(tuple(person for person, _ in barred))
                names = names_of(frame.association)
                yield (
                    f"{_named(frame, meeting)} : {who} y vont, et le poste de "
                    f"{slot_words(post, names)} n’a plus que {left} personne"
                    f"{'s' if left > 1 else ''} possible{'s' if left > 1 else ''} pour "
                    f"{need.minimum} au moins ({_said(frame, barred[0][1])})"
                )


def _added(
    frame: Frame, person: Mediator, before: Collection[Slot], more: Collection[Slot]
) -> list[Finding]:
    """Return what blocks once a person has more slots, proved by them, and didn't before."""
    ids = {slot.id for slot in more}
    known = {finding.code for finding in frame.judged(person, _by_start(before))}
    return [
        finding
        for finding in frame.judged(person, _by_start([*before, *more]))
        if finding.blocks and finding.code not in known and ids & {*finding.evidence}
    ]


def _by_start(slots: Collection[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.span.first, slot.id)))


def _named(frame: Frame, meeting: Slot) -> str:
    words = slot_words(meeting, names_of(frame.association))
    name = frame.association.team_times[meeting.duty.template]
    return f"Temps d’équipe obligatoire « {name} », {words}"


def _said(frame: Frame, finding: Finding) -> str:
    return f"{with_names(finding.message, frame.association).rstrip('.')} ({finding.article})"
