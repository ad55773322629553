"""Write shifts, contracts and sources in French, the same way in every document."""

from api.french.shifts import typed_hours
from api.french.words import DAYS, day_in_figures, period_words, short_date
from api.judging.report.report import ReportedFinding
from api.planning.names import Names
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.time import instant_of
from scheduler.rule import Rule, shown

KINDS = {
    DutyKind.WORK: "travail",
    DutyKind.TRAINING: "formation",
    DutyKind.TRAVEL: "trajet entre deux sites",
    DutyKind.INTERVENTION: "intervention d’astreinte",
    DutyKind.STANDBY: "astreinte",
    DutyKind.COMMUTE: "trajet domicile",
    DutyKind.DELEGATION: "heures de délégation",
    DutyKind.COUNCIL: "réunion avec l’employeur",
}
BREAKS = {
    BreakKind.UNPAID: "non payée",
    BreakKind.PAID: "payée",
    BreakKind.WATCH: "sur place, en veille",
}
CONTRACTS = {
    ContractKind.CDI: "CDI",
    ContractKind.CDD: "CDD",
    ContractKind.APPRENTICESHIP: "apprentissage",
    ContractKind.TEMP: "intérim",
}
BASES = {
    HoursBasis.WEEK: "par semaine",
    HoursBasis.MONTH: "par mois",
    HoursBasis.CYCLE: "sur un cycle",
    HoursBasis.YEAR: "sur l’année",
}
UNTOLD = "non dite"


def day_of(duty: Duty) -> str:
    """Write the day on which a shift begins: `lun. 02/03/2026`."""
    return day_in_figures(duty.span.day)


def breaks_of(duty: Duty) -> str:
    """Write a shift's breaks: `30 min à 12:30`; `non dite` if the source gives none."""
    if not duty.breaks:
        return "" if duty.breaks_known else UNTOLD
    return ", ".join(_break(pause) for pause in duty.breaks)


def _break(pause: Break) -> str:
    where = "" if pause.first is None else f" à {instant_of(pause.first):%H:%M}"
    kind = "" if pause.kind is BreakKind.UNPAID else f" ({BREAKS[pause.kind]})"
    return f"{pause.minutes} min{where}{kind}"


def place_of(duty: Duty, names: Names) -> str:
    """Write where a shift takes place, if it is known."""
    parts = (names.site(duty.site), names.dispositif(duty.dispositif))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def shift_words(duty: Duty, names: Names) -> str:
    """Write a shift in a line: day, hours, breaks, what and where."""
    pauses = breaks_of(duty)
    parts = [f"{day_of(duty)} {typed_hours(duty.span)}"]
    if pauses:
        parts.append(f"pause {pauses}")
    if duty.kind is not DutyKind.WORK:
        parts.append(KINDS[duty.kind])
    place = place_of(duty, names)
    return ", ".join([*parts, place] if place else parts)


def contract_words(contract: Contract) -> str:
    """Write a contract: kind, hours, days and dates."""
    until = "" if contract.end is None else f" au {short_date(contract.end)}"
    days = ""
    if contract.days:
        days = ", " + ", ".join(DAYS[d] for d in sorted(contract.days))
    since = f"depuis le {short_date(contract.start)}{until}"
    if contract.forfait is not None:
        days = shown(contract.forfait.days, "days")
        return f"{CONTRACTS[contract.kind]}, forfait de {days} par an, {since}"
    hours = shown(contract.weekly_minutes, "minutes")
    annual = ""
    if contract.annual_minutes is not None:
        annual = f" ({shown(contract.annual_minutes, 'minutes')} par an)"
    amended = "".join(
        f", {shown(a.weekly_minutes, 'minutes')} par avenant {period_words(a.start, a.end)}"
        for a in contract.amendments
    )
    return (
        f"{CONTRACTS[contract.kind]}, {hours} par semaine, comptées "
        f"{BASES[contract.basis]}{annual}{days}, {since}{amended}"
    )


def version_of(url: str) -> str:
    """Return the id of the article's version in an address: `LEGIARTI000033020402`."""
    last = url.rstrip("/").rpartition("/")[2]
    return last if last.startswith("LEGI") else ""


def link_of(rule: Rule, article: str) -> str:
    """Return the address of the article that a finding cites, from its rule's sources."""
    for source in rule.sources:
        if source.url and source.article in article:
            return source.url
    return next((source.url for source in rule.sources if source.url), "")


def answer_words(reported: ReportedFinding) -> str:
    """Write who acknowledged a finding, when and on which ground, or whether it may be."""
    if reported.acked is not None:
        answer = reported.acked.acknowledgement
        return f"acquitté par {answer.by} le {short_date(answer.day)} : {answer.ground}"
    if reported.refused is not None:
        return f"acquittement refusé : {reported.refused.why}"
    return reported.answer.value
