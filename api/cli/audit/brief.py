"""Shorten the report: findings that only count or inform, and entries of files set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.french.plural import plural
from api.judging.report.groups import grouped
from scheduler.evidence import Fact
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from api.intake.reading import SetAside
    from api.judging.report.report import ReportedFinding

FEW = 3
"""At most this many entries set aside for the same reason are listed one by one."""


def to_read(entries: Iterable[ReportedFinding]) -> Iterator[ReportedFinding]:
    """Yield the due or noted findings that somebody must decide: doubtful and blocking ones."""
    for entry in entries:
        if entry.finding.blocks or entry.finding.verdict is Verdict.TO_CONFIRM:
            yield entry


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
    for reason, mine in groups.items():
        if len(mine) <= FEW:
            yield from map(in_full, mine)
            continue
        many = plural(sum(entry.entries for entry in mine), "ligne ou case", "lignes ou cases")
        files = len({entry.where.file for entry in mine})
        where = f" dans {files} fichiers" if files > 1 else ""
        yield f"{reason} : {many}{where}, d’abord {mine[0].where} : {mine[0].text}"


def in_full(entry: SetAside) -> str:
    """Say where an entry set aside stands, what it holds and why it is no shift."""
    return f"{entry.where} : {entry.text}, {entry.why}"
