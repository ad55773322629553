"""Write the texts of the template about itself and about each of its columns."""

from __future__ import annotations

from api.data.rows.columns import Column
from api.data.rows.forms import Nature

HOURS = "des heures comme 35, 37,5 ou 35h30"
MOMENTS = "une date comme 31/12/2026, avec une heure si besoin : 31/12/2026 21:30"
LISTS = {
    Nature.IDENTS: "des identifiants séparés par des virgules",
    Nature.CHOICES: "un ou plusieurs, séparés par des virgules",
}

MARKED = (
    "« oui » : ligne d’exemple, jamais lue.\nPour faire vôtre cette ligne, changez-la et videz "
    "cette case."
)

#: Paragraphs, each one a cell.
HELP = """
Ce classeur décrit une association entière, une feuille par sorte de chose. Remplissez-le de gauche
à droite, puis lancez « rota import association.xlsx », ou n’importe quelle commande rota qui prend
un dossier d’association.

Les feuilles à l’onglet bleu sont nécessaires ; les autres peuvent rester vides. Un en-tête foncé
est celui d’une colonne à remplir sur chaque ligne. Passez la souris sur un en-tête : il dit ce qui
est attendu. Les listes proposent les valeurs possibles, et les identifiants des autres feuilles.

Les lignes en italique sont des exemples : « oui » dans leur dernière colonne le dit, et elles ne
sont jamais lues. Gardez-les sous les yeux ou effacez-les. Pour faire vôtre une ligne d’exemple,
changez-la et videz cette dernière case.

L’ordre des lignes et des colonnes est libre. Une colonne facultative peut être enlevée. Ne
renommez ni les feuilles ni les en-têtes.

Tout ce qui ne va pas est dit en une fois, avec la feuille, la ligne et la colonne ; rien n’est
écrit tant qu’il reste une erreur.
"""


def comment_of(column: Column) -> str:
    """Say what a column is, whether it must be filled, and what is expected there."""
    needed = "Obligatoire" if column.needed else "Facultatif"
    words = expected(column)
    return f"{column.meaning}.\n{needed}. {f'Attendu : {words}.' if words else ''}".strip()


def expected(column: Column) -> str:
    """Say what the cells of a column hold (empty: any text)."""
    parts = {
        Nature.HOURS: HOURS,
        Nature.MOMENT: MOMENTS,
        Nature.IDENTS: LISTS[Nature.IDENTS],
        Nature.CHOICES: f"{LISTS[Nature.CHOICES]} : {', '.join(column.choices)}",
    }
    words = parts.get(column.nature, column.expected)
    if column.names and column.nature is Nature.IDENT:
        words = "un identifiant"
    if column.names:
        words += f" de la feuille « {column.names} »"
    return words
