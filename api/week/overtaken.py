"""Lay what was typed in a form over a week that somebody changed meanwhile, losing neither."""

from collections.abc import Sequence
from datetime import timedelta

from api.french.moments import clock_hours
from api.french.words import BRIEF_DAYS
from api.page.data.saving import LINES, Typed, first
from api.week import form as f
from api.week.matrix import WeekRow
from api.week.service import Week
from api.week.shown import without

DAY = timedelta(days=1)
CHANGED = (
    "Entre-temps, quelqu’un a changé cette ligne en {} : enregistrer garde ce que vous avez tapé."
)
ADDED = "Entre-temps, quelqu’un a ajouté cette ligne : retirez-la si elle fait double emploi."


def over(week: Week, typed: Typed) -> Typed:
    """
    Return what was typed over a week that somebody changed meanwhile.

    Rows that are there still are those that saving changes, and so is what took the place of a row:
    what it says now is told beside it. Of others, those typed are new, those that were taken away
    here too are gone, and those that somebody made meanwhile come last, and are told.
    """
    live = {row.keys for row in week.rows}
    typed_rows = range(f.lines_of(typed))
    sources = [f.source_of(typed, number) for number in typed_rows]
    fresh = [row for row in week.rows if row.keys not in {s[0] for s in sources if s}]
    texts = {**typed}
    for number, source in zip(typed_rows, sources, strict=True):
        prefix, row = f.prefix_of(number), week.row(source[0]) if source else None
        texts.pop(prefix + f.ORIGIN, None)
        if source and (row is None or row.keys not in live):
            row = _successor(source[0], row, fresh)
        if row is None:
            continue
        mark = week.stored.mark(row)
        texts |= f.origin_of(row, number, mark)
        if row in fresh:
            fresh.remove(row)
        if source and source[1] != mark:
            texts[prefix + f.RIVAL] = [CHANGED.format(words_of(row))]
    for number in reversed(typed_rows):
        prefix = f.prefix_of(number)
        if first(texts, prefix + f.GONE) and not first(texts, prefix + f.ORIGIN):
            texts = {**without(texts, number)}
    count = f.lines_of(texts)
    for number, row in enumerate(fresh, count):
        texts |= f.texts_of(row, number, week.setting, week.stored.mark(row))
        texts[f.prefix_of(number) + f.RIVAL] = [ADDED]
    return {**texts, LINES: [str(count + len(fresh))]}


def words_of(row: WeekRow) -> str:
    """Write a row's hours and figures: `9 h – 12 h 30 (lun. 2, mar. 1/2)`."""
    hours = clock_hours(row.template.start, row.template.end, over=False)
    figures = (
        f"{BRIEF_DAYS[day]} {f.written_figure(figure)}"
        for day, figure in enumerate(row.cells)
        if figure
    )
    return f"{hours} ({', '.join(figures)})"


def _successor(
    keys: Sequence[int], ended: WeekRow | None, fresh: Sequence[WeekRow]
) -> WeekRow | None:
    """
    Return the row that took the place of another, which was read from the templates of some keys.

    It has some of them still, its figures being others; or else it begins as that ended, at the
    same place. None: none does, or several that share neither hour with it, or more than one does.
    """
    after = [row for row in fresh if {*row.keys} & {*keys}]
    if not after and ended is not None and ended.template.until is not None:
        was, begins = ended.template, ended.template.until + DAY
        after = [
            row for row in fresh if row.template.since == begins and row.template.site == was.site
        ]
        if len(after) > 1:
            after = [r for r in after if r.template.start == was.start or r.template.end == was.end]
    return after[0] if len(after) == 1 else None
