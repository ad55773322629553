"""List findings that don't block (« Autres constats »): a row per rule, most frequent first."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from api.export.workbook import Column
from api.french.words import EFFECTS, SEVERITIES
from api.judging.report.report import Part, grouped
from scheduler.finding import Finding

NAME = "Autres constats"
COLUMNS = (
    *(Column("Partie"), Column("Règle", 44), Column("Constats", 9), Column("Personnes")),
    *(Column("À confirmer", 11), Column("Gravité", 18), Column("Effet", 20), Column("Exemple", 90)),
)
PARTS = {Part.WRONG: "constat", Part.DUE: "dû", Part.NOTE: "note"}


def group_rows(
    findings: Sequence[Finding], people: Collection[str], titles: Mapping[str, str]
) -> Iterator[tuple[str | int, ...]]:
    """Yield a row per rule, in `COLUMNS`, for findings that don't block; `titles`: by rule's id."""
    for group in grouped((finding for finding in findings if not finding.blocks), people):
        first = group.findings[0]
        yield (
            PARTS[group.part],
            titles.get(group.rule, group.rule),
            len(group.findings),
            group.people,
            group.doubts,
            SEVERITIES[group.severity],
            EFFECTS[first.effect],
            first.message,
        )
