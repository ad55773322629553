import pytest

from api.access.errors import WeakPasswordError
from api.access.secrets.passwords import check_strength, hashed, verified
from api.settings import Settings
from tests.api.access.people import PASSWORD, QUICK

OWN = "autre chose que l’adresse ou le nom du compte, même avec des chiffres"
DEARER = Settings(password_passes=2, password_memory_kib=64)


def test_a_password_goes_with_its_hash_alone() -> None:
    kept = hashed(QUICK, PASSWORD)

    assert kept.startswith("$argon2id$v=19$m=64,t=1,p=4$")
    assert verified(QUICK, PASSWORD, kept) == (True, None)
    assert verified(QUICK, PASSWORD + " ", kept) == (False, None)


def test_two_hashes_of_one_password_differ() -> None:
    assert hashed(QUICK, PASSWORD) != hashed(QUICK, PASSWORD)


def test_no_password_goes_with_an_account_that_has_none() -> None:
    assert verified(QUICK, PASSWORD, "") == (False, None)
    assert verified(QUICK, "personne n’a ce mot de passe", "") == (False, None)


def test_a_password_is_hashed_again_at_a_new_cost() -> None:
    good, again = verified(DEARER, PASSWORD, hashed(QUICK, PASSWORD))

    assert good
    assert again is not None
    assert again.startswith("$argon2id$v=19$m=64,t=2,p=4$")
    assert verified(DEARER, PASSWORD, again) == (True, None)


def test_an_accent_is_the_same_from_every_keyboard() -> None:
    kept = hashed(QUICK, "le cafe\u0301 est servi")

    assert verified(QUICK, "le café est servi", kept) == (True, None)


@pytest.mark.parametrize(
    "password",
    [
        "abcde fghij k",
        "abcdefghijkl",
        "éàùçôî éàùçô",
        "a" * 252 + "bcde",
        "ana.martin.abcde",
        "martin-pecheur bleu",
        "4839 2019 4817",
    ],
)
def test_twelve_characters_and_five_different_ones_are_enough(password: str) -> None:
    check_strength(password, email="ana@exemple.org", name="Ana Martin")


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("abcdefghijk", "12 caractères au moins (11 reçus)"),
        ("a" * 253 + "bcde", "256 caractères au plus (257 reçus)"),
        ("abcdabcdabcd", "5 caractères différents au moins"),
        ("Ana@Exemple.org", OWN),
        ("ana.martin.ana.martin", OWN),
        ("ana.martin2026", OWN),
        ("2026-Martin-Ana!", OWN),
        ("ÀnâMàrtïn__12", OWN),
        ("martin@35000#92", OWN),
        ("exemple-martin-35", OWN),
        ("roulement.martin", OWN),
        ("ana.martin.abcd", OWN),
        ("motdepasse123", "autre chose qu’un mot de passe courant"),
        ("azertyuiop123", "autre chose qu’un mot de passe courant"),
        ("Mot de passe !", "autre chose qu’un mot de passe courant"),
    ],
)
def test_what_is_easily_guessed_is_refused_without_being_repeated(
    password: str, expected: str
) -> None:
    with pytest.raises(WeakPasswordError) as refused:
        check_strength(password, email="ana@exemple.org", name="Ana Martin")

    assert str(refused.value) == f"mot de passe refusé : attendu {expected}"
    assert (refused.value.field, refused.value.value) == ("password", "")
