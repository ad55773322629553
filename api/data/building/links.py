"""What files say of one another: unknown ids, doubles, slots that nobody could hold."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from api.data.rows import demand as d
from api.data.rows import employer as e
from api.data.rows import people as p
from api.data.rows.fields import day as day_of_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.data.rows.sources import Tables, Written

#: Model, column, file that must know what the column names, and what that is.
REFERENCES: tuple[tuple[type[p.Row], str, str, str], ...] = (
    (d.DispositifRow, "agence", "agences", "agence"),
    (d.SiteRow, "agence", "agences", "agence"),
    (d.SiteRow, "partie_de", "sites", "site"),
    (d.TripRow, "de", "sites", "site"),
    (d.TripRow, "vers", "sites", "site"),
    (p.PersonRow, "agence", "agences", "agence"),
    (p.PersonRow, "dispositifs", "dispositifs", "dispositif"),
    (p.PersonRow, "sites", "sites", "site"),
    (p.ContractRow, "personne", "personnes", "personne"),
    (p.TitleRow, "personne", "personnes", "personne"),
    (p.SocleRow, "personne", "personnes", "personne"),
    (p.AbsenceRow, "personne", "personnes", "personne"),
    (p.WishRow, "personne", "personnes", "personne"),
    (p.PairRow, "premiere", "personnes", "personne"),
    (p.PairRow, "seconde", "personnes", "personne"),
    (p.CohortRow, "site", "sites", "site"),
    (p.CohortDaysRow, "cohorte", "cohortes", "cohorte"),
    (p.MemberRow, "cohorte", "cohortes", "cohorte"),
    (p.MemberRow, "personne", "personnes", "personne"),
    (d.TemplateRow, "dispositif", "dispositifs", "dispositif"),
    (d.TemplateRow, "site", "sites", "site"),
    (d.TemplateRow, "saison", "saisons", "saison"),
    (d.TemplateRow, "encadre_dispositifs", "dispositifs", "dispositif"),
    (d.NeedRow, "gabarit", "gabarits", "gabarit"),
    (d.BreakRow, "gabarit", "gabarits", "gabarit"),
    (d.ExceptionRow, "gabarit", "gabarits", "gabarit"),
    (d.SchoolRow, "agence", "agences", "agence"),
    (d.GroundRow, "agence", "agences", "agence"),
    (d.GroundRow, "dispositif", "dispositifs", "dispositif"),
    (d.VehicleRow, "agence", "agences", "agence"),
    (d.LockRow, "personne", "personnes", "personne"),
    (e.SchemeRow, "agence", "agences", "agence"),
    (e.SolidarityRow, "agence", "agences", "agence"),
    (e.SolidarityRow, "personne", "personnes", "personne"),
    (e.ExceptionalDayRow, "agence", "agences", "agence"),
    (e.ExceptionalDayRow, "personne", "personnes", "personne"),
    (e.OutsideRow, "personne", "personnes", "personne"),
    (e.CarriedRow, "personne", "personnes", "personne"),
    (e.PastWeekRow, "personne", "personnes", "personne"),
    (e.NoticeRow, "personne", "personnes", "personne"),
    (e.AppliedRow, "agence", "agences", "agence"),
    (e.TermRow, "agence", "agences", "agence"),
)

#: Model, columns that together appear once, and how messages name the row.
UNIQUE: tuple[tuple[type[p.Row], tuple[str, ...], str], ...] = (
    (d.AgencyRow, ("id",), "agence"),
    (d.DispositifRow, ("id",), "dispositif"),
    (d.SiteRow, ("id",), "site"),
    (p.PersonRow, ("id",), "personne"),
    (p.CohortRow, ("id",), "cohorte"),
    (d.TemplateRow, ("id",), "gabarit"),
    (p.TitleRow, ("personne", "titre"), "titre d'une personne"),
    (p.SocleRow, ("personne",), "personne"),
    (p.MemberRow, ("cohorte", "personne"), "inscription"),
    (d.ExceptionRow, ("gabarit", "jour"), "exception"),
    (d.VehicleRow, ("agence",), "agence"),
    (d.LockRow, ("personne", "creneau"), "verrou"),
    (e.EmployerRow, ("cle",), "renseignement"),
    (e.OpinionRow, ("regle", "le"), "avis"),
    (e.SolidarityRow, ("agence", "personne", "jour"), "journée de solidarité"),
    (e.ExceptionalDayRow, ("agence", "personne", "jour"), "jour exceptionnel"),
    (e.CarriedRow, ("personne", "compteur", "jour"), "solde"),
    (e.NoticeRow, ("personne", "objet", "creneaux", "prevenue_le", "effet_le"), "prévenance"),
    (e.AckRow, ("constat",), "constat"),
)


def check(tables: Tables) -> None:
    """Note every reference to something that isn't there and every double."""
    for model, column, source, what in REFERENCES:
        for placed in tables.written[model]:
            for found in listed(placed, column):
                if not tables.knows(source, found):
                    unknown(tables, placed, column, found, source=source, what=what)
    for model, columns, what in UNIQUE:
        _unique(tables, tables.written[model], columns, what)
    _trips(tables)
    _templates(tables)
    _locks(tables)
    _contracts(tables)


