"""Give rows of one place that overlap a team each, as the association's check asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from api.data.building.values import from_row
from api.data.rows.demand import TemplateRow
from calendars.templates.clashes import parallel, rivals
from calendars.templates.seasons import Season
from calendars.templates.template import Template
from scheduler.domain.slots import Need
from scheduler.errors import InvalidProblemError


def teams_of(
    templates: Sequence[TemplateRow], seasons: Mapping[str, Season], taken: Collection[str]
) -> list[str]:
    """
    Return the team of each template, in their order: its own, or another where it overlaps.

    `taken`: names that no new team may have. Of two that overlap, the first keeps its team.
    """
    teams = [template.team for template in templates]
    fresh = _fresh({*taken, *teams})
    for first, second in combinations(range(len(templates)), 2):
        if not _overlap(templates[first], templates[second], seasons):
            continue
        for place in (first, second):
            if not teams[place] or (place == second and teams[first] == teams[second]):
                teams[place] = next(fresh)
    return teams


def _fresh(taken: Collection[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if (name := f"Équipe {number}") not in taken:
            yield name


def _overlap(first: TemplateRow, second: TemplateRow, seasons: Mapping[str, Season]) -> bool:
    """Whether two templates of a dispositif need two teams; their own teams don't count."""
    if first.site != second.site or _apart(first, second, seasons):
        return False
    pair = [template for template in map(_template, (first, second)) if template is not None]
    return len(pair) == len((first, second)) and not parallel(*pair) and bool(rivals(pair))


def _apart(first: TemplateRow, second: TemplateRow, seasons: Mapping[str, Season]) -> bool:
    """Whether seasons keep two templates apart."""
    if first.season not in seasons or second.season not in seasons:
        return False
    return not seasons[first.season].days & seasons[second.season].days


def _template(row: TemplateRow) -> Template | None:
    """Return a row as a template without a team (None: it contradicts itself)."""
    try:
        return from_row(
            Template,
            row,
            id="gabarit",
            agency="",
            needs=(Need(),),
            breaks=(),
            team="",
            supervises=frozenset(row.supervises),
        )
    except InvalidProblemError:
        return None
