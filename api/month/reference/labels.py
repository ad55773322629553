"""Give the French labels of enumerations, by name of the enumeration, for forms."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from api.data.market import MarketPeriod
from api.data.rows.employer import EmployerKey
from api.data.rows.types import LEVELS
from api.french.words import EFFECTS, KINDS, ROLES, SEVERITIES, VERDICTS
from api.planning.chips import ChipKind
from calendars.appointments import AppointmentState
from calendars.templates.clock import AutumnChange
from calendars.templates.team_time import Attendance
from calendars.templates.template import ExceptionAction
from scheduler.domain.amendments import AmendmentGround
from scheduler.domain.contracts import ContractKind, HoursBasis, ShortHours
from scheduler.domain.employer import CarriedKind, NoticeKind, Route
from scheduler.domain.grounds import GroundKind
from scheduler.domain.limits import Every, LimitKind
from scheduler.domain.mandates import DelegationKind
from scheduler.domain.people import AbsenceKind, PairKind

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "role": {kind.value: label for kind, label in ROLES.items()},
        "slot_kind": {kind.value: label for kind, label in KINDS.items()},
        "entry_kind": {
            ChipKind.DAY.value: "jour",
            ChipKind.EVENING.value: "soirée",
            ChipKind.NIGHT.value: "nuit",
            ChipKind.STANDBY.value: "astreinte",
            ChipKind.TEAM.value: "temps d’équipe",
            ChipKind.TRAINING.value: "formation au CFA",
            ChipKind.ABSENCE.value: "absent",
            ChipKind.OUTSIDE.value: "hors contrat",
        },
        "contract_kind": {
            ContractKind.CDI.value: "CDI",
            ContractKind.CDD.value: "CDD",
            ContractKind.APPRENTICESHIP.value: "contrat d’apprentissage",
            ContractKind.TEMP.value: "intérim",
        },
        "hours_basis": {
            HoursBasis.WEEK.value: "à la semaine",
            HoursBasis.MONTH.value: "au mois",
            HoursBasis.CYCLE.value: "sur un cycle de plusieurs semaines",
            HoursBasis.YEAR.value: "à l’année",
            HoursBasis.DAYS.value: "en jours (forfait)",
        },
        "limit_kind": {
            LimitKind.RUN.value: "jours travaillés d’affilée",
            LimitKind.REST.value: "jours de repos d’affilée",
            LimitKind.WEEKENDS.value: "week-ends travaillés",
            LimitKind.SLOTS.value: "créneaux",
            LimitKind.MINUTES.value: "heures de travail",
        },
        "limit_period": {
            Every.WEEK.value: "par semaine",
            Every.MONTH.value: "par mois",
            Every.WHOLE.value: "sur toute la durée",
        },
        "short_hours": {
            ShortHours.REQUEST.value: "à la demande de la personne",
            ShortHours.STUDENT.value: "étudiant de moins de 26 ans",
            ShortHours.REPLACEMENT.value: "remplacement",
            ShortHours.INSERTION.value: "insertion",
            ShortHours.RETIREMENT.value: "retraite progressive",
        },
        "pair_kind": {
            PairKind.TOGETHER.value: "toujours ensemble",
            PairKind.APART.value: "jamais ensemble",
        },
        "ground_kind": {
            GroundKind.SUNDAY.value: "travail du dimanche",
            GroundKind.MAY_FIRST.value: "travail du 1er mai",
            GroundKind.NIGHT.value: "travail de nuit",
            GroundKind.ANNUAL.value: "annualisation",
            GroundKind.URGENT.value: "travaux urgents",
        },
        "amendment_ground": {
            AmendmentGround.REPLACEMENT.value: "remplacement d’un absent",
            AmendmentGround.INCREASE.value: "accroissement temporaire d’activité",
            AmendmentGround.SEASON.value: "activité saisonnière",
            AmendmentGround.CUSTOM.value: "emploi d’usage constant",
        },
        "delegation_kind": {
            DelegationKind.CREDIT.value: "crédit du mois",
            DelegationKind.MEETING.value: "réunion avec l’employeur",
        },
        "market_period": {
            MarketPeriod.MONTH.value: "par mois",
            MarketPeriod.YEAR.value: "par année du marché",
            MarketPeriod.WHOLE.value: "sur tout le marché",
        },
        "appointment_state": {
            AppointmentState.ASKED.value: "demandé",
            AppointmentState.ACCEPTED.value: "accepté",
            AppointmentState.REFUSED.value: "refusé",
            AppointmentState.CANCELLED.value: "annulé",
        },
        "break_kind": {
            "non_payee": "pause non payée",
            "payee": "pause payée",
            "veille": "pause passée à veiller",
        },
        "exception_action": {
            ExceptionAction.REMOVE.value: "supprime le créneau",
            ExceptionAction.ADD.value: "ajoute le créneau",
            ExceptionAction.CHANGE.value: "modifie le créneau",
        },
        "autumn_change": {
            AutumnChange.NONE.value: "travaille l’heure qui revient",
            AutumnChange.END_EARLIER.value: "finit une heure plus tôt",
            AutumnChange.LONGER_BREAK.value: "allonge la pause d’une heure",
        },
        "attendance": {
            Attendance.COMPULSORY.value: "obligatoire",
            Attendance.WANTED.value: "souhaitée",
        },
        "notice_kind": {
            NoticeKind.SCHEDULE.value: "changement d’horaire",
            NoticeKind.STANDBY.value: "astreinte",
            NoticeKind.LEAVE.value: "dates de congé",
            NoticeKind.COMPLEMENTARY.value: "heures complémentaires",
        },
        "carried_kind": {
            CarriedKind.OVERTIME.value: "heures supplémentaires de l’année",
            CarriedKind.PERIOD.value: "heures de la période",
            CarriedKind.NIGHT.value: "heures de nuit sur douze mois",
            CarriedKind.REST.value: "repos compensateur",
            CarriedKind.DAYS.value: "jours du forfait",
        },
        "route": {
            Route.AGREEMENT.value: "accord collectif",
            Route.UNILATERAL.value: "décision de l’employeur",
        },
        "level": {name: name for name in LEVELS},
        "employer_key": {
            EmployerKey.NAME.value: "nom",
            EmployerKey.HEADCOUNT.value: "effectif",
            EmployerKey.WORKING_DAYS.value: "jours ouvrés",
            EmployerKey.CLOSED.value: "jours fériés chômés",
            EmployerKey.REST_FOR_OVERTIME.value: "heures supplémentaires rendues en repos",
            EmployerKey.RECORDS_SINCE.value: "relevé des heures depuis",
        },
        "absence_kind": {
            AbsenceKind.LEAVE.value: "congé",
            AbsenceKind.UNAVAILABLE.value: "indisponible",
            AbsenceKind.REST.value: "repos compensateur",
            AbsenceKind.RECOVERY.value: "récupération",
            AbsenceKind.UNPAID.value: "congé sans solde",
        },
        "severity": {kind.value: label for kind, label in SEVERITIES.items()},
        "effect": {kind.value: label for kind, label in EFFECTS.items()},
        "verdict": {kind.value: label for kind, label in VERDICTS.items()},
    }
)
"""Reasons of absence are those that anyone but RH may give: none tells of health."""
