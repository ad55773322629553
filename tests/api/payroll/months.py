"""Five months published in a folder, small enough to be counted by hand."""

from datetime import date, datetime, timedelta
from pathlib import Path

from scheduler.domain.time import PARIS

DAY = timedelta(days=1)
FILES = {
    "agences": "id;nom;academie;zone_scolaire|ville;Ville;Rennes;B",
    "dispositifs": "id;nom;agence;horaires|P;Médiation de place;ville;Tous les jours",
    "sites": "id;nom;adresse;agence|place;Place du Marché;;ville",
    "personnes": (
        "id;nom;role;naissance;agence;dispositifs;permis;domicile;matricule"
        "|ada;Ada Lemoine;mediateur;12/05/1990;ville;P;non;Ville;0042"
        "|zoe;Zoé Part;mediateur;12/05/1990;ville;P;non;Ville;0043"
        "|bri;Brice Cycle;mediateur;12/05/1990;ville;P;non;Ville;0044"
    ),
    "contrats": (
        "personne;type;debut;fin;heures_semaine;base;jours"
        "|ada;CDI;01/09/2020;15/05/2027;35;semaine;"
        "|zoe;CDI;01/09/2020;;24;semaine;"
        "|bri;CDI;04/01/2027;;35;cycle;"
    ),
    "amenagements": (
        "voie;depuis;semaines;fondement|decision;04/01/2027;4;Programme de quatre semaines"
    ),
    "gabarits": (
        "id;dispositif;site;genre;jours;debut;fin;depuis;jusqu_au;feries"
        "|J;P;place;jour;lun;09:00;16:00;01/01/2026;31/12/2027;non"
    ),
    "besoins": "gabarit;roles;minimum;cible;maximum|J;mediateur;0;1;1",
    "absences": (
        "personne;debut;fin;motif"
        "|ada;04/12/2026;04/12/2026;conge"
        "|ada;07/12/2026;11/12/2026;conge"
        "|ada;14/12/2026;15/12/2026;maladie"
        "|ada;17/12/2026 13:00;17/12/2026 18:00;recuperation"
    ),
}
HEADER = "uid;creneau;personne;dispositif;agence;site;type;debut;fin;pauses;sequence;cree;modifie"
RUBRICS = (
    "quantite;code;unite;arrondi|heures_normales;HN;;|heures_sup_25;HS25;;|heures_sup_50;HS50;;"
    "|nuit;NUIT;heures_minutes;quart|dimanche;;;|conges_jours;CP;;|heures_sup_conges_25;HS25;;"
    "|arret_jours;ARRET;;|recuperation_jours;RECUP;;|heures_comp_10;HC10;;|heures_comp_25;HC25;;"
    "|ferie;FERIE;minutes;|premier_mai;MAI;;"
)


def days(who: str, first: date, hours: str, count: int = 1) -> list[tuple[str, date, str]]:
    """List shifts of the same hours (`09:00-18:00`) on days in a row, without a break."""
    return [(who, first + n * DAY, hours) for n in range(count)]


SHIFTS = [
    # Monday 28 September to Friday 2 October: nine hours a day.
    *days("ada", date(2026, 9, 28), "09:00-18:00", 5),
    # The night on which clocks go back.
    *days("ada", date(2026, 10, 24), "21:00-06:00"),
    # Four days of seven hours, then three of eight, the last of them a holiday.
    *days("zoe", date(2026, 11, 2), "09:00-16:00", 4),
    *days("zoe", date(2026, 11, 9), "09:00-17:00", 3),
    # Eight hours from Monday to Thursday, with leave on Friday; then two days beside absences.
    *days("ada", date(2026, 11, 30), "09:00-17:00", 4),
    *days("ada", date(2026, 12, 16), "09:00-16:00"),
    *days("ada", date(2026, 12, 18), "09:00-16:00"),
    # Four weeks from 4 January: 42, 38, 35 and 32 hours.
    *days("bri", date(2027, 1, 4), "09:00-18:00", 4),
    *days("bri", date(2027, 1, 8), "09:00-15:00"),
    *days("bri", date(2027, 1, 11), "09:00-17:00", 4),
    *days("bri", date(2027, 1, 15), "09:00-15:00"),
    *days("bri", date(2027, 1, 18), "09:00-16:00", 5),
    *days("bri", date(2027, 1, 25), "09:00-17:00", 4),
    # A full week of April, then Saturday 1 and Sunday 2 May.
    *days("ada", date(2027, 4, 26), "09:00-16:00", 5),
    *days("ada", date(2027, 5, 1), "09:00-17:00"),
    *days("ada", date(2027, 5, 2), "09:00-14:00"),
    # Thursday 6 May is Ascension.
    *days("ada", date(2027, 5, 3), "09:00-16:00", 3),
    *days("ada", date(2027, 5, 7), "09:00-16:00"),
    *days("ada", date(2027, 5, 10), "09:00-16:00", 5),
]


def folder_of(folder: Path, rubrics: str = RUBRICS, **files: str) -> Path:
    """Write the association's files, and all its months from September to May."""
    for name, text in {**FILES, "rubriques": rubrics, **files}.items():
        if text:
            lines = text.replace("|", "\n")
            (folder / f"{name}.csv").write_text(f"{lines}\n", "utf-8")
    past = folder / "historique"
    past.mkdir()
    months = [f"2026-{n:02}" for n in range(9, 13)] + [f"2027-{n:02}" for n in range(1, 6)]
    for month in months:
        rows = [shift for shift in SHIFTS if f"{shift[1]:%Y-%m}" == month]
        # A month of which nothing is published isn't known: one shift makes it so.
        rows = rows or days("zoe", date.fromisoformat(f"{month}-15"), "09:00-10:00")
        text = "\n".join([HEADER, *map(_row, rows)])
        (past / f"{month}.csv").write_text(f"{text}\n", "utf-8")
    return folder


def _row(shift: tuple[str, date, str]) -> str:
    who, day, hours = shift
    begins, _, ends = hours.partition("-")
    start = datetime.fromisoformat(f"{day}T{begins}").replace(tzinfo=PARIS)
    end = datetime.fromisoformat(f"{day + DAY * (ends <= begins)}T{ends}").replace(tzinfo=PARIS)
    words = (f"{moment.isoformat(timespec='minutes')}" for moment in (start, end))
    slot = f"{who}-{day}"
    published = "2026-08-01T08:00:00Z"
    return ";".join(
        (
            f"u-{slot}",
            slot,
            who,
            "P",
            "ville",
            "place",
            "travail",
            *words,
            "",
            "0",
            *[published] * 2,
        )
    )
