"""Values of rules on a day, as plain values: where each comes from, what it sets aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.french.words import LEVELS, parameter_name
from constraints.agreements.clause import Clause
from constraints.registry import agreements, origin
from scheduler.dated import Level
from scheduler.finding import Severity
from scheduler.rule import shown

if TYPE_CHECKING:
    from datetime import date

    from constraints.agreements.agreement import Agreement
    from constraints.agreements.origins import Origin
    from constraints.agreements.terms import Strength
    from scheduler.dated import Dated, Since, Source
    from scheduler.rule import Profile, Rule

HOUSE = "règle de la maison"


def rules_json(profile: Profile, on: date, agency: str = "") -> list[dict[str, Any]]:
    """
    Return the rules for an agency's people with their values in force on a day, as plain values.

    Clauses of an agreement that isn't applied on that day are left out.
    """
    known = {(o.rule, o.parameter): o for o in origin(profile, on, agency)}
    people = dict(profile.agencies).get(agency, profile.person_rules)
    told: set[tuple[type, str]] = set()
    return [
        _rule(rule, known, told)
        for rule in (*people, *profile.team_rules)
        if not isinstance(rule, Clause) or rule.in_force(on)
    ]


def _rule(
    rule: Rule, known: dict[tuple[str, str], Origin], told: set[tuple[type, str]]
) -> dict[str, Any]:
    """Return a rule; `told`: values already told of, by the class that rules have them from."""
    values = []
    for name, dated in rule.parameters().items():
        owner = next(c for c in type(rule).__mro__ if name in vars(c))
        value = _value(rule, name, dated, known.get((rule.id, name)))
        values.append(value | {"deja_dite": (owner, name) in told})
        told.add((owner, name))
    return {
        "id": rule.id,
        "titre": rule.title,
        "unite": rule.unit,
        "valeurs": values,
        "sources": [{"article": str(s), "url": s.url} for s in rule.sources],
        "gravite": rule.severity.value,
        "effet": rule.effect.value,
    }


def _value(rule: Rule, name: str, dated: Dated, found: Origin | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "nom": name,
        "libelle": parameter_name(rule, name),
        "unite": dated.unit,
    }
    if found is None:
        return row | {"valeur": None, "texte": ""}
    return (
        row
        | {
            "valeur": found.value,
            "texte": found.shown,
            "depuis": found.since.isoformat(),
            "jusqu_au": found.until and found.until.isoformat(),
            "valeur_initiale": dated.history[0].value,
            "plancher": dated.floor,
            "plafond": dated.ceiling,
            "branche_seule": bool(dated.locked),
            "autorisation": dated.authorised,
        }
        | _from(found.source, found.level, found.strength, rule)
        | {"ecartees": [_aside(one, dated.unit, rule) for one in found.aside]}
    )


def _aside(one: Since, unit: str, rule: Rule) -> dict[str, Any]:
    return {
        "valeur": one.value,
        "texte": shown(one.value, unit),
        "depuis": one.day.isoformat(),
        "jusqu_au": one.until and one.until.isoformat(),
    } | _from(one.source, one.level, strength_of(one), rule)


def _from(source: Source, level: Level, strength: Strength | None, rule: Rule) -> dict[str, Any]:
    return {
        "article": str(source),
        "url": source.url,
        "niveau": level_words(level, strength, house=rule.severity is Severity.HOUSE),
    }


def level_words(level: Level, strength: Strength | None = None, *, house: bool = False) -> str:
    """Say who sets a value: `accord de branche étendu`, `règle de la maison`."""
    if level is Level.CODE:
        return HOUSE if house else LEVELS[level]
    if strength is None:
        return LEVELS[level]
    return f"{LEVELS[level]} {strength.value.removesuffix('e')}"


def strength_of(one: Since) -> Strength | None:
    """Return the strength of the branch agreement that a value comes from (None: none)."""
    if one.level is not Level.BRANCH:
        return None
    return next((a.strength for a in agreements().values() if a.text == one.source.text), None)


def agreement_json(agreement: Agreement) -> dict[str, Any]:
    """Return a branch agreement's own card, what nothing computes of it, and its warnings."""
    return {
        "id": agreement.id,
        "nom": agreement.name,
        "idcc": agreement.idcc,
        "force": agreement.strength.value,
        "texte_du": agreement.stated.isoformat(),
        "non_calcule": [
            {
                "id": one.id,
                "titre": one.title,
                "texte": one.text,
                "article": str(one.source),
                "url": one.source.url,
                "note": one.note,
            }
            for one in agreement.provisions
        ],
        "avertissements": list(agreement.warnings),
    }
