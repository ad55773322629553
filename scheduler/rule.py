"""The interface of rules, which judge one person's timeline or the team's rota; and profiles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields, replace
from enum import Enum, StrEnum, auto
from functools import cache, cached_property
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Level, Since, Source
from scheduler.domain.time import week_of
from scheduler.evidence import Measure
from scheduler.finding import Effect, Finding, Severity, Verdict
from scheduler.goal import Goal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.employment.employer import Matter, Notice
    from scheduler.domain.employment.grounds import GroundKind
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline
    from scheduler.evidence import Fact, Threat
    from scheduler.finding import Claim
    from scheduler.model import PersonModel, RotaModel


class Lever(StrEnum):
    """What somebody changes to lift a demand of a rule: facts that they entered, or may enter."""

    LOCK = "verrou"
    ABSENCE = "absence"
    TEMPLATE = "gabarit"
    NEED = "besoin"
    PERSON = "personne"
    CONTRACT = "contrat"
    PAIR = "binome"
    TRAINING = "formation"


@cache
def _fields(rule: type[Rule]) -> tuple[str, ...]:
    """Return the names of a rule's fields: a profile asks for them thousands of times."""
    return tuple(f.name for f in fields(rule))  # type: ignore[arg-type]  # every rule is a dataclass


class Rule(ABC):
    """
    Attributes and methods that rules of both kinds share.

    `id` is the catalogue's; `sources[0]` is the article shown on findings, beside the agreement
    that sets the value where one does; `sentence` is the French pattern of a finding with the
    fields `who`, `day`, `week` (the one that holds the day), `measured`, `limit`, `amount`.
    `avoids_unsettled`: whether the encoding also forbids what the audit would find to confirm (else
    it forbids violations only). `binds_plans`: the encoding forbids what only warns in a rota made
    by hand. `rests_on`: facts that a source may not give, without which a
    finding is to confirm. `proof`: what a finding's shifts add up to. `sanctions`: those for
    breaking the rule. `matter`: the matter for which the CSE's opinions on the rule count. `lever`:
    what lifts a demand of the rule (None: nothing, the rota changes). `concession`: what it costs,
    beside others, to give up one of its demands where not all can be had (None: it is never given
    up); 1 is a bound that a person asked for, 2 what a planner fixed, 4 what must be staffed.
    `advice`: what to do first, in French, of a post that it keeps open (empty: nothing in general).
    `of_shifts`: it judges shifts alone, which colleagues read too, and no age, contract, training
    or absence: it may be named to somebody whom the finding isn't about.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity]
    effect: ClassVar[Effect] = Effect.BLOCK
    sources: ClassVar[tuple[Source, ...]] = ()
    unit: ClassVar[str] = "minutes"
    sentence: ClassVar[str]
    avoids_unsettled: ClassVar[bool] = False
    binds_plans: ClassVar[bool] = False
    sanctions: ClassVar[tuple[Threat, ...]] = ()
    rests_on: ClassVar[tuple[Fact, ...]] = ()
    proof: ClassVar[Measure] = Measure.WORK
    matter: ClassVar[Matter | None] = None
    lever: ClassVar[Lever | None] = None
    concession: ClassVar[int | None] = None
    advice: ClassVar[str] = ""
    of_shifts: ClassVar[bool] = False

    @property
    def keeps_from_posts(self) -> bool:
        """Whether a calculated rota never breaks the rule: it blocks, or binds plans anyway."""
        return self.effect is Effect.BLOCK or self.binds_plans

    def avoids(self, finding: Finding) -> bool:
        """Whether a calculated rota never has such a finding of the rule, though it blocks none."""
        if finding.verdict is Verdict.TO_CONFIRM:
            return self.avoids_unsettled
        return self.binds_plans and finding.verdict is Verdict.VIOLATION

    def parameters(self) -> dict[str, Dated]:
        """Return the dated parameters by field name."""
        return {
            name: value
            for name in _fields(type(self))
            if isinstance(value := getattr(self, name), Dated)
        }

    def demanded_of(self, claim: Claim, problem: Problem) -> str:
        """Say in French what a claim of the rule demands beyond its title (empty: nothing)."""
        del claim, problem
        return ""

    def limits(self) -> dict[str, Dated]:
        """
        Return the dated parameters of the rule itself, by field name.

        Parameters shared with other rules (the night's window) are definitions, not limits, and are
        left out.
        """
        for owner in type(self).__mro__:
            if own := {n: d for n, d in self.parameters().items() if n in vars(owner)}:
                return own
        return {}

    def finding(
        self,
        *,
        subject: str,
        who: str,
        on: date,
        span: Span,
        measured: int,
        limit: int,
        amount: int | None = None,
        unit: str = "",
        duties: Iterable[Duty] = (),
        verdict: Verdict = Verdict.VIOLATION,
        inherited: bool | None = None,
        sentence: str | None = None,
        source: Source | None = None,
    ) -> Finding:
        """
        Build a finding of this rule; `amount` is by default the distance to the limit.

        Give `unit` if the rule measures more than one kind of quantity.
        """
        # A night over Sunday midnight may be told for each of its weeks: it is one duty.
        proof, unit = tuple({duty.id: duty for duty in duties}.values()), unit or self.unit
        excess = abs(measured - limit) if amount is None else amount
        cited = Cited.of(self, on, measured, limit, unit) if source is None else Cited(str(source))
        text = (sentence or self.sentence).format(
            who=who,
            day=f"{on:%d/%m/%Y}",
            week=week_words(on),
            measured=shown(measured, unit),
            limit=shown(limit, unit),
            amount=shown(excess, unit),
        )
        return Finding(
            rule=self.id,
            subject=subject,
            on=on,
            span=span,
            measured=measured,
            limit=limit,
            amount=excess,
            unit=unit,
            message=text,
            article=cited.article,
            severity=cited.severity or self.severity,
            effect=self.effect,
            verdict=verdict,
            evidence=tuple(duty.id for duty in proof),
            inherited=(bool(proof) and not any(d.decided for d in proof))
            if inherited is None
            else inherited,
        )


@dataclass(frozen=True)
class Cited:
    """
    The source that a finding cites, and its severity if it isn't the rule's.

    If an agreement sets the value in force, the finding cites the agreement. If the measure
    respects the Code's own value, only the agreement is broken; if not, or if the two can't be
    compared, the finding cites the Code's article too.
    """

    article: str
    severity: Severity | None = None

    @staticmethod
    def of(rule: Rule, on: date, measured: int, limit: int, unit: str) -> Cited:
        """Return the citation for a finding of the rule on that day."""
        code = str(rule.sources[0]) if rule.sources else ""
        agreed = [d for d in rule.limits().values() if _set_by_agreement(d, on)]
        if not agreed:
            return Cited(code or "règle de la maison")
        exact = [d for d in agreed if d.unit == unit and d.on(on) == limit]
        dated = (exact or agreed)[0]
        source = str(dated.entry(on).source)
        legal = next((e for e in dated.entries(on) if e.level is Level.CODE), None)
        if not code or not exact or legal is None:
            return Cited("\u00a0; ".join(filter(None, (source, code))))
        if _within(measured, limit, legal):
            bound = rule.severity in (Severity.PUBLIC_ORDER, Severity.INTERPRETATION)
            return Cited(source, Severity.NEGOTIABLE_DEFAULT if bound else None)
        return Cited(f"{source}\u00a0; {code}")


def _set_by_agreement(dated: Dated, on: date) -> bool:
    return any(e.level > Level.CODE for e in dated.entries(on))


def _within(measured: int, limit: int, legal: Since) -> bool:
    """Whether a measure breaks an agreed limit and stays within the Code's."""
    return limit < measured <= legal.value or legal.value <= measured < limit


NAMES = {
    "days": "jour",
    "people": "personne",
    "weeks": "semaine",
    "nights": "nuit",
    "years": "an",
    "months": "mois",
    "times": "fois",
    "working_days": "jour ouvré",
    "leave_days": "jour ouvrable",
    "half_days": "demi-jour",
    "cuts": "coupure",
    "slots": "créneau",
    "weekends": "week-end",
}
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


REFERENCES = ("douze mois consécutifs", "année civile")
"""Over what a year's hours are counted (L3122-16, L3122-23)."""
#: Units whose values have each a name, from the first value on.
LISTED = {"month": (1, MONTHS), "reference": (0, REFERENCES)}


def shown(value: int, unit: str) -> str:
    """Write a quantity in French: `10 h 01`, `3 jours`, `21:00`, `1/10`, `12,5 %`."""
    if unit == "minutes":
        return f"{value // 60} h {value % 60:02d}"
    if unit == "clock":
        return f"{value // 60:02d}:{value % 60:02d}"
    if unit == "divisor":
        return f"1/{value}"
    if unit == "permille":
        return f"{value / 10:g} %".replace(".", ",")
    if unit in LISTED:
        first, words = LISTED[unit]
        return words[value - first] if value - first in range(len(words)) else f"{value}"
    name = NAMES.get(unit, unit)
    return f"{value} {many(name) if value > 1 else name}"


def week_words(day: date) -> str:
    """Name the civil week that holds a day by its Monday: `la semaine du lundi 15/06/2026`."""
    return f"la semaine du lundi {week_of(day):%d/%m/%Y}"


def many(name: str) -> str:
    """Write the plural of a unit: `jours`, `mois`, `jours ouvrés`, `créneaux`."""
    return " ".join(_plural(word) for word in name.split(" "))


def _plural(word: str) -> str:
    return word if word.endswith("s") else f"{word}x" if word.endswith("eau") else f"{word}s"


class Unfree(Enum):
    """Why a person can't hold any post at a time: another duty, or an absence."""

    BUSY = auto()
    AWAY = auto()


class PersonRule(Rule):
    """
    A rule on one person's timeline, so that an edit re-audits only the people it changes.

    `ground`: the kind of recorded derogation that lifts a finding (None: none does). `unfree`: why
    the person can't hold any post at that time, if the rule says so (None: it doesn't).
    `short_memory`: whether the audit finds the same on `timeline.recent`, which costs a year less.
    `of_hours`: whether it bounds or counts hours that nobody owes under a forfait in days
    (L3121-62): it is then judged on `Timeline.hourly`, and encoded on `PersonModel.hourly`.
    `of_pairs`: whether it excludes pairs of duties, from `PersonModel.stays` alone: it is encoded
    first, so that the others leave out what `PersonModel.impossible` says it forbids.
    """

    ground: ClassVar[GroundKind | None] = None
    unfree: ClassVar[Unfree | None] = None
    short_memory: ClassVar[bool] = False
    of_hours: ClassVar[bool] = False
    of_pairs: ClassVar[bool] = False

    @abstractmethod
    def encode(self, model: PersonModel) -> None:
        """Post the rule for one person, every constraint under a claim."""

    @abstractmethod
    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge one person's timeline by the article alone, without the encoding."""

    def on_notice(self, timeline: Timeline, notice: Notice) -> Iterator[Finding]:
        """Judge one notice alone, given or only thought of; most rules judge none."""
        del timeline, notice
        return iter(())


def post(rule: PersonRule, person: PersonModel) -> None:
    """Encode a rule on what it looks at of a person's time."""
    rule.encode(person.hourly if rule.of_hours else person)


class TeamRule(Rule):
    """
    A rule that judges the whole rota.

    `by_slot`: the rule judges each slot by its holders and by what runs at the same time, so that
    an edit re-audits only the slots around it. `settled_by_others`: adding people to a slot later
    may resolve the finding.
    """

    by_slot: ClassVar[bool] = False
    settled_by_others: ClassVar[bool] = False

    @abstractmethod
    def encode(self, model: RotaModel) -> None:
        """Post the rule, every constraint under a claim."""

    @abstractmethod
    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Judge the rota."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """
    The rules and goals in force for an employer.

    `agencies`: the person rules of each agency that has values of its own.
    """

    name: str
    person_rules: tuple[PersonRule, ...] = ()
    team_rules: tuple[TeamRule, ...] = ()
    goals: tuple[Goal, ...] = field(default=())
    agencies: tuple[tuple[str, tuple[PersonRule, ...]], ...] = ()

    def rules_of(self, mediator: Mediator) -> tuple[PersonRule, ...]:
        """Return the rules that apply to a person: the agency's, or else the employer's."""
        for agency, rules in self.agencies:
            if agency == mediator.agency:
                return rules
        return self.person_rules

    def remarks(self, rota: Rota) -> tuple[str, ...]:
        """Return what the goals tell of a rota beside their costs, in French, first tier first."""
        return tuple(text for goal in self.goals for text in goal.remark(rota).splitlines())

    def counting_from_nothing(self) -> Profile:
        """Return the profile whose goals count changes even where nothing stands."""
        return replace(self, goals=tuple(goal.counting_from_nothing() for goal in self.goals))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, law first."""
        return (*self.person_rules, *self.team_rules)

    @cached_property
    def rule_of(self) -> Mapping[str, Rule]:
        """The rules by id, law first; then those that single agencies add."""
        by_id: dict[str, Rule] = {rule.id: rule for rule in self.rules}
        for _, rules in self.agencies:
            for rule in rules:
                by_id.setdefault(rule.id, rule)
        return by_id
