"""Kinds are recognised by the catalogue alone; ties and unknown papers stay open with their candidates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.catalogue import Catalogue, KindHint
from parsers.recognise import ANY_KIND, candidates_by_name, recognise

PLAN = KindHint(
    "ke-hoach-kiem-tra",
    types=("kế hoạch",),
    all_words=(("kiểm tra",),),
    not_words=("dấu hiệu vi phạm", "chi tiết"),
    bodies=("chi-bo", "dang-uy"),
    symbols=("KH",),
    file_words=("ke hoach kiem tra",),
)
SIGNS = KindHint(
    "ke-hoach-dau-hieu",
    types=("kế hoạch",),
    all_words=(("kiểm tra",), ("dấu hiệu vi phạm",)),
    bodies=("chi-bo",),
    symbols=("KH",),
)
WORK = KindHint(
    "bien-ban-lam-viec", types=("biên bản",), all_words=(("làm việc",),), bodies=("to-kiem-tra",), minute=True
)
MEETING = KindHint(
    "bien-ban-hoi-nghi", types=("biên bản",), all_words=(("hội nghị", "họp chi bộ"),), bodies=("chi-bo",), minute=True
)
TWIN_A = KindHint(
    "bao-cao-giai-trinh", types=("báo cáo",), all_words=(("giải trình",),), body_words=("dấu hiệu vi phạm",)
)
TWIN_B = KindHint(
    "bao-cao-giai-trinh-to-cao", types=("báo cáo",), all_words=(("giải trình",),), body_words=("đơn tố cáo",)
)
LETTER = KindHint("cong-van", types=("công văn",), symbols=("CV",), bodies=("chi-bo",), general=True)
OWN = KindHint("ban-kiem-diem", types=("bản kiểm điểm",), side="any")
STATE = KindHint("state-ke-hoach", types=("kế hoạch",), bodies=("nha-nuoc",), side="state")
STATE_REST = KindHint("state-khac", types=("biên bản", "hợp đồng"), bodies=("nha-nuoc",), side="state", general=True)

CATALOGUE = Catalogue(
    kinds=(PLAN, SIGNS, WORK, MEETING, TWIN_A, TWIN_B, LETTER, OWN, STATE, STATE_REST),
    type_names={"HD": ("hướng dẫn",), "KH": ("kế hoạch",)},
)


def kind_of(
    type_name: str | None,
    subject: str | None = None,
    body: str | None = None,
    symbol: str | None = None,
    *,
    lines: tuple[str, ...] = (),
    name: str = "x",
    side: str | None = "party",
) -> tuple[str | None, tuple[str, ...]]:
    fact, candidates = recognise(type_name, subject, body, symbol, lines, name, CATALOGUE, side=side)
    assert fact.is_read is (candidates == () and fact.value is not None)
    return fact.value, candidates


@pytest.mark.parametrize(
    ("type_name", "subject", "body", "symbol", "kind"),
    [
        ("KẾ HOẠCH", "kiểm tra chuyên đề", "chi-bo", "KH/CB", "ke-hoach-kiem-tra"),
        ("KẾ HOẠCH", "kiểm tra khi có dấu hiệu vi phạm", "chi-bo", "KH/CB", "ke-hoach-dau-hieu"),
        ("Biên bản", "LÀM VIỆC với đồng chí A", "to-kiem-tra", None, "bien-ban-lam-viec"),
        ("BIÊN BẢN", "họp chi bộ thôn 3", "chi-bo", None, "bien-ban-hoi-nghi"),
        ("BẢN KIỂM ĐIỂM", None, None, None, "ban-kiem-diem"),
        ("công văn", "cử người tham gia", "chi-bo", "CV/CB", "cong-van"),
        ("TRÍCH BIÊN BẢN", "hội nghị chi bộ", "chi-bo", None, "bien-ban-hoi-nghi"),
    ],
)
def test_clear_titles(type_name: str, subject: str | None, body: str | None, symbol: str | None, kind: str) -> None:
    assert kind_of(type_name, subject, body, symbol) == (kind, ())


def test_twins_are_told_apart_by_the_text_or_stay_open() -> None:
    both = ("bao-cao-giai-trinh", "bao-cao-giai-trinh-to-cao")
    assert kind_of("BÁO CÁO", "giải trình") == (None, both)
    assert kind_of("BÁO CÁO", "giải trình", lines=("Theo đơn tố cáo ngày 5/2/2026",)) == (both[1], ())
    assert kind_of("BÁO CÁO", "giải trình", lines=("vì dấu hiệu vi phạm",)) == (both[0], ())


def test_a_state_paper_is_never_pressed_into_a_party_kind() -> None:
    assert kind_of("KẾ HOẠCH", "kiểm tra chuyên đề", "nha-nuoc", "KH-UBND", side="state") == ("state-ke-hoach", ())
    assert kind_of("HỢP ĐỒNG", "mua bán", "nha-nuoc", side="state") == ("state-khac", ())


def test_a_party_body_under_the_states_header_keeps_its_kind() -> None:
    assert kind_of("BIÊN BẢN", "làm việc", "to-kiem-tra", side="state") == ("bien-ban-lam-viec", ())


def test_a_state_header_without_an_issuer_stays_open_where_party_words_fit() -> None:
    assert kind_of("BIÊN BẢN", "làm việc", side="state") == (None, ("state-khac", "bien-ban-lam-viec"))
    assert kind_of("BIÊN BẢN", "bàn giao", side="state") == ("state-khac", ())


def test_a_title_without_words_stays_open_among_its_type() -> None:
    assert kind_of("BIÊN BẢN", None, "chi-bo") == (None, ("bien-ban-lam-viec", "bien-ban-hoi-nghi"))
    assert kind_of("BIÊN BẢN", None, "chi-bo", lines=("Hội nghị chi bộ thôn 3",)) == ("bien-ban-hoi-nghi", ())


def test_a_known_type_without_a_kind_is_no_candidate_for_anything() -> None:
    assert kind_of("HƯỚNG DẪN", "thực hiện quy trình", lines=("Kế hoạch kiểm tra",)) == (None, ())


def test_an_untitled_paper_could_be_what_its_text_speaks_of() -> None:
    value, candidates = kind_of(None, None, lines=("Tổ kiểm tra làm việc với đồng chí A",))
    assert value is None
    assert "bien-ban-lam-viec" in candidates
    assert "bien-ban-hoi-nghi" not in candidates
    assert kind_of(None, None) == (None, ANY_KIND)


def test_a_file_name_tells_what_an_unread_scan_could_be() -> None:
    assert candidates_by_name("03. Biên bản làm việc (ký)", CATALOGUE) == ("bien-ban-lam-viec",)
    assert candidates_by_name("Ke_hoach_kiem_tra", CATALOGUE) == ("ke-hoach-kiem-tra", "ke-hoach-dau-hieu")
    assert set(candidates_by_name("BIEN BAN 02", CATALOGUE)) == {"bien-ban-lam-viec", "bien-ban-hoi-nghi"}
    assert candidates_by_name("IMG_0001", CATALOGUE) == ANY_KIND


@given(
    st.sampled_from([None, "KẾ HOẠCH", "BIÊN BẢN", "BÁO CÁO", "XYZ"]),
    st.text(max_size=40) | st.none(),
    st.sampled_from([None, "chi-bo", "nha-nuoc", "?"]),
    st.sampled_from([None, "KH/CB", "/", "x"]),
    st.sampled_from([None, "party", "state"]),
)
def test_the_kind_is_always_one_of_its_side_or_open(
    type_name: str | None, subject: str | None, body: str | None, symbol: str | None, side: str | None
) -> None:
    value, _ = kind_of(type_name, subject, body, symbol, side=side)
    sides = {kind.id: kind.side for kind in CATALOGUE.kinds}
    assert value is None or side != "party" or sides[value] != "state"
    assert value is None or side != "state" or body != "nha-nuoc" or sides[value] != "party"


def test_running_text_alone_never_makes_a_paper_one_of_another_issuer() -> None:
    lines = ("CHI BỘ THÔN 3", "BIÊN BẢN", "Tổ kiểm tra làm việc với đồng chí An")
    assert kind_of("BIÊN BẢN", None, "to-kiem-tra", None, lines=lines)[0] == "bien-ban-lam-viec"
    kind, candidates = kind_of("BIÊN BẢN", None, "chi-bo", None, lines=lines)
    assert kind is None
    assert "bien-ban-lam-viec" in candidates
