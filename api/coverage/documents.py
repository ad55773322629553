"""Write the coverage of a month as CSV and as PDF: places and numbers of posts, nobody's name."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from api.coverage.service import FundedCoverage, minimum_met, rate, target_met
from api.data.association import Association
from api.export.csv_table import csv_table
from api.export.pdf import pdf
from api.french.plural import NO_BREAK, plural
from api.french.words import DAYS, KINDS, capital, month_name, of_month, short_date
from api.planning.holes import lack_words
from api.planning.names import names_of
from scheduler.domain.posts import Posts
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import next_month

HEADER = (
    *("date", "jour", "agence", "dispositif", "nom", "site", "nom_du_site", "nature"),
    *("creneaux", "minimum", "cible", "pourvus", "creneaux_au_minimum", "creneaux_a_la_cible"),
    "postes_sous_le_minimum",
)
NO_DATA = "pas de données"
RULES = [
    (
        "Postes pourvus sur postes prévus à la cible, jour par jour, de ce qui est publié. Un "
        "poste pourvu en trop à un créneau n’en compense aucun autre."
    ),
    "(−) : au-dessous de la cible. (!) : au-dessous du minimum promis.",
]


def by_day(coverage: FundedCoverage) -> dict[date, Posts]:
    """Add up a dispositif's counts for each day, over all sites and kinds of slots."""
    days: dict[date, Posts] = defaultdict(Posts)
    for day, counts in coverage.days.items():
        days[day.on] += counts
    return dict(days)


def share(part: float | None) -> str:
    """Write a share: `84,6 %`; None: the words that say that there are no data."""
    return NO_DATA if part is None else f"{part * 100:.1f}{NO_BREAK}%".replace(".", ",")


def coverage_csv(coverages: Sequence[FundedCoverage], association: Association) -> bytes:
    """Return `;`-separated UTF-8 with a byte order mark: a line per day, site and kind."""
    names, rows = names_of(association), []
    for coverage in coverages:
        dispositif = coverage.dispositif
        place = (dispositif.agency, dispositif.id, dispositif.name)
        for day, c in coverage.days.items():
            where = (day.site, names.site(day.site))
            on = (short_date(day.on), DAYS[day.on.weekday()])
            counts = (c.slots, c.minimum, c.target, c.have, c.met, c.full, c.under)
            rows.append((*on, *place, *where, KINDS[SlotKind(day.kind)], *counts))
    return csv_table(HEADER, rows)


def coverage_pdf(coverages: Sequence[FundedCoverage], first: date, made: date) -> bytes:
    """Return the PDF of a month: a row per dispositif that has published slots, a column a day."""
    last = next_month(first)
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    total = sum((coverage.total for coverage in coverages), Posts())
    summary = (
        f"Minimum tenu : {share(minimum_met(total))} des créneaux ; cible tenue : "
        f"{share(target_met(total))} des créneaux ; postes pourvus : {share(rate(total))}. "
        f"{capital(lack_words(total.open, total.under))}. "
        f"{plural(total.slots, 'créneau publié', 'créneaux publiés')}."
    )
    data = {
        "title": f"Couverture {of_month(first)}",
        "month": month_name(first),
        "edition": f"fait le {short_date(made)}",
        "rules": [summary, *RULES],
        "heads": ["Dispositif", *(f"{DAYS[day.weekday()][:1].upper()} {day.day}" for day in days)],
        "rows": [
            {"cells": [coverage.dispositif.name, *(_cell(days_of.get(day)) for day in days)]}
            for coverage in coverages
            if (days_of := by_day(coverage))
        ],
    }
    return pdf("month/coverage.typ", data, made)


def _cell(counts: Posts | None) -> str:
    if counts is None:
        return ""
    sign = "" if counts.full == counts.slots else " −" if counts.met == counts.slots else " !"
    return f"{counts.have}/{counts.target}{sign}"
