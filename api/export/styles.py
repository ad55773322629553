"""Make the formats of a workbook's cells, each only once."""

from __future__ import annotations

from functools import cache
from typing import Any

from api.export import palette
from api.planning.chips import ChipKind
from scheduler.domain.posts import Posts
from scheduler.rule import shown

HATCHED = 14  # thin diagonal stripes

FRAMED = {"border": 1, "border_color": "#BBBBBB"}
FIGURE = {**FRAMED, "align": "right"}
TEXT = {**FRAMED, "valign": "top", "text_wrap": True}
CENTRED = {"align": "center", "valign": "vcenter", "text_wrap": True}
HEAD = {"bold": True, "bg_color": "#E6E6E6", "border": 1, "border_color": "#AAAAAA", **CENTRED}


class Styles:
    """
    The formats of one workbook's cells, by what a cell shows.

    `hours`: a duration in hours and minutes, which may exceed 24 hours; `alarm`: a blocking
    finding's text; `note`: small grey text.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._format = cache(self._make)
        self.title = self._format(bold=True, font_size=16)
        self.note = self._format(font_color="#555555", font_size=8)
        self.head = self._format(**HEAD)
        self.name = self._format(**FRAMED, bold=True, valign="vcenter", text_wrap=True)
        self.hours = self._format(num_format="[h]:mm", **FIGURE)
        self.percent = self._format(num_format="0 %", **FIGURE)
        self.clock = self._format(num_format="hh:mm", **FIGURE)
        self.number = self._format(num_format="0", **FIGURE)
        self.text = self._format(**TEXT)
        self.date = self._format(num_format="dd/mm/yyyy", **FRAMED, valign="top")
        self.alarm = self._format(**TEXT, bold=True, font_color=palette.ALERT)

    def _make(self, **properties: Any) -> Any:
        return self._book.add_format({"font_name": "Arial", "font_size": 9, **properties})

    def day(self, *, weekend: bool, holiday: bool) -> Any:
        """Return the format of a day's head, tinted on holidays and at weekends."""
        fill = palette.HOLIDAY if holiday else "#DEDED6" if weekend else HEAD["bg_color"]
        return self._format(**HEAD | {"bg_color": fill})

    def empty(self, *, weekend: bool, holiday: bool) -> Any:
        """Return the format of a day without an entry."""
        fill = palette.HOLIDAY if holiday else palette.WEEKEND
        return self._format(**FRAMED, **({"bg_color": fill} if holiday or weekend else {}))

    def entry(self, kind: ChipKind, *, elsewhere: bool) -> Any:
        """Return the format of a day with an entry of a kind, in the kind's colours."""
        fill, edge = palette.KINDS[kind]
        look: dict[str, Any] = {"border": 1, "border_color": edge, **CENTRED, "font_size": 8}
        if elsewhere:
            look |= {"italic": True, "border": 3}
        elif kind is ChipKind.TRAINING:
            look |= {"pattern": HATCHED, "fg_color": "#B7D9AC", "bg_color": fill}
        else:
            look["bg_color"] = fill
        return self._format(**look)

    def hole(self, *, vital: bool) -> Any:
        """Return the format of a day with posts to fill; `vital`: a minimum is missing."""
        look = {"bold": True, "font_size": 8, "border": 2, "border_color": palette.ALERT, **CENTRED}
        full = {"bg_color": palette.ALERT, "font_color": "#FFFFFF"}
        return self._format(**look, **(full if vital else {"font_color": palette.ALERT}))

    def coverage(self, posts: Posts) -> Any:
        """Return the format of posts held and due on a day."""
        state = palette.state_of(posts)
        bold = state != "full"
        return self._format(**FRAMED, bg_color=palette.COVERAGE[state], align="center", bold=bold)

    def duration(self, minutes: int) -> tuple[float, Any]:
        """
        Return a difference of durations as a cell value that adds up, and its format.

        In hours and hundredths: Excel shows no negative time.
        """
        return minutes / 60, self._format(num_format='+0.00" h";-0.00" h";0" h"', **FIGURE)

    def quantity(self, value: int, unit: str) -> tuple[float | str, Any]:
        """
        Return a measure as a number with its unit where possible, so that it adds up.

        `unit`: as findings have it. Those that are words (a list's entries, `1/10`) stay text.
        """
        words = shown(value, unit)
        plain = {**FIGURE, "valign": "top"}
        if unit == "minutes":
            if value < 0:
                return self.duration(value)
            return value / 1440, self._format(num_format='[h]" h "mm', **plain)
        if unit == "clock":
            return value / 1440, self._format(num_format="hh:mm", **plain)
        if unit == "permille":
            return value / 1000, self._format(num_format="0.# %", **plain)
        number, _, name = words.partition(" ")
        if number == str(value) and name:
            return value, self._format(num_format=f'0" {name}"', **plain)
        return words, self.text
