import pytest

from api.shell.assets.bundles import bundle, without_comments

MAIN = """import { take, held } from "./take.js";
import "./keys.js";

/** Two lines
 * of comment. */
const order = take() + held;
"""
TAKE = """const order = 1;
export const held = order;
export function take() {
  // Said.
  return order;
}
"""


def test_scripts_are_one_with_a_scope_each_in_the_order_of_what_they_import() -> None:
    assert (
        bundle({"main": MAIN, "take": TAKE, "keys": "export async function n() {}\n"})
        == """const $take = (() => {
const order = 1;
const held = order;
function take() {
  return order;
}
return { held, take };
})();
const $keys = (() => {
async function n() {}
return { n };
})();
const $main = (() => {
const { take, held } = $take;

const order = take() + held;
return {  };
})();
"""
    )


def test_a_script_that_two_import_is_written_once() -> None:
    both = 'import "./a.js";\nimport "./b.js";\n'

    text = bundle({"main": both, "a": 'import "./b.js";\n', "b": "let once;\n"})

    assert text.count("let once;") == 1


@pytest.mark.parametrize(
    "line",
    [
        'import { a as b } from "../elsewhere.js";',
        "import * as all from './a.js';",
        "export default 1;",
        "export { a };",
        "export let changing = 1;",
    ],
)
def test_another_form_of_import_or_export_is_an_error_of_ours(line: str) -> None:
    with pytest.raises(ValueError, match=r"^main\.js : "):
        bundle({"main": f"{line}\n"})


def test_a_script_that_is_not_there_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        bundle({"main": 'import "./rien.js";\n'})


def test_only_comments_with_lines_of_their_own_are_left_out() -> None:
    text = "a; // stays\n  // goes\n/* goes\n * too */\nb { c: d; } /* stays */\n"

    assert without_comments(text) == "a; // stays\nb { c: d; } /* stays */\n"
