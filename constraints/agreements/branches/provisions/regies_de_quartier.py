"""List what Régies de quartier says that no rule computes."""

from __future__ import annotations

from constraints.agreements.terms import Provision
from constraints.agreements.texts import regies

PROVISIONS = (
    Provision(
        id="use_when",
        title="Champ d’application",
        text="Régies et associations de mêmes finalités, membres ou qui l’appliquent ; la grille "
        "compte des emplois de médiation (Agent de médiation, Médiateur).",
        source=regies("1.1"),
    ),
    Provision(
        id="sunday_work",
        title="Travail du dimanche",
        text="Majoration de 20 % et repos égal au temps travaillé ; 100 % si le dimanche est le "
        "seul jour du contrat.",
        source=regies("3.5"),
    ),
    Provision(
        id="night_compensation",
        title="Travail de nuit",
        text="Majoration de 20 % du salaire de base.",
        source=regies("3.6"),
        note="aucun repos compensateur : L3122-8 en exige un des travailleurs de nuit",
    ),
    Provision(
        id="company_agreement_less_favourable",
        title="Accord d’entreprise moins favorable",
        text="Exclu par la convention.",
        source=regies("1.5"),
        note="portée douteuse depuis L2253-3 : non appliqué",
    ),
)
