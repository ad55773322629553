"""Write the ways to add a feed to a calendar, and what to know before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import segno

GOOGLE = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb"
OFFICE = "https://outlook.office.com/calendar/0/addfromweb"

ADVICE = (
    "Cette adresse n’est montrée qu’une fois : elle vaut un mot de passe, gardez-la pour vous.",
    "iPhone, iPad et Mac : touchez le bouton « webcal » ou visez le code QR.",
    (
        "Google Agenda : l’ajout par adresse se fait sur un ordinateur, pas dans l’application "
        "Android ; l’agenda apparaît ensuite sur le téléphone."
    ),
    (
        "Google relit l’adresse toutes les 4 à 24 heures, Outlook toutes les 3 à 24 heures : un "
        "changement de dernière minute vous est aussi envoyé par courriel."
    ),
    "Android sans Google : l’application ICSx⁵ prend l’adresse telle quelle.",
    (
        "Le rappel choisi ici n’est pas suivi par Google ni par Outlook ; sur iPhone, désactivez "
        "« Supprimer les alarmes » dans les réglages de l’abonnement."
    ),
    (
        "Adresse partagée par erreur ou appareil perdu : renouvelez-la ici, l’ancienne ne donne "
        "plus rien."
    ),
)
"""What the page of subscriptions says, in this order."""


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """The address of a feed in the forms that programs take; `qr`: an SVG of the webcal form."""

    https: str
    webcal: str
    google: str
    outlook: str
    office: str
    qr: str
    advice: tuple[str, ...] = ADVICE


def shift_page(public_url: str, day: date) -> str:
    """Return where a person, once signed in, reads of their own shifts of a day."""
    return f"{public_url}/moi?mois={day:%Y-%m}#j-{day.isoformat()}"


def addresses_of(public_url: str, kind: str, token: str) -> Addresses:
    """Return the addresses of a subscription just made; they hold its secret: shown once too."""
    https = f"{public_url}/feeds/{token}.ics"
    webcal = "webcal://" + https.partition("://")[2]
    query = urlencode({"url": https, "name": f"Roulement ({kind})"})
    return Addresses(
        https=https,
        webcal=webcal,
        google=GOOGLE,
        outlook=f"{OUTLOOK}?{query}",
        office=f"{OFFICE}?{query}",
        qr=segno.make(webcal, error="m", micro=False).svg_inline(scale=4),
    )
