"""Define the columns of a month's payroll, and what each means; write tables of such columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.data.pay import MEANINGS
from api.export.csv_table import csv_table
from api.export.workbook import Cell, Column, Duration, StyledCell, Styles, Table, words_of
from scheduler.rule import shown

USUAL_OVERTIME = (250, 500)
USUAL_COMPLEMENTARY = (100, 250)

HEAD = (
    Column("mois", 10, "Mois civil, AAAA-MM."),
    Column("identifiant", 18, "Identifiant de la personne dans le planning."),
    Column("nom", 26, "Nom de la personne."),
    Column("agence", 14, "Agence de la personne."),
    Column("contrat", 14, "Nature du contrat au dernier jour compté."),
    Column(
        "heures_contrat",
        10,
        "Durée de la semaine au contrat, sans avenant de complément ; vide au forfait.",
        lasting=True,
    ),
    Column("du", 11, "Premier jour compté dans ce mois."),
    Column("au", 11, "Dernier jour compté ; un mois incomplet n’est pas à payer tel quel."),
)
KINDS = tuple(Column(name, 9, meaning, lasting=True) for name, meaning in MEANINGS.items())
FORFAIT = (
    Column("forfait_jours_mois", 9, "Forfait en jours : jours travaillés dans le mois (D3171-10)."),
    Column(
        "forfait_jours_periode", 9, "Jours travaillés depuis le début de la période du forfait."
    ),
    Column(
        "forfait_jours_restants", 9, "Jours que le forfait laisse jusqu’à la fin de sa période."
    ),
)
TAIL = (
    Column("absence_jours", 9, "Jours civils d’absence entière, sans leur motif."),
    Column(
        "absence_jours_ouvres", 9, "Dont jours du contrat, ou du lundi au vendredi, hors fériés."
    ),
    Column(
        "absence_heures",
        9,
        "Absences de moins d’un jour : les heures saisies, sinon d’une heure à l’autre.",
        lasting=True,
    ),
    Column("travailleur_de_nuit", 10, "Qualité à la fin de la dernière semaine du mois (L3122-5)."),
    Column(
        "semaines_incompletes",
        34,
        (
            "Semaines de ce mois qui ne sont pas décrites en entier : leurs heures supplémentaires "
            "sont celles des jours connus seulement. Celle qui finit dans le mois suivant y sera "
            "payée."
        ),
    ),
    Column(
        "reserves", 60, "Ce qu’il faut confirmer avant de payer, et ce qui diffère des constats."
    ),
)
OVERTIME = (
    "Heures supplémentaires à {rate} des semaines et périodes finies dans le mois : une semaine à "
    "cheval est payée avec le mois de son dimanche."
)
BY_LEAVE = (
    "Heures supplémentaires à {rate} dues de plus : les congés payés de la semaine comptent pour "
    "le seuil (Cass. soc. 10 septembre 2025, n° 23-14.455) ; ce sont des heures travaillées."
)
GROUND = Column(
    "heures_sup_conges_motif",
    40,
    "Semaines, travail et congés d’où viennent ces heures : chaque jour de congé vaut ce que RH a "
    "saisi (heures_jour de absences.csv), sinon la part du contrat.",
)
COMPLEMENT = (
    "Heures de l’avenant de complément d’heures (L3123-22), payées à {rate} de plus, des semaines "
    "ou mois finis dans le mois."
)
COMPLEMENTARY = "Heures complémentaires à {rate} des semaines, mois ou périodes finis dans le mois."


@dataclass(frozen=True, kw_only=True)
class Rates:
    """
    The rates of overtime and complementary hours, in per mille, shared by all rows.

    `complement`: of hours within amendments; without any, there is no such column.
    """

    overtime: tuple[int, ...] = USUAL_OVERTIME
    complementary: tuple[int, ...] = USUAL_COMPLEMENTARY
    complement: tuple[int, ...] = ()


def columns_of(rates: Rates) -> tuple[Column, ...]:
    """Return all columns and what each means; they are the same for every month."""
    return (
        *HEAD,
        *KINDS,
        *(_rated("heures_sup", rate, OVERTIME) for rate in rates.overtime),
        *(_rated("heures_sup_conges", rate, BY_LEAVE) for rate in rates.overtime),
        GROUND,
        *(_rated("heures_comp", rate, COMPLEMENTARY) for rate in rates.complementary),
        *(_rated("heures_avenant", rate, COMPLEMENT) for rate in rates.complement),
        *FORFAIT,
        *TAIL,
    )


def rated(name: str, rate: int) -> str:
    """Name the hours of a kind at a rate in per mille: `heures_comp_12_5`."""
    return f"{name}_{f'{rate / 10:g}'.replace('.', '_')}"


def _rated(name: str, rate: int, meaning: str) -> Column:
    meaning = meaning.format(rate=shown(rate, "permille"))
    return Column(rated(name, rate), 9, meaning, lasting=True)


def columns_csv(columns: Iterable[Column], rows: Iterable[Iterable[Cell]]) -> bytes:
    """Return rows as `;`-separated UTF-8 with its mark: minutes, and days with their halves."""
    header = (column.head + ("_minutes" if column.lasting else "") for column in columns)
    return csv_table(header, (map(_plain, cells) for cells in rows))


def _plain(cell: Cell) -> str | int:
    match cell:
        case Duration(minutes):
            return minutes
        case StyledCell(value):
            return f"{value:g}".replace(".", ",")
    return words_of(cell)


def meanings_sheet(book: Any, styles: Styles, columns: Iterable[Column]) -> None:
    """Say on a sheet what each column means."""
    heads = (Column("Colonne", 24), Column("Sens", 110))
    Table(book, styles, "Colonnes", heads).rows((each.head, each.meaning) for each in columns)
