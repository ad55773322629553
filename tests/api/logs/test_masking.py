import pytest

from api.logs.masking import masked

TOKEN = "Zb1-xQ_9kPq3v0cV7uHk2LmN8sRtYwAaBbCcDdEeFf4"  # noqa: S105


@pytest.mark.parametrize(
    ("said", "masked_text"),
    [
        (f"GET /feeds/{TOKEN}.ics HTTP/1.1", "GET /feeds/… HTTP/1.1"),
        ("GET /feeds/x?y=1 404", "GET /feeds/… 404"),
        ("GET /FEEDS/x/y 404", "GET /FEEDS/… 404"),
        ("'/feeds/a%20b'", "'/feeds/…'"),
        ("/api/v1/moi?nom=Kaci&x=1 200", "/api/v1/moi?… 200"),
        ("Authorization: Bearer abc.def", "Authorization: … …"),
        (f"jeton {TOKEN} refusé", "jeton … refusé"),
        ("postgresql://rota:motdepasse@base/rota", "postgresql://…@base/rota"),
        ("à siham.kaci@exemple.org", "à …"),
        ("password=abc, port=1", "password=…, port=1"),
        ("from 203.0.113.77:4455", "from 203.0.113.…:4455"),
        ("from 2001:db8:85a3::8a2e:370:7334", "from 2001:db8:…"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[0.0.0.0]", "[0.0.0.0]"),
        (
            "test_the_night_the_clocks_go_back_lasts_nine_hours",
            "test_the_night_the_clocks_go_back_lasts_nine_hours",
        ),
        ("0f9a8b7c6d5e4f30" * 2, "0f9a8b7c6d5e4f30" * 2),
    ],
)
def test_secrets_are_masked_and_the_rest_is_kept(said: str, masked_text: str) -> None:
    assert masked(said) == masked_text
