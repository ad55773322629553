"""List the French words of rotas made elsewhere: headers, kinds of duty, reasons, totals."""

import re
from enum import StrEnum

from scheduler.domain.duty import BreakKind, DutyKind
from scheduler.domain.people import AbsenceKind


class Field(StrEnum):
    """What a column may hold; the values are the names used in a mapping file."""

    PERSON = "personne"
    LAST_NAME = "nom"
    FIRST_NAME = "prenom"
    PERSON_ID = "identifiant"
    DAY = "date"
    LAST_DAY = "date_fin"
    WEEKDAY = "jour"
    START = "debut"
    END = "fin"
    HOURS = "horaires"
    LENGTH = "duree"
    PAUSE = "pause"
    PAUSE_START = "debut_pause"
    PAUSE_END = "fin_pause"
    PAUSE_KIND = "genre_pause"
    KIND = "type"
    SITE = "site"
    DISPOSITIF = "dispositif"
    AGENCY = "agence"
    CODE = "motif"
    STATE = "etat"
    SLOT = "creneau"
    CONTRACT = "contrat"


PEOPLE = (Field.PERSON, Field.LAST_NAME, Field.FIRST_NAME, Field.PERSON_ID)
"""The fields that name a person."""

#: Headers by what they hold, the best first: where two columns hold the same, it is read.
HEADERS: dict[Field, tuple[str, ...]] = {
    Field.PERSON: (
        *("personne", "salarie", "salariee", "agent", "mediateur", "mediatrice", "mediateur trice"),
        *("nom et prenom", "nom prenom", "prenom et nom", "prenom nom", "nom complet"),
        *("collaborateur", "collaboratrice", "employe", "employee", "intervenant", "qui"),
        *("salarie e", "noms", "personnes", "agents", "salaries", "mediateurs", "equipe"),
    ),
    Field.LAST_NAME: ("nom", "nom de famille", "nom usuel", "nom d usage"),
    Field.FIRST_NAME: ("prenom", "prenoms"),
    Field.PERSON_ID: (
        *("identifiant", "matricule", "id", "id salarie", "code salarie", "numero salarie"),
        *("n salarie", "n matricule"),
    ),
    Field.DAY: (
        *("date", "date du service", "date de service", "date de debut", "date debut"),
        *("jour", "le", "dates"),
    ),
    Field.LAST_DAY: ("date fin", "date de fin", "jusqu au", "au"),
    Field.WEEKDAY: ("jour", "jour de la semaine", "jour semaine"),
    Field.START: (
        *("debut", "heure de debut", "heure debut", "h debut", "debut du service"),
        *("prise de poste", "prise de service", "arrivee", "heure d arrivee", "embauche"),
        *("debut de poste", "debut service", "heures debut", "entree", "de"),
    ),
    Field.END: (
        *("fin", "heure de fin", "heure fin", "h fin", "fin du service", "fin de poste"),
        *("fin de service", "depart", "heure de depart", "debauche", "fin service"),
        *("heures fin", "sortie", "a"),
    ),
    Field.HOURS: (
        *("horaires", "horaire", "plage horaire", "plages horaires", "plage", "heures de travail"),
        *("vacation", "creneau horaire"),
    ),
    Field.PAUSE: (
        *("pauses", "pause", "duree de pause", "duree pause", "duree de la pause"),
        *("temps de pause", "coupure", "minutes de pause"),
    ),
    Field.PAUSE_START: (
        *("debut de pause", "debut pause", "debut de la pause", "heure de pause"),
        *("heure de la pause", "heure pause", "pause debut"),
    ),
    Field.PAUSE_END: ("fin de pause", "fin pause", "fin de la pause", "pause fin"),
    Field.PAUSE_KIND: (
        *("genre de pause", "genre pause", "nature de la pause", "nature de pause", "pause payee"),
        *("type de pause", "type pause", "pause remuneree", "statut de la pause"),
    ),
    Field.KIND: (
        *("type", "nature", "activite", "type d activite", "nature de l activite"),
        *("type de service", "nature du service", "type d heures"),
    ),
    Field.SITE: ("site id", "site", "lieu", "lieu de travail", "lieu d intervention", "secteur"),
    Field.DISPOSITIF: ("dispositif id", "dispositif", "dispositifs", "mission"),
    Field.AGENCY: ("agence id", "agence", "antenne", "etablissement"),
    Field.CODE: (
        *("motif", "absence", "code", "motif d absence", "type d absence", "code absence"),
        *("absences", "code horaire"),
    ),
    Field.STATE: ("etat", "statut"),
    Field.SLOT: ("creneau",),
    Field.CONTRACT: (
        *("contrat", "temps de travail", "quotite", "quotite de travail", "heures contrat"),
        *("heures du contrat", "duree du contrat", "duree contractuelle", "base horaire", "etp"),
        *("duree hebdo", "duree hebdomadaire", "temps de travail hebdomadaire", "contrat hebdo"),
    ),
}

