"""Read a contract in a cell: `35h`, `28,5 h`, `80 %` of full time, `CDD 28h`, `mi-temps`."""

import re
from datetime import timedelta

from api.data.sheets.cells import Value, compact
from api.french.plain import plain
from api.intake.text.clock import NotReadError
from scheduler.domain.employment.contracts import ContractKind

FULL = 35 * 60
"""Minutes of a week at full time (L3121-27); a contract's percentage is a share of these."""

LONGEST = 48
"""Hours of the longest contract's week; a larger number is a percentage, or hours of a month."""

PERCENT = 100
EXPECTED = "une durée comme 35h, 28h30 ou 80 %, un type (CDI, CDD, apprentissage…), ou les deux"
RATE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
HOURS = re.compile(r"(?<![\d.,])(\d{1,2})\s*(?:h|:)\s*(\d{2})?(?!\d)", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*(?:h(?:eures?)?\b|etp\b|$)", re.IGNORECASE)
OF_MONTH = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*(?:(?:h(?:eures?)?|:)(\d{2})?\s*(?:/|par)?|/|par)\s*(?:mois|mensuel)",
    re.IGNORECASE,
)
"""Hours of a month; « CDD 6 mois » says none."""

NEGATIVE = re.compile(r"[-−]\d")

WORDS = {
    "temps plein": FULL,
    "temps complet": FULL,
    "plein temps": FULL,
    "mi temps": FULL // 2,
}
KINDS = {
    "cdi": ContractKind.CDI,
    "cdd": ContractKind.CDD,
    "appr": ContractKind.APPRENTICESHIP,
    "apprentissage": ContractKind.APPRENTICESHIP,
    "apprenti": ContractKind.APPRENTICESHIP,
    "apprentie": ContractKind.APPRENTICESHIP,
    "alternance": ContractKind.APPRENTICESHIP,
    "alternant": ContractKind.APPRENTICESHIP,
    "alternante": ContractKind.APPRENTICESHIP,
    "interim": ContractKind.TEMP,
    "interimaire": ContractKind.TEMP,
}


def contract_of(value: Value) -> tuple[int | None, ContractKind | None]:
    """
    Return a contract's minutes of a week and its kind, each if a cell gives it.

    NotReadError: it says neither, or hours that no contract has.
    """
    text = compact(value)
    minutes = _minutes(value, text)
    kind = next((KINDS[word] for word in plain(text).split() if word in KINDS), None)
    if (minutes is None and kind is None) or NEGATIVE.match(text):
        raise NotReadError(EXPECTED)
    if minutes is not None and not 0 < minutes <= LONGEST * 60:
        raise NotReadError(f"une durée de {LONGEST} h par semaine au plus")
    return minutes, kind


def _minutes(value: Value, text: str) -> int | None:
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 60)
    if isinstance(value, int | float):
        return _of_number(float(value))
    if match := RATE.search(text):
        return round(FULL * _number(match[1]) / PERCENT)
    bare = f" {plain(text)} "
    words = next((minutes for word, minutes in WORDS.items() if f" {word} " in bare), None)
    return _of_text(text) if words is None else words


def _of_text(text: str) -> int | None:
    if match := OF_MONTH.search(text):
        return _of_month(_number(match[1]) + int(match[2] or 0) / 60)
    if match := HOURS.search(text):
        return int(match[1]) * 60 + int(match[2] or 0)
    match = NUMBER.search(text)
    return _of_number(_number(match[1])) if match else None


def _of_number(number: float) -> int:
    """Return weekly minutes from a number: a part of full time, hours, a rate or monthly hours."""
    if number <= 1:
        return round(FULL * number)
    if number <= LONGEST:
        return round(60 * number)
    if number <= PERCENT:
        return round(FULL * number / PERCENT)
    return _of_month(number)


def _of_month(hours: float) -> int:
    return round(60 * hours * 12 / 52)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
