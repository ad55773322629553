"""A rota made elsewhere as a case: what its files tell, and what an association knows beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from api.association import Association
from api.auditing.case import Assumed, Case, Facts, Read
from api.auditing.matching import Known, plain
from api.auditing.people import Roll
from api.auditing.places import Places
from api.auditing.shifts import Gathered, counted, gather
from api.names import names_of
from api.notices import notices_of
from api.planning import known_since, looked_back
from api.words import plural, short_date
from calendars.holidays import holidays_of
from calendars.training import trainings
from scheduler.domain.duty import DutyKind
from scheduler.domain.problem import Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, days_span, midnight, next_month, week_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from api.auditing.case import Origin
    from api.foreign.reading import Reading
    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Absence, Mediator
    from scheduler.domain.problem import Training
    from scheduler.rule import Profile

NOBODY = Association()
"""An association that tells nothing."""

DAY = timedelta(days=1)
LEAVE_YEARS = timedelta(weeks=106)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    What to judge: days (None: all that the files describe), and people (empty: all).

    `dispositifs`: the only ones that the files tell of; what the association published of the
    others on the same days stands (empty: the files tell all).
    """

    first: date | None = None
    last: date | None = None
    people: tuple[str, ...] = ()
    dispositifs: tuple[str, ...] = ()


def case_of_files(
    read: Sequence[tuple[Origin, Reading]],
    profile: Profile,
    asked: Asked,
    association: Association | None = None,
) -> Case:
    """
    Return the case of files made elsewhere.

    The files say who worked when, on the days that they describe; the association, where there is
    one, who these people are, their contracts, absences, training, derogations and journeys, and
    what it published outside those days. Days that nobody describes are unknown, not free.

    Raises
    ------
    InvalidProblemError
        No day is described, the days asked for aren't, or a person asked for isn't there.
    """
    readings = [reading for _, reading in read]
    told = association or NOBODY
    described = _described(readings, asked)
    first, last = asked.first or described[0], asked.last or described[1]
    if last < described[0] or described[1] < first:
        raise InvalidProblemError(
            f"aucun jour du {short_date(first)} au {short_date(last)} dans ce qui a été lu : "
            f"du {short_date(described[0])} au {short_date(described[1])}"
        )
    for one in asked.dispositifs:
        if one not in told.dispositif_of:
            known = ", ".join(told.dispositif_of) or "aucun sans --association"
            raise InvalidProblemError(f"dispositif inconnu « {one} » (attendu : {known})")
    roll = Roll(known=Known(told.mediators), hired=week_of(described[0]))
    places = Places(told) if association else None
    made = gather(readings, roll, places, asked.dispositifs)
    context = _Context(told, described, first, last, frozenset(asked.dispositifs))
    problem = context.problem(made)
    facts = Facts(
        rota=Rota(problem=problem, assignments=frozenset()),
        until=max(described[1], context.published_until),
        grounds_told=association is not None,
        strangers=frozenset(m.id for m in roll.strangers.values()),
    )
    return Case(
        facts=facts,
        profile=profile,
        names=names_of(told),
        read=replace(
            read_of(read),
            counts=counted(readings, made),
            refused=tuple(sorted({*made.refused, *(e for r in readings for e in r.refused)})),
            aside=tuple(sorted({*made.aside, *(x for r in readings for x in r.aside)})),
            assumed=tuple(
                dict.fromkeys(
                    (
                        *(Assumed(text=note) for r in readings for note in r.notes),
                        *roll.assumed(),
                        *context.assumed(made, problem),
                        *_of_breaks(made),
                    )
                )
            ),
        ),
        where=made.where,
        mediators=wanted(problem.mediators, asked.people),
    )


def read_of(read: Sequence[tuple[Origin, Reading]]) -> Read:
    """Return what the readers say of their files, before people and places are known."""
    readings = [reading for _, reading in read]
    return Read(
        origins=tuple(origin for origin, _ in read),
        counts=counted(readings, Gathered()),
        refused=tuple(sorted({e for r in readings for e in r.refused})),
        aside=tuple(sorted({x for r in readings for x in r.aside})),
        assumed=tuple(dict.fromkeys(Assumed(text=note) for r in readings for note in r.notes)),
    )