#: Headers of what lasts, and doesn't say when: hours of work as a number.
DURATIONS = frozenset(
    (
        *("heures", "heure", "h", "duree", "durees", "duree du service", "duree travaillee"),
        *("nombre d heures", "nb d heures", "nb heures", "nbre d heures", "nombre heures"),
        *("heures travaillees", "heures effectuees", "heures realisees", "heures faites"),
        *("temps travaille", "temps", "total", "total heures", "total d heures", "volume horaire"),
    )
)

#: Units that a header gives between parentheses: `pause (min)`, `début (h)`.
UNITS = {
    "min": "minutes",
    "mn": "minutes",
    "minutes": "minutes",
    "h": "heures",
    "heures": "heures",
    "en minutes": "minutes",
    "en heures": "heures",
}

KINDS = {
    "": DutyKind.WORK,
    "travail": DutyKind.WORK,
    "service": DutyKind.WORK,
    "poste": DutyKind.WORK,
    "terrain": DutyKind.WORK,
    "mediation": DutyKind.WORK,
    "jour": DutyKind.WORK,
    "journee": DutyKind.WORK,
    "matin": DutyKind.WORK,
    "apres midi": DutyKind.WORK,
    "soir": DutyKind.WORK,
    "soiree": DutyKind.WORK,
    "nuit": DutyKind.WORK,
    **dict.fromkeys(
        (
            *("reunion", "reunion d equipe", "temps d equipe", "analyse de pratique"),
            *("analyse de pratiques", "reunion de partenaires", "reunion partenaires"),
            *("prevention", "module de prevention", "exposition"),
        ),
        DutyKind.WORK,
    ),
    "formation": DutyKind.TRAINING,
    "cfa": DutyKind.TRAINING,
    "cours": DutyKind.TRAINING,
    "ecole": DutyKind.TRAINING,
    "formation cfa": DutyKind.TRAINING,
    "centre de formation": DutyKind.TRAINING,
    "trajet": DutyKind.TRAVEL,
    "deplacement": DutyKind.TRAVEL,
    "temps de trajet": DutyKind.TRAVEL,
    "trajet entre sites": DutyKind.TRAVEL,
    "delegation": DutyKind.DELEGATION,
    "heures de delegation": DutyKind.DELEGATION,
    "reunion cse": DutyKind.COUNCIL,
    "intervention": DutyKind.INTERVENTION,
    "intervention d astreinte": DutyKind.INTERVENTION,
    "intervention astreinte": DutyKind.INTERVENTION,
    "astreinte": DutyKind.STANDBY,
    "domicile": DutyKind.COMMUTE,
    "trajet domicile": DutyKind.COMMUTE,
    "trajet domicile travail": DutyKind.COMMUTE,
    "domicile travail": DutyKind.COMMUTE,
}
KINDS_EXPECTED = "travail, formation, trajet, astreinte, intervention d’astreinte ou domicile"

ABSENCES = {
    **{kind.value.replace("_", " "): kind for kind in AbsenceKind},
    "conges": AbsenceKind.LEAVE,
    "conge annuel": AbsenceKind.LEAVE,
    "conges annuels": AbsenceKind.LEAVE,
    "conge paye": AbsenceKind.LEAVE,
    "conges payes": AbsenceKind.LEAVE,
    "vacances": AbsenceKind.LEAVE,
    "arret maladie": AbsenceKind.SICK,
    "indisponibilite": AbsenceKind.UNAVAILABLE,
    "repos compensateur de remplacement": AbsenceKind.REST,
    "repos compensatoire": AbsenceKind.REST,
    "recup": AbsenceKind.RECOVERY,
    "rtt": AbsenceKind.RECOVERY,
    "accident du travail": AbsenceKind.WORK_ACCIDENT,
    "maternite": AbsenceKind.PARENTAL,
    "paternite": AbsenceKind.PARENTAL,
    "conge maternite": AbsenceKind.PARENTAL,
    "conge paternite": AbsenceKind.PARENTAL,
    "conge parental": AbsenceKind.PARENTAL,
    "conge sans solde": AbsenceKind.UNPAID,
    "absence": AbsenceKind.OTHER,
    "absent": AbsenceKind.OTHER,
    "absente": AbsenceKind.OTHER,
}
SAID_ABSENCES = {**ABSENCES, "arret": AbsenceKind.SICK}
"""What a legend may say: its author is explaining a code, and « arrêt » is clear there."""

