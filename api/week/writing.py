"""
Turn a changed week into changes of the association's rows.

What was planned and published keeps its templates: from the chosen day on, a changed row has new
ones, and the old ones end the day before. Templates that begin that day or later are changed. Rows
of one place that overlap get a team each, as the association's check asks for.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from api.data.building.values import from_row
from api.data.entering.editor import Deed
from api.data.rows.columns import Row
from api.data.rows.demand import ExceptionRow, TemplateRow
from api.data.rows.kinds import KINDS
from api.data.stored.entries import identifier
from api.week.matrix import Figure, Stored, WeekRow, changed
from calendars.templates.clashes import parallel, rivals
from calendars.templates.seasons import Season
from calendars.templates.template import ExceptionAction, Template
from scheduler.domain.duty import slot_day, template_of
from scheduler.domain.slots import Need
from scheduler.domain.time import week_of
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


PAUSE = "pause"
"""Where a row's break stands in the form, under the row."""


@dataclass(frozen=True, kw_only=True)
class RowEdit:
    """What a form does with a row: its place there, what it was (None: new) and what it will be."""

    where: str
    before: WeekRow | None
    after: WeekRow

    @property
    def unchanged(self) -> bool:
        """Whether the row stays as it was."""
        return self.before == self.after


@dataclass(kw_only=True)
class Writer:
    """
    The changes of one form, from the day on which they apply.

    `taken`: identifiers that no new template may have. `named`: rows of other kinds that may name
    templates, by kind and key. `called`: what a site is called, for new identifiers.
    """

    stored: Stored
    day: date
    taken: set[str]
    seasons: Mapping[str, Season]
    called: Mapping[str, str]
    named: Mapping[tuple[str, int], Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.deeds: list[Deed] = []
        self.others: dict[tuple[str, int], Row] = {}

    def write(self, edits: Sequence[RowEdit], others: Sequence[int]) -> list[Deed]:
        """Return the changes; `others`: the templates of the dispositif that no row says."""
        edits, teams = self._teamed(list(edits), others)
        for edit in edits:
            if not edit.unchanged:
                self._row(edit)
        for key, team in teams.items():
            template = self.stored.templates[key]
            self._do("gabarits", key, changed(template, team=team), edits[0].where)
        # A row that names several templates is changed once.
        for (kind, key), row in self.others.items():
            self._do(kind, key, row, edits[0].where)
        return self.deeds

    def _teamed(
        self, edits: list[RowEdit], others: Sequence[int]
    ) -> tuple[list[RowEdit], dict[int, str]]:
        """Return changed rows in their teams, and the other teams of templates that stay."""
        stored = self.stored.templates
        live = [place for place, edit in enumerate(edits) if edit.after.days]
        nodes = [edits[n].after.template_of("", edits[n].after.days) for n in live]
        nodes += [stored[key] for key in others]
        teams = teams_of(nodes, self.seasons, {template.team for template in stored.values()})
        renamed = dict(zip(others, teams[len(live) :], strict=True))
        for place, team in zip(live, teams, strict=False):
            row = edits[place].after
            if edits[place].unchanged:
                # A team's name plays no part in what was published: no row begins anew for it.
                renamed |= dict.fromkeys(row.keys, team)
            else:
                row = replace(row, template=changed(row.template, team=team))
                edits[place] = replace(edits[place], after=row)
        return edits, {key: team for key, team in renamed.items() if team != stored[key].team}

    def _row(self, edit: RowEdit) -> None:
        olds = {
            key: self.stored.templates[key] for key in (edit.before.keys if edit.before else ())
        }
        ended = {key: old for key, old in olds.items() if old.since < self.day}
        for key, old in ended.items():
            last = min(self.day - timedelta(days=1), old.until or date.max)
            self._change("gabarits", key, old, changed(old, until=last), edit.where)
        kept = {key: old for key, old in olds.items() if key not in ended}
        news = self._templates(edit, kept)
        for old in olds.values():
            self._follow(edit.where, old, news)

    def _templates(self, edit: RowEdit, kept: dict[int, TemplateRow]) -> list[TemplateRow]:
        """Write the templates of a row, in the place of those that it had from that day on."""
        after, where = self._from_the_day(edit.after), edit.where
        news = []
        for figure, days in after.figures.items():
            key = self._place(kept, figure, days)
            if key is None:
                ident = self._identifier(after.template)
                template = after.template_of(ident, days)
                self._do("gabarits", None, template, where)
                self._do("besoins", None, after.need_of(ident, figure), where)
                for pause in after.breaks_of(ident):
                    self._do("pauses", None, pause, f"{where}.{PAUSE}")
            else:
                old = kept.pop(key)
                template = after.template_of(old.id, days)
                self._change("gabarits", key, old, template, where)
                ((need_key, need),) = self.stored.needs[old.id]
                self._change("besoins", need_key, need, after.need_of(old.id, figure), where)
                self._breaks(old.id, after, where)
            news.append(template)
        for key, old in kept.items():
            for kind, table in (("besoins", self.stored.needs), ("pauses", self.stored.breaks)):
                for each, _ in table.get(old.id, ()):
                    self._do(kind, each, None, where)
            self._do("gabarits", key, None, where)
        return news

    def _place(
        self, kept: Mapping[int, TemplateRow], figure: Figure, days: frozenset[int]
    ) -> int | None:
        """Return which of the templates there are fits best, so that identifiers last."""

        def fit(key: int) -> tuple[int, bool]:
            ((_, need),) = self.stored.needs[kept[key].id]
            return len(kept[key].weekdays & days), (need.minimum, need.target) == figure

        return max(kept, key=fit, default=None)

    def _from_the_day(self, row: WeekRow) -> WeekRow:
        """Return a row that begins on the day at the earliest, its rhythm in the same weeks."""
        template = row.template
        if template.since >= self.day:
            return row
        weeks = (week_of(self.day) - week_of(template.since)).days // 7
        phase = (template.phase - weeks) % template.every
        return replace(row, template=changed(template, since=self.day, phase=phase))

    def _breaks(self, ident: str, row: WeekRow, where: str) -> None:
        stored, wanted = list(self.stored.breaks.get(ident, ())), row.breaks_of(ident)
        for (key, old), pause in zip(stored, wanted, strict=False):
            self._change("pauses", key, old, pause, f"{where}.{PAUSE}")
        for key, _ in stored[len(wanted) :]:
            self._do("pauses", key, None, where)
        for pause in wanted[len(stored) :]:
            self._do("pauses", None, pause, f"{where}.{PAUSE}")

    def _identifier(self, template: TemplateRow) -> str:
        hour = f"{template.start:%Hh%M}".removeprefix("0").removesuffix("00")
        place = self.called.get(template.site) or template.dispositif
        ident = identifier(f"{place} {hour}", self.taken)
        self.taken.add(ident)
        return ident

    def _follow(self, where: str, old: TemplateRow, news: Sequence[TemplateRow]) -> None:
        """Have what names a template name those that stand in its place from the day on."""
        for key, exception in self.stored.exceptions.get(old.id, ()):
            if exception.day >= self.day:
                self._exception(where, key, exception, news)
        ids = [new.id for new in news if new.id != old.id]
        for place, row in self.named.items():
            now = self.others.get(place, row)
            values = dict(self._renamed(place[0], now, old.id, ids, news))
            if values:
                self.others[place] = changed(now, **values)

    def _renamed(
        self, kind: str, row: Row, old: str, ids: Sequence[str], news: Sequence[TemplateRow]
    ) -> Iterator[tuple[str, Any]]:
        """Yield the fields of a row in which new templates come beside an old one, or after it."""
        if kind == "verrous":
            slot = row.__dict__["slot"]
            day = slot_day(slot)
            serving = _serving(news, day)
            if template_of(slot) == old and day >= self.day and serving and serving.id != old:
                yield "slot", f"{serving.id}-{day.isoformat()}"
            return
        for column in KINDS[kind].columns.values():
            names = row.__dict__[column.field]
            if column.names == "gabarits" and old in names and not set(ids) <= set(names):
                yield column.field, (*names, *(name for name in ids if name not in names))

    def _exception(
        self, where: str, key: int, row: ExceptionRow, news: Sequence[TemplateRow]
    ) -> None:
        """Move an exception to the template that serves its day now, if there is any to except."""
        serving = _serving(news, row.day)
        if row.action is not ExceptionAction.ADD:
            wanted = None if serving is None else changed(row, template=serving.id)
        elif serving is None:
            wanted = changed(row, template=news[0].id) if news else None
        else:
            own = (row.start, row.end, row.minimum, row.target, row.maximum)
            changes = any(value is not None for value in own)
            values = {"template": serving.id, "action": ExceptionAction.CHANGE}
            wanted = changed(row, **values) if changes else None
        if wanted is None:
            self._do("exceptions", key, None, where)
        else:
            self._change("exceptions", key, row, wanted, where)

    def _change(self, kind: str, key: int, old: Row, new: Row, where: str) -> None:
        if old != new:
            self._do(kind, key, new, where)

    def _do(self, kind: str, key: int | None, row: Row | None, where: str) -> None:
        self.deeds.append(Deed(kind=kind, key=key, row=row, where=where))


def _serving(templates: Sequence[TemplateRow], day: date) -> TemplateRow | None:
    return next(
        (
            each
            for each in templates
            if day.weekday() in each.weekdays and each.since <= day <= (each.until or date.max)
        ),
        None,
    )
