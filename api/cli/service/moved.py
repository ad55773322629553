"""
Move the invented association in time, so that a demonstration makes sense on any day.

Its files tell of two years that end with a month. On a later day, all of it comes whole weeks
later, by years of 52 weeks: a Monday stays a Monday, and a summer a summer. Holidays of schools
stay where the ministry puts them, and exceptions of days that are no public holiday any more go.
Nobody worked on a public holiday, which another day has become: it has no posts then.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from api.data.rows import forms
from api.data.rows.writers import SHORT_DAYS
from calendars.holidays import name_of
from scheduler.domain.time import PARIS, month_later, month_span, next_month

YEAR = timedelta(weeks=52)

AHEAD = timedelta(days=14)
"""A month that is nearer than that is published: people have their shifts in hand."""

STAYING = frozenset({"calendrier_scolaire.csv"})
"""Files that tell what is so outside the association."""

OF_DAYS = "exceptions.csv"
"""The file of what is otherwise on a day, such as the 14th of July, which moves nowhere."""

TEMPLATES = "gabarits.csv"
HISTORY = "historique"
START = "debut"

DAY = re.compile(
    r"\b(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4})\b"
    r"|\b(?P<iso>\d{4}-\d\d-\d\d)(?:T(?P<clock>\d\d:\d\d(?::\d\d)?)(?P<zone>Z|[+-]\d\d:\d\d))?(?!\d)"
)


def last_published(today: date) -> date:
    """Return the first day of the last month that is published on a day."""
    return (today + AHEAD).replace(day=1)


def write_moved(source: Path, target: Path, today: date, months: int) -> None:
    """
    Write an association's folder as it is on a day: moved, and published up to the month due.

    `months`: how many published months are kept, the last ones.
    """
    last = last_published(today)
    files = sorted((source / HISTORY).glob("*.csv"))
    end = next_month(date.fromisoformat(f"{files[-1].stem}-01"))
    by = timedelta()
    while end + by < next_month(last):
        by += YEAR
    target.mkdir()
    kept = {f"{month_later(last, -n):%Y-%m}" for n in range(months)}
    for path in sorted(source.glob("*.csv")):
        text = path.read_text("utf-8")
        if by and path.name == OF_DAYS:
            (head, *_), closed = text.splitlines(), _without_posts(source, by, kept)
            (target / path.name).write_text("\n".join([head, *closed]) + "\n", "utf-8")
            continue
        (target / path.name).write_text(text if path.name in STAYING else moved(text, by), "utf-8")
    (target / HISTORY).mkdir()
    for label, lines in _published(files, by, kept).items():
        (target / HISTORY / f"{label}.csv").write_text("\n".join(lines) + "\n", "utf-8")


def moved(text: str, by: timedelta) -> str:
    """Return a text with all its days later; clock times stay those of Paris."""
    return DAY.sub(lambda match: _later(match, by), text) if by else text


def _later(match: re.Match[str], by: timedelta) -> str:
    if match["d"]:
        day = date(int(match["y"]), int(match["m"]), int(match["d"])) + by
        return f"{day:%d/%m/%Y}"
    day = date.fromisoformat(match["iso"]) + by
    if not match["clock"] or match["zone"] == "Z":
        return f"{day}{match[0][len(match['iso']) :]}"
    at = datetime.fromisoformat(f"{day}T{match['clock']}").replace(tzinfo=PARIS)
    return at.isoformat(timespec="minutes" if len(match["clock"]) == 5 else "seconds")  # noqa: PLR2004 - `09:00`


def _without_posts(source: Path, by: timedelta, kept: Collection[str]) -> Iterator[str]:
    """Yield the exceptions of days that were a public holiday before they moved, and are none."""
    with (source / TEMPLATES).open(encoding="utf-8", newline="") as file:
        closing = [row for row in csv.DictReader(file, delimiter=";") if _every_week(row)]
    read = forms.DAY.read
    for label in sorted(kept):
        first = date.fromisoformat(f"{label}-01")
        for day in month_span(first.year, first.month).days:
            if name_of(day - by) and not name_of(day):
                for row in closing:
                    runs = read(row["depuis"]) <= day - by <= read(row["jusqu_au"])
                    if runs and SHORT_DAYS[day.weekday()] in row["jours"].split(","):
                        yield f"{row['id']};{day:%d/%m/%Y};supprime;;;;;;Jour chômé"


def _every_week(row: Mapping[str, str]) -> bool:
    """Whether a template runs all year, but on public holidays."""
    limits = row["saison"] or row["zone_scolaire"] or row["toutes_les"] != "1"
    return row["feries"] == "non" and not limits


def _published(files: Iterable[Path], by: timedelta, kept: Collection[str]) -> dict[str, list[str]]:
    """Return the lines of the months to keep, moved, each with its headers."""
    months: dict[str, list[str]] = defaultdict(list)
    head, place = "", 0
    for path in files:
        if not by and path.stem not in kept:
            continue
        head, *rows = path.read_text("utf-8").splitlines()
        place = head.split(";").index(START)
        for row in rows:
            line = moved(row, by)
            label = line.split(";")[place][:7]
            # Nobody works on a first of May that was another day.
            if label in kept and not (by and line.split(";")[place][5:10] == "05-01"):
                months[label].append(line)
    return {label: [head, *lines] for label, lines in months.items()}
