"""Declare the rows of people's rhythm: limits, successions that are forbidden, what shapes cost."""

from __future__ import annotations

from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import between, hours
from api.data.rows.types import Day, Ident, Idents, Minutes, Whole
from scheduler.domain.limits import Every, LimitKind
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.slots import SlotKind

YEAR_MOST = 2300
"""The most hours that a limit may name: more than anybody works in a year."""


@kind("limites", "personal_limit")
class LimitRow(Row):
    """Ce que le planning d’une personne ne dépasse pas, ou atteint au moins."""

    mediator: Ident = column("personne", "Personne", "ada", names="personnes")
    kind: LimitKind = column("sorte", "Ce qui est compté", "creneaux")
    templates: Idents = column(
        "gabarits",
        "Gabarits comptés, si l’on compte des créneaux (vide : tous)",
        ["P-S"],
        default=(),
        names="gabarits",
    )
    slot_kind: SlotKind | None = column(
        "genre", "Genre des créneaux comptés, en plus des gabarits", default=None
    )
    least: Whole = column("minimum", "Au moins", default=0, form=between(0, 366))
    most: Whole | None = column("maximum", "Au plus", 4, default=None, form=between(0, 366))
    least_minutes: Minutes | None = column(
        "heures_minimum",
        "Heures au moins, si l’on compte des heures",
        default=None,
        form=hours(YEAR_MOST),
    )
    most_minutes: Minutes | None = column(
        "heures_maximum",
        "Heures au plus, si l’on compte des heures",
        default=None,
        form=hours(YEAR_MOST),
    )
    every: Every = column(
        "periode",
        "Période sur laquelle on compte, sauf des jours d’affilée (vide : le mois)",
        "mois",
        default=Every.MONTH,
    )
    since: Day | None = column("depuis", "Depuis, compris", "2026-03-01", default=None)
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)", default=None)


@kind("enchainements", "forbidden_succession")
class SuccessionRow(Row):
    """Des créneaux qui ne peuvent pas en suivre d’autres le lendemain."""

    mediator: Ident = column(
        "personne", "Personne (vide : tout le monde)", default="", names="personnes"
    )
    first: Idents = column("avant", "Gabarits de la veille", ["P-S"], default=(), names="gabarits")
    first_kind: SlotKind | None = column(
        "genre_avant", "Genre des créneaux de la veille, en plus des gabarits", default=None
    )
    following: Idents = column(
        "apres", "Gabarits du lendemain", ["P-J"], default=(), names="gabarits"
    )
    following_kind: SlotKind | None = column(
        "genre_apres", "Genre des créneaux du lendemain, en plus des gabarits", default=None
    )
    since: Day | None = column("depuis", "Depuis, compris", "2026-03-01", default=None)
    until: Day | None = column("jusqu_au", "Jusqu’au, compris (vide : sans fin)", default=None)


@kind("rythme", "rhythm_price", word="prix", once=("kind", "dispositif"))
class RhythmRow(Row):
    """Ce que coûte au planning une forme de semaine, au lieu du prix d’usage (0 : rien)."""

    kind: RhythmKind | None = column("sorte", "Forme (vide : toutes)", "repos_isoles", default=None)
    price: Whole = column("prix", "Points que chacune coûte", 2, form=between(0, 100))
    dispositif: Ident = column(
        "dispositif", "Dispositif (vide : tous)", default="", names="dispositifs"
    )
