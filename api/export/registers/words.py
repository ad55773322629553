"""Write the French words that registers share: statements, breaks, retention, arrangements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from api.french.plural import plural
from api.french.words import clock, short_date
from api.judging.report.wording import KINDS
from scheduler.domain.duty import Break, BreakKind, DutyKind
from scheduler.domain.employer import Employer, Route, Scheme

KEPT = (
    "À tenir un an à la disposition de l’inspection du travail (D3171-16) ; trois ans sont "
    "prudents, les salaires se réclamant sur trois ans (L3245-1)."
)
LEGAL_TIME = (
    "Heures légales de Paris ; durées en heures et minutes écoulées, changements d’heure compris."
)
LABELS = {**KINDS, DutyKind.TRAVEL: "trajet entre deux lieux"}
PAUSES = {BreakKind.UNPAID: "", BreakKind.PAID: " payée", BreakKind.WATCH: " travaillée"}


def statement(employer: Employer, first: date, last: date) -> str:
    """Say whether hours really worked are recorded on the days from `first` to `last`."""
    since = employer.records_since
    if since is None or since > last:
        return (
            "Heures prévues au planning, et non heures faites : aucun relevé des heures faites "
            "n’est déclaré pour ce mois. Ce document ne vaut pas décompte des heures accomplies "
            "(D3171-8) tant qu’elles n’y sont pas relevées."
        )
    if since > first:
        return (
            f"Heures prévues au planning, et non heures faites, avant le {short_date(since)}. À "
            "partir de ce jour les heures faites sont relevées : à rapprocher de ce relevé."
        )
    return (
        f"Heures du planning publié. Les heures faites sont relevées depuis le {short_date(since)} "
        ": à rapprocher de ce relevé avant signature."
    )


def pauses_of(breaks: Iterable[Break]) -> str:
    """Write breaks, with their time if it is known: `20 min à 12h30 + 10 min payée`."""
    return " + ".join(
        f"{pause.minutes} min{f' à {clock(pause.start)}' if pause.start else ''}"
        f"{PAUSES[pause.kind]}"
        for pause in breaks
    )


def scheme_words(scheme: Scheme) -> str:
    """Write an arrangement: `périodes de 4 semaines depuis le 05/01/2026, décision de …`."""
    length = plural(scheme.weeks, "semaine") if scheme.weeks else f"{scheme.months} mois"
    route = "décision de l’employeur" if scheme.route is Route.UNILATERAL else "accord"
    return f"périodes de {length} depuis le {short_date(scheme.start)}, {route}"


def notice_words(scheme: Scheme) -> str:
    """Write how early a change is announced: by the agreement, or by law (L3121-47, D3121-27)."""
    if scheme.notice_days is not None:
        one_day, days = (
            ("jour ouvré", "jours ouvrés") if scheme.notice_working else ("jour", "jours")
        )
        return plural(scheme.notice_days, one_day, days)
    return "sept jours ouvrés" if scheme.route is Route.UNILATERAL else "sept jours"
