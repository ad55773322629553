"""Say in French what RH must confirm before relying on a person's counters."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.wording import RULING, leave_worth, premiums
from scheduler.domain.employment.employer import Route
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.counters.sheet import Counters, Tiers
    from scheduler.domain.timeline import Timeline


def remarks(sheet: Counters, timeline: Timeline) -> Counters:
    """Return the counters with their remarks: what RH must confirm."""
    return replace(
        sheet,
        remarks=(
            *_contract(sheet),
            *_weeks(sheet),
            *_years(sheet),
            *_periods(sheet),
            *_complementary(sheet),
            *_rest(sheet, timeline),
            *_owed(sheet),
            *_forfait(sheet),
        ),
    )


def _contract(sheet: Counters) -> Iterator[str]:
    if not any(sheet.mediator.contract_on(day.day) for day in sheet.days):
        yield "Aucun contrat connu sur la période : ni heures supplémentaires ni complémentaires."


def _weeks(sheet: Counters) -> Iterator[str]:
    for week in sheet.weeks:
        name = f"Semaine du {week.monday:%d/%m/%Y}"
        if not week.described and week.work:
            yield f"{name} : connue en partie, le total peut être plus élevé."
        due, away = _total(week.due), _total(week.with_absences)
        if week.by_leave and not week.leave_declared:
            yield (
                f"{name} : {premiums(week.by_leave)} dues à "
                f"{leave_worth(week.leave, declared=week.leave_declared)} ({RULING}) : à vérifier "
                "si d’autres heures étaient prévues ces jours-là."
            )
        if away > due:
            yield (
                f"{name} : {_hours(away)} supplémentaires si certaines absences et jours chômés "
                f"comptent, {_hours(due)} sinon : la loi ne le dit pas."
            )


def _years(sheet: Counters) -> Iterator[str]:
    for year in sheet.years:
        if year.quota is not None and year.since > date(year.year, 1, 1):
            yield (
                f"Contingent {year.year} : heures connues depuis le {year.since:%d/%m/%Y} "
                "seulement, sauf report indiqué."
            )


def _periods(sheet: Counters) -> Iterator[str]:
    for period in sheet.periods:
        name = f"Période du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}"
        if period.route is None:
            yield f"{name} : année civile par défaut, aucun aménagement n’est renseigné."
        if period.partial and period.excess:
            yield f"{name} : arrivée ou départ en cours, seuil proratisé, à voir dans l’accord."
        counted = period.done + period.credited - period.weekly
        if (
            period.route is Route.UNILATERAL
            and period.over
            and not (period.part_time or period.partial)
            and counted > max(period.threshold, period.done - period.weekly)
        ):
            yield (
                f"{name} : {_hours(counted - period.threshold)} supplémentaires en fin de cycle si "
                f"les absences payées comptent (D3121-25), {_hours(period.excess)} sinon."
            )
        if period.part_time and period.excess:
            yield f"{name} : heures complémentaires à compter selon l’accord."


def _complementary(sheet: Counters) -> Iterator[str]:
    for line in sheet.complementary:
        dates = f"Du {line.first:%d/%m/%Y} au {line.last:%d/%m/%Y}"
        if not line.settled and line.tiers:
            yield (
                f"{dates} : durée du cycle non renseignée, heures complémentaires comptées au mois."
            )
        if line.shared and (line.within or line.tiers):
            yield (
                f"{dates} : avenant de complément d’heures sur une partie seulement, "
                f"{_hours(line.contract + line.complement)} prévues d’après les jours du contrat : "
                "aucun texte ne règle ce partage."
            )
        within = _total(line.within)
        plain = max(0, min(line.work - line.contract, line.complement))
        if within > plain:
            yield (
                f"{dates} : {_hours(within)} dans le complément d’heures si les jours d’absence ou "
                f"fériés chômés sont tenus pour faits, {_hours(plain)} sinon : aucun texte ne le "
                "dit."
            )
        if line.unfounded and line.tiers:
            yield (
                f"{dates} : avenant de complément d’heures qu’aucun accord de branche étendu ne "
                "permet (L3123-22), heures comptées comme complémentaires."
            )


def _rest(sheet: Counters, timeline: Timeline) -> Iterator[str]:
    rest = sheet.rest
    if rest.compulsory != rest.compulsory_least:
        yield (
            f"Contrepartie obligatoire en repos : {_hours(rest.compulsory)} au-delà de vingt "
            f"salariés, {_hours(rest.compulsory_least)} jusqu’à vingt : effectif à renseigner."
        )
    if rest.night is None:
        yield "Repos compensateur de nuit dû (L3122-8) : montant à fixer par accord."
    if rest.since is None and timeline.known is not None and rest.taken:
        yield (
            f"Repos compensateur compté depuis le {sheet.years[0].since:%d/%m/%Y}, sans solde "
            "antérieur connu."
        )


def _owed(sheet: Counters) -> Iterator[str]:
    for line in sheet.owed:
        if line.returned is not None and not line.late:
            continue
        text = "le code" if line.worked else "le décret"
        unsettled = "" if line.agreed else f" (délai à confirmer : {text} n’en fixe pas)"
        why = (
            f"la nuit de {_hours(line.worked)} commencée le {line.on:%d/%m/%Y}"
            if line.worked
            else f"le repos de {_hours(line.rest)} avant la reprise du {line.on:%d/%m/%Y}"
        )
        what = (
            f"un repos de {_hours(line.limit)} à commencer au plus tard le {line.due:%d/%m/%Y}"
            if line.returned is None
            else f"rendu le {line.returned:%d/%m/%Y}, après le {line.due:%d/%m/%Y}"
        )
        yield (
            f"Repos équivalent de {_hours(line.minutes)} dû pour {why} ({line.article}, "
            f"{line.ground}) : {what}{unsettled}."
        )
    cut = (line for line in sheet.owed if not line.worked)
    shared = Counter(line.returned for line in cut if line.returned is not None)
    for day, times in sorted(shared.items()):
        if times > 1:
            yield (
                f"Le repos commencé le {day:%d/%m/%Y} rend {times} repos réduits ; un seul "
                "suffit-il ? À confirmer (D3131-2)."
            )


def _forfait(sheet: Counters) -> Iterator[str]:
    for line in sheet.forfait:
        name = f"Forfait du {line.first:%d/%m/%Y} au {line.last:%d/%m/%Y}"
        if not line.settled:
            yield f"{name} : {shown(line.number, 'days')} à confirmer, selon l’accord."
        if line.since > line.first and sheet.mediator.in_days_on(line.since - timedelta(days=1)):
            yield f"{name} : jours connus depuis le {line.since:%d/%m/%Y} seulement, sans solde."
    if sheet.forfait and sheet.night_worker.holds:
        yield "Travailleur de nuit au forfait : repos de nuit dû (L3122-8), selon l’accord."


def _total(tiers: Tiers) -> int:
    return sum(tier.minutes for tier in tiers)


def _hours(minutes: int) -> str:
    return shown(minutes, "minutes")
