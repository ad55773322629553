"""What can go wrong with accounts and their secrets."""

from api.french.plural import plural
from scheduler.errors import RoulementError


class AccessError(RoulementError):
    """
    Root of these errors. `code` is stable, for programs; `status` is the answer's.

    `message`: what is said where nothing else is. `field` names what was wrong in what was sent
    (empty: nothing in particular).
    """

    status = 422
    code = "acces_refuse"
    message = ""

    def __init__(self, message: str = "", *, field: str = "", value: str = "") -> None:
        super().__init__(message or self.message)
        self.field = field
        self.value = value


class UnknownError(AccessError):
    """No such thing, or none that the caller reaches: both are answered alike."""

    code = "introuvable"
    message = "rien à cette adresse, ou rien que vous puissiez voir"


class InvalidAccountError(AccessError):
    """An invalid e-mail, name or right."""

    code = "compte_invalide"


class WeakPasswordError(AccessError):
    """A password that is too short or too easily guessed."""

    code = "mot_de_passe_refuse"


class AccountExistsError(AccessError):
    """The e-mail is another account's already."""

    status = 409
    code = "compte_existant"


class UnknownAccountError(UnknownError):
    """No such account, or none that the caller may see."""

    code = "compte_inconnu"
    message = "compte inconnu"


class LastAdminError(AccessError):
    """Nobody would be left to look after accounts."""

    status = 409
    code = "dernier_administrateur"


class WrongLoginError(AccessError):
    """The e-mail and the password don't match; the message doesn't say which one is wrong."""

    status = 401
    code = "identifiants_invalides"
    message = "adresse ou mot de passe incorrect"


class UnusableKeyError(AccessError):
    """What a device has signed by its key isn't what it was asked, or the key isn't known."""

    code = "cle_refusee"


class NoNotificationsError(AccessError):
    """What a browser gave isn't an address of its own at a push service."""

    code = "notifications_impossibles"
    message = (
        "ce navigateur n’a pas donné d’adresse où le prévenir : réessayez, ou restez au courriel"
    )


class SpentSecretError(AccessError):
    """An invitation or a reset that was used, has expired, or never existed."""

    status = 410
    code = "lien_perime"
    message = "ce lien a déjà servi ou n’est plus valable : demandez-en un autre"


class TooManyTriesError(AccessError):
    """Too many failed tries; `seconds`: how long until another try is accepted."""

    status = 429
    code = "trop_d_essais"

    def __init__(self, seconds: int) -> None:
        wait = plural(max(-(-seconds // 60), 1), "minute")
        super().__init__(f"trop d’essais : réessayez dans {wait}")
        self.seconds = seconds


class ProviderDownError(AccessError):
    """The identity provider doesn't answer as it should."""

    status = 503
    code = "fournisseur_indisponible"


class ProviderRefusedError(AccessError):
    """The identity provider's answer isn't one that opens a session."""

    status = 401
    code = "connexion_refusee"
    message = "la réponse du fournisseur d’identité n’est pas celle attendue : recommencez"