def listed(placed: Written, column: str) -> Iterable[str]:
    """Return the ids in a cell."""
    return [part.strip() for part in placed.cells.get(column, "").split(",") if part.strip()]


def unknown(
    tables: Tables, placed: Written, column: str, found: str, *, source: str, what: str
) -> None:
    """Note an id that no row of its file has."""
    near = get_close_matches(found, tables.ids[source], n=1, cutoff=0.75)
    hint = f" (« {near[0]} » ?)" if near else ""
    tables.faults.add(
        placed.file,
        placed.line,
        column,
        found,
        expected=f"un identifiant de {what} qui figure dans {source}.csv{hint}",
    )


def _unique(tables: Tables, rows: Iterable[Written], columns: tuple[str, ...], what: str) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for placed in rows:
        key = tuple(placed.cells.get(column, "") for column in columns)
        first = seen.setdefault(key, placed.line)
        if first != placed.line:
            tables.faults.add(
                placed.file,
                placed.line,
                columns[-1],
                " / ".join(key),
                expected=f"{what} une seule fois (déjà ligne {first})",
            )


def _trips(tables: Tables) -> None:
    seen: dict[frozenset[str], int] = {}
    for placed in tables.of(d.TripRow):
        ends = frozenset((placed.row.origin, placed.row.goal))
        if len(ends) == 1:
            text = "un autre site que celui de départ"
            tables.faults.add(placed.file, placed.line, "vers", placed.row.goal, expected=text)
            continue
        first = seen.setdefault(ends, placed.line)
        if first != placed.line:
            text = f"un trajet une seule fois, il vaut dans les deux sens (déjà ligne {first})"
            found = f"{placed.row.origin} / {placed.row.goal}"
            tables.faults.add(placed.file, placed.line, "vers", found, expected=text)


def _templates(tables: Tables) -> None:
    """Note templates without need, and needs of a role that nobody has in the dispositif."""
    needed = {placed.cells["gabarit"] for placed in tables.written[d.NeedRow]}
    roles: dict[str, set[str]] = {}
    for person in tables.written[p.PersonRow]:
        for dispositif in listed(person, "dispositifs"):
            roles.setdefault(dispositif, set()).add(person.cells["role"])
    # Where someone's dispositif is mistyped, who has which role isn't known: that comes first.
    placed_all = roles.keys() <= tables.ids["dispositifs"]
    wanted: dict[str, set[str]] = {}
    for need in tables.of(d.NeedRow):
        if need.row.minimum:
            wanted.setdefault(need.row.template, set()).update(need.row.roles)
    for placed in tables.written[d.TemplateRow]:
        id_, dispositif = placed.cells["id"], placed.cells["dispositif"]
        if id_ not in needed and tables.whole(d.NeedRow):
            text = "au moins une ligne de ce gabarit dans besoins.csv"
            tables.faults.add(placed.file, placed.line, "id", id_, expected=text)
        asked = wanted.get(id_, set())
        known = dispositif in tables.ids["dispositifs"] and tables.whole(p.PersonRow)
        known = known and placed_all
        if asked and known and not asked & roles.get(dispositif, set()):
            text = "un dispositif où quelqu'un a l'un des rôles demandés dans besoins.csv"
            tables.faults.add(placed.file, placed.line, "dispositif", dispositif, expected=text)


def _locks(tables: Tables) -> None:
    """Note locks that name no slot by its template and day, as in `19-B1-2026-10-02`."""
    for placed in tables.of(d.LockRow):
        template, day = placed.row.slot[:-11], placed.row.slot[-10:]
        if placed.row.slot[-11:-10] == "-" and tables.knows("gabarits", template):
            try:
                day_of_cell(day)
            except ValueError:
                pass
            else:
                continue
        tables.faults.add(
            placed.file,
            placed.line,
            "creneau",
            placed.row.slot,
            expected="un créneau : identifiant de gabarit, tiret, jour (19-B1-2026-10-02)",
        )


def _contracts(tables: Tables) -> None:
    """Note people without contract: they would never be posted, without a word."""
    held = {placed.cells["personne"] for placed in tables.written[p.ContractRow]}
    for placed in tables.written[p.PersonRow]:
        id_ = placed.cells["id"]
        if id_ not in held and tables.whole(p.ContractRow):
            text = "au moins un contrat de cette personne dans contrats.csv"
            tables.faults.add(placed.file, placed.line, "id", id_, expected=text)
