"""`rota prevision`: the tense weeks of months that aren't planned yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Annotated

from api.cli import options as o
from api.cli.command import UNDERSTAND, CommandSet, when_it_runs

with when_it_runs():
    from rich.table import Table
    from rich.text import Text

    from api.cli.folder import place_of
    from api.cli.screen import OK, err, out, say_json, show
    from api.data.association import Association
    from api.forecast.service import WeekForecast, forecast, needed_history
    from api.forecast.words import (
        EXPLAINED,
        TENSE,
        TENSEST,
        THRESHOLD,
        VERY_TENSE,
        causes_words,
        forecast_json,
        full_time_words,
        rate_words,
        state_words,
        tense_words,
        total_words,
        week_words,
    )
    from api.french.words import hours, signed_hours

commands = CommandSet()


@commands.declare(
    "Les semaines tendues de mois pas encore planifiés : pour chaque dispositif et semaine, les "
    "heures que demandent les gabarits (saisons, exceptions, périodes scolaires) et celles que "
    "les personnes peuvent donner (contrats, moins congés, CFA et maladie au taux habituel), ce "
    "qui manque ou reste, et les premières causes, sans nommer personne.",
    panel=UNDERSTAND,
)
def prevision(
    folder: o.Folder,
    *,
    first: Annotated[
        date,
        o.option("--de", "AAAA-MM", "Premier mois à prévoir.", parser=o.month),
    ],
    last: Annotated[
        date | None,
        o.option(
            "--a", "AAAA-MM", "Dernier mois, douze au plus ; sans cela, le premier.", parser=o.month
        ),
    ] = None,
    dispositif: o.Dispositifs = None,
    json: o.AsJson = False,
) -> int:
    end = last or first
    association = place_of(folder, lambda _: needed_history(first, end)).association
    with err().status("Prévision des semaines tendues…"):
        forecasted = forecast(
            association,
            first,
            end,
            dispositifs=frozenset(dispositif) if dispositif else None,
        )
    if json:
        say_json(forecast_json(forecasted))
        return OK
    _show_tensest(association, forecasted.tensest)
    totals = {total.dispositif: total for total in forecasted.totals}
    for each, weeks in groupby(forecasted.weeks, key=attrgetter("dispositif")):
        _show(association.dispositif_of[each].name, each, tuple(weeks))
        words = total_words(totals[each])
        if words:
            show(words)
        out().print()
    if not forecasted.weeks:
        out().print(Text("Aucun besoin dans ces semaines."))
    show(rate_words(forecasted.rate), "dim")
    show(EXPLAINED, "dim")
    show(f"! et !! : tendue, très tendue. {THRESHOLD}", "dim")
    return OK


def _show_tensest(association: Association, weeks: Sequence[WeekForecast]) -> None:
    if not weeks:
        return
    screen = Table(
        title="Les plus tendues, par ce qui manque au-delà des absences imprévues ordinaires",
        title_justify="left",
        box=None,
        pad_edge=False,
        show_header=False,
    )
    for week in weeks[:TENSEST]:
        screen.add_row(
            Text(week_words(week.monday)),
            Text(association.dispositif_of[week.dispositif].name),
            f"{signed_hours(week.gap)}, {full_time_words(week.gap)} ETP",
            *_marked(week),
        )
    out().print(screen)
    out().print()


def _marked(week: WeekForecast) -> tuple[str, Text]:
    marks = {TENSE: ("!", "yellow"), VERY_TENSE: ("!!", "red")}
    mark, style = marks.get(state_words(week), ("", "dim"))
    return mark, Text(causes_words(week), style)


def _show(name: str, dispositif: str, weeks: Sequence[WeekForecast]) -> None:
    """Print the weeks of a dispositif; those that lack hours say why."""
    screen = Table(
        title=f"{dispositif} · {name} : {tense_words(weeks)}",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    screen.add_column("Semaine", no_wrap=True)
    planned = any(week.uncovered is not None for week in weeks)
    heads = ("Postes", "Besoin", "Possible", "Écart", "ETP", *(("Planifié",) if planned else ()))
    for head in heads:
        screen.add_column(head, justify="right", no_wrap=True)
    screen.add_column("", no_wrap=True)
    screen.add_column("Premières causes")
    for week in weeks:
        screen.add_row(
            week_words(week.monday),
            str(week.need.posts),
            hours(week.need.minutes),
            hours(week.supply),
            signed_hours(week.gap),
            full_time_words(week.gap),
            *((_planned(week),) if planned else ()),
            *_marked(week),
        )
    out().print(screen)


def _planned(week: WeekForecast) -> str:
    """Write what nobody holds, once the week is published: `−14 h 00`, `0 h 00`, `–`."""
    return "–" if week.uncovered is None else signed_hours(-week.uncovered)
