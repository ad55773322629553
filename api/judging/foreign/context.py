"""Make a problem of the shifts in files, with what an association knows of their people."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from api.data.association import Association
from api.data.building.homonyms import distinguish_homonyms
from api.data.warnings import with_titles
from api.french.plural import plural
from api.french.words import period_words, short_date
from api.judging.case import Assumption
from api.judging.directory import plain
from api.judging.foreign.shifts import Gathered
from api.planning.notices import changes_told
from api.planning.problem import known_since, looked_back
from calendars.holidays import holidays_of
from scheduler.domain.duty import MANDATE, Duty, DutyKind
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.presence import Presence
from scheduler.domain.problem import Problem, Training, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, days_span, midnight, next_month

NOBODY = Association()
"""An association without any data."""

DAY = timedelta(days=1)
LEAVE_YEARS = timedelta(weeks=106)


@dataclass(frozen=True)
class Context:
    """
    What an association knows of people who are named in files.

    `described`: first and last day that the files describe; `first` and `last`: those judged.
    `only`: the dispositifs that the files describe (empty: all).
    """

    association: Association
    described: tuple[date, date]
    first: date
    last: date
    only: frozenset[str]

    def problem(self, gathered: Gathered) -> Problem:
        """Return the problem to judge: no slots, and every shift as the files give it."""
        horizon = days_span(self.first, self.last)
        mediators = self._mediators(gathered)
        ids = {m.id for m in mediators}
        since, of = self._known_since, self.association
        months, trainings = of.history, self._trainings(mediators, gathered)
        absences = self._absences(gathered, ids)
        presence = Presence(absences, trainings)
        years = range(since.year - 1, self.last.year + 2)
        history = (
            *self._published(ids),
            *self._mandates(ids, gathered),
            *(self._own(w, horizon) for w in gathered.worked),
        )
        return Problem(
            horizon=horizon,
            mediators=mediators,
            slots=(),
            history=history,
            trainings=trainings,
            absences=absences,
            grounds=self.association.grounds,
            holidays=holidays_of(years),
            local_holidays=tuple(of.local_holidays(years).items()),
            travel=self.association.travel,
            known_since=since,
            employer=self.association.employer,
            notices=tuple(
                n
                for n in changes_told(months, of.notices, of.removals, presence)
                if n.mediator in ids
            ),
            outside=tuple(o for o in self.association.outside if o.mediator in ids),
            past_weeks=tuple(w for w in self.association.past_weeks if w.mediator in ids),
            carried=tuple(
                c for c in self.association.carried if c.mediator in ids and c.day <= self.last
            ),
        )

    def assumed(self, gathered: Gathered, problem: Problem) -> Iterator[Assumption]:
        """Yield what was assumed on days, derogations and contracts."""
        before, after = self.described
        yield Assumption(
            text=f"Les fichiers décrivent {period_words(before, after)} : les "
            "jours sans service y sont tenus pour non travaillés, ceux d’avant et d’après sont "
            "inconnus."
        )
        if self.association is NOBODY:
            yield Assumption(
                text="Ni dérogation (dimanche, nuit, 1er mai), ni accord d’entreprise, ni date de "
                "naissance n’a été donné : ce qui en dépend est à confirmer, ou n’a pas été jugé "
                "(les données de l’association les disent)."
            )
            return
        if self.only:
            yield Assumption(
                text=f"Les fichiers ne disent que {', '.join(sorted(self.only))} : les services "
                "que l’association a publiés ailleurs ces jours-là comptent aussi."
            )
        if self._known_since < before:
            yield Assumption(
                text=f"Avant le {short_date(before)}, les services sont ceux que l’association a "
                f"publiés, depuis le {short_date(self._known_since)}."
            )
        yield from _of_totals(problem)
        worked = {(w.mediator, w.duty.span.day) for w in gathered.worked}
        bare = tuple(
            m.id
            for m in problem.mediators
            if any((m.id, d) in worked and not m.contract_on(d) for d in problem.horizon.days)
        )
        if bare:
            yield Assumption(
                text="Pas de contrat connu certains jours pourtant notés au travail.", about=bare
            )

    @property
    def published_until(self) -> date:
        """Return the last day known without a gap; months published right after count as known."""
        end = self.described[1]
        while f"{end + DAY:%Y-%m}" in self.association.history:
            end = next_month(end + DAY) - DAY
        return end

    @cached_property
    def _known_since(self) -> date:
        begin = self.described[0]
        return known_since(self.association.history, begin, looked_back(self.association, begin))

    @cached_property
    def _seen(self) -> Span:
        """The time whose classes and mandates count: to two weeks after the days judged."""
        return Span(midnight(self._known_since), days_span(self.last, self.last + 14 * DAY).end)

    def _mediators(self, gathered: Gathered) -> tuple[Mediator, ...]:
        """Return who is named, and who is in training beside them, in the association's order."""
        there = self.only or {w.duty.dispositif for w in gathered.worked}
        learning = {who for _, who in self.association.members}
        recorded = with_titles(
            self.association,
            self.first,
            (
                m
                for m in self.association.mediators
                if m.id in gathered.named
                or (m.id in learning and m.dispositifs & there and self._hired(m))
            ),
        )
        others = (m for m in gathered.named.values() if m.id not in recorded)
        people = (*recorded.values(), *sorted(others, key=lambda m: plain(m.name)))
        agencies = {agency.id: agency.name for agency in self.association.agencies}
        return distinguish_homonyms(people, agencies)

    def _hired(self, person: Mediator) -> bool:
        """Whether the person is under contract on a day judged."""
        return any(c.touches(self.first, self.last) for c in person.contracts)

    def _published(self, people: Collection[str]) -> Iterator[Worked]:
        """Yield what was published for these people and the files don't describe."""
        inside = days_span(*self.described)
        begin = midnight(self._known_since)
        for rows in self.association.history.values():
            for row in rows:
                span = row.worked.duty.span
                if (
                    row.worked.mediator in people
                    and begin <= span.start
                    and (
                        not inside.first <= span.first < inside.last
                        or (self.only and row.worked.duty.dispositif not in self.only)
                    )
                ):
                    yield row.worked

    def _own(self, worked: Worked, horizon: Span) -> Worked:
        """Return a shift of a file, decided by the judged rota if it begins in the horizon."""
        duty = worked.duty
        decided = horizon.first <= duty.span.first < horizon.last
        if decided is duty.decided:
            return worked
        return replace(worked, duty=replace(duty, decided=decided))

    def _trainings(
        self, mediators: tuple[Mediator, ...], gathered: Gathered
    ) -> tuple[Training, ...]:
        """Return the classes of cohorts, but those that the files list themselves."""
        in_files: dict[str, list[Duty]] = {}
        for worked in gathered.worked:
            if worked.duty.kind is DutyKind.TRAINING:
                in_files.setdefault(worked.mediator, []).append(worked.duty)
        return tuple(
            training
            for training in self.association.trainings(mediators, self._seen)
            if not any(
                training.span.touches(duty.span) for duty in in_files.get(training.mediator, ())
            )
        )

    def _mandates(self, people: Collection[str], gathered: Gathered) -> Iterator[Worked]:
        """Yield the hours of mandates, but those that the files list themselves."""
        in_files = [w for w in gathered.worked if w.duty.kind in MANDATE]
        for delegation in self.association.delegations:
            if (
                delegation.mediator in people
                and delegation.span.touches(self._seen)
                and not any(
                    w.mediator == delegation.mediator and w.duty.span.touches(delegation.span)
                    for w in in_files
                )
            ):
                yield delegation.worked

    def _absences(self, gathered: Gathered, people: Collection[str]) -> tuple[Absence, ...]:
        begin, end = midnight(self.first - LEAVE_YEARS), midnight(date(self.last.year + 1, 1, 1))
        seen = Span(begin, end)
        recorded = [
            a for a in self.association.absences if a.mediator in people and a.span.touches(seen)
        ]
        # An absence of which the association knows the reason isn't read again without it.
        new = [
            a
            for a in gathered.absences
            if not any(k.mediator == a.mediator and k.span.touches(a.span) for k in recorded)
        ]
        return (*recorded, *new)


