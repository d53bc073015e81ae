"""Echo parentheses around names, and nothing like them."""

from __future__ import annotations

import pytest

from moderation.text import normalize
from moderation.text.echoes import find_echoes
from moderation.text.offsets import Mapped


@pytest.mark.parametrize(
    "echo",
    [
        "(((they)))",
        "(((Soros)))",
        "((( Goldberg )))",
        "(((the bankers)))",
        "((((them))))",
        "( ( (them) ) )",
        "(((6 million)))",
        "(((O'Neil-Levy)))",
        "(((you know who)))",
        "(((Them!)))",
        "(((הם)))",
        "(((Hughes)))",
        "(((a b c d ef g)))",
        "(((he)))",
    ],
)
def test_names_in_triple_brackets_are_found(echo: str) -> None:
    assert find_echoes(Mapped(f"look, {echo}, again")) == ((6, 6 + len(echo)),)


@pytest.mark.parametrize(
    "text",
    [
        "((they))",
        "(they)",
        "(((x)))",
        "(((2023)))",
        "(((a+b)))",
        "(((a b)))",
        "(((hug)))",
        "(((HUGS)))",
        "f(((x, y)))",
        "foo(((bar)))",
        "(((x1)))",
        "(((var_name)))",
        "(((sin x)))",
        "(((if not a)))",
        "(((one two) three) four)",
        "(((they))",
        "((they)))",
        "((()))",
        "(((...)))",
        "no brackets",
        "(((a (b) cd)))",
        "(((one two three four five six seven)))",
        "((((((((((them))))))))))",
        "((1+2)*(3))",
        "(((foo;)))",
    ],
)
def test_code_formulas_hugs_and_other_brackets_are_not(text: str) -> None:
    assert find_echoes(Mapped(text)) == ()


def test_several_echoes_are_all_found() -> None:
    assert find_echoes(Mapped("(((they))) and (((them)))")) == ((0, 10), (15, 25))


def test_echoes_are_found_behind_disguises_and_reported_in_the_original() -> None:
    assert normalize("x （（（they））） y").echoes == ((2, 12),)
    assert normalize("x &#40;((th\u200bey))) y").echoes == ((2, 17),)
    assert normalize("x  <b>(((</b>they)))").echoes == ((6, 20),)
