"""Write a payroll in our own form: a CSV file, or a workbook that says what each column means."""

import io
import re
from collections.abc import Iterator

from api.data import pay as q
from api.export.formats import PayFormat
from api.export.payroll import columns as c
from api.export.payroll.pay import Pay, PersonPay, Stretch
from api.export.workbook import Cell, Column, Duration, StyledCell, Table, written
from api.french.words import short_date

PREMIUMS = {
    "heures_sup": c.OVERTIME,
    "heures_sup_conges": c.BY_LEAVE,
    "heures_comp": c.COMPLEMENTARY,
    "heures_avenant": c.COMPLEMENT,
}
USUAL = {
    *(c.rated("heures_sup", rate) for rate in c.USUAL_OVERTIME),
    *(c.rated("heures_comp", rate) for rate in c.USUAL_COMPLEMENTARY),
}
HEAD = (
    Column("ligne", 11, "Ce que la ligne compte : la période, une semaine, ou une correction."),
    Column("du", 11, "Premier jour compté ; d’une correction, de la paie corrigée."),
    Column("au", 11, "Dernier jour compté."),
    Column("source", 26, "D’où viennent les heures : planning publié, ou heures confirmées."),
    Column("matricule", 12, "Matricule dans le logiciel de paie."),
    Column("identifiant", 18, "Identifiant de la personne dans le planning."),
    Column("nom", 26, "Nom de la personne."),
    Column("agence", 14, "Agence de la personne."),
    Column("contrat", 14, "Nature du contrat au dernier jour compté."),
    Column("heures_contrat", 10, "Durée de la semaine au contrat ; vide au forfait.", lasting=True),
)
TAIL = (
    Column("semaines_incompletes", 34, "Semaines qui ne sont pas décrites en entier."),
    Column("reserves", 60, "Ce qu’il faut confirmer avant de payer."),
)
PERIOD, WEEK, CORRECTION = "période", "semaine", "correction"
SHEETS = {PERIOD: "Période", WEEK: "Semaines", CORRECTION: "Corrections"}


def document(pay: Pay, kind: PayFormat) -> bytes:
    """Return the workbook, or the CSV file: minutes, and days with their halves."""
    columns = columns_of(pay)
    if kind is PayFormat.XLSX:
        return _book(pay, columns)
    return c.columns_csv(columns, (cells for _, cells in rows_of(pay, columns)))


def columns_of(pay: Pay) -> tuple[Column, ...]:
    """Return all columns: those of every payroll, and of each rate that somebody is paid at."""
    stretches = (each for who in pay.people for each in (*who.paid, *who.weeks))
    named = {name for each in stretches for name in each.amounts}
    premiums = sorted(
        (name for name in named | USUAL if _kind(name) in PREMIUMS),
        key=lambda name: (list(PREMIUMS).index(_kind(name)), float(_rate(name))),
    )
    return (
        *HEAD,
        *(_column(name, meaning) for name, meaning in q.MEANINGS.items()),
        *(
            _column(name, PREMIUMS[_kind(name)].format(rate=f"{_rate(name).replace('.', ',')} %"))
            for name in premiums
        ),
        *(
            _column(f"{name}{ending}", f"{meaning}, {words}.")
            for name, (_, meaning) in q.ABSENCES.items()
            for ending, words in (
                (q.WORKING_DAYS, "en jours du contrat, sans les fériés"),
                (q.MINUTES_AWAY, "en heures : celles saisies, sinon la part du contrat"),
            )
        ),
        _column(q.OPEN_DAYS, "Congés payés pris, en jours ouvrables."),
        _column(
            q.FORFAIT_DAYS, "Forfait en jours : jours travaillés dans le mois civil (D3171-10)."
        ),
        *(_column(name, meaning) for name, meaning in q.BALANCES.items()),
        *TAIL,
    )


def rows_of(pay: Pay, columns: tuple[Column, ...]) -> Iterator[tuple[str, list[Cell]]]:
    """Yield what each line counts, and its cells: everybody's period, weeks and corrections."""
    names = [column.head for column in columns[len(HEAD) : -len(TAIL)]]
    for who in pay.people:
        own, *corrections = who.paid
        yield PERIOD, _cells(pay, who, PERIOD, own, names)
        for week in who.weeks:
            yield WEEK, _cells(pay, who, WEEK, week, names)
        for correction in corrections:
            yield CORRECTION, _cells(pay, who, CORRECTION, correction, names)


def _cells(pay: Pay, who: PersonPay, line: str, stretch: Stretch, names: list[str]) -> list[Cell]:
    tail = (" ; ".join(who.incomplete), " ".join(who.reserves)) if line == PERIOD else ("", "")
    closed = "" if pay.closed is None else f", paie close le {short_date(pay.closed)}"
    contract, minutes = who.contract, who.contract_minutes
    if stretch.contract:
        contract, minutes = stretch.contract, stretch.contract_minutes
    return [
        *(line, stretch.first, stretch.last, pay.source + closed),
        *(who.number, who.person, who.name, who.agency, contract),
        None if minutes is None else Duration(minutes),
        *(_cell(name, stretch.amounts.get(name, 0)) for name in names),
        *tail,
    ]


def _cell(name: str, amount: int) -> Cell:
    return StyledCell(amount / 2, None) if name in q.DAYS else Duration(amount)


def _book(pay: Pay, columns: tuple[Column, ...]) -> bytes:
    output = io.BytesIO()
    # The payroll's last day dates the file: asked again, it is the same to the byte.
    with written(output, f"Paie {pay.label}", pay.last) as (book, styles):
        tables = {
            line: Table(book, styles, name, columns, frozen=7) for line, name in SHEETS.items()
        }
        for line, cells in rows_of(pay, columns):
            tables[line].row(cells)
        c.meanings_sheet(book, styles, columns)
    return output.getvalue()


def _column(name: str, meaning: str) -> Column:
    return Column(name, 9, meaning, lasting=name not in q.DAYS)


def _kind(name: str) -> str:
    return re.sub(r"(_\d+)+$", "", name)


def _rate(name: str) -> str:
    return name.removeprefix(f"{_kind(name)}_").replace("_", ".")
