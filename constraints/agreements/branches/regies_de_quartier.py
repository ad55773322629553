"""Set the values and clauses of Régies de quartier (IDCC 3105), as read in November 2023."""

from __future__ import annotations

from datetime import date

from constraints.agreements import texts
from constraints.agreements.agreement import Agreement
from constraints.agreements.branches.provisions.regies_de_quartier import PROVISIONS
from constraints.agreements.clauses import ccn_two_rest_days_incl_sunday
from constraints.agreements.terms import Strength, branch
from constraints.agreements.texts import regies

AGREEMENT = Agreement(
    id="regies_de_quartier",
    name="Régies de quartier",
    text=texts.REGIES,
    idcc=3105,
    strength=Strength.NOT_EXTENDED,
    stated=date(2023, 11, 1),
    terms=(
        branch("night_hours", "begins", 21 * 60, regies("3.6")),
        branch("night_hours", "ends", 6 * 60, regies("3.6")),
        branch("public_holidays", "closed", 11, regies("3.7")),
        branch("public_holidays", "premium", 200, regies("3.7")),
    ),
    clauses=(ccn_two_rest_days_incl_sunday.RegiesRestDays(),),
    provisions=PROVISIONS,
    warnings=(
        (
            "Convention non étendue : elle n’engage que les adhérents des organisations "
            "signataires, ou qui l’applique volontairement."
        ),
        (
            "Une extension, ou une fusion avec une autre branche, intervenue après novembre "
            "2023 n’est pas vérifiée."
        ),
        (
            "Travail de nuit (3.6) : ni repos compensateur, ni les clauses de L3122-15 ; la "
            "convention ne permet pas à elle seule d’employer des travailleurs de nuit."
        ),
        (
            "Un accord d’entreprise moins favorable est exclu par l’article 1.5, dont la "
            "portée est douteuse depuis L2253-3."
        ),
    ),
)
