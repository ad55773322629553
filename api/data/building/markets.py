"""Build markets from rows; refuse templates that go on after the last market of theirs."""

from __future__ import annotations

from api.data.building.periods import ends_in_order, overlap
from api.data.building.values import from_row
from api.data.market import Market
from api.data.rows import demand as d
from api.data.rows.lines import Placed, Tables
from api.french.words import period_words
from calendars.appointments import LIVE
from calendars.templates.template import ExceptionAction


def markets(tables: Tables) -> tuple[Market, ...]:
    """
    Build markets; note those that contradict themselves or share a day of a dispositif.

    An hour held is of one market: those who pay for a dispositif together are one row.
    """
    built: list[tuple[Placed[d.MarketRow], Market]] = []
    for placed in tables.of(d.MarketRow):
        row = placed.row
        in_order = ends_in_order(tables, placed, row.first, row.last, column="fin")
        if not row.dispositifs:
            # Whoever pays for all of none would read it.
            tables.refuse(placed, "dispositifs", "un dispositif au moins")
        elif (row.minutes is None) is (row.visits is None):
            tables.refuse(
                placed,
                "passages",
                "un volume en heures ou en passages : une des deux cases, et l’autre vide",
            )
        elif in_order and _alone(tables, placed, built):
            built.append((placed, from_row(Market, row)))
    markets = tuple(market for _, market in built)
    if len(markets) == len(tables.lines[d.MarketRow]):
        # Until every market is read, which one ends last isn't known: its own fault comes first.
        _end_templates(tables, markets)
    return markets


def _alone(
    tables: Tables,
    placed: Placed[d.MarketRow],
    others: list[tuple[Placed[d.MarketRow], Market]],
) -> bool:
    row = placed.row
    for other, market in others:
        shared = [each for each in row.dispositifs if each in market.dispositifs]
        if shared and overlap((row.first, row.last), (market.first, market.last)):
            tables.refuse(
                placed,
                "dispositifs",
                f"un seul marché à la fois pour le dispositif « {shared[0]} » (ligne {other.line}, "
                f"{period_words(market.first, market.last)})",
            )
            return False
    return True


def _end_templates(tables: Tables, built: tuple[Market, ...]) -> None:
    """Note what is to hold (templates, days added, appointments) after the last market's end."""
    last: dict[str, Market] = {}
    for market in sorted(built, key=lambda market: market.last):
        last |= dict.fromkeys(market.dispositifs, market)
    of_template = dict[str, Market]()
    for placed in tables.of(d.TemplateRow):
        ending = last.get(placed.row.dispositif)
        if ending is None:
            continue
        of_template[placed.row.id] = ending
        if placed.row.until is None or placed.row.until > ending.last:
            tables.refuse(placed, "jusqu_au", _by_the_end(ending))
    for added in tables.of(d.ExceptionRow):
        ending = of_template.get(added.row.template)
        late = ending is not None and added.row.day > ending.last
        if ending is not None and late and added.row.action is ExceptionAction.ADD:
            tables.refuse(added, "jour", _by_the_end(ending))
    for appointment in tables.of(d.AppointmentRow):
        ending = last.get(appointment.row.dispositif)
        late = ending is not None and appointment.row.day > ending.last
        if ending is not None and late and appointment.row.state in LIVE:
            tables.refuse(appointment, "jour", _by_the_end(ending))


def _by_the_end(market: Market) -> str:
    return (
        f"le {market.last:%d/%m/%Y} au plus tard, fin du marché « {market.id} » de {market.payer} "
        "(marches.csv)"
    )
