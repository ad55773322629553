"""What a responsable has to do: people away, drafts overtaken, the months to publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import PLANNERS, Reach
from api.data.association import Association
from api.french.moments import shift_words
from api.french.plural import plural
from api.french.quoting import listed
from api.french.words import capital, month_name
from api.home.tasks import Task, Urgency
from api.jobs.service import calculating
from api.ledger.history import whole
from api.ledger.publications import publications
from api.month.drafts.replacing import shifts_while_away
from api.month.frames import Frame, frame_of
from api.month.places.drafts import as_published, assignments_of, drafts
from api.month.places.overtaken import overtaken_drafts
from api.month.places.place import Overtaking
from api.month.published.access import published_part
from api.page.plannings.view import DraftLine, DraftStates, MonthLine, months_of
from api.planning.holes import Hole, holes, lack_words, open_words
from api.planning.names import Names, names_of
from scheduler.domain.posts import Posts
from scheduler.domain.time import PARIS, minute_at, next_month
from scheduler.errors import InvalidProblemError

MOST = 400
"""Drafts and publications that are looked at."""

NAMED = 3
"""People or posts that a sentence names; the others are counted."""

NEAR = timedelta(days=1)
"""A post that opens within so long is the first thing to do."""


@dataclass(frozen=True)
class Planner:
    """What a responsable reaches, read at one instant."""

    session: Session
    caller: Caller
    now: datetime

    @cached_property
    def association(self) -> Association:
        """The association, with all that is published."""
        return whole(self.session)

    @cached_property
    def names(self) -> Names:
        """The names that people read."""
        return names_of(self.association)

    @property
    def today(self) -> date:
        """The civil day."""
        return self.now.astimezone(PARIS).date()

    @cached_property
    def reach(self) -> Reach:
        """What they plan."""
        return Reach(self.caller, PLANNERS)

    @cached_property
    def published(self) -> tuple[Frame, ...]:
        """The months, this one and later, of which something that they plan is published."""
        own = self.reach.chosen(self.association.dispositifs)
        frames = []
        for label in self.association.published_months:
            if label >= f"{self.today:%Y-%m}":
                with suppress(InvalidProblemError):  # the data leave nothing to hold in that month
                    month = date.fromisoformat(f"{label}-01")
                    frames.append(published_part(self.association, month, own, self.now))
        return tuple(frames)

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be done, in no order."""
        for frame in self.published:
            yield from self._people_away(frame)
            yield from self._open_posts(frame)
        yield from self._months()

    def notes(self) -> Iterator[str]:
        """Yield what they may know: who is away today, never why."""
        away = {
            absence.mediator
            for absence in self.association.absences
            if self.today in absence.span.days
        }
        people = self.reach.people(self.association)
        names = sorted(people[who].name for who in away & people.keys())
        if names:
            verb = "est absente" if len(names) == 1 else "sont absentes"
            yield (
                f"{capital(plural(len(names), 'personne'))} {verb} aujourd’hui : "
                f"{listed(names, NAMED)}."
            )

    def _people_away(self, frame: Frame) -> Iterator[Task]:
        """Yield a task for each person who holds published shifts to come while they are away."""
        people, month = frame.problem.mediator_of, f"{frame.month:%Y-%m}"
        for who, shifts in shifts_while_away(frame, frame.published, self.now).items():
            mine = [slot for slot in shifts if self.reach.area(slot.agency, slot.dispositif)]
            if not mine:
                continue
            first, count = mine[0], len(mine)
            what = f"ces {count} services" if count > 1 else "ce service"
            where = self.names.where_held(first.duty)
            yield Task(
                urgency=Urgency.NOW if first.span.start - self.now < NEAR else Urgency.SOON,
                text=(
                    f"{people[who].name} a une absence pendant "
                    f"{plural(count, 'service publié', 'services publiés')}."
                ),
                note=f"{'Le premier : ' if count > 1 else ''}{shift_words(first.span, where)}.",
                act=f"Remplacer sur {what}",
                address=f"/mois/{month}/remplacer",
                fields={"person": who},
            )

    def _open_posts(self, frame: Frame) -> Iterator[Task]:
        """Yield a task for the open posts of today and tomorrow, and one for the later ones."""
        at, own = minute_at(self.now), {slot.id for slot in frame.slots}
        opened = [
            hole
            for hole in holes(frame.rota(frame.published))
            if hole.slot.id in own and hole.slot.span.last > at
        ]
        near = [hole for hole in opened if hole.slot.span.start - self.now < NEAR and hole.vital]
        month = f"{frame.month:%Y-%m}"
        if near:
            where = [
                shift_words(hole.slot.span, self.names.where_held(hole.slot.duty))
                for hole in near[:NAMED]
            ]
            more = len(near) - len(where)
            day = near[0].slot.span.day
            yield Task(
                urgency=Urgency.NOW,
                text=f"D’ici 24 heures, {open_words(*_counted(near))}.",
                note=" ; ".join(where) + (f" ; et {plural(more, 'autre')}" if more else ""),
                act="Voir la journée",
                address=f"/mois/{month}?{self._query(jour=day.isoformat())}",
            )
        later = [hole for hole in opened if hole not in near]
        if later:
            name = capital(month_name(frame.month))
            yield Task(
                urgency=Urgency.LATER,
                text=f"{name}, publié : {open_words(*_counted(later))}.",
                act="Voir où",
                address=f"/mois/{month}?{self._query(pourvoir='oui')}",
            )

    def _query(self, **fields: str) -> str:
        """Write the query of a published month's page, which takes one agency of several."""
        agencies = self.reach.agencies
        agency = {"agency": min(agencies)} if agencies else {}
        return urlencode({**agency, **fields})

    def _months(self) -> Iterator[Task]:
        """Yield a task for this month and the next, as long as they aren't published as drafted."""
        session = self.session
        overtaken = overtaken_drafts(session, self.now)
        states = DraftStates(
            calculating=calculating(session),
            overtaken=overtaken,
            unchanged=as_published(session),
        )
        lines = months_of(
            self.caller,
            self.association,
            drafts(session, limit=MOST),
            publications(session, limit=MOST),
            now=self.now,
            states=states,
        )
        this = self.today.replace(day=1)
        wanted = {f"{this:%Y-%m}", f"{next_month(this):%Y-%m}"}
        for month in sorted(lines, key=lambda line: line.label):
            # A draft that is as it was published is over, whatever was published since.
            mine = [d for d in month.drafts if d.mine and d.row.id not in states.unchanged]
            for line in mine:
                if line.row.id in overtaken:
                    yield _overtaken(line, month, overtaken[line.row.id].by)
            fresh = [line for line in mine if line.row.id not in overtaken]
            for line in fresh:
                yield self._draft(line, month, states)
            if month.label in wanted and not month.published and not fresh:
                yield _not_begun(month, now=month.label == f"{this:%Y-%m}")

    def _draft(self, line: DraftLine, month: MonthLine, states: DraftStates) -> Task:
        """Say how far a draft is: what it lacks, or that it may be published."""
        row, address = line.row, f"/plannings/{line.row.id}"
        named = row.title.casefold().startswith(month.name)
        title = row.title if named else capital(month.name)
        more = f" (« {row.title} »)" if row.title and not named else ""
        text = f"{title}{more} : {line.state[:1].lower()}{line.state[1:]}"
        if row.id in states.calculating:
            return Task(
                urgency=Urgency.SOON,
                text=f"{text}, calcul en cours.",
                act="Suivre",
                address=address,
            )
        posts = self._posts(line)
        full = posts is not None and posts.have > 0 and not posts.open
        return Task(
            urgency=Urgency.SOON,
            text=f"{text}, {_state(posts)}.",
            act="Publier" if full else "Continuer",
            address=f"{address}/publier" if full else address,
            note=line.scope,
        )

    def _posts(self, line: DraftLine) -> Posts | None:
        """Count the posts of a draft's current version (None: the data leave nothing to plan)."""
        row = line.row
        try:
            frame = frame_of(self.association, row, self.now)
        except InvalidProblemError:
            return None
        return frame.posts(frame.rota(assignments_of(self.session, row.id, row.head)))


