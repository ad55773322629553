"""
Write the text that goes with an evidence pack: its facts, as sentences for an inspector.

Instants are written in the time of Paris with their distance from UTC, so that the hour that
clocks show twice in October is clear, and so that anyone can redo the count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from api.french.plural import NO_BREAK
from api.french.words import SEVERITIES, VERDICTS, hours, long_date
from api.judging.report.report import ReportedFinding
from api.judging.report.wording import BREAKS, KINDS, UNTOLD, contract_words
from scheduler.domain.contracts import Contract
from scheduler.domain.duty import Break, Duty
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.time import instant_of

HOUR = 60


def text_of(
    *,
    who: Mediator,
    days: tuple[date, date],
    contracts: Iterable[Contract],
    assumed: bool,
    duties: Iterable[Duty],
    absences: Iterable[Absence],
    findings: Iterable[ReportedFinding],
) -> bytes:
    """Return the text in UTF-8, the same for the same facts; `assumed`: the contract is a guess."""
    lines = [
        f"Dossier de preuve de {who.name} (identifiant {who.id})",
        f"Période : du {long_date(days[0])} au {long_date(days[1])}",
        "Heures de Paris ; UTC+1 en hiver, UTC+2 en été. Durées en heures et minutes écoulées.",
        *_part("Contrat", (_contract(contract, assumed=assumed) for contract in contracts)),
        *_part("Services", map(_duty, duties)),
        *_part("Absences, sans leur motif", (_between(a.span.start, a.span.end) for a in absences)),
        *_part("Constats", map(_finding_text, findings)),
    ]
    return ("\n".join(lines) + "\n").encode()


def instant_words(when: datetime) -> str:
    """Write an instant: `lundi 2 novembre 2026, 21 h 30 (UTC+1)`."""
    return f"{long_date(when.date())}, {_clock(when)} ({_zone(when)})"


def _clock(when: datetime) -> str:
    return f"{when.hour}{NO_BREAK}h{NO_BREAK}{when.minute:02d}"


def _zone(when: datetime) -> str:
    away = when.utcoffset()
    minutes = 0 if away is None else round(away.total_seconds() / 60)
    more, rest = divmod(abs(minutes), HOUR)
    return f"UTC{'-' if minutes < 0 else '+'}{more}" + (f":{rest:02d}" if rest else "")


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the title and the lines of a part of the text; nothing if it has no lines."""
    items = [f"- {line}" for line in lines]
    if items:
        yield from ("", title, *items)


def _contract(contract: Contract, *, assumed: bool) -> str:
    words = contract_words(contract)
    return f"{words} (supposé : aucun contrat n’a été donné)" if assumed else words


def _between(start: datetime, end: datetime) -> str:
    return f"du {instant_words(start)} au {instant_words(end)}"


def _duty(duty: Duty) -> str:
    kind = KINDS[duty.kind]
    breaks = ", ".join(map(_break, duty.breaks)) or ("aucune" if duty.breaks_known else UNTOLD)
    work = hours(duty.work) if duty.counts else "aucun"
    when = _between(duty.span.start, duty.span.end)
    return f"{when} : {kind}, pause : {breaks}, travail effectif : {work}"


def _break(pause: Break) -> str:
    where = "" if pause.first is None else f" à {_placed(instant_of(pause.first))}"
    return f"{pause.minutes}{NO_BREAK}min{where} ({BREAKS[pause.kind]})"


def _placed(when: datetime) -> str:
    return f"{_clock(when)} ({_zone(when)})"


def _finding_text(reported: ReportedFinding) -> str:
    finding = reported.finding
    marks = f"{SEVERITIES[finding.severity]}, {VERDICTS[finding.verdict]}, {finding.article}"
    return f"{finding.message} [{marks}, code {finding.code}]"
