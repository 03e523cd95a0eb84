"""The kinds of the rule files are recognised by the titles that cadres really print."""

from __future__ import annotations

import pytest

from engine.rulebook.loader import load_rulebook
from parsers.catalogue import Catalogue
from parsers.recognise import recognise

TITLES = [
    ("KẾ HOẠCH", "kiểm tra chuyên đề đối với đồng chí Nguyễn Văn A", "chi-bo", "KH/CB", "ke-hoach-kiem-tra"),
    ("KẾ HOẠCH", "giám sát chuyên đề đối với đảng viên", "chi-bo", "KH/CB", "ke-hoach-giam-sat"),
    ("KẾ HOẠCH", "kiểm tra, giám sát năm 2026", "chi-bo", "KH/CB", "ke-hoach-nam"),
    ("CHƯƠNG TRÌNH", "kiểm tra, giám sát năm 2026", "dang-uy", "CTr/ĐU", "chuong-trinh-nam"),
    ("KẾ HOẠCH", "CHI TIẾT thực hiện Kế hoạch số 05-KH/CB", "to-kiem-tra", None, "ke-hoach-chi-tiet-to"),
    ("KẾ HOẠCH", "kiểm tra khi có dấu hiệu vi phạm", "ubkt-dang-uy", "KH/UBKTĐU", "ke-hoach-kiem-tra-dau-hieu"),
    ("QUYẾT ĐỊNH", "kiểm tra khi có dấu hiệu vi phạm", "ubkt-dang-uy", "QĐ/UBKTĐU", "quyet-dinh-kiem-tra-dau-hieu"),
    ("QUYẾT ĐỊNH", "thi hành kỷ luật đồng chí Nguyễn Văn A", "chi-bo", "QĐ/CB", "quyet-dinh-ky-luat"),
    ("BIÊN BẢN", "triển khai kế hoạch kiểm tra", "to-kiem-tra", None, "bien-ban-trien-khai"),
    ("BIÊN BẢN", "làm việc với đồng chí Nguyễn Văn A", "to-kiem-tra", None, "bien-ban-lam-viec"),
    ("BIÊN BẢN", "thẩm tra, xác minh", "to-kiem-tra", None, "bien-ban-xac-minh"),
    ("BIÊN BẢN", "hội nghị chi bộ xem xét kết quả kiểm tra", "chi-bo", None, "bien-ban-hoi-nghi"),
    ("BIÊN BẢN", "kiểm phiếu", "chi-bo", None, "bien-ban-kiem-phieu"),
    ("BIÊN BẢN", "họp ủy ban kiểm tra", "ubkt-dang-uy", None, "bien-ban-hop-ubkt"),
    ("BIÊN BẢN", "công bố thông báo kết luận kiểm tra", "to-kiem-tra", None, "bien-ban-cong-bo"),
    ("TRÍCH BIÊN BẢN", "hội nghị chi bộ", "chi-bo", None, "trich-bien-ban"),
    ("BÁO CÁO", "TỰ KIỂM TRA việc thực hiện nhiệm vụ", None, None, "bao-cao-tu-kiem-tra"),
    ("BÁO CÁO", "kết quả kiểm tra chuyên đề", "to-kiem-tra", None, "bao-cao-ket-qua-kiem-tra"),
    ("BÁO CÁO", "kết quả giám sát", "to-kiem-tra", None, "bao-cao-ket-qua-giam-sat"),
    ("THÔNG BÁO", "kết luận kiểm tra", "chi-bo", "TB/CB", "thong-bao-ket-luan-kiem-tra"),
    ("THÔNG BÁO", "kết luận giám sát", "chi-bo", "TB/CB", "thong-bao-ket-luan-giam-sat"),
    ("ĐỀ CƯƠNG", "gợi ý báo cáo tự kiểm tra", "to-kiem-tra", None, "de-cuong-bao-cao"),
    ("TỜ TRÌNH", "đề nghị thi hành kỷ luật", "chi-bo", "TTr/CB", "to-trinh"),
    ("PHIẾU BIỂU QUYẾT", "hình thức kỷ luật", "chi-bo", None, "phieu-bieu-quyet"),
    ("BẢN KIỂM ĐIỂM", None, None, None, "ban-kiem-diem"),
    ("MỤC LỤC HỒ SƠ", None, "chi-bo", None, "muc-luc"),
    ("CHỨNG TỪ KẾT THÚC", None, "chi-bo", None, "chung-tu-ket-thuc"),
    ("công văn", "cử người tham gia", "chi-bo", "CV/CB", "cong-van"),
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_rulebook(use_cache=False).catalogue()


@pytest.mark.parametrize(("type_name", "subject", "body", "symbol", "kind"), TITLES)
def test_party_titles(
    catalogue: Catalogue, type_name: str, subject: str | None, body: str | None, symbol: str | None, kind: str
) -> None:
    fact, candidates = recognise(type_name, subject, body, symbol, (), "x", catalogue, side="party")
    assert (fact.value, candidates) == (kind, ())


@pytest.mark.parametrize(
    ("type_name", "subject", "symbol", "kind"),
    [
        ("KẾ HOẠCH", "kiểm tra chuyên đề", "KH-UBND", "state-ke-hoach"),
        ("QUYẾT ĐỊNH", "thi hành kỷ luật", "QĐ-UBND", "state-quyet-dinh"),
        ("công văn", "kiểm tra", "UBND-TTHC", "state-cong-van"),
        ("BIÊN BẢN", "làm việc", None, "state-khac"),
    ],
)
def test_state_titles_of_the_same_words(
    catalogue: Catalogue, type_name: str, subject: str, symbol: str | None, kind: str
) -> None:
    fact, _ = recognise(type_name, subject, "nha-nuoc", symbol, (), "x", catalogue, side="state")
    assert fact.value == kind
