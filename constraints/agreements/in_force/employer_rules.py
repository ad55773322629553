"""Build an employer's rules by agency: the Code, then the branch, then its own agreements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.agreements.agreement import Agreement
from constraints.agreements.clause import Clause, during
from constraints.agreements.in_force.bounds import in_order, refusal
from constraints.agreements.in_force.links import REST, SPAN, broken_links, followers, span_of
from constraints.agreements.in_force.refusals import Refusal, UnlawfulTermsError
from constraints.agreements.periods import Period
from constraints.agreements.terms import Strength, Term
from scheduler.rule import PersonRule, Profile, Rule, TeamRule

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from constraints.agreements.terms import Applied
    from scheduler.dated import Dated

Values = dict[tuple[int, str], "Dated"]
"""Values by the rule's place in the list and the parameter's name."""


@dataclass(frozen=True, kw_only=True)
class ChosenAgreement:
    """A branch agreement, applied on the days of a period."""

    agreement: Agreement
    period: Period


def apply(
    base: Profile,
    agreements: Mapping[str, Agreement],
    applied: Sequence[Applied],
    terms: Sequence[Term],
) -> Profile:
    """
    Return the base profile with the values that agreements and terms set.

    Raises
    ------
    UnlawfulTermsError
        Some terms are unlawful, or name no known rule: the error lists them all.
    """
    refusals = [*_unknown(agreements, applied), *_at_once(applied)]
    if refusals:
        raise UnlawfulTermsError(refusals)
    agencies = sorted({a.agency for a in applied} | {t.agency for t in terms} - {""})
    chosen = {agency: _chosen(agreements, applied, agency) for agency in ("", *agencies)}
    scopes = {agency: _scope(base, agency, chosen[agency], terms) for agency in chosen}
    refusals = [*_nameless(base, chosen, terms)]
    refusals += [r for scope in scopes.values() for r in scope.refusals]
    if refusals:
        raise UnlawfulTermsError(dict.fromkeys(refusals))
    whole = scopes[""].rules
    return replace(
        base,
        name=_name(base, applied, terms),
        person_rules=tuple(r for r in whole if isinstance(r, PersonRule)),
        team_rules=tuple(r for r in whole if isinstance(r, TeamRule)),
        agencies=tuple(
            (agency, tuple(r for r in scopes[agency].rules if isinstance(r, PersonRule)))
            for agency in agencies
        ),
    )


def _name(base: Profile, applied: Sequence[Applied], terms: Sequence[Term]) -> str:
    named = list(dict.fromkeys(choice.agreement for choice in applied)) or [base.name]
    return " + ".join([*named, *(["accords-employeur"] if terms else [])])


def _unknown(agreements: Mapping[str, Agreement], applied: Iterable[Applied]) -> Iterator[Refusal]:
    for choice in applied:
        if choice.agreement not in agreements:
            known = ", ".join(sorted(agreements))
            yield Refusal(
                refused=choice,
                why=f"convention inconnue « {choice.agreement} » (connues : {known}).",
            )


def _at_once(applied: Sequence[Applied]) -> Iterator[Refusal]:
    """Yield a refusal of two branch agreements applied on one day (L2261-2: only one holds)."""
    for agency in sorted({choice.agency for choice in applied}):
        mine = sorted((a for a in applied if a.agency == agency), key=lambda a: a.since)
        for before, after in pairwise(mine):
            if before.period.common(after.period) is not None:
                where = f" pour l’agence {agency}" if agency else ""
                yield Refusal(
                    refused=after,
                    why=f"conventions « {before.agreement} » et « {after.agreement} » appliquées "
                    f"ensemble le {after.since:%d/%m/%Y}{where} : une seule s’applique, celle de "
                    "l’activité principale (L2261-2).",
                )


def _chosen(
    agreements: Mapping[str, Agreement], applied: Sequence[Applied], agency: str
) -> tuple[ChosenAgreement, ...]:
    """Return the agreements of an agency: its own choices, and the employer's on other days."""
    own = [a for a in applied if a.agency == agency]
    rest = [a for a in applied if not a.agency and agency]
    periods = [(a, a.period) for a in own] + [
        (a, part) for a in rest for part in a.period.without(o.period for o in own)
    ]
    return tuple(
        ChosenAgreement(agreement=agreements[a.agreement], period=period) for a, period in periods
    )


@dataclass(frozen=True, kw_only=True)
class _Scope:
    rules: tuple[Rule, ...]
    refusals: tuple[Refusal, ...]


def _scope(
    base: Profile, agency: str, chosen: Sequence[ChosenAgreement], terms: Sequence[Term]
) -> _Scope:
    """Return the rules of an agency (empty: of people of any other), and the refused terms."""
    rules: list[Rule] = [*base.rules, *_clauses(chosen)]
    values: Values = {
        (n, name): dated
        for n, rule in enumerate(rules)
        for name, dated in rule.parameters().items()
    }
    refusals: list[Refusal] = []
    for written, term, strength in (*_branch(chosen), *_own(terms, agency)):
        why = _settle(rules, values, term, strength)
        if why is not None:
            refusals.append(Refusal(refused=written, why=why))
    if not refusals:
        places = _places(values)
        for rest in places.get(REST, [])[:1]:
            for span in places.get(SPAN, []):
                values[span] = span_of(values[rest], values[span])
        refusals = [
            Refusal(refused=_culprit(terms, chosen, named), why=link.why)
            for link in broken_links({q: values[where[0]] for q, where in places.items()})
            for named in [{(rules[n].id, name) for n, name in places[link.quantity]}]
        ]
    if refusals:
        return _Scope(rules=(), refusals=tuple(refusals))
    return _Scope(rules=tuple(_rebuilt(rules, values)), refusals=())


