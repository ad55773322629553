"""Check whether the law lets each source set a value; if not, say why in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.agreements.periods import ONE
from constraints.agreements.terms import Strength
from scheduler.dated import Level, code
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from constraints.agreements.periods import Period
    from constraints.agreements.terms import Term
    from scheduler.dated import Dated, Source
    from scheduler.rule import Rule

L2253_1 = code("L2253-1", "LEGIARTI000036761771")

WHO = {
    Level.BRANCH: "un accord de branche",
    Level.COMPANY: "un accord d’entreprise",
    Level.AUTHORISATION: "une autorisation",
}


def turns(dated: Dated, period: Period) -> tuple[date, ...]:
    """Return a period's first day, and the days in it on which the law's values may change."""
    days = {period.since}
    for since in dated.history:
        for day in (since.day, since.until + ONE if since.until is not None else None):
            if day is not None and period.holds_on(day):
                days.add(day)
    return tuple(sorted(days))


def refusal(rule: Rule, dated: Dated, term: Term, strength: Strength) -> str | None:
    """Say why the law forbids a source of that strength to set a term (None: it is allowed)."""
    said = named(rule, dated, term)
    if term.value < 0:
        return f"{said} : une valeur négative n’a pas de sens."
    branch, authorisation = term.level is Level.BRANCH, term.level is Level.AUTHORISATION
    if branch and dated.extended_only and strength is not Strength.EXTENDED:
        return f"{said} : seul un accord de branche étendu le peut ({dated.by})."
    if authorisation and dated.for_a_time is not None and term.until is None:
        return (
            f"{said} : une autorisation n’est donnée que pour une durée fixée ({dated.for_a_time})."
        )
    for day in turns(dated, term.period):
        low, high = dated.bounds(term.level, day)
        if low is None and high is None:
            return f"{said} : {_closed(dated, term.level)}."
        if (low is None or term.value >= low) and (high is None or term.value <= high):
            continue
        on = f" le {day:%d/%m/%Y}" if day != term.since else ""
        return f"{said} : {_beyond(dated, term, low, high)}{on}."
    return None


def named(rule: Rule, dated: Dated, term: Term) -> str:
    """Name what a term sets: rule, parameter, value with its unit, and who sets it."""
    return (
        f"« {rule.title} » ({term.rule}.{term.parameter}) à {_amount(term.value, dated.unit)} par "
        f"{term.source}"
    )


def _amount(value: int, unit: str) -> str:
    """Write a value in French, even one for which its unit has no word."""
    if unit == "month" and value not in range(1, 13):
        return f"mois {value}"
    return shown(value, unit)


def _closed(dated: Dated, level: Level) -> str:
    article = _article(dated, level)
    return f"{WHO[level]} ne peut pas changer ceci ({article} : {_legal(dated)})"


def _beyond(dated: Dated, term: Term, low: int | None, high: int | None) -> str:
    kept = " et ".join(
        f"{shown(bound, dated.unit)} {side}"
        for bound, side in ((low, "au moins"), (high, "au plus"))
        if bound is not None
    )
    if term.level is Level.COMPANY and dated.locked:
        return (
            f"{WHO[term.level]} ne peut pas faire moins que la branche ou le Code, {kept} "
            f"({L2253_1})"
        )
    return f"{WHO[term.level]} doit rester à {kept} ({_article(dated, term.level)})"


def _article(dated: Dated, level: Level) -> Source:
    first = dated.history[0].source
    if level is Level.AUTHORISATION:
        return dated.authorised_by or dated.by or first
    return dated.by or first


def _legal(dated: Dated) -> str:
    return shown(dated.history[0].value, dated.unit)


def in_order(terms: Iterable[Term]) -> Iterator[Term]:
    """Yield terms in order: the branch's, the company's, then authorisations; each by date."""
    yield from sorted(terms, key=lambda t: (t.level, t.since))
