"""Find the values of rules on a day: the source of each, and the values that it replaces."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from api.data.association import Association
from api.data.building.agreements import profile_for
from api.french.nearest import suggestion
from api.french.words import EFFECTS, LEVELS, SEVERITIES, parameter_name
from constraints.agreements.agreement import Agreement
from constraints.agreements.clause import Clause
from constraints.agreements.in_force.origins import Origin
from constraints.agreements.terms import Applied, Strength
from constraints.registry import agreements, applied_on, origin, profile_of
from scheduler.dated import Dated, Level, Since, Source
from scheduler.errors import InvalidProblemError
from scheduler.finding import Severity
from scheduler.rule import Profile, Rule, shown

Kind = TypeVar("Kind", bound=Rule)


def profile_under(
    agreement: str | None, association: Association | None, *, house: bool = True
) -> Profile:
    """
    Return the rules for an association (None: the Code's rules alone).

    `agreement`: the branch agreement that is applied in place of the association's (none: its own).
    `house`: with the organisation's own rules.
    """
    if agreement:
        terms = () if association is None else association.terms
        profile = profile_of((Applied(agreement=agreement),), terms)
    else:
        profile = profile_of() if association is None else profile_for(association)
    return profile if house else without_house(profile)


def without_house(profile: Profile) -> Profile:
    """Return the profile without the organisation's own rules."""
    return _keeping(profile, lambda rule: rule.severity is not Severity.HOUSE)


def only(profile: Profile, ids: Collection[str]) -> Profile:
    """
    Return the profile with only these rules.

    It raises `InvalidProblemError`: an id is no rule's.
    """
    rule_ids = {rule.id for rule in all_rules(profile)}
    for ident in ids:
        if ident not in rule_ids:
            listed = ", ".join(sorted(rule_ids))
            raise InvalidProblemError(
                f"règle inconnue « {ident} »{suggestion(ident, rule_ids)}, attendu : {listed}"
            )
    return _keeping(profile, lambda rule: rule.id in ids)


def all_rules(profile: Profile) -> tuple[Rule, ...]:
    """Return the rules of the profile and those that single agencies add, each id once."""
    return tuple(profile.rule_of.values())


def _keeping(profile: Profile, keep: Callable[[Rule], bool]) -> Profile:
    def chosen(rules: Iterable[Kind]) -> tuple[Kind, ...]:
        return tuple(rule for rule in rules if keep(rule))

    return replace(
        profile,
        person_rules=chosen(profile.person_rules),
        team_rules=chosen(profile.team_rules),
        agencies=tuple((agency, chosen(rules)) for agency, rules in profile.agencies),
    )


HOUSE = "règle de la maison"


@dataclass(frozen=True, kw_only=True)
class ReplacedValue:
    """A value that another sets aside."""

    value: int
    text: str
    since: date
    until: date | None
    article: str
    url: str
    level: str


@dataclass(frozen=True, kw_only=True)
class RuleValue:
    """
    A value of a rule on the day (None: not in force yet), in `unit`.

    `floor` and `ceiling`: how far an agreement may move it (`branch_only`: the branch's alone);
    `authorised`: an authorisation. `initial`: the first that it had. `shared`: a rule listed before
    has it too.
    """

    name: str
    label: str
    unit: str
    value: int | None
    text: str
    since: date | None = None
    until: date | None = None
    article: str = ""
    url: str = ""
    level: str = ""
    floor: int | None = None
    ceiling: int | None = None
    authorised: tuple[int | None, int | None] | None = None
    initial: int | None = None
    branch_only: bool = False
    shared: bool
    set_aside: tuple[ReplacedValue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleSource:
    """A text of law or of an agreement."""

    article: str
    url: str


@dataclass(frozen=True, kw_only=True)
class RuleOnDay:
    """A rule, its values on the day and its articles."""

    id: str
    title: str
    unit: str
    severity: str
    severity_label: str
    effect: str
    effect_label: str
    values: tuple[RuleValue, ...]
    sources: tuple[RuleSource, ...]


@dataclass(frozen=True, kw_only=True)
class RulesOnDay:
    """The rules on a day, with the values of a branch agreement (empty: of none)."""

    on: date
    agreement: str
    rules: tuple[RuleOnDay, ...]


@dataclass(frozen=True, kw_only=True)
class Uncomputed:
    """What a branch agreement says and nothing computes."""

    id: str
    title: str
    text: str
    article: str
    url: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AgreementCard:
    """A branch agreement's card."""

    id: str
    name: str
    idcc: int
    strength: str
    stated: date
    not_computed: tuple[Uncomputed, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProfileOnDay:
    """The values in force for an agency (empty: for all), and the branch agreement it applies."""

    on: date
    agency: str
    agreement: AgreementCard | None
    rules: tuple[RuleOnDay, ...]


def rules_on(day: date, agreement: str = "") -> RulesOnDay:
    """Return all rules with their values on a day, and those of a branch agreement."""
    rules = rules_of(profile_of(_applied(agreement)), day)
    return RulesOnDay(on=day, agreement=agreement, rules=rules)


def profile_on(
    association: Association, day: date, agency: str = "", agreement: str = ""
) -> ProfileOnDay:
    """
    Return the values in force in an association on a day, and where each comes from.

    `agreement`: applied in place of the association's own.
    """
    applied = _applied(agreement) or association.applied
    rules = rules_of(profile_of(applied, association.terms), day, agency)
    card = applied_on(applied, day, agency)
    return ProfileOnDay(
        on=day,
        agency=agency,
        agreement=None if card is None else _card(card),
        rules=tuple(
            rule for rule in rules if any(value.value is not None for value in rule.values)
        ),
    )


def _applied(agreement: str) -> tuple[Applied, ...]:
    return (Applied(agreement=agreement),) if agreement else ()


def rules_of(profile: Profile, on: date, agency: str = "") -> tuple[RuleOnDay, ...]:
    """
    Return the rules for an agency's people with their values in force on a day.

    Clauses of an agreement that isn't applied on that day are left out.
    """
    origins = {(o.rule, o.parameter): o for o in origin(profile, on, agency)}
    people = dict(profile.agencies).get(agency, profile.person_rules)
    listed: set[tuple[type, str]] = set()
    return tuple(
        _rule(rule, origins, listed)
        for rule in (*people, *profile.team_rules)
        if not isinstance(rule, Clause) or rule.in_force(on)
    )


def _rule(
    rule: Rule, origins: dict[tuple[str, str], Origin], listed: set[tuple[type, str]]
) -> RuleOnDay:
    """Return a rule; `listed`: the values of rules before it, by the class that has them."""
    values = []
    for name, dated in rule.parameters().items():
        owner = next(c for c in type(rule).__mro__ if name in vars(c))
        shared = (owner, name) in listed
        values.append(_value(rule, name, dated, origins.get((rule.id, name)), shared=shared))
        listed.add((owner, name))
    return RuleOnDay(
        id=rule.id,
        title=rule.title,
        unit=rule.unit,
        severity=rule.severity.value,
        severity_label=SEVERITIES[rule.severity],
        effect=rule.effect.value,
        effect_label=EFFECTS[rule.effect],
        values=tuple(values),
        sources=tuple(RuleSource(article=str(each), url=each.url) for each in rule.sources),
    )


def _value(
    rule: Rule, name: str, dated: Dated, set_by: Origin | None, *, shared: bool
) -> RuleValue:
    plain: dict[str, Any] = {
        "name": name,
        "label": parameter_name(rule, name),
        "unit": dated.unit,
        "shared": shared,
    }
    if set_by is None:
        return RuleValue(**plain, value=None, text="")
    return RuleValue(
        **plain,
        value=set_by.value,
        text=set_by.shown,
        since=set_by.since,
        until=set_by.until,
        initial=dated.history[0].value,
        floor=dated.floor,
        ceiling=dated.ceiling,
        branch_only=bool(dated.locked),
        authorised=dated.authorised,
        **_from(set_by.source, set_by.level, set_by.strength, rule),
        set_aside=tuple(_aside(other, dated.unit, rule) for other in set_by.aside),
    )


def _aside(entry: Since, unit: str, rule: Rule) -> ReplacedValue:
    return ReplacedValue(
        value=entry.value,
        text=shown(entry.value, unit),
        since=entry.day,
        until=entry.until,
        **_from(entry.source, entry.level, strength_of(entry), rule),
    )


def _from(source: Source, level: Level, strength: Strength | None, rule: Rule) -> dict[str, Any]:
    return {
        "article": str(source),
        "url": source.url,
        "level": level_words(level, strength, house=rule.severity is Severity.HOUSE),
    }


def level_words(level: Level, strength: Strength | None = None, *, house: bool = False) -> str:
    """Say in French who sets a value: `accord de branche étendu`, `règle de la maison`."""
    if level is Level.CODE:
        return HOUSE if house else LEVELS[level]
    if strength is None:
        return LEVELS[level]
    return f"{LEVELS[level]} {strength.value.removesuffix('e')}"


def strength_of(entry: Since) -> Strength | None:
    """Return the strength of the branch agreement that a value comes from (None: none)."""
    if entry.level is not Level.BRANCH:
        return None
    return next((a.strength for a in agreements().values() if a.text == entry.source.text), None)


def _card(agreement: Agreement) -> AgreementCard:
    """Return a branch agreement's own card, what nothing computes of it, and its warnings."""
    return AgreementCard(
        id=agreement.id,
        name=agreement.name,
        idcc=agreement.idcc,
        strength=agreement.strength.value,
        stated=agreement.stated,
        not_computed=tuple(
            Uncomputed(
                id=provision.id,
                title=provision.title,
                text=provision.text,
                article=str(provision.source),
                url=provision.source.url,
                note=provision.note,
            )
            for provision in agreement.provisions
        ),
        warnings=tuple(agreement.warnings),
    )
