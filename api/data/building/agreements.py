"""Build agreements and their values from rows; refuse values that the law doesn't permit."""

import re
from collections.abc import Callable, Iterable, Mapping

from pydantic_core import PydanticCustomError

from api.data.association import Association
from api.data.building.values import from_row, without_overlaps
from api.data.rows import employer as e
from api.data.rows import readers as f
from api.data.rows.lines import Line, Tables
from api.french.nearest import suggestion
from api.french.plain import plain
from api.french.words import parameter_name
from constraints.agreements.in_force.refusals import UnlawfulTermsError
from constraints.agreements.terms import Applied, Term
from constraints.registry import agreements, base, profile_of
from scheduler.dated import Level, Source
from scheduler.rule import MONTHS, NAMES, REFERENCES, Profile, Rule, many

SPACES = re.compile(r"[\s\u00a0\u202f]+")
HOURS = re.compile(
    r"(\d{1,5})(?:[.,](\d{1,2}))?\s?h(?:eures?)?(?:\s?(\d{1,2})(?:\s?min)?)?", re.IGNORECASE
)
MINUTES = re.compile(r"(\d{1,6})\s?min(?:utes?)?", re.IGNORECASE)
DIVISOR = re.compile(r"1\s?/\s?(\d{1,4})")
PERCENT = re.compile(r"(\d{1,4})(?:[.,](\d))?\s?%")
COUNT = re.compile(r"(\d{1,9})(?:\s?(\D.*))?")
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def quantity(text: str, unit: str) -> int:
    """
    Return a value in a rule's unit, from our own text (`scheduler.rule.shown`) or people's.

    PydanticCustomError: it isn't in that unit: the message says how one looks.
    """
    flat = THOUSANDS.sub("", SPACES.sub(" ", f.needed(text).strip()))
    return READERS.get(unit, _counted(unit))(flat)


def expected(unit: str) -> str:
    """Say in French how a value in a unit is written."""
    name = many(NAMES.get(unit, unit))
    return LOOKS.get(unit, f"un nombre entier de {name}, comme 2 {name}")


def _minutes(text: str) -> int:
    """Read a duration as minutes; refuse a bare number, which may be hours or minutes."""
    if match := MINUTES.fullmatch(text):
        return int(match[1])
    match = HOURS.fullmatch(text)
    if match is None or (match[2] and match[3]) or int(match[3] or 0) >= 60:  # noqa: PLR2004
        raise f.wrong(expected("minutes"))
    part = round(60 * int(match[2]) / 10 ** len(match[2])) if match[2] else int(match[3] or 0)
    return int(match[1]) * 60 + part


def _clock(text: str) -> int:
    try:
        read = f.clock(text.replace(" ", ""))
    except ValueError:
        raise f.wrong(expected("clock")) from None
    return read.hour * 60 + read.minute


def _divisor(text: str) -> int:
    match = DIVISOR.fullmatch(text)
    if match is None or int(match[1]) < 1:
        raise f.wrong(expected("divisor"))
    return int(match[1])


def _permille(text: str) -> int:
    match = PERCENT.fullmatch(text)
    if match is None:
        raise f.wrong(expected("permille"))
    return int(match[1]) * 10 + int(match[2] or 0)


def _month(text: str) -> int:
    if text.lower() not in MONTHS:
        raise f.wrong(expected("month"))
    return MONTHS.index(text.lower()) + 1


def _reference(text: str) -> int:
    if text.lower() not in REFERENCES:
        raise f.wrong(expected("reference"))
    return REFERENCES.index(text.lower())


def _counted(unit: str) -> Callable[[str], int]:
    name = NAMES.get(unit, unit)

    def read(text: str) -> int:
        match = COUNT.fullmatch(text)
        if match is None or (match[2] or name).strip().lower() not in {name, many(name)}:
            raise f.wrong(expected(unit))
        return int(match[1])

    return read


READERS: dict[str, Callable[[str], int]] = {
    "minutes": _minutes,
    "clock": _clock,
    "divisor": _divisor,
    "permille": _permille,
    "month": _month,
    "reference": _reference,
}
LOOKS = {
    "minutes": "une durée comme 12 h, 10 h 30 ou 45 min",
    "clock": "une heure de la journée comme 22:00",
    "divisor": "une part comme 1/3",
    "permille": "un taux comme 25 % ou 12,5 %",
    "month": "un mois comme mai",
    "reference": "« douze mois consécutifs » ou « année civile »",
}


