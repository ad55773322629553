"""Publish a month: a version becomes the published month, whole and once, or not at all."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from api.judging.acknowledging import Answers, answers_for
from api.ledger.errors import EmptyPublicationError
from api.month.errors import (
    BlockedError,
    OpenPostsChangedError,
    OpenPostsError,
    OvertakenError,
)
from api.month.findings import findings_of
from api.month.frames import Frame, framed
from api.month.places.place import (
    DraftVersion,
    OpenPlace,
    Place,
    Publication_co,
    PublishedMeanwhile,
    Version,
)
from api.planning.month_change import MonthChange, month_change
from api.planning.moves import PersonChanges, changes_by_person
from scheduler.domain.people import Mediator
from scheduler.domain.posts import Posts, posts_of
from scheduler.domain.time import civil_day, instant_of
from scheduler.finding import Finding

NOBODY = "ce planning n’affecte personne"

MARK = 16
"""Characters of the mark of open posts."""

TRIES = 3
"""Times that a publication is worked out beside those who write, before it makes them wait."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A publication worked out but not made: its version, the data it used, what it changes."""

    version: Version
    frame: Frame
    state: Hashable
    month_change: MonthChange


@dataclass(frozen=True, kw_only=True)
class Preview(Prepared):
    """
    A version that could be published: its findings, and what stops it.

    `stopping`: findings that block it. `overtaken`: what others published that it would undo.
    `empty`: nothing would change. `posts`: those of the version, held and open. `register`: number
    of the last publication before it.
    """

    findings: tuple[Finding, ...]
    answers: Answers
    stopping: tuple[Finding, ...]
    overtaken: PublishedMeanwhile
    empty: bool
    posts: Posts
    register: int

    @property
    def market_notes(self) -> tuple[str, ...]:
        """Say which months are far over or under what a market pays for: a note, never a stop."""
        return self.frame.market_notes(self.frame.rota(self.version.assignments))

    @property
    def opens(self) -> bool:
        """Whether a post stays open that the published month doesn't leave open already."""
        people, rows = self.frame.association.mediator_of, self.month_change.before
        published = {row.worked.duty.dispositif for row in rows}
        teams: dict[str, list[Mediator]] = {}
        for row in rows:
            if (person := people.get(row.worked.mediator)) is not None:
                teams.setdefault(row.worked.duty.id, []).append(person)
        team_of = self.frame.rota(self.version.assignments).team_of
        # Of a dispositif that isn't published yet, all that is open is opened by this version.
        return any(
            there < (min(before, need.posts) if slot.dispositif in published else need.posts)
            for slot in self.frame.slots
            for need, before, there in zip(
                slot.needs,
                slot.filled(teams.get(slot.id, [])),
                slot.filled(team_of[slot.id]),
                strict=True,
            )
        )

    @property
    def open_mark(self) -> str:
        """Return what says, when a form comes again, which posts it showed open (empty: none)."""
        team_of = self.frame.rota(self.version.assignments).team_of
        counts = ((slot.id, posts_of(slot, team_of[slot.id])) for slot in self.frame.slots)
        lines = sorted(f"{name} {posts.open} {posts.under}" for name, posts in counts if posts.open)
        return sha256("\n".join(lines).encode()).hexdigest()[:MARK] if lines else ""

    @property
    def nothing(self) -> bool:
        """Whether nobody holds anything that it decides, and nobody did: there is no month yet."""
        change = self.month_change
        return not any(
            not change.dispositifs or row.worked.duty.dispositif in change.dispositifs
            for row in (*change.before, *change.after)
        )


@dataclass(frozen=True, kw_only=True)
class ChangeCounts:
    """
    How much a publication changes.

    `changes`: shifts that come, go or are exchanged for another of that day; `people`: whose they
    are. `near`: changes of shifts that begin within the urgent hours. `notice_days`: civil days
    from now to the first of the changes (None: all of them have begun, or there are none).
    """

    changes: int
    people: int
    near: int
    notice_days: int | None


def preview(
    place: Place[Any], wanted: DraftVersion | Version, *, now: datetime | None = None
) -> Preview:
    """Say what publishing a version would change, and what stops it; nothing is written."""
    with place.reading() as open_place:
        return _ready(open_place, open_place.version(wanted), now)


