"""Looking before searching never changes what is found: first letters of titles, words a pattern cannot do without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.catalogue import Catalogue, RoleHint
from parsers.layout import AnyCase, running
from parsers.raw import RawLine
from parsers.roles import is_title, may_be_signer, role_of
from parsers.vietnamese import fold, tidy, tone_last

ROLES = (
    RoleHint("uy-vien", ("ủy viên", "ủy viên thường trực"), ("t/m ban chấp hành",)),
    RoleHint("hoa-giai", ("hòa giải viên",)),
    RoleHint("chu-toa", ("chủ tọa", "người chủ trì")),
    RoleHint("bi-thu", ("bí thư",), ("t/m chi bộ",)),
)
CATALOGUE = Catalogue(roles=ROLES)
TITLES = [title for role in ROLES for title in role.titles]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_worth_asking_for_however_its_tone_is_placed_and_its_case_is(title: str) -> None:
    for written in (title, tone_last(title), title.upper(), tone_last(title).upper(), f" .{title.title()}:"):
        assert may_be_signer(tidy(written), CATALOGUE), written
        assert is_title(written, CATALOGUE, whole=True), written


@given(st.sampled_from(TITLES), st.text(alphabet="ủuỷyòoàa vêht.", max_size=8))
def test_whatever_is_a_title_was_worth_asking_for(title: str, more: str) -> None:
    text = tidy(f"{title}{more}")
    assert may_be_signer(text, CATALOGUE) or not is_title(text, CATALOGUE, whole=False)


def test_a_line_of_text_is_not_worth_asking() -> None:
    assert not may_be_signer("Căn cứ Điều lệ Đảng", CATALOGUE)


@pytest.mark.parametrize(
    ("authority", "title", "role"),
    [
        (None, "UỶ VIÊN", "uy-vien"),
        ("T/M CHI BỘ", "BÍ THƯ", "bi-thu"),
        ("T/M BÍ THƯ", None, "bi-thu"),
        (None, "CHỦ TOẠ", "chu-toa"),
        (None, "THƯ KÝ", None),
        (None, None, None),
    ],
)
def test_the_role_is_found_among_those_of_its_letters(
    authority: str | None, title: str | None, role: str | None
) -> None:
    assert role_of(authority, title, CATALOGUE, None) == role


@pytest.mark.parametrize("word", ["hòa", "thủy", "khỏe", "ủy ban"])
def test_the_tone_set_last_folds_back(word: str) -> None:
    assert tone_last(word) != word
    assert fold(tone_last(word)) == word


@pytest.mark.parametrize("text", ["CHỨNG TỪ KẾT\nTHÚC", "đơn vị bảo  quản", "Mục lục hồ sơ", ""])
def test_a_pattern_finds_the_same_with_the_words_it_cannot_do_without(text: str) -> None:
    pattern = r"chứng\s+từ\s+kết\s+thúc|đơn\s+vị\s+bảo\s+quản"
    whole = running([RawLine(line) for line in text.split("\n")])
    found = [AnyCase(pattern, one_of=one_of).search(whole) for one_of in (("",), ("chứng", "quản"))]
    assert len({match and match.span() for match in found}) == 1