HEALTH_DOUBTS = {
    "m": "matin, ou maladie ?",
    "am": "après-midi, ou arrêt maladie ?",
    "mal": "maladie, ou autre chose ?",
    "arret": "arrêt maladie, ou autre chose ?",
    "at": "accident du travail, ou autre chose ?",
    "mat": "matin, ou maternité ?",
    "pat": "paternité, ou autre chose ?",
    "cpar": "congé parental, ou autre chose ?",
}
"""
Codes that many read as a reason of health or of birth, with what else they may be.

Nobody is ill by a guess: such a reason is taken from a legend or from a word that means nothing
else (`maladie`, `arrêt maladie`, `accident du travail`, `maternité`), and a code is asked about.
"""

ABSENCE_NAMES = {
    AbsenceKind.LEAVE: "congé",
    AbsenceKind.SICK: "maladie",
    AbsenceKind.UNAVAILABLE: "indisponibilité",
    AbsenceKind.REST: "repos compensateur",
    AbsenceKind.RECOVERY: "récupération",
    AbsenceKind.WORK_ACCIDENT: "accident du travail",
    AbsenceKind.PARENTAL: "maternité ou paternité",
    AbsenceKind.UNPAID: "congé sans solde",
    AbsenceKind.OTHER: "absence",
}
REST = frozenset(
    (
        *(
            "repos",
            "repos hebdomadaire",
            "repos hebdo",
            "ferie",
            "jour ferie",
            "ferie chome",
            "non travaille",
        ),
        *("off", "libre", "week end", "weekend", "we"),
    )
)

#: What a break is, after « en », « sur »… At one's employer's disposal it is work (L3121-2).
BREAK_KINDS = {
    **dict.fromkeys(("non", "non payee", "impayee", "non remuneree"), BreakKind.UNPAID),
    **dict.fromkeys(("oui", "payee", "remuneree"), BreakKind.PAID),
    **dict.fromkeys(("veille", "sur place en veille", "astreinte sur place"), BreakKind.WATCH),
    **dict.fromkeys(("travail effectif", "temps de travail effectif"), BreakKind.WATCH),
}

TOTALS = re.compile(
    r"((sous|ss?) )?tota(l|ux)\b|(s )?t(ot)?$|(\w+ )?quinzaine\b|somme\b|effectifs?\b|"
    r"(nombre|nbre?s?|nb)\b|moyenne\b|presents?\b|"
    r"couverture\b|a pourvoir\b|besoins?\b|cumul\b|sous effectif\b|ecarts?\b|soldes?\b|"
    r"heures?\b|h (sup|totales?|mois|semaine)\b|jours? travailles?\b|manques?\b"
)
LEGEND = frozenset({"legende", "legendes", "code", "codes", "codes horaires"})
OPEN = re.compile(r"a pourvoir|non pourvu|vacant|annule")

MONTHS = {
    **{name: n for n, name in enumerate(("janvier", "fevrier", "mars", "avril", "mai"), 1)},
    **{name: n for n, name in enumerate(("juin", "juillet", "aout", "septembre"), 6)},
    "octobre": 10,
    "novembre": 11,
    "decembre": 12,
    "janv": 1,
    "jan": 1,
    "fevr": 2,
    "fev": 2,
    "mar": 3,
    "avr": 4,
    "juil": 7,
    "jui": 7,
    "aou": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_DAYS = {
    **{name: n for n, name in enumerate(WEEKDAYS)},
    **{name[:3]: n for n, name in enumerate(WEEKDAYS)},
    **{name[:2]: n for n, name in enumerate(WEEKDAYS)},
    "merc": 2,
    "jeud": 3,
    "vend": 4,
    "same": 5,
    "dima": 6,
}
SINGLE_DAYS = {"l": {0}, "m": {1, 2}, "j": {3}, "v": {4}, "s": {5}, "d": {6}}
