"""Describe what an audit judges: the facts, the rules, the people, and the files read."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from api.data.association import Association
from api.data.errors import Where
from api.intake.reading import Entries, EntryCounts
from api.judging.directory import people_named
from api.judging.rules import only
from api.planning.names import Names, names_of
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, midnight
from scheduler.domain.timeline import Timeline
from scheduler.rule import Profile

BLOCK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Facts:
    """
    The rota to judge, and how much of it is known.

    `until`: last day known (None: the end of the horizon's last week; later days count as free
    until they are planned). `grounds_told`: whether somebody gave the derogations; if nobody did,
    their absence proves nothing. `strangers`: ids of people whose contract hours were assumed.
    """

    rota: Rota
    until: date | None = None
    grounds_told: bool = True
    strangers: frozenset[str] = frozenset()

    @property
    def problem(self) -> Problem:
        """Return the problem: the people, what they did, and the days judged."""
        return self.rota.problem

    def timeline(self, mediator: Mediator) -> Timeline:
        """Return a person's timeline, up to the last day known."""
        timeline = self.rota.timeline(mediator)
        if self.until is None or timeline.known is None:
            return timeline
        end = midnight(self.until + timedelta(days=1))
        if timeline.known.end <= end or end <= timeline.known.start:
            return timeline
        return replace(timeline, known=Span(timeline.known.start, end))


@dataclass(frozen=True, kw_only=True)
class Origin:
    """
    A file that was read: its name, the SHA-256 of its bytes, and what became of its rows.

    `days`: first and last day of a file read for what came before or after (None: it is judged).
    """

    name: str
    digest: str
    counts: EntryCounts | None = None
    days: tuple[date, date] | None = None


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """An assumption, in French, that names nobody; `about`: people's ids (empty: everybody)."""

    text: str
    about: tuple[str, ...] = ()

    def concerns(self, person: str) -> bool:
        """Whether the assumption is about a person."""
        return not self.about or person in self.about


@dataclass(frozen=True, kw_only=True)
class ReadSummary(Entries):
    """The files read, what became of their entries, and what was assumed."""

    origins: tuple[Origin, ...] = ()
    assumed: tuple[Assumption, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """
    What an audit judges: the facts, the rules, and what was read.

    `where`: in which row each duty is, by person and duty id. `mediators`: whom to judge.
    `everybody`: whether nobody was left out; the team is judged only then. `every_rule`: whether no
    rule was left out.
    """

    facts: Facts
    profile: Profile
    names: Names = field(default_factory=Names)
    read: ReadSummary = field(default_factory=ReadSummary)
    where: Mapping[tuple[str, str], Where] = field(default_factory=dict)
    mediators: tuple[Mediator, ...] = ()
    everybody: bool = True
    every_rule: bool = True

    @property
    def first(self) -> date:
        """First day judged."""
        return self.facts.problem.horizon.days[0]

    @property
    def last(self) -> date:
        """Last day judged."""
        return self.facts.problem.horizon.days[-1]


def case_of(
    association: Association,
    facts: Facts,
    profile: Profile,
    read: ReadSummary,
    *,
    people: Collection[str] = (),
    rules: Collection[str] = (),
    where: Mapping[tuple[str, str], Where] | None = None,
) -> Case:
    """
    Return the case of some facts, with the names that an association gives.

    `people`: ids or names of those to judge (empty: everybody). `rules`: ids of those to judge by
    (empty: all of the profile).

    It raises `InvalidProblemError`: a name is nobody's, or several people's; an id is no rule's.
    """
    return Case(
        facts=facts,
        profile=only(profile, rules) if rules else profile,
        names=names_of(association),
        read=read,
        where=where or {},
        mediators=people_named(facts.problem.mediators, people),
        everybody=not people,
        every_rule=not rules,
    )


class Shares:
    """Facts divided by people; each person's rows are looked up once, even for many shares."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.problem = facts.problem

    def of(self, people: Collection[Mediator]) -> Facts:
        """Return the facts of some people only: enough for the rules that judge one person."""
        changes: dict[str, Any] = {
            name: tuple(item for m in people for item in table.get(m.id, ()))
            for name, table in self._tables.items()
        }
        slots = {assignment.slot for m in people for assignment in self._assignments.get(m.id, ())}
        changes |= {
            "mediators": tuple(people),
            "slots": tuple(s for s in self.problem.slots if s.id in slots),
            "pairs": (),
            "locks": (),
            "previous": frozenset(),
            # No rule reads them, and to add them up takes longer than to judge.
            "balances": (),
            "successions": tuple(
                s for s in self.problem.successions if s.mediator in {"", *(m.id for m in people)}
            ),
        }
        assignments = frozenset(
            assignment for m in people for assignment in self._assignments.get(m.id, ())
        )
        rota = Rota(problem=replace(self.problem, **changes), assignments=assignments)
        return replace(self.facts, rota=rota)

    @cached_property
    def _tables(self) -> Mapping[str, Mapping[str, list[Any]]]:
        """Group by person each field of the problem that is about people."""
        return {
            f.name: _by_person(value)
            for f in fields(self.problem)
            if isinstance(value := getattr(self.problem, f.name), tuple)
            and value
            and hasattr(value[0], "mediator")
        }

    @cached_property
    def _assignments(self) -> Mapping[str, list[Assignment]]:
        return _by_person(sorted(self.facts.rota.assignments))

    def cut(self, people: Sequence[Mediator], size: int) -> Iterator[Facts]:
        """Yield the facts of these people in order, `size` people at a time."""
        for begin in range(0, len(people), size):
            yield self.of(people[begin : begin + size])


def _by_person(items: Any) -> Mapping[str, list[Any]]:
    table: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        table[item.mediator].append(item)
    return table
