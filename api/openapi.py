"""Complete FastAPI's OpenAPI document: summaries, refusals, who calls what."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from api.access.request import cookie_name
from api.access.rights.rule import Access, Rights, Scope
from api.data.entering.schemas import components
from api.french.words import capital
from api.settings import Settings
from api.web.refusing.problems import ProblemOut

OVERVIEW = """\
Plannings légaux : les saisir, les calculer, les contrôler, les publier.

## Par où commencer

1. **Entrer** : `POST /api/v1/session` avec une adresse et un mot de passe pose un témoin (cookie).
   Un programme demande ensuite son jeton, `POST /api/v1/moi/jetons`, et l’envoie dans l’en-tête
   `Authorization: Bearer …`. `GET /api/v1/moi` dit qui l’on est et ce que l’on peut.
2. **Saisir** : `POST /api/v1/rh/imports` reçoit tout un dossier ; `POST /api/v1/donnees` fait
   ensemble des changements de lignes de toutes sortes, dont `GET /api/v1/donnees` dit la forme.
3. **Commencer un mois** : `POST /api/v1/responsable/plannings`.
4. **Calculer** : `POST /api/v1/responsable/plannings/{rota_id}/calculs` demande un calcul ; il se
   suit par `GET /api/v1/responsable/calculs/{job_id}/evenements`, et dit ce qu’il a trouvé par
   `GET /api/v1/responsable/calculs/{job_id}`.
5. **Contrôler et retoucher** :
   `GET /api/v1/responsable/plannings/{rota_id}/versions/{number}/constats`, puis
   `PATCH /api/v1/responsable/plannings/{rota_id}`, qui rend les constats que la retouche change.
6. **Publier** : `GET /api/v1/responsable/plannings/{rota_id}/apercu` montre ce que cela changerait
   et ce qui l’empêche ; `POST /api/v1/responsable/plannings/{rota_id}/publications` publie.
7. **Faire savoir** : `POST /api/v1/abonnements` donne l’adresse d’un calendrier de téléphone ;
   `GET /api/v1/evenements` dit ce qui arrive, et `POST /api/v1/admin/evenements` le fait envoyer,
   signé (Standard Webhooks).

Un programme qui n’est celui de personne a un compte de service, fait par un administrateur
(`POST /api/v1/admin/comptes-de-service`) : des portées, des agences, un dernier jour. Hors de ses
portées, la réponse est 403, `scope`.

Qui peut appeler quoi : la dernière ligne de chaque opération le dit, `rota rights` en entier.

## Ce qui vaut partout

* Un corps est la chose même. Un calcul, lui, se règle : il se demande par
  `{"config": …, "model_input": …}`, et répond par `model_output`, `metrics` et `kpis`.
* Une liste est `{"items": […], "next": …}`, d’au plus `limit` lignes ; `next`, s’il n’est pas nul,
  se rend dans `cursor`.
* Ce qui se lit d’un mois ou des données dit sur quel état il est fait : les en-têtes
  `Roulement-Data` et `Roulement-Register` en portent les numéros.
* Ce qui se modifie a un `ETag` : il se rend dans `If-Match`. Si quelqu’un est passé avant, la
  réponse est 412, avec les deux versions.
* Tout `POST` qui crée déclare l’en-tête `Idempotency-Key` : avec la même clé, une demande envoyée
  deux fois n’est faite qu’une fois. Sauf ceux qui rendent un secret, dont rien n’est gardé qui
  puisse être redonné, et ceux qui, refaits, ne changent rien de plus.
* Un refus est du `application/problem+json` : `code` ne change pas, `errors` dit où, ce qui est
  reçu et ce qui est attendu. Un champ ou un paramètre inconnu est refusé (422). Ce que l’on ne peut
  pas voir répond comme ce qui n’existe pas (404).
