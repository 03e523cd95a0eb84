import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rulebook.yaml_text import YamlProblem, parse_yaml


def no_vietnamese(text: str) -> bool:
    """True where no Vietnamese letter stands outside what was written in the file."""
    return re.search("[ăâđêôơưạ-ỹ]", re.sub(r"«[^»]*»|Write: .*", "", text)) is None


def test_words_stay_words_and_numbers_are_decimal():
    parsed = parse_yaml('a: no\nb: 010\nc: "5"\nd: true\ne: 2026-04-11\nf: ~\ng: 1.5\n')
    assert parsed.value == {"a": "no", "b": 10, "c": "5", "d": True, "e": "2026-04-11", "f": None, "g": 1.5}


def test_every_key_and_item_has_its_line():
    parsed = parse_yaml("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n")
    assert parsed.line_of(("a", "b")) == 2
    assert parsed.line_of(("a", "c", 1, "y")) == 5
    assert parsed.line_of(("a", "c", 0, "nowhere")) == 4


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2\n", 2, "hai lần"),
        ("a: &x [1]\nb: *x\n", 1, "bí danh"),
        ("a: [1, 2\nb: 3\n", 2, "cú pháp"),
        ("a:\n\tb: 1\n", 2, "cú pháp"),
        ("[" * 60 + "]" * 60, 1, "sâu"),
        ("a: '" + "x" * 1_000_001 + "'", 1, "lớn"),
    ],
)
def test_what_cannot_be_used_names_line_and_reason(text, line, words):
    with pytest.raises(YamlProblem) as caught:
        parse_yaml(text)
    assert caught.value.line == line
    assert words in str(caught.value.what)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a:\n\tb: 1\n", 2, "phím Tab"),
        ("a:\n  b: Chú ý: phải ký\n", 2, "dấu hai chấm thì phải đặt trong ngoặc kép"),
        ("a: 1\n b: 2\n", 2, "thụt vào không khớp"),
        ("a: 'x\nb: 1\n", 3, "ngoặc kép mở ở dòng 1"),
        ("a: {b: 1\n", 2, "«{» mở ở dòng 1"),
        ("a: @x\n", 1, "không được bắt đầu bằng dấu «@»"),
        ("a: 1\n---\nb: 2\n", 2, "«---»"),
        ("a: 1\nb: x\x07\n", 2, "ký tự điều khiển"),
    ],
)
def test_mistakes_of_writing_are_said_without_the_words_of_the_parser(text, line, words):
    with pytest.raises(YamlProblem) as caught:
        parse_yaml(text)
    assert words in str(caught.value.what)
    assert caught.value.line == line
    told = caught.value.what + caught.value.advice
    assert not {"found", "expected", "mapping", "while"} & {*told.vi.split(), *told.en.split()}
    assert no_vietnamese(told.en)


@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 100_000, "- " * 200_000, "? " * 100_000, " " * 5000 + "a"])
def test_depth_never_reaches_the_c_parser(text):
    try:
        parse_yaml(text)
    except YamlProblem as problem:
        assert problem.advice


def test_an_alias_bomb_is_refused_at_once():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
    with pytest.raises(YamlProblem):
        parse_yaml(bomb)


@given(st.text(max_size=200))
def test_any_text_gives_values_or_a_problem_with_a_line(text):
    try:
        parse_yaml(text)
    except YamlProblem as problem:
        assert problem.line >= 1
