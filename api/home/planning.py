"""What a responsable has to do: people who can't come, drafts overtaken, the months to publish."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cached_property

from api.access.reach import PLANNERS, Reach
from api.french.moments import shift_words
from api.french.plural import plural
from api.french.quoting import listed
from api.french.words import capital, month_name
from api.home.tasks import NAMED, Overseer, Task, Urgency
from api.ledger.history import publications
from api.month.drafts.access import published_part
from api.month.drafts.replacing import AWAY, published_to_replace, when_missing
from api.month.frames import Frame, frame_of
from api.month.places.drafts import assignments_of, drafts
from api.month.places.place import Overtaking
from api.page.plannings import (
    DraftLine,
    DraftStates,
    MonthLine,
    draft_states,
    month_address,
    months_of,
)
from api.planning.holes import Hole, holes, open_words
from api.planning.names import Names, names_of
from api.web.months import first_of
from scheduler.domain.time import minute_at, next_month
from scheduler.errors import InvalidProblemError

MOST = 400
"""Drafts and publications that are looked at."""

NEAR = timedelta(days=1)
"""A post that opens within so long is the first thing to do."""


class Planner(Overseer):
    """A responsable, and what they reach."""

    @cached_property
    def names(self) -> Names:
        """The names that people read."""
        return names_of(self.association)

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
                    frames.append(published_part(self.association, first_of(label), own, self.now))
        return tuple(frames)

    def tasks(self) -> Iterator[Task]:
        """Yield what is to be done, in no order."""
        for frame in self.published:
            yield from self._people_missing(frame)
            yield from self._open_posts(frame)
        yield from self._months()

    def notes(self) -> Iterator[str]:
        """Yield what they may know: who is away today, never why."""
        absences, people = self.association.absences, self.reach.people(self.association)
        away = {absence.mediator for absence in absences if self.today in absence.span.days}
        names = sorted(people[who].name for who in away & people.keys())
        if names:
            count = plural(len(names), "personne est absente", "personnes sont absentes")
            yield f"{count} aujourd’hui : {listed(names, NAMED)}."

    def _people_missing(self, frame: Frame) -> Iterator[Task]:
        """Yield a task for each person who can't come for published shifts that they hold."""
        people, month = frame.problem.mediator_of, f"{frame.month:%Y-%m}"
        for who, shifts in published_to_replace(frame, self.reach, self.now).items():
            first, count = shifts[0], len(shifts)
            what = f"ces {count} services" if count > 1 else "ce service"
            where = self.names.where_held(first.duty)
            services = plural(count, "service publié", "services publiés")
            when = when_missing(frame.problem, who, shifts)
            says = f"une absence pendant {services}" if when == AWAY else f"{services} {when}"
            yield Task(
                Urgency.NOW if first.span.start - self.now < NEAR else Urgency.SOON,
                f"{people[who].name} a {says}.",
                f"Remplacer sur {what}",
                f"/mois/{month}/remplacer",
                f"{'Le premier : ' if count > 1 else ''}{shift_words(first.span, where)}.",
                {"person": who},
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
        if near:
            slots = [hole.slot for hole in near]
            where = [shift_words(slot.span, self.names.where_held(slot.duty)) for slot in slots]
            text, note = f"D’ici 24 heures, {_opened(near)}.", listed(where, NAMED)
            address = month_address(frame.label, self.reach, jour=f"{slots[0].span.day}")
            yield Task(Urgency.NOW, text, "Voir la journée", address, note)
        later = [hole for hole in opened if hole not in near]
        if later:
            text = f"{capital(month_name(frame.month))}, publié : {_opened(later)}."
            address = month_address(frame.label, self.reach, pourvoir="oui")
            yield Task(Urgency.LATER, text, "Voir où", address)

    def _months(self) -> Iterator[Task]:
        """Yield a task for this month and the next, as long as they aren't published as drafted."""
        session, states = self.session, draft_states(self.session, self.now)
        rows, made = drafts(session, limit=MOST), publications(session, limit=MOST)
        lines = months_of(self.caller, self.association, rows, made, now=self.now, states=states)
        overtaken = states.overtaken
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
            text = f"{text}, calcul en cours."
            return Task(Urgency.SOON, text, "Suivre", f"{address}/calculer")
        try:
            frame = frame_of(self.association, row, self.now)
        except InvalidProblemError:
            text = f"{text}, que les données ne permettent plus de planifier."
            return Task(Urgency.SOON, text, "Ouvrir", address, line.scope)
        posts = frame.posts(frame.rota(assignments_of(self.session, row.id, row.head)))
        if posts.open:
            lacks = open_words(posts.open, posts.under) if posts.have else "encore vide"
            return Task(Urgency.SOON, f"{text}, {lacks}.", "Continuer", address, line.scope)
        text = f"{text}, tous les postes sont pourvus."
        return Task(Urgency.SOON, text, "Publier", f"{address}/publier", line.scope)


def _overtaken(line: DraftLine, month: MonthLine, by: Overtaking | None) -> Task:
    name = f"le brouillon « {line.row.title} »" if line.row.title else "un brouillon"
    text = f"{capital(month.name)} : {name} est dépassé par le n° {by.number if by else ''}."
    note = "Ce qui a été publié depuis n’y est pas : il n’est plus à publier."
    return Task(Urgency.LATER, text, "Voir ce qu’il a d’autre", f"/plannings/{line.row.id}", note)


def _not_begun(month: MonthLine, *, now: bool) -> Task:
    state = "rien n’est publié" if now else "rien n’est commencé"
    text, act = f"{capital(month.name)} : {state}.", f"Préparer {month.name}"
    fields = {"month": month.label, "start": "vide"}
    return Task(Urgency.SOON, text, act, "/plannings", fields=fields)


def _opened(some: Sequence[Hole]) -> str:
    """Say how many posts some holes leave open, and how many of them under a minimum."""
    return open_words(sum(hole.missing for hole in some), sum(hole.under for hole in some))