def applied_and_terms(tables: Tables) -> tuple[tuple[Applied, ...], tuple[Term, ...]]:
    """Build the applied agreements and the values that they set; note what the law refuses."""
    before = len(tables.faults.errors)
    rules = known_rules()
    _opinions(tables, rules)
    applied = _applied(tables)
    terms = _terms(tables, rules)
    if len(tables.faults.errors) == before:
        try:
            profile_of(tuple(applied), tuple(terms))
        except UnlawfulTermsError as error:
            for refusal in error.refusals:
                placed, column = _place_of(applied, terms, refusal.refused)
                tables.refuse(placed, column, f"ce que la loi permet ({refusal.why.rstrip('.')})")
    return tuple(applied), tuple(terms)


def profile_for(association: Association) -> Profile:
    """
    Return an association's rules: the Code's, changed by its agreements, for each agency.

    With neither agreement nor value of its own: the Code alone. UnlawfulTermsError: the law refuses
    some of them (never for an association that was loaded).
    """
    return profile_of(association.applied, association.terms)


def known_rules() -> Mapping[str, Rule]:
    """Return all rules by id: the Code's, the house's, and those that agreements add."""
    rules = [*base().rules, *(c for a in agreements().values() for c in a.clauses)]
    return {rule.id: rule for rule in rules}


def _opinions(tables: Tables, rules: Mapping[str, Rule]) -> None:
    for placed in tables.of(e.OpinionRow):
        if placed.row.about not in rules:
            _unknown_rule(tables, placed, placed.row.about, rules)


def _applied(tables: Tables) -> dict[Applied, Line]:
    lines: dict[Applied, Line] = {}
    for placed in without_overlaps(tables, tables.of(e.AppliedRow)):
        row = placed.row
        if row.agreement not in agreements():
            expected = ", ".join(sorted(agreements()))
            tables.refuse(placed, "convention", f"une convention parmi : {expected}")
            continue
        lines[from_row(Applied, row)] = placed
    return lines


def _terms(tables: Tables, rules: Mapping[str, Rule]) -> dict[Term, Line]:
    lines: dict[Term, Line] = {}
    for placed in without_overlaps(tables, tables.of(e.TermRow), lambda row: _target(row, rules)):
        row = placed.row
        if row.rule not in rules:
            _unknown_rule(tables, placed, row.rule, rules)
            continue
        rule = rules[row.rule]
        parameters = rule.parameters()
        name = parameter_named(rule, row.parameter)
        if name is None:
            expected = ", ".join(parameter_name(rule, parameter) for parameter in parameters)
            tables.refuse(
                placed,
                "parametre",
                f"une valeur de la règle « {row.rule} » : {expected or 'aucune ne se règle'}",
            )
            continue
        try:
            value = quantity(row.value, parameters[name].unit)
        except PydanticCustomError as error:
            tables.refuse(placed, "valeur", error.message())
            continue
        source, level = Source(row.source, row.article), Level(row.level)
        term = from_row(Term, row, parameter=name, value=value, source=source, level=level)
        lines[term] = placed
    return lines


def _target(row: e.TermRow, rules: Mapping[str, Rule]) -> tuple[str, str, int]:
    """Return the rule, value and level that a row sets: two rows of the same may not overlap."""
    rule = rules.get(row.rule)
    name = parameter_named(rule, row.parameter) if rule else None
    return row.rule, name or row.parameter, row.level


def parameter_named(rule: Rule, text: str) -> str | None:
    """Return the parameter of a French name, or of its name in the code (None: none)."""
    wanted = plain(text)
    for name in rule.parameters():
        if wanted in {plain(name), plain(parameter_name(rule, name))}:
            return name
    return None


def _unknown_rule(
    tables: Tables,
    placed: Line,
    text: str,
    rules: Iterable[str],
) -> None:
    tables.refuse(
        placed,
        "regle",
        f"un identifiant de règle, comme « rota rules » les liste{suggestion(text, rules)}",
    )


def _place_of(
    applied: Mapping[Applied, Line], terms: Mapping[Term, Line], refused: Applied | Term
) -> tuple[Line, str]:
    """Return the line and column where a refused agreement or a part of a term was written."""
    if isinstance(refused, Applied):
        return applied[refused], "convention"
    return next(placed for term, placed in terms.items() if _same(term, refused)), "valeur"


def _same(term: Term, part: Term) -> bool:
    return (term.rule, term.parameter, term.value, term.source, term.level) == (
        part.rule,
        part.parameter,
        part.value,
        part.source,
        part.level,
    ) and term.period.common(part.period) == part.period
