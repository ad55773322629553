"""Bound a day's span to ten hours, twelve within the Code's derogations (ACI, VII, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.agreements.clause import agreed
from constraints.agreements.clause_kinds.amplitude import Amplitude
from constraints.agreements.texts import aci
from scheduler.dated import Dated
from scheduler.evidence import Measure


@dataclass(frozen=True, kw_only=True)
class AciAmplitude(Amplitude):
    """« L'amplitude maximum est de 10 heures » ; « elle peut être portée à 12 heures »."""

    id: ClassVar[str] = "ccn_aci_amplitude"
    title: ClassVar[str] = "ACI : amplitude de 10 heures, 12 par dérogation"
    proof: ClassVar[Measure] = Measure.SPAN

    usual: Dated = agreed("minutes", 10 * 60, aci("VII-s2-3"), floor=0, name="maximum habituel")
    most: Dated = agreed("minutes", 12 * 60, aci("VII-s2-3"), floor=0, name="nombre maximal")


RULE = AciAmplitude()