def publish(
    place: Place[Publication_co],
    wanted: DraftVersion | Version,
    *,
    note: str = "",
    now: datetime | None = None,
    open_posts: int | None = None,
    shown: str | None = None,
    tries: int = TRIES,
) -> Publication_co:
    """
    Publish a version (a draft's last one): judged whole on the data and history of the moment.

    The place runs what follows a publication: both succeed, or neither. `open_posts`: how many
    posts its author knows to stay open (None: they weren't asked), needed only where it `opens`
    some. `shown`: which ones they saw (`Preview.open_mark`; None: they saw none of it). `tries`:
    see `once_still`.

    Raises `UnknownDraftError`, `DiscardedError` or `StaleVersionError`: see `OpenPlace.version`;
    `BlockedError`: there are blocking findings that nobody lawfully acknowledges; `OvertakenError`:
    others have published what this version would undo; `OpenPostsError`: it opens posts, and more
    stay open than `open_posts`, or fewer; `OpenPostsChangedError`: others stay open than those that
    were `shown`; `EmptyPublicationError`: it is published already, and a version is published once,
    or nobody holds anything, which would read as a month that isn't published; `MovedError`: a
    folder's month was published since it was read.
    """

    def prepare(open_place: OpenPlace[Publication_co]) -> Preview:
        ready = _ready(open_place, open_place.version(wanted, head=True), now)
        if ready.stopping:
            raise BlockedError(ready.stopping)
        if ready.overtaken:
            overtaken = ready.overtaken
            raise OvertakenError(overtaken.words, overtaken.added, overtaken.removed)
        if ready.nothing:
            raise EmptyPublicationError(f"rien à publier : {NOBODY}")
        if ready.empty:
            raise EmptyPublicationError("ce planning est déjà publié tel quel : rien ne changerait")
        if shown is not None and shown != ready.open_mark:
            raise OpenPostsChangedError(ready.posts)
        if open_posts is not None and ready.posts.open != open_posts and ready.opens:
            raise OpenPostsError(ready.posts)
        return ready

    return once_still(place, prepare, note=note, tries=tries)


def changes_of(ready: Prepared) -> tuple[PersonChanges, ...]:
    """Return each person's changes by a publication, in the order of names."""
    before, after = ready.month_change.before, ready.month_change.after
    people = ready.frame.association.mediator_of
    return changes_by_person((r.worked for r in before), (r.worked for r in after), people)


def change_counts(
    changes: Collection[PersonChanges], now: datetime, urgent_hours: int
) -> ChangeCounts:
    """Count the changes of a publication (see `changes_of`) made now."""
    turns = [turn for person in changes for turn in person.turns]
    starts = [start for turn in turns if (start := instant_of(turn.start)) > now]
    today = civil_day(now)
    return ChangeCounts(
        changes=len(turns),
        people=len(changes),
        near=sum(start - now <= timedelta(hours=urgent_hours) for start in starts),
        notice_days=(min(starts).date() - today).days if starts else None,
    )


def broken_by(ready: Preview) -> tuple[Finding, ...]:
    """Return the findings that a version adds to the published month and nobody acknowledges."""
    before = findings_of(ready.frame, ready.frame.published)
    known = {finding.code for finding in before} | ready.answers.by_code.keys()
    return tuple(finding for finding in ready.findings if finding.code not in known)


def once_still(
    place: Place[Publication_co],
    prepare: Callable[[OpenPlace[Publication_co]], Prepared],
    *,
    origin: str = "publication",
    note: str = "",
    tries: int = TRIES,
) -> Publication_co:
    """
    Prepare a publication without a lock, then publish it if nothing changed meanwhile.

    If the association or the register changed, everything is worked out again. After `tries`
    attempts, the last one is made while nobody else may write. If two publications are made at
    once, one waits for the other and is then judged on what the other published.
    """
    for _ in range(tries):
        with place.reading() as open_place:
            work = prepare(open_place)
        with place.writing() as open_place:
            if open_place.state == work.state:
                return open_place.publish(work.version, work.month_change, origin=origin, note=note)
    with place.writing() as open_place:
        # The data keep moving: worked out while nobody else writes, it can't be overtaken.
        work = prepare(open_place)
        return open_place.publish(work.version, work.month_change, origin=origin, note=note)


def _ready(open_place: OpenPlace[Any], version: Version, now: datetime | None) -> Preview:
    frame = framed(open_place.association, version.month, version.own, now)
    findings = findings_of(frame, version.assignments, whole=True, now=now)
    answers = answers_for(frame.association, findings, frame.problem.horizon)
    rota, when = frame.rota(version.assignments), now or datetime.now(UTC)
    todo = month_change(frame.association, rota, when, frame.own or ())
    same = set(todo.before) == set(todo.after)
    known = set(todo.revisions) <= set(frame.association.revisions)
    return Preview(
        version=version,
        frame=frame,
        state=open_place.state,
        month_change=todo,
        findings=tuple(findings),
        answers=answers,
        stopping=answers.stopping(findings),
        overtaken=open_place.overtaken(version, frame),
        empty=same and known and not open_place.places_differ(todo),
        posts=frame.posts(rota),
        register=open_place.register,
    )
