"""An example of each kind of row, as the OpenAPI document shows it and a test sends it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "agences": {"id": "port", "name": "Port", "academy": "Rennes", "zone": "B"},
        "dispositifs": {
            "id": "Q",
            "name": "Médiation des quais",
            "agency": "ville",
            "hours": "Du mardi au samedi",
        },
        "sites": {
            "id": "halle",
            "name": "Halle aux poissons",
            "address": "Quai Sud, 35000 Ville",
            "agency": "ville",
            "latitude": 48.1173,
            "longitude": -1.6778,
        },
        "trajets": {"origin": "place", "goal": "cfa", "minutes": 15},
        "personnes": {
            "id": "gael",
            "name": "Gaël Exemple",
            "role": "mediateur",
            "birth": "1994-04-23",
            "agency": "ville",
            "dispositifs": ["P"],
            "licence": True,
            "home": "Ville",
        },
        "contrats": {
            "mediator": "gael",
            "kind": "CDI",
            "start": "2026-03-01",
            "weekly_minutes": 2100,
        },
        "titres": {"mediator": "ada", "title": "MSADS", "since": "2021-06-30"},
        "formation_socle": {"mediator": "elsa", "day": "2024-01-15"},
        "cohortes": {
            "id": "AMIS-2026",
            "title": "AMIS",
            "site": "cfa",
            "morning": "09:00-12:30",
            "afternoon": "13:30-17:00",
            "first": "2026-09-07",
            "until": "2027-06-25",
            "every": 4,
        },
        "dates_cohortes": {"cohort": "AMIS-2025", "first": "2026-04-13", "last": "2026-04-17"},
        "inscriptions": {"cohort": "AMIS-2025", "mediator": "ada"},
        "absences": {
            "mediator": "ada",
            "start": "2026-03-09",
            "end": "2026-03-13",
            "kind": "conge",
            "day_minutes": 480,
        },
        "souhaits": {
            "mediator": "ada",
            "start": "2026-03-11T17:00",
            "end": "2026-03-11T21:00",
            "wants": False,
            "weight": 3,
        },
        "binomes": {"first": "ada", "second": "brice", "kind": "ensemble", "since": "2026-03-01"},
        "derogations": {
            "kind": "nuit",
            "agency": "ville",
            "since": "2026-01-01",
            "ground": "Accord d’entreprise sur le travail de nuit",
            "article": "L3122-15",
        },
        "vehicules": {"agency": "ville", "count": 2},
        "saisons": {
            "id": "ete",
            "name": "Juillet et août",
            "first": "2026-07-01",
            "last": "2026-08-31",
        },
        "gabarits": {
            "id": "P-N",
            "dispositif": "P",
            "site": "place",
            "kind": "soiree",
            "weekdays": [4, 5],
            "start": "17:00",
            "end": "21:00",
            "since": "2026-04-01",
            "until": "2026-12-31",
        },
        "besoins": {
            "template": "P-N",
            "roles": ["mediateur"],
            "minimum": 1,
            "target": 2,
            "maximum": 2,
        },
        "pauses": {"template": "P-S", "minutes": 20, "at": "19:00", "kind": "payee"},
        "exceptions": {
            "template": "P-J",
            "day": "2026-03-05",
            "action": "supprime",
            "why": "Marché annulé",
        },
        "calendrier_scolaire": {
            "zone": "B",
            "first": "2026-05-15",
            "last": "2026-05-15",
            "open": False,
            "why": "Pont de l’Ascension",
        },
        "verrous": {
            "mediator": "ada",
            "slot": "P-J-2026-03-04",
            "by": "Elsa Exemple",
            "why": "Réunion avec la mairie",
        },
        "employeur": {"about": "effectif", "value": "129"},
        "amenagements": {
            "since": "2026-01-01",
            "agency": "ville",
            "route": "accord",
            "months": 12,
            "annual_minutes": 96420,
            "notice": "7 jours",
            "ground": "Accord d’aménagement du temps de travail",
            "article": "L3121-44",
        },
        "avis_cse": {
            "about": "overtime_quota",
            "day": "2025-12-08",
            "text": "Utilisation du contingent pour 2026",
        },
        "solidarite": {"day": "2026-05-25", "agency": "ville"},
        "jours_exceptionnels": {
            "day": "2026-06-20",
            "why": "Fête du quartier, de l’installation au rangement",
            "agency": "ville",
        },
        "heures_ailleurs": {
            "mediator": "ada",
            "first": "2026-03-02",
            "last": "2026-03-29",
            "minutes": 300,
            "employer": "Club de sport",
        },
        "semaines_anterieures": {"mediator": "ada", "day": "2025-12-22", "minutes": 2190},
        "soldes": {
            "mediator": "ada",
            "kind": "heures_sup_annee",
            "day": "2025-12-31",
            "minutes": 750,
        },
        "prevenances": {
            "mediator": "ada",
            "kind": "conge",
            "notified": "2026-05-02",
            "effective": "2026-07-06",
            "agreed": True,
            "before": "2026-07-13",
        },
        "conventions": {"since": "2026-01-01", "agreement": "eclat"},
        "accords": {
            "since": "2026-01-01",
            "rule": "overtime_quota",
            "parameter": "quota",
            "value": "180 h",
            "level": "entreprise",
            "source": "Accord d’aménagement du temps de travail",
            "article": "art. 7",
        },
        "acquittements": {
            "code": "week_48h:ada:2026-03-02",
            "ground": "Travaux urgents",
            "by": "Direction",
            "day": "2026-03-09",
            "month": "2026-03",
        },
    }
)

TOGETHER: Mapping[str, Any] = MappingProxyType(
    {
        "changes": [
            {"action": "ajouter", "kind": "personnes", "values": EXAMPLES["personnes"]},
            {"action": "ajouter", "kind": "contrats", "values": EXAMPLES["contrats"]},
        ]
    }
)
"""A person comes with a contract: neither stands alone."""
