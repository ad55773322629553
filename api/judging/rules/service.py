"""Find the values of rules on a day: the source of each, and the values that it replaces."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from api.french.words import EFFECTS, LEVELS, SEVERITIES, parameter_name
from api.judging.rules.shapes import (
    AgreementOut,
    AsideOut,
    ProfileOut,
    ProvisionOut,
    RuleOut,
    RulesOut,
    ValueOut,
)
from api.judging.shapes import SourceOut
from constraints.agreements.clause import Clause
from constraints.agreements.terms import Applied
from constraints.registry import agreements, applied_on, origin, profile_of
from scheduler.dated import Level
from scheduler.domain.time import PARIS
from scheduler.finding import Severity
from scheduler.rule import shown

if TYPE_CHECKING:
    from api.data.association import Association
    from constraints.agreements.agreement import Agreement
    from constraints.agreements.in_force.origins import Origin
    from constraints.agreements.terms import Strength
    from scheduler.dated import Dated, Since, Source
    from scheduler.rule import Profile, Rule

HOUSE = "règle de la maison"


def rules_on(day: date, agreement: str = "") -> RulesOut:
    """Return all rules with their values on a day, and those of a branch agreement."""
    rules = rules_of(profile_of(_applied(agreement)), day)
    return RulesOut(on=day, agreement=agreement, rules=rules)


def profile_on(
    association: Association, day: date, agency: str = "", agreement: str = ""
) -> ProfileOut:
    """
    Return the values in force in an association on a day, and where each comes from.

    `agreement`: applied in place of the association's own.
    """
    applied = _applied(agreement) or association.applied
    rules = rules_of(profile_of(applied, association.terms), day, agency)
    card = applied_on(applied, day, agency)
    return ProfileOut(
        on=day,
        agency=agency,
        agreement=None if card is None else _card(card),
        rules=[rule for rule in rules if any(value.value is not None for value in rule.values)],
    )


def today() -> date:
    """Return the civil day in Paris."""
    return datetime.now(PARIS).date()


def _applied(agreement: str) -> tuple[Applied, ...]:
    return (Applied(agreement=agreement),) if agreement else ()


def rules_of(profile: Profile, on: date, agency: str = "") -> list[RuleOut]:
    """
    Return the rules for an agency's people with their values in force on a day.

    Clauses of an agreement that isn't applied on that day are left out.
    """
    known = {(o.rule, o.parameter): o for o in origin(profile, on, agency)}
    people = dict(profile.agencies).get(agency, profile.person_rules)
    known_values: set[tuple[type, str]] = set()
    return [
        _rule(rule, known, known_values)
        for rule in (*people, *profile.team_rules)
        if not isinstance(rule, Clause) or rule.in_force(on)
    ]


def _rule(
    rule: Rule, known: dict[tuple[str, str], Origin], known_values: set[tuple[type, str]]
) -> RuleOut:
    """Return a rule; `known_values`: those of rules before it, by the class that has them."""
    values = []
    for name, dated in rule.parameters().items():
        owner = next(c for c in type(rule).__mro__ if name in vars(c))
        shared = (owner, name) in known_values
        values.append(_value(rule, name, dated, known.get((rule.id, name)), shared=shared))
        known_values.add((owner, name))
    return RuleOut(
        id=rule.id,
        title=rule.title,
        unit=rule.unit,
        severity=rule.severity.value,
        severity_label=SEVERITIES[rule.severity],
        effect=rule.effect.value,
        effect_label=EFFECTS[rule.effect],
        values=values,
        sources=[SourceOut(article=str(source), url=source.url) for source in rule.sources],
    )


def _value(rule: Rule, name: str, dated: Dated, set_by: Origin | None, *, shared: bool) -> ValueOut:
    plain: dict[str, Any] = {
        "name": name,
        "label": parameter_name(rule, name),
        "unit": dated.unit,
        "shared": shared,
    }
    if set_by is None:
        return ValueOut(**plain, value=None, text="")
    return ValueOut(
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
        set_aside=[_aside(other, dated.unit, rule) for other in set_by.aside],
    )


def _aside(entry: Since, unit: str, rule: Rule) -> AsideOut:
    return AsideOut(
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


def _card(agreement: Agreement) -> AgreementOut:
    """Return a branch agreement's own card, what nothing computes of it, and its warnings."""
    return AgreementOut(
        id=agreement.id,
        name=agreement.name,
        idcc=agreement.idcc,
        strength=agreement.strength.value,
        stated=agreement.stated,
        not_computed=[
            ProvisionOut(
                id=provision.id,
                title=provision.title,
                text=provision.text,
                article=str(provision.source),
                url=provision.source.url,
                note=provision.note,
            )
            for provision in agreement.provisions
        ],
        warnings=list(agreement.warnings),
    )
