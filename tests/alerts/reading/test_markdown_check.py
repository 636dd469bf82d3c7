"""Links are judged as the converter sees them: also those that never become one."""

from __future__ import annotations

import pytest

from tests.written import findings

HEAD = "level: state\nlanguages: [en]\nsubject: Hi\nbody: |\n  "


@pytest.mark.parametrize(
    ("body", "level", "remedy"),
    [
        ("[a [b] c](javascript:alert(1))", "error", "https:"),
        ("[x](javascript&#58;alert(1))", "error", "https:"),
        ("[x][y]\n\n  [y]: javascript:alert(1)", "error", "https:"),
        ("[x](/rel)", "error", "https://www.example.org"),
        ("[x]()", "error", "https://www.example.org"),
        ("[^1]\n\n  [^1]: f", "error", "https://www.example.org"),
        ("[x](https://a.org/b c)", "warning", "(https://a.org/b%20c)"),
        ("![x][y]", "warning", "[words](https://"),
        ("![x](https://a.org/x.png)", "error", "image:"),
        ("[x](http://a.org)", "warning", "`https://a.org`"),
    ],
)
def test_a_bad_link_is_one_finding_with_what_to_write(body: str, level: str, remedy: str) -> None:
    (finding,) = findings(HEAD + body + "\n")
    assert (finding.level, finding.field, remedy in finding.remedy) == (level, "body", True)


@pytest.mark.parametrize(
    "body",
    [r"\[x](foo)", "`[x](foo)`", "[x](https://a.org/a_(b))", "<https://a.org>", "(see [1] and [2])",
     "[x](<https://a.org/b c>)"],
)  # fmt: skip
def test_what_is_right_or_no_link_is_left_alone(body: str) -> None:
    assert findings(HEAD + body + "\n") == ()


def test_the_finding_is_on_the_line_of_the_link() -> None:
    (finding,) = findings(HEAD + "One\n\n  [x](https://a.org/b c)\n")
    assert finding.line == 7
