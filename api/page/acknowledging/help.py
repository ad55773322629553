"""The help of answering for a finding."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/acquitter",
        title="Acquitter un constat",
        file="planning/acknowledge",
        screens=("/plannings/{rota_id}/acquittements",),
        picture="Un constat à acquitter : sa mesure et sa limite, puis le fondement à donner.",
    ),
)
