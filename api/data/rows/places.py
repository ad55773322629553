"""Declare the rows of agencies, dispositifs, sites, trips and vehicles."""

from api.data.rows.columns import Row, column, kind
from api.data.rows.forms import DEPARTEMENT, ZONE, between, degrees, hours
from api.data.rows.types import Degrees, Ident, LongText, Minutes, Text, Whole


@kind("agences", "agency", word="agence", required=True)
class AgencyRow(Row):
    """Une agence, son académie, sa zone scolaire et son département."""

    id: Ident = column("id", "Identifiant, sans espace", "port")
    name: Text = column("nom", "Nom", "Port")
    academy: Text = column("academie", "Académie", "Rennes", default="")
    zone: Text = column("zone_scolaire", "Zone scolaire", "B", default="", form=ZONE)
    departement: Text = column(
        "departement",
        "Département, qui décide des jours fériés d’Alsace, de Moselle et d’outre-mer",
        "35",
        default="",
        form=DEPARTEMENT,
    )


A_DAY = hours(24)


@kind("dispositifs", "dispositif", word="dispositif", required=True)
class DispositifRow(Row):
    """Un dispositif d’une agence."""

    id: Ident = column("id", "Identifiant, sans espace", "Q")
    name: Text = column("nom", "Nom", "Médiation des quais")
    agency: Ident = column("agence", "Agence", "ville", names="agences")
    hours: LongText = column(
        "horaires",
        "Quand le dispositif est ouvert, pour les personnes",
        "Du mardi au samedi",
        default="",
    )
    post_worth: Minutes | None = column(
        "poste_en_heures",
        "Heures au-delà des contrats et de leur tolérance (10 %) que vaut un poste de l’effectif "
        "cible : il n’est tenu que s’il en demande moins (vide : 2 h ; 12 h et plus : toujours)",
        120,
        form=A_DAY,
    )


@kind("sites", "site", word="site", required=True)
class SiteRow(Row):
    """Un lieu où l’on travaille ou se forme."""

    id: Ident = column("id", "Identifiant, sans espace", "halle")
    name: Text = column("nom", "Nom", "Halle aux poissons")
    address: LongText = column("adresse", "Adresse", "Quai Sud, 35000 Ville", default="")
    agency: Ident = column("agence", "Agence", "ville", default="", names="agences")
    latitude: Degrees | None = column("latitude", "Latitude, en degrés", 48.1173, form=degrees(90))
    longitude: Degrees | None = column(
        "longitude", "Longitude, en degrés", -1.6778, form=degrees(180)
    )
    part_of: Ident = column(
        "partie_de", "Site plus large dont celui-ci est une partie", default="", names="sites"
    )


@kind("trajets", "trip")
class TripRow(Row):
    """La durée d’un trajet entre deux sites, dans les deux sens."""

    origin: Ident = column("de", "Site de départ", "place", names="sites")
    goal: Ident = column("vers", "Site d’arrivée", "cfa", names="sites")
    minutes: Whole = column("minutes", "Durée, en minutes", 15, form=between(0, 600))


@kind("vehicules", "vehicle", word="agence", once=("agency",))
class VehicleRow(Row):
    """Le nombre de véhicules d’une agence."""

    agency: Ident = column("agence", "Agence", "ville", names="agences")
    count: Whole = column("nombre", "Nombre", 2, form=between(0, 999))
