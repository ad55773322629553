"""Make a person's evidence as a PDF that an inspector can read and recount without our help."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

from api.export import palette
from api.export.audit.record import counters_rows, day_rows, place_words, week_rows
from api.export.pdf import pdf
from api.french.plural import NO_BREAK, plural
from api.french.shifts import typed_hours
from api.french.words import (
    ROLES,
    SEVERITIES,
    VERDICTS,
    after_de,
    capital,
    consequence,
    hours,
    long_date,
    period_words,
    short_date,
)
from api.judging.case import Case
from api.judging.report.report import Part, ProofColumn, ProofLine, ReportedFinding
from api.judging.report.wording import (
    BREAKS,
    KINDS,
    UNTOLD,
    answer_words,
    breaks_of,
    contract_words,
    day_of,
    link_of,
)
from constraints.counters.sheet import Counters
from scheduler.domain.duty import Break, Duty
from scheduler.domain.people import Mediator
from scheduler.domain.time import instant_of, week_of
from scheduler.domain.timeline import Timeline
from scheduler.rule import shown

HOUR = 60


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


MOST_LINES = 20
"""The most shifts that a finding's table lists; if there are more, it lists weeks."""

PARTS = {
    Part.WRONG: "Constats",
    Part.DUE: "Ce qui est dû ou compté",
    Part.NOTE: "À noter",
}
METHOD = (
    "Les horaires sont ceux des sources citées, à l’heure de Paris ; les durées sont des minutes "
    "écoulées, changements d’heure compris. Le jour civil va de 0 h à 24 h, la semaine du lundi "
    "0 h au dimanche 24 h (L3121-35) : un service de nuit est coupé à minuit dans ces totaux, "
    "entier dans la colonne « service ». Le travail est l’horaire moins les pauses, sauf celles "
    "passées en veille sur place. Le tableau d’un constat s’additionne jusqu’à sa mesure, sur sa "
    "dernière ligne ; là où il n’en a pas, la phrase du constat dit ce qui est mesuré. Les "
    "absences sont montrées sans leur motif. L’empreinte est le SHA-256 du fichier texte joint, du "
    "même nom (sha256sum, ou Get-FileHash) : services à l’heure de Paris avec leur écart à UTC, "
    "pauses, absences, contrats et constats. Un contrôle refait sur les mêmes données donne la "
    "même."
)


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The facts and findings on one person; `made`: the day on which the document was made."""

    case: Case
    timeline: Timeline
    findings: tuple[ReportedFinding, ...]
    counters: Counters
    made: date

    @property
    def who(self) -> Mediator:
        """Return the person whom the evidence is about."""
        return self.timeline.mediator


def evidence(pack: Pack) -> bytes:
    """Return the PDF; the same data and the same day give the same bytes."""
    return pdf("audit/evidence.typ", evidence_data(pack), pack.made)


def fingerprint(pack: Pack) -> str:
    """Return the SHA-256 of the text that goes with the pack, in hexadecimal."""
    return sha256(evidence_text(pack)).hexdigest()


def evidence_text(pack: Pack) -> bytes:
    """Return the facts behind the pack as UTF-8 text; the pack shows its digest."""
    timeline, who, case = pack.timeline, pack.who, pack.case
    inside = (d for d in timeline.duties if d.span.touches(timeline.horizon))
    away = (a.span for a in timeline.absences if a.span.touches(timeline.horizon))
    lines = [
        f"Dossier de preuve {after_de(who.name)} (identifiant {who.id})",
        f"Période : du {long_date(case.first)} au {long_date(case.last)}",
        "Heures de Paris ; UTC+1 en hiver, UTC+2 en été. Durées en heures et minutes écoulées.",
        *_part("Contrat", _contracts(who, case)),
        *_part("Services", map(_duty, (*inside, *_cited_outside(pack)))),
        *_part("Absences, sans leur motif", (_between(span.start, span.end) for span in away)),
        *_part("Constats", map(_finding_text, pack.findings)),
    ]
    return ("\n".join(lines) + "\n").encode()


def evidence_data(pack: Pack) -> dict[str, Any]:
    """Return everything that the template prints, already written as text."""
    case, who, timeline = pack.case, pack.who, pack.timeline
    period = period_words(case.first, case.last)
    blocking = [t for t in pack.findings if t.finding.blocks and not t.finding.inherited]
    rows = day_rows(timeline, pack.counters, case.names)
    return {
        "title": f"Dossier de preuve, {who.name}, {period}",
        "name": who.name,
        "period": capital(period),
        "foot": f"{who.name} — {period} — édité le {short_date(pack.made)}",
        "fingerprint": fingerprint(pack),
        "ink": palette.INK,
        "alert": palette.ALERT,
        "identity": _identity(who, case),
        "blocking": bool(blocking),
        "verdict": f"{plural(len(blocking), 'constat')} contre la loi ou les règles, sans réserve."
        if blocking
        else "Aucun constat sans réserve contre la loi ou les règles.",
        "counts": _counts(pack.findings),
        "sources": [
            {
                "name": o.name,
                "digest": o.digest,
                "counts": "" if o.counts is None else o.counts.message,
            }
            for o in case.read.origins
            if o.days is None or _cites(pack, *o.days)
        ],
        "assumed": [a.text for a in case.read.assumed if a.concerns(who.id)]
        + [f"Toutes sources : {case.read.counts.message}."],
        "parts": _parts(pack),
        "days": rows,
        "worked": hours(pack.counters.total.work),
        "night": hours(pack.counters.total.night),
        "day-note": "Service : travail du service entier. Jour civil : travail de 0 h à 24 h. "
        "Dont nuit : dans la période de nuit en vigueur.",
        "weeks": week_rows(pack.counters),
        "counters": counters_rows(pack.counters),
        "remarks": list(pack.counters.remarks),
        "earlier": [_shift(d, case) for d in _cited_outside(pack)],
        "method": METHOD,
    }


def _cites(pack: Pack, first: date, last: date) -> bool:
    """Whether findings name shifts of these days, which are outside the record."""
    return any(first <= d.span.day <= last for d in _cited_outside(pack))


def _contracts(who: Mediator, case: Case) -> list[str]:
    """Write the contracts in force in the period; of a stranger, their hours are assumed."""
    assumed = " (supposé : aucun contrat n’a été donné)" if who.id in case.facts.strangers else ""
    contracts = (c for c in who.contracts if c.touches(case.first, case.last))
    return [contract_words(contract) + assumed for contract in contracts]


def _identity(who: Mediator, case: Case) -> list[list[str]]:
    night = {True: "oui", False: "non", None: "non déclaré, compté d’après les heures"}
    since = who.night_worker_since
    declared = night[who.night_worker] + (f", depuis le {short_date(since)}" if since else "")
    rows = [
        ["Identifiant", who.id],
        [
            "Né ou née le",
            "inconnu, tenu pour adulte" if who.birth is None else short_date(who.birth),
        ],
        ["Fonction", ROLES[who.role]],
        ["Agence", case.names.agency(who.agency) or "inconnue"],
        ["Travail de nuit", declared],
        ["Règles appliquées", case.profile.name],
    ]
    words = _contracts(who, case) or ["aucun contrat connu sur la période"]
    return [*rows, *([f"Contrat{'' if n == 0 else f' {n + 1}'}", w] for n, w in enumerate(words))]


def _counts(findings: Sequence[ReportedFinding]) -> str:
    parts = []
    to_confirm = sum(1 for t in findings if t.finding.verdict.value == "to_confirm")
    if to_confirm:
        parts.append(f"{to_confirm} à confirmer")
    due = sum(1 for t in findings if t.part is Part.DUE)
    if due:
        parts.append(plural(due, "constat") + " de paie ou de compteur")
    notes = sum(1 for t in findings if t.part is Part.NOTE)
    if notes:
        parts.append(plural(notes, "note"))
    return ", ".join(parts)


def _parts(pack: Pack) -> list[dict[str, Any]]:
    return [
        {"title": title, "findings": [_finding(t, pack) for t in pack.findings if t.part is part]}
        for part, title in PARTS.items()
        if any(t.part is part for t in pack.findings)
    ]


def _finding(reported: ReportedFinding, pack: Pack) -> dict[str, Any]:
    finding, proof = reported.finding, reported.proof
    marks = (
        SEVERITIES[finding.severity],
        VERDICTS[finding.verdict],
        f"mesuré {shown(finding.measured, finding.unit)}",
        f"limite {shown(finding.limit, finding.unit)}",
        f"écart {shown(finding.amount, finding.unit)}",
        consequence(finding),
        *(("hérité du passé",) if finding.inherited else ()),
    )
    weekly = proof.how in (ProofColumn.WORK, ProofColumn.NIGHT) and len(proof.lines) > MOST_LINES
    value = reported.value
    worked = sum(line.duty.work for line in proof.lines)
    return {
        "title": reported.title,
        "code": finding.code,
        "blocks": finding.blocks,
        "sentence": finding.message,
        "marks": " · ".join(marks),
        "article": finding.article,
        "url": link_of(reported.rule, finding.article),
        "value": f", valeur en vigueur depuis le {short_date(value.day)}" if value else "",
        "penalty": "" if reported.penalty is None else reported.penalty.text,
        "answer": capital(answer_words(reported)),
        "how": capital(proof.how.value),
        "rows": [] if weekly else [_line(line, pack.case) for line in proof.lines],
        "weeks": _by_week(proof.lines) if weekly else [],
        "work": "" if proof.how in (ProofColumn.REST, ProofColumn.SPAN) else hours(worked),
        "total": "" if proof.total is None else hours(proof.total),
        "total-label": TOTALS[proof.how],
    }


TOTALS = {
    ProofColumn.WORK: "Total, qui est la mesure",
    ProofColumn.NIGHT: "Total, qui est la mesure",
    ProofColumn.REST: "Repos retenu, qui est la mesure",
    ProofColumn.SPAN: "Amplitude, qui est la mesure",
    ProofColumn.NOTHING: "",
}


def _line(line: ProofLine, case: Case) -> list[str]:
    counted = "" if line.counted is None else hours(line.counted)
    return [*_shift(line.duty, case), counted]


def _shift(duty: Duty, case: Case) -> list[str]:
    return [
        day_of(duty),
        typed_hours(duty.span),
        breaks_of(duty),
        place_words(duty, case.names),
        hours(duty.work),
    ]


def _by_week(lines: Sequence[ProofLine]) -> list[list[str]]:
    """Return a row per civil week, by the day on which shifts begin."""
    groups = groupby(lines, key=lambda line: week_of(line.duty.span.day))
    weeks = []
    for monday, group in groups:
        of_week = list(group)
        counted = sum(line.counted or 0 for line in of_week)
        weeks.append([short_date(monday), str(len(of_week)), hours(counted)])
    return weeks


def _cited_outside(pack: Pack) -> list[Duty]:
    """Return the shifts that findings name outside the days of the record."""
    horizon = pack.timeline.horizon
    cited = {
        line.duty.id: line.duty
        for reported in pack.findings
        for line in reported.proof.lines
        if not line.duty.span.touches(horizon)
    }
    return sorted(cited.values(), key=lambda d: (d.span.first, d.span.last, d.id))