def _places(values: Values) -> Mapping[str, list[tuple[int, str]]]:
    """Return where each quantity stands: several rules may hold one."""
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for where, dated in values.items():
        if dated.quantity:
            places[dated.quantity].append(where)
    return places


def _clauses(chosen: Iterable[ChosenAgreement]) -> Iterator[Clause]:
    """Yield each agreement's own rules, with all the periods in which it is applied."""
    periods: dict[str, list[Period]] = {}
    agreements: dict[str, Agreement] = {}
    for choice in chosen:
        agreements[choice.agreement.id] = choice.agreement
        periods.setdefault(choice.agreement.id, []).append(choice.period)
    for key, agreement in agreements.items():
        for clause in agreement.clauses:
            yield during(clause, tuple(sorted(periods[key], key=lambda p: p.since)))


Settled = tuple[Term, Term, Strength]
"""A term as it was given, the same term within a scope, and the strength of its source."""


def _branch(chosen: Iterable[ChosenAgreement]) -> Iterator[Settled]:
    """Yield the values of the branch's agreements, cut to the days on which they are applied."""
    for choice in chosen:
        for term in choice.agreement.terms:
            period = term.period.common(choice.period)
            if period is not None:
                cut = replace(term, since=period.since, until=period.until)
                yield term, cut, choice.agreement.strength


def _own(terms: Sequence[Term], agency: str) -> Iterator[Settled]:
    """Yield the employer's terms for an agency: its own, and the general ones on other days."""
    own = [t for t in terms if t.agency == agency]
    general = [t for t in terms if not t.agency and agency]
    for term in in_order([*own, *general]):
        for part in [term] if term.agency == agency else _outside(term, own):
            yield term, part, Strength.EXTENDED


def _outside(term: Term, own: Iterable[Term]) -> Iterator[Term]:
    same = [
        t.period
        for t in own
        if (t.rule, t.parameter, t.level) == (term.rule, term.parameter, term.level)
    ]
    for period in term.period.without(same):
        yield replace(term, since=period.since, until=period.until)


def _settle(rules: Sequence[Rule], values: Values, term: Term, strength: Strength) -> str | None:
    """Apply a term to each rule that shares its parameter; return why the law refuses it."""
    places = [n for n, rule in enumerate(rules) if (n, term.parameter) in values]
    places = [n for n in places if rules[n].id == term.rule]
    if not places:
        return None  # a clause of an agreement that isn't applied here
    rule = rules[places[0]]
    if term.agency and isinstance(rule, TeamRule):
        return f"« {rule.title} » ({rule.id}) vaut pour toute l’équipe, pas pour une agence."
    for n, name in followers(rules, places, term.parameter):
        dated = values[n, name]
        why = refusal(rules[n], dated, term, strength)
        if why is not None:
            return why
        values[n, name] = dated.derogate(
            term.value, term.since, term.source, level=term.level, until=term.until
        )
    return None


def _nameless(
    base: Profile, chosen: Mapping[str, Sequence[ChosenAgreement]], terms: Iterable[Term]
) -> Iterator[Refusal]:
    """Yield a refusal of each term whose rule or parameter may not be in force."""
    for term in terms:
        scopes = [chosen[term.agency]] if term.agency else chosen.values()
        rules = [*base.rules, *(clause for scope in scopes for clause in _clauses(scope))]
        named = [rule for rule in rules if rule.id == term.rule]
        if not named:
            why = f"règle inconnue ou convention non appliquée : « {term.rule} »."
            yield Refusal(refused=term, why=why)
        elif not any(term.parameter in rule.parameters() for rule in named):
            known = ", ".join(sorted(named[0].parameters())) or "aucune"
            why = (
                f"« {named[0].title} » ({term.rule}) n’a pas de valeur « {term.parameter} » "
                f"(connues : {known})."
            )
            yield Refusal(refused=term, why=why)


def _culprit(
    terms: Iterable[Term], chosen: Iterable[ChosenAgreement], named: Container[tuple[str, str]]
) -> Term:
    """Return the term to blame: the strongest source's among those that set these parameters."""
    setting = [
        t
        for t in (*terms, *(t for choice in chosen for t in choice.agreement.terms))
        if (t.rule, t.parameter) in named
    ]
    return max(setting, key=lambda t: t.level)


def _rebuilt(rules: Sequence[Rule], values: Values) -> Iterator[Rule]:
    for n, rule in enumerate(rules):
        changed = {
            name: values[n, name]
            for name, dated in rule.parameters().items()
            if values[n, name] is not dated
        }
        yield replace(rule, **changed) if changed else rule  # type: ignore[type-var]  # a dataclass