* Un instant porte son décalage (`2026-10-25T02:30:00+01:00`) ; un jour est celui de Paris.
"""

TAGS: Mapping[str, str] = {
    "connexion": "Ouvrir et fermer une session, choisir un mot de passe.",
    "mon compte": "Qui l’on est, son mot de passe, ses jetons pour des programmes.",
    "comptes": "Ouvrir, inviter, accorder, fermer.",
    "journal": "Qui a fait quoi.",
    "données": "Les lignes de l’association ; ce que l’on voit et change dépend de ses droits.",
    "RH": "Pour les ressources humaines : toutes les données, les contrôles, les documents dus.",
    "souhaits": "Ce que chacun préférerait, avant que le mois soit calculé.",
    "responsable": "Pour qui fait les plannings d’une agence ou d’un dispositif, et ses données.",
    "plannings": "Les brouillons d’un mois : versions, retouches, constats, candidats.",
    "calculs": "Résoudre, replanifier, expliquer : demandés, suivis, arrêtés.",
    "publications": "Acquitter, publier, et le registre de ce qui le fut.",
    "mois publiés": "Ce qui est publié d’un mois : ses services, qui les tient, ses documents.",
    "abonnements": "Les calendriers des téléphones, et ce qui leur est parvenu.",
    "commanditaire": "Pour qui finance un dispositif : sa couverture, sans nom.",
    "mes services": "Ce que l’on a à faire, avec qui, et où en sont ses compteurs.",
    "congés": "Demandés, accordés, refusés, retirés.",
    "échanges": "Un service contre un autre, d’accord à deux, contrôlé et publié.",
    "heures faites": "Ce qui fut fait en vérité, dit, corrigé, confirmé.",
    "paie": "Ce que chacun est payé d’une période, dans le format du logiciel de paie.",
    "événements": "Ce qui arrive, lu par qui ne peut recevoir, envoyé aux adresses de qui le peut.",
    "vie privée": "Ce qui est gardé de quelqu’un, donné ou effacé.",
    "santé": "Si le processus vit, s’il est prêt, ce qu’il mesure.",
}
"""Tags in the order of work."""

TOKEN, SESSION, MEASURES, SERVICE = "jeton", "session", "mesures", "service"


def begin(schema: dict[str, Any], settings: Settings, rights: Rights) -> None:
    """Complete a document with what its readers need first."""
    schema["info"]["description"] = OVERVIEW
    schema["servers"] = [{"url": settings.shown_url, "description": "Ce service."}]
    operations = [o for item in schema["paths"].values() for o in item.values()]
    used = {tag for operation in operations for tag in operation.get("tags", ())}
    schema["tags"] = [
        {"name": name, "description": text} for name, text in TAGS.items() if name in used
    ]
    schema["components"]["securitySchemes"] = _schemes(settings)
    # Parameters of paths that may hold a slash are drawn without saying so.
    shown = {(method, path.replace(":path}", "}")): a for (method, path), a in rights.items()}
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            access = shown[method.upper(), path]
            operation["security"] = _security(access)
            text = operation.get("description", operation.get("summary", ""))
            also = f" {capital(access.service_words)}." if access.service else ""
            words = f"Qui : {access.who} ; sur quoi : {access.over}.{also}"
            operation["description"] = f"{text}\n\n{words}"


def _schemes(settings: Settings) -> dict[str, Any]:
    return {
        TOKEN: {
            "type": "http",
            "scheme": "bearer",
            "description": "Le jeton d’un programme, fait par `POST /api/v1/moi/jetons`.",
        },
        SERVICE: {
            "type": "http",
            "scheme": "bearer",
            "description": "Le jeton d’un compte de service, et la portée qu’il lui faut.",
        },
        SESSION: {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie_name(settings),
            "description": "Le témoin d’une session, posé par `POST /api/v1/session`.",
        },
        MEASURES: {
            "type": "http",
            "scheme": "bearer",
            "description": "Le jeton des mesures (ROULEMENT_METRICS_TOKEN).",
        },
    }


def _security(access: Access) -> list[dict[str, list[str]]]:
    """Return the ways to authenticate, one of which is enough (none: the route is public)."""
    match access.scope:
        case Scope.PUBLIC:
            return []
        case Scope.SECRET:
            return [{MEASURES: []}, {}]
        case _:
            service = [{SERVICE: [str(access.service)]}] if access.service else []
            return [{TOKEN: []}, {SESSION: []}, *service]


FORM = "Body_"


def describe(app: FastAPI) -> None:
    """Complete the document that FastAPI draws."""
    drawn = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = drawn()
            _refusals(schema)
            schema["components"]["schemas"] |= components()
            for item in schema["paths"].values():
                for operation in item.values():
                    _complete(operation, schema["components"]["schemas"])
            begin(schema, app.state.settings, app.state.rights)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it


def _refusals(schema: dict[str, Any]) -> None:
    """Put the schema of our refusals in place of FastAPI's own."""
    parts = schema.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    parts |= problem.pop("$defs", {})
    parts["ProblemOut"] = problem
    parts.pop("HTTPValidationError", None)
    parts.pop("ValidationError", None)


def _complete(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Make the first line of an operation's description its summary."""
    text: str = operation.get("description", "")
    if text:
        operation["summary"] = text.partition("\n")[0].rstrip(".")
    if "428" in operation["responses"]:
        for parameter in operation["parameters"]:
            if parameter["name"] == "If-Match":
                # Its absence is answered 428, and not as a field that is missing.
                tag = next(each for each in parameter["schema"]["anyOf"] if "maxLength" in each)
                parameter.update(required=True, schema={**tag, "title": "If-Match"})
    for content in operation.get("requestBody", {}).get("content", {}).values():
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name.startswith(FORM):
            # FastAPI names the form of several fields so; the door refuses what isn't of them.
            schemas[name]["additionalProperties"] = False
    for answer in operation["responses"].values():
        if answer.get("description") == "Successful Response":
            answer["description"] = "Succès"
