"""Contracts of a fixed term: why they are made, how they end early, which came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TermReason(StrEnum):
    """Why a contract has a fixed term (L1242-2, L1242-3)."""

    REPLACEMENT = "remplacement"
    AWAITING = "attente_cdi"
    INCREASE = "accroissement"
    URGENT = "travaux_urgents"
    SEASONAL = "saisonnier"
    CUSTOM = "usage"
    PURPOSE = "objet_defini"
    SUBSIDISED = "emploi_aide"


class EmployeeEnding(StrEnum):
    """How the employee, and not the employer, ended a contract of a fixed term (L1244-4-1)."""

    BROKEN = "rupture_anticipee"
    NOT_RENEWED = "renouvellement_refuse"


@dataclass(frozen=True, kw_only=True)
class Predecessor:
    """
    The contract of a fixed term that held a post before another.

    `days`: civil days that it lasted, renewals included. `same_person`: whose the next one is too.
    `same_post`: whether both contracts name the post (False: one of the two doesn't).
    """

    end: date
    days: int
    same_person: bool
    same_post: bool
    reason: TermReason | None = None
    replaces: str = ""
    ending: EmployeeEnding | None = None