def _state(posts: Posts | None) -> str:
    if posts is None:
        return "que les données ne permettent plus de planifier"
    if not posts.have:
        return "encore vide"
    words = open_words(posts.open, posts.under) if posts.open else lack_words(0, 0)
    return f"{words[:1].lower()}{words[1:]}"


def _overtaken(line: DraftLine, month: MonthLine, by: Overtaking | None) -> Task:
    name = f"le brouillon « {line.row.title} »" if line.row.title else "un brouillon"
    return Task(
        urgency=Urgency.LATER,
        text=f"{capital(month.name)} : {name} est dépassé par le n° {by.number if by else ''}.",
        note="Ce qui a été publié depuis n’y est pas : il n’est plus à publier.",
        act="Voir ce qu’il a d’autre",
        address=f"/plannings/{line.row.id}",
    )


def _not_begun(month: MonthLine, *, now: bool) -> Task:
    state = "rien n’est publié" if now else "rien n’est commencé"
    return Task(
        urgency=Urgency.SOON,
        text=f"{capital(month.name)} : {state}.",
        act=f"Préparer {month.name}",
        address="/plannings",
        fields={"month": month.label, "start": "vide"},
    )


def _counted(some: Iterable[Hole]) -> tuple[int, int]:
    """Return how many posts some holes leave open, and how many of them under a minimum."""
    some = tuple(some)
    return sum(hole.missing for hole in some), sum(hole.under for hole in some)
