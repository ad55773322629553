"""Write the workbook of an audit: findings with their shifts, counters, files read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from api.export import groups
from api.export.audit.counters import LISTS
from api.export.workbook import AlertCell, Cell, Column, Duration, Table, opened
from api.french.shifts import typed_hours
from api.french.words import EFFECTS, SEVERITIES, VERDICTS, consequence, parameter_name
from api.judging.case import Case, ReadSummary
from api.judging.report.report import Report, ReportedFinding
from api.judging.report.wording import (
    KINDS,
    answer_words,
    breaks_of,
    day_of,
    link_of,
    place_of,
    version_of,
)
from api.judging.rules import all_rules
from constraints.counters.sheet import Counters
from scheduler.rule import Rule, shown

FINDINGS = (
    Column("Partie", 9),
    Column("Gravité", 14),
    Column("Effet", 16),
    Column("Avis", 12),
    Column("Personne ou créneau", 26),
    Column("Date", 11),
    Column("Constat", 70),
    Column("Mesuré", 12),
    Column("Limite", 12),
    Column("Écart", 12),
    Column("Article", 22),
    Column("Version de l’article", 24),
    Column("Adresse", 30),
    Column("Valeur en vigueur depuis", 12),
    Column("Sanction", 40),
    Column("Acquittement", 34),
    Column("Hérité", 8),
    Column("Règle", 26),
    Column("Code", 34),
)
PROOFS = (
    Column("Code", 34),
    Column("Personne ou créneau", 26),
    Column("Service du", 15),
    Column("Horaires", 16),
    Column("Pauses", 18),
    Column("Nature", 14),
    Column("Lieu", 34),
    Column("Travail", 9),
    Column("Compté", 9),
    Column("Ce qui est compté", 22),
    Column("Ligne du fichier", 40),
    Column("Identifiant du service", 30),
)
READ = (
    Column("État", 14),
    Column("Où", 44),
    Column("Reçu", 34),
    Column("Attendu, ou motif", 70),
    Column("Nombre", 9),
)
ASSUMED = (Column("Hypothèse", 110), Column("Personnes", 60))
RULES = (
    Column("Règle", 28),
    Column("Titre", 44),
    Column("Gravité", 18),
    Column("Effet", 20),
    Column("Valeur", 30),
    Column("En vigueur", 14),
    Column("Depuis le", 11),
    Column("Source", 34),
    Column("Adresse", 44),
)
ALL = "toutes"


class AuditBook:
    """
    The workbook of an audit, written row by row, since it may be larger than memory.

    Findings come first; then `count` each person's counters, in order; then `close`.
    """

    def __init__(self, path: Path, report: Report, made: date) -> None:
        self.report = report
        self.case = report.case
        self.book, self.styles = opened(path, "Contrôle", made)
        findings = self._table("Constats", FINDINGS)
        proofs = self._table("Preuves", PROOFS)
        for reported in report.findings:
            findings.row(finding_row(reported))
            proofs.rows(proof_rows(reported, self.case))
        others = self._table(groups.NAME, groups.COLUMNS)
        all_findings = [reported.finding for reported in report.findings]
        titles = {reported.finding.rule: reported.title for reported in report.findings}
        people = self.case.facts.problem.mediator_of
        others.rows(groups.group_rows(all_findings, people, titles))
        self.lists = [(self._table(each.sheet, each.columns), each.rows) for each in LISTS]
        self.remarks: list[tuple[str, str]] = []

    def count(self, counters: Counters) -> None:
        """Write the counters of one person."""
        for table, rows in self.lists:
            table.rows(rows(counters))
        self.remarks += [(counters.mediator.name, remark) for remark in counters.remarks]

    def close(self) -> None:
        """Write what was read, what was assumed and which rules judged, then close the file."""
        self._table("Lectures", READ).rows(read_rows(self.case.read))
        assumed = self._table("Hypothèses", ASSUMED)
        names = {m.id: m.name for m in self.case.facts.problem.mediators}
        for assumption in self.case.read.assumed:
            assumed.row(
                (assumption.text, ", ".join(names.get(who, who) for who in assumption.about) or ALL)
            )
        assumed.rows((remark, name) for name, remark in self.remarks)
        rules = self._table("Règles", RULES)
        for rule in all_rules(self.case.profile):
            rules.rows(rule_rows(rule, self.case.last))
        self.book.close()

    def _table(self, name: str, columns: tuple[Column, ...]) -> Table:
        return Table(self.book, self.styles, name, columns)


def finding_row(reported: ReportedFinding) -> tuple[Cell, ...]:
    """Return a finding's row, in the order of the columns `FINDINGS`."""
    finding = reported.finding
    url = link_of(reported.rule, finding.article)
    return (
        groups.PARTS[reported.part],
        SEVERITIES[finding.severity],
        consequence(finding),
        VERDICTS[finding.verdict],
        reported.who,
        finding.on,
        AlertCell(finding.message) if finding.blocks else finding.message,
        shown(finding.measured, finding.unit),
        shown(finding.limit, finding.unit),
        shown(finding.amount, finding.unit),
        finding.article,
        version_of(url),
        url,
        None if reported.value is None else reported.value.day,
        "" if reported.penalty is None else reported.penalty.text,
        answer_words(reported),
        "oui" if finding.inherited else "",
        finding.rule,
        finding.code,
    )


def proof_rows(reported: ReportedFinding, case: Case) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a finding's shifts, in the columns `PROOFS`, then their total."""
    for line, where in zip(reported.proof.lines, reported.where, strict=True):
        duty = line.duty
        yield (
            reported.finding.code,
            reported.who,
            day_of(duty),
            typed_hours(duty.span),
            breaks_of(duty),
            KINDS[duty.kind],
            place_of(duty, case.names),
            Duration(duty.work),
            None if line.counted is None else Duration(line.counted),
            reported.proof.how.value,
            "" if where is None else str(where),
            duty.id,
        )
    if reported.proof.total is not None:
        blank = (None,) * 6
        yield (
            *(reported.finding.code, reported.who, *blank),
            Duration(reported.proof.total),
            "la mesure du constat",
            *(None, None),
        )


def read_rows(read: ReadSummary) -> Iterator[tuple[Cell, ...]]:
    """Yield rows refused or set aside, then the counts of each file and their sum."""
    for error in read.refused:
        yield AlertCell("refusée"), error.where, error.received, error.expected, 1
    for aside in read.aside:
        yield "mise de côté", str(aside.where), aside.text, aside.why, aside.entries
    for origin in read.origins:
        digest = f"SHA-256 : {origin.digest}"
        words = "" if origin.counts is None else origin.counts.message
        entries = None if origin.counts is None else origin.counts.read
        yield "fichier", origin.name, digest, words, entries
    yield "total", "tous les fichiers", "", read.counts.message, read.counts.read


def rule_rows(rule: Rule, on: date) -> Iterator[tuple[Cell, ...]]:
    """Yield a rule's rows: one for each value in force on a day, or a single one without value."""
    head = (rule.id, rule.title, SEVERITIES[rule.severity], EFFECTS[rule.effect])
    values = [(n, d.entry(on), d) for n, d in rule.parameters().items() if d.entries(on)]
    for name, entry, dated in values:
        yield (
            *head,
            parameter_name(rule, name),
            shown(entry.value, dated.unit),
            entry.day,
            str(entry.source),
            entry.source.url,
        )
    if not values:
        source = rule.sources[0] if rule.sources else None
        yield (
            *head,
            "",
            "",
            None,
            "" if source is None else str(source),
            "" if source is None else source.url,
        )