def of_breaks(gathered: Gathered) -> Iterator[Assumption]:
    """Yield an assumption on people whose file gives no breaks."""
    silent = [w for w in gathered.worked if w.duty.counts and not w.duty.breaks_known]
    if silent:
        yield Assumption(
            text=f"{plural(len(silent), 'service')} sans indication de pauses : les heures "
            "comptées sont un maximum, et ce qui dépend des pauses est à confirmer.",
            about=tuple(dict.fromkeys(w.mediator for w in silent)),
        )


def _of_totals(problem: Problem) -> Iterator[Assumption]:
    """Yield which totals of past weeks count (no file describes the week), and which don't."""
    if not problem.past_weeks:
        return
    rota = Rota(problem=problem, assignments=frozenset())
    counted = sum(len(rota.timeline(person).weeks) for person in problem.mediators)
    if counted:
        many = plural(counted, "total de semaine", "totaux de semaines")
        yield Assumption(
            text=f"{many} d’avant ces fichiers "
            "(semaines_anterieures.csv) : ces heures comptent, sans que leurs jours ni leurs repos "
            "soient connus."
        )
    described = len(problem.past_weeks) - counted
    if described:
        many = plural(described, "total de semaine", "totaux de semaines")
        yield Assumption(
            text=f"{many} de "
            "semaines_anterieures.csv mis de côté : les services de ces semaines sont lus."
        )
