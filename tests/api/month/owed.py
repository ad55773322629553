"""An association of one person on long days, whose short rest of March is owed in April."""

import shutil
from pathlib import Path

from tests.api.commands import PETIT

AGREEMENT = "Accord sur le repos quotidien (inventé)"
ROWS = {
    "personnes.csv": (
        "id;nom;role;naissance;agence;dispositifs;permis;domicile\n"
        "ada;Ada Lemoine;mediateur;12/05/1990;ville;L;non;Ville\n"
    ),
    "contrats.csv": (
        "personne;type;debut;fin;heures_semaine;base\nada;CDI;01/09/2020;;35;semaine\n"
    ),
    "formation_socle.csv": "personne;acquise_le\nada;15/01/2021\n",
    "dispositifs.csv": "id;nom;agence;horaires\nL;Longues journées;ville;Lundi à vendredi\n",
    "gabarits.csv": (
        "id;dispositif;site;genre;jours;debut;fin;depuis;jusqu_au\n"
        "L-J;L;place;jour;mar,mer,jeu,ven;08:00;20:00;01/01/2026;03/04/2026\n"
        "L-S;L;place;soiree;lun;17:00;23:00;30/03/2026;30/03/2026\n"
    ),
    "besoins.csv": (
        "gabarit;roles;minimum;cible;maximum\nL-J;mediateur;1;1;1\nL-S;mediateur;1;1;1\n"
    ),
    "pauses.csv": "gabarit;minutes;debut;genre\nL-J;120;13:00;non_payee\n",
    "accords.csv": (
        "regle;parametre;valeur;depuis;jusqu_au;niveau;agence;source;article\n"
        f"daily_rest_11h;rest;9 h;01/01/2026;;entreprise;;{AGREEMENT};art. 2\n"
        f"daily_rest_owed;delay;2;01/01/2026;;entreprise;;{AGREEMENT};art. 3\n"
    ),
}
HEAD = "uid;creneau;personne;dispositif;agence;site;type;debut;fin;pauses;sequence;cree;modifie\n"
EVENING = (
    "u1;L-S-2026-03-30;ada;L;ville;place;travail;"
    "2026-03-30T17:00+02:00;2026-03-30T23:00+02:00;;0;2026-02-10T08:00:00Z;\n"
)
MORNING = (
    "u2;L-J-2026-03-31;ada;L;ville;place;travail;2026-03-31T08:00+02:00;2026-03-31T20:00+02:00;"
    "120/non_payee/2026-03-31T13:00+02:00;0;2026-02-10T08:00:00Z;\n"
)


def folder(where: Path, *, evening: bool = True, **files: str) -> Path:
    """Write the association; Ada rests nine hours before 31 March if she holds the `evening`."""
    where.mkdir(exist_ok=True)
    for name in ("agences.csv", "sites.csv"):
        shutil.copy(PETIT / name, where / name)
    for name, text in {**ROWS, **{f"{key}.csv": text for key, text in files.items()}}.items():
        (where / name).write_text(text, "utf-8")
    (where / "historique").mkdir(exist_ok=True)
    march = HEAD + (EVENING if evening else "") + MORNING
    (where / "historique" / "2026-03.csv").write_text(march, "utf-8")
    return where
