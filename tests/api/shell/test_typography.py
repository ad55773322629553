from jinja2 import Environment

from api.shell.typography import Bound

ENVIRONMENT = Environment(autoescape=True, extensions=[Bound])


def written(template: str, **values: object) -> str:
    """Fill a template, and write its no-break spaces as `_`."""
    return ENVIRONMENT.from_string(template).render(**values).replace("\u00a0", "_")


def test_texts_and_variables_are_bound_wherever_they_meet() -> None:
    assert written("<p>De 13 h 00 à « {{ a }} » : {{ b }} %</p>", a="9 h 30", b=5) == (
        "<p>De 13_h_00 à «_9_h_30_»_: 5_%</p>"
    )


def test_attributes_stay_as_they_are_even_written_in_pieces() -> None:
    template = '<a{% if a %} title="{{ a }} : 9 h"{% endif %} id="b : c">{{ a }}</a>'
    assert written(template, a="d : e") == '<a title="d : e : 9 h" id="b : c">d_: e</a>'


def test_what_is_typed_sent_or_copied_stays_as_it_is() -> None:
    for name in ("textarea", "option", "pre", "code", "kbd", "script"):
        template = f"<{name}>a : {{{{ a }}}}</{name}><b>a : {{{{ a }}}}</b>"
        assert written(template, a="b ; c") == f"<{name}>a : b ; c</{name}><b>a_: b_; c</b>"


def test_texts_are_still_escaped_and_a_whole_expression_is_bound() -> None:
    assert written("{{ a if b else c }}", a="<b> : ?", b=True, c="") == "&lt;b&gt;_:_?"
    assert written("{% macro m(x) %}<i>{{ x }} :</i>{% endmacro %}{{ m('y ;') }}") == (
        "<i>y_;_:</i>"
    )
