"""The report of an audit on the screen: what is wrong, what is due, what was read."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from rich.panel import Panel
from rich.text import Text

from api.cli.screen import out, show
from api.french.plural import plural
from api.french.words import SEVERITIES, VERDICTS, consequence, short_date, shortened
from api.intake.reading import SetAside
from api.judging.case import ReadSummary
from api.judging.report.report import Part, Report, ReportedFinding, by_person, grouped
from api.judging.report.wording import answer_words, link_of, shift_words, version_of
from scheduler.evidence import Fact
from scheduler.finding import Verdict
from scheduler.rule import shown

MOST = 200
"""Findings of a part, or lines of a list, that the screen shows unless all are asked for."""

FEW = 3
"""At most this many entries set aside for the same reason are listed one by one."""

MOST_PROOF = 6
MOST_LISTED = 20
TITLES = {Part.WRONG: "Constats", Part.DUE: "Ce qui est dû ou compté", Part.NOTE: "À noter"}


def show_report(report: Report, *, everything: bool = False) -> None:
    """
    Print findings by part, severity and person, then the verdict and the counts.

    Due and noted findings take one line per rule, except those to confirm; `everything`: print each
    finding in full.
    """
    for part, title in TITLES.items():
        entries = report.of(part)
        if entries:
            out().rule(f"{title} ({len(entries)})")
        if part is Part.WRONG or everything:
            _part(report, part, entries if everything else entries[:MOST])
        else:
            _brief(report, entries)
        if part is Part.WRONG and len(entries) > MOST and not everything:
            out().print(
                f"\n… et {plural(len(entries) - MOST, 'autre')} : --tout les montre, --json aussi."
            )
    if not everything and any(report.of(part) for part in (Part.DUE, Part.NOTE)):
        _dim("Le détail de ce qui est compté ou noté : --tout, ou --regle avec l’identifiant.")
    for gone in report.answers.moot:
        show(f"Acquittement sans objet : {gone.code} ({gone.by}, {gone.ground})", "yellow")
    for note in report.markets:
        show(f"\n{note}")
    _verdict(report)
    names = {m.id: m.name for m in report.case.facts.problem.mediators}
    show_counts(report.case.read, names, everything=everything)


def show_counts(
    read: ReadSummary, names: dict[str, str] | None = None, *, everything: bool = False
) -> None:
    """Print what was refused, set aside and assumed, then the count of all that was read."""
    most = sys.maxsize if everything else MOST
    refused = [error.message for error in read.refused]
    _list("Lignes refusées", refused, "red", count=len(refused), most=most)
    aside = list(map(in_full, read.aside) if everything else by_reason(read.aside))
    _list("Mis de côté", aside, "", count=sum(entry.entries for entry in read.aside), most=most)
    assumed = []
    for entry in read.assumed:
        who = [(names or {}).get(person, person) for person in entry.about[:MOST_LISTED]]
        rest = len(entry.about) - MOST_LISTED
        more = f" et {plural(rest, 'autre')}" if rest > 0 else ""
        assumed.append(entry.text + (f" [{', '.join(who)}{more}]" if who else ""))
    _list("Hypothèses", assumed, "", count=len(assumed), most=most)
    judged = [entry for entry in read.origins if entry.counts is not None]
    for origin in judged if len(judged) > 1 else ():
        if origin.counts is not None:
            show(f"  {origin.name} : {origin.counts.message}", "dim")
    show(f"{read.counts.message}.", "bold")


def _list(title: str, lines: Sequence[str], style: str, *, count: int, most: int) -> None:
    if not lines:
        return
    out().print(Text(f"\n{title} ({count})", style="bold"))
    for line in lines[:most]:
        show(f"  {line}", style=style)
    if len(lines) > most:
        out().print(
            f"  … et {plural(len(lines) - most, 'autre')} : --tout les montre, --json aussi."
        )


def _brief(report: Report, entries: Sequence[ReportedFinding]) -> None:
    """Print the findings to decide on, without their proof, then one line a rule."""
    # What is unsure of strangers is so for one reason, said once among what was assumed.
    strangers = report.case.facts.strangers
    unsure = (e for e in entries if e.finding.blocks or e.finding.verdict is Verdict.TO_CONFIRM)
    doubts = [entry for entry in unsure if entry.finding.subject not in strangers]
    for entry in doubts[:MOST]:
        show(f"  {entry.finding.message}")
        _dim(f"{entry.finding.article} · {consequence(entry.finding)} · code {entry.finding.code}")
    if len(doubts) > MOST:
        out().print(f"  … et {plural(len(doubts) - MOST, 'autre')} à confirmer.")
    if doubts:
        out().print()
    for line in by_rule(entries, report.case.facts.problem.mediator_of, strangers):
        show(f"  {line}")


def _part(report: Report, part: Part, entries: Iterable[ReportedFinding]) -> None:
    def strength(entry: ReportedFinding) -> tuple[bool, str]:
        return entry.finding.blocks, SEVERITIES[entry.finding.severity]

    for (blocks, severity), group in groupby(entries, key=strength):
        head = severity.capitalize()
        if blocks:
            head += " — bloque la publication"
        elif part is Part.WRONG:
            head += " — ne bloque pas"
        out().print(Text(f"\n{head}", style="bold red" if blocks else "bold"))
        for who, of_person in by_person(group):
            out().print(Text(f"  {shortened(who, 60)}", style="bold"))
            for entry in of_person:
                _finding(report, entry)


def _finding(report: Report, entry: ReportedFinding) -> None:
    finding = entry.finding
    show(f"    {finding.message}")
    marks = [finding.article, f"mesuré {shown(finding.measured, finding.unit)}"]
    marks += [f"limite {shown(finding.limit, finding.unit)}"]
    marks += [f"écart {shown(finding.amount, finding.unit)}", consequence(finding)]
    marks += [VERDICTS[finding.verdict]] + (["hérité"] if finding.inherited else [])
    _dim(" · ".join(marks))
    _dim(f"code {finding.code} · {_source(entry)}")
    if entry.penalty is not None:
        _dim(f"sanction : {entry.penalty.text}")
    answer = answer_words(entry)
    if answer:
        _dim(answer)
    lines = list(zip(entry.proof.lines, entry.where, strict=True))
    for line, where in lines[:MOST_PROOF]:
        counted = f" : {shown(line.counted, 'minutes')}" if line.counted is not None else ""
        place = f" [{where}]" if where is not None else ""
        words = shift_words(line.duty, report.case.names)
        _dim(f"preuve : {line.duty.id} ({words}){counted}{place}")
    if len(lines) > MOST_PROOF:
        _dim(f"… et {plural(len(lines) - MOST_PROOF, 'autre service', 'autres services')}")
    if entry.proof.total is not None and len(lines) > 1:
        _dim(f"total, {entry.proof.how.value} : {shown(entry.proof.total, 'minutes')}")


def _source(entry: ReportedFinding) -> str:
    url = link_of(entry.rule, entry.finding.article)
    parts = [url] if url else []
    version = version_of(url)
    if version:
        parts.append(f"version {version}")
    if entry.value is not None:
        parts.append(f"valeur depuis le {short_date(entry.value.day)}")
    return ", ".join(parts) or SEVERITIES[entry.finding.severity]


def _dim(text: str) -> None:
    show(f"      {text}", style="dim")


def _verdict(report: Report) -> None:
    findings = [entry.finding for entry in report.findings]
    inherited = [f for f in findings if f.blocks and f.inherited]
    to_confirm = [f for f in findings if f.verdict is Verdict.TO_CONFIRM]
    rest = len(findings) - len(report.stopping) - len(inherited) - len(to_confirm)
    lines = []
    if report.stopping:
        entry, many = "constat bloque la publication.", "constats bloquent la publication."
        lines.append(plural(len(report.stopping), entry, many))
    elif report.whole and report.case.facts.grounds_told:
        lines.append("Planning légal : aucun constat ne bloque sa publication.")
    else:
        lines.append("Aucun constat bloquant dans ce qui a été demandé et lu.")
    if inherited:
        kept = plural(len(inherited), "constat hérité", "constats hérités")
        lines.append(f"{kept} du passé, hors de ce planning.")
    if to_confirm:
        lines.append(f"{plural(len(to_confirm), 'constat')} à confirmer.")
    if rest:
        lines.append(f"{plural(rest, 'autre constat', 'autres constats')} à lire.")
    style = "red" if report.stopping else "green"
    out().print(Panel(Text("\n".join(lines)), border_style=style, expand=False))


def by_rule(
    entries: Sequence[ReportedFinding], people: Collection[str], strangers: Collection[str] = ()
) -> Iterator[str]:
    """
    Yield one line per rule, in the catalogue's words: how many findings, about how many people.

    `strangers`: people whose contract is assumed; the line says so if the rule rests on it.
    """
    rules, unknown = {entry.finding.rule: entry.rule for entry in entries}, set(strangers)
    for group in grouped((entry.finding for entry in entries), people):
        counts = [plural(len(group.findings), "constat")]
        counts += [plural(group.people, "personne")] if group.people else []
        counts += [f"dont {group.doubts} à confirmer"] if group.doubts else []
        assumed = {entry.subject for entry in group.findings} & unknown
        words = ""
        if assumed and Fact.CONTRACT in rules[group.rule].rests_on:
            words = f", contrat de 35 h supposé pour {len(assumed)}"
        yield f"{rules[group.rule].title} : {', '.join(counts)} (--regle {group.rule}){words}"


def by_reason(aside: Iterable[SetAside]) -> Iterator[str]:
    """Yield entries set aside; more than `FEW` with the same reason make a single line."""
    groups: dict[str, list[SetAside]] = {}
    for entry in aside:
        # After the colon comes where the same thing was read: each has its own.
        groups.setdefault(entry.why.partition(" : ")[0], []).append(entry)
    for reason, alike in groups.items():
        if len(alike) <= FEW:
            yield from map(in_full, alike)
            continue
        many = plural(sum(entry.entries for entry in alike), "ligne ou case", "lignes ou cases")
        files = len({entry.where.file for entry in alike})
        where = f" dans {files} fichiers" if files > 1 else ""
        yield f"{reason} : {many}{where}, d’abord {alike[0].where} : {alike[0].text}"


def in_full(entry: SetAside) -> str:
    """Say where an entry set aside is, what it holds and why it is no shift."""
    return f"{entry.where} : {entry.text}, {entry.why}"