def wanted(mediators: Iterable[Mediator], names: Iterable[str]) -> tuple[Mediator, ...]:
    """
    Return the people asked for, by id or by name; all of them where nobody is named.

    Raises
    ------
    InvalidProblemError
        A name is nobody's, or several people's.
    """
    everybody = tuple(mediators)
    known, chosen = Known(everybody), {}
    for name in names:
        match = known.match(name)
        if match.one is None:
            among = match.people or everybody
            listed = ", ".join(f"{m.name} ({m.id})" for m in among[:MOST_NAMED])
            more = f" et {len(among) - MOST_NAMED} autres" if len(among) > MOST_NAMED else ""
            raise InvalidProblemError(
                f"personne {'à préciser' if match.people else 'inconnue'} « {name} », attendu : "
                f"{listed}{more}"
            )
        chosen[match.one.id] = match.one
    return tuple(m for m in everybody if m.id in chosen) if chosen else everybody


MOST_NAMED = 12


@dataclass(frozen=True)
class _Context:
    """What an association knows of people whose shifts a file tells."""

    association: Association
    described: tuple[date, date]
    first: date
    last: date
    only: frozenset[str]

    def problem(self, made: Gathered) -> Problem:
        horizon = days_span(self.first, self.last)
        mediators = self._mediators(made)
        ids = {m.id for m in mediators}
        since, months = self._known_since, self.association.history
        history = (*self._published(ids), *(self._own(w, horizon) for w in made.worked))
        return Problem(
            horizon=horizon,
            mediators=mediators,
            slots=(),
            history=history,
            trainings=self._trainings(mediators, made),
            absences=self._absences(made, ids),
            grounds=self.association.grounds,
            holidays=holidays_of(range(since.year - 1, self.last.year + 2)),
            travel=self.association.travel,
            known_since=since,
            employer=self.association.employer,
            notices=tuple(
                n for n in notices_of(months, self.association.notices) if n.mediator in ids
            ),
            outside=tuple(o for o in self.association.outside if o.mediator in ids),
            carried=tuple(
                c for c in self.association.carried if c.mediator in ids and c.day <= self.last
            ),
        )

    def assumed(self, made: Gathered, problem: Problem) -> Iterator[Assumed]:
        """Yield what was taken for granted of days and derogations."""
        before, after = self.described
        yield Assumed(
            text=f"Les fichiers décrivent du {short_date(before)} au {short_date(after)} : les "
            "jours sans service y sont tenus pour non travaillés, ceux d’avant et d’après sont "
            "inconnus."
        )
        if self.association is NOBODY:
            yield Assumed(
                text="Ni dérogation (dimanche, nuit, 1er mai), ni accord d’entreprise, ni date de "
                "naissance n’a été donné : ce qui en dépend est à confirmer, ou n’a pas été jugé "
                "(voir --association)."
            )
            return
        if self.only:
            yield Assumed(
                text=f"Les fichiers ne disent que {', '.join(sorted(self.only))} : les services "
                "que l’association a publiés ailleurs ces jours-là comptent aussi."
            )
        if self._known_since < before:
            yield Assumed(
                text=f"Avant le {short_date(before)}, les services sont ceux que l’association a "
                f"publiés, depuis le {short_date(self._known_since)}."
            )
        worked = {(w.mediator, w.duty.span.day) for w in made.worked}
        bare = tuple(
            m.id
            for m in problem.mediators
            if any((m.id, d) in worked and not m.contract_on(d) for d in problem.horizon.days)
        )
        if bare:
            yield Assumed(
                text="Pas de contrat connu certains jours pourtant notés au travail.", about=bare
            )

    @property
    def published_until(self) -> date:
        """Return the last day known without a gap: what is published right after counts."""
        end = self.described[1]
        while f"{end + DAY:%Y-%m}" in self.association.history:
            end = next_month(end + DAY) - DAY
        return end

    @property
    def _known_since(self) -> date:
        begin = self.described[0]
        return known_since(self.association.history, begin, looked_back(self.association, begin))

    def _mediators(self, made: Gathered) -> tuple[Mediator, ...]:
        """Return who is named, and who is in training beside them, in the association's order."""
        there = self.only or {w.duty.dispositif for w in made.worked}
        learning = {who for _, who in self.association.members}
        titles = self.association.titles_on(self.first)
        known = [
            replace(m, titles=m.titles | titles.get(m.id, frozenset()))
            for m in self.association.mediators
            if m.id in made.named or (m.id in learning and m.dispositifs & there and self._hired(m))
        ]
        ids = {m.id for m in known}
        others = sorted(
            (m for m in made.named.values() if m.id not in ids), key=lambda m: plain(m.name)
        )
        return (*known, *others)

    def _hired(self, one: Mediator) -> bool:
        """Whether the person is under contract on a day judged."""
        return any(
            c.start <= self.last and (c.end is None or self.first <= c.end) for c in one.contracts
        )

    def _published(self, people: Collection[str]) -> Iterator[Worked]:
        """Yield what was published for these people and the files don't tell of."""
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
        """Return a shift of a file: what is judged is what this rota decides."""
        duty = worked.duty
        decided = horizon.first <= duty.span.first < horizon.last
        if decided is duty.decided:
            return worked
        return replace(worked, duty=replace(duty, decided=decided))

    def _trainings(self, mediators: tuple[Mediator, ...], made: Gathered) -> tuple[Training, ...]:
        """Return the classes of cohorts, but those that the files tell themselves."""
        seen = Span(midnight(self._known_since), days_span(self.last, self.last + 14 * DAY).end)
        by_id = {m.id: m for m in mediators}
        told: dict[str, list[Duty]] = {}
        for worked in made.worked:
            if worked.duty.kind is DutyKind.TRAINING:
                told.setdefault(worked.mediator, []).append(worked.duty)
        members: dict[str, list[Mediator]] = {}
        for name, who in self.association.members:
            if who in by_id:
                members.setdefault(name, []).append(by_id[who])
        return tuple(
            one
            for cohort in self.association.cohorts
            for one in trainings(cohort, members.get(cohort.id, ()), seen)
            if not any(one.span.touches(duty.span) for duty in told.get(one.mediator, ()))
        )

    def _absences(self, made: Gathered, people: Collection[str]) -> tuple[Absence, ...]:
        begin, end = midnight(self.first - LEAVE_YEARS), midnight(date(self.last.year + 1, 1, 1))
        seen = Span(begin, end)
        known = [
            a for a in self.association.absences if a.mediator in people and a.span.touches(seen)
        ]
        # An absence of which the association knows the reason isn't told again without it.
        new = [
            a
            for a in made.absences
            if not any(k.mediator == a.mediator and k.span.touches(a.span) for k in known)
        ]
        return (*known, *new)


def _described(readings: Iterable[Reading], asked: Asked) -> tuple[date, date]:
    """Return the first and last day described; a month asked for is described whole."""
    days = [reading.days for reading in readings if reading.days is not None]
    if not days:
        raise InvalidProblemError("aucun service lu : rien à contrôler")
    first, last = min(d[0] for d in days), max(d[1] for d in days)
    if asked.first and asked.last and asked.first <= last and first <= asked.last:
        return min(first, asked.first), max(last, asked.last)
    return first, last


def _of_breaks(made: Gathered) -> Iterator[Assumed]:
    silent = [w for w in made.worked if w.duty.counts and not w.duty.breaks_known]
    if silent:
        yield Assumed(
            text=f"{plural(len(silent), 'service')} sans indication de pauses : les heures "
            "comptées sont un maximum, et ce qui dépend des pauses est à confirmer.",
            about=tuple(dict.fromkeys(w.mediator for w in silent)),
        )
