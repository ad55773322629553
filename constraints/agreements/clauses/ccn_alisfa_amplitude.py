"""ALISFA : a day spans ten hours, exceptionally twelve (IV-1.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.agreements.amplitude import Amplitude
from constraints.agreements.clause import agreed
from constraints.agreements.texts import alisfa
from scheduler.dated import Dated


@dataclass(frozen=True, kw_only=True)
class AlisfaAmplitude(Amplitude):
    """« L'amplitude est de 10 heures. Elle peut être portée exceptionnellement à 12 heures »."""

    id: ClassVar[str] = "ccn_alisfa_amplitude"
    title: ClassVar[str] = "ALISFA : amplitude de 10 heures, exceptionnellement 12"

    usual: Dated = agreed("minutes", 10 * 60, alisfa("IV-1.3.1"), floor=0)
    most: Dated = agreed("minutes", 12 * 60, alisfa("IV-1.3.1"), floor=0)


RULE = AlisfaAmplitude()
