import datetime as dt

import pytest

from engine.errors import RulebookError
from engine.rulebook import cache
from engine.rulebook.files import digest, read_rule_files
from engine.rulebook.loader import load_rulebook
from engine.rulebook.packs import adopt

VOCABULARY = """
bodies: [{id: chi-bo, title: Chi bộ, level: chi-bo, words: [chi bộ], abbreviations: [CB], seal: none}]
roles: [{id: bi-thu, title: Bí thư, titles: [bí thư]}]
types: [{abbreviation: KH, names: [kế hoạch]}]
"""
KIND = """
id: ke-hoach-thu
title: Kế hoạch thử
recognise: {types: [kế hoạch]}
citation: {regulation: bo-mau, mark: read-local, source: thử}
"""
REGULATION = """
id: bo-mau
number: null
kind: Bộ mẫu
title: Bộ mẫu thử
issuer: Chi bộ
signed: null
subject: mau
mark: read-local
source: thử
last_checked: 2026-11-22
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("HOSO_CACHE", str(tmp_path / "cache"))
    write(tmp_path / "rules/vocabulary.yaml", VOCABULARY)
    write(tmp_path / "rules/documents/ke-hoach-thu.yaml", KIND)
    write(tmp_path / "regulations/bo-mau/regulation.yaml", REGULATION)
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_small_book_loads_without_problems(root):
    book = load_rulebook(root=root)
    assert book.problems == []
    assert list(book.kinds) == ["ke-hoach-thu"]
    assert book.catalogue().kinds[0].types == ("kế hoạch",)


def test_the_cache_gives_the_same_book(root):
    cold = load_rulebook(root=root, use_cache=False)
    load_rulebook(root=root)
    kept = list(cache.folder().glob("rules-*.pickle"))
    assert len(kept) == 1
    assert kept[0].stat().st_mode & 0o077 == 0
    warm = load_rulebook(root=root)
    assert (warm.kinds, warm.digest, warm.problems) == (cold.kinds, cold.digest, cold.problems)


def test_a_changed_file_is_never_taken_from_the_cache(root):
    load_rulebook(root=root)
    write(root / "rules/documents/ke-hoach-thu.yaml", KIND.replace("Kế hoạch thử", "Kế hoạch khác"))
    assert load_rulebook(root=root).kinds["ke-hoach-thu"].title.vi == "Kế hoạch khác"


def test_a_broken_cache_is_no_fault(root):
    book = load_rulebook(root=root)
    for path in cache.folder().glob("rules-*.pickle"):
        path.write_bytes(b"broken")
    assert load_rulebook(root=root).kinds == book.kinds


def test_a_folder_that_is_not_there_is_named(root, tmp_path):
    with pytest.raises(RulebookError) as caught:
        load_rulebook([tmp_path / "khong-co"], root=root)
    assert "khong-co" in caught.value.message


def test_a_broken_file_is_left_out_with_file_and_line_and_the_rest_stays(root):
    write(root / "rules/documents/hong.yaml", KIND.replace("ke-hoach-thu", "hong").replace("title:", "titel:"))
    book = load_rulebook(root=root)
    assert list(book.kinds) == ["ke-hoach-thu"]
    by_code = {problem.code: problem for problem in book.problems}
    assert by_code["extra-forbidden"].line == 3
    assert "có phải «title»?" in by_code["extra-forbidden"].what.vi
    assert "is it «title»?" in by_code["extra-forbidden"].what.en
    assert by_code["extra-forbidden"].file == "rules/documents/hong.yaml"


def test_a_second_file_with_the_same_id_is_a_problem(root):
    write(root / "rules/documents/lap-lai.yaml", KIND)
    problems = load_rulebook(root=root).problems
    assert [problem.code for problem in problems] == ["duplicate-id"]
    assert "ke-hoach-thu.yaml" in problems[0].what.vi


def test_a_file_in_no_known_folder_is_named(root):
    write(root / "rules/linh-tinh/x.yaml", "a: 1\n")
    assert [problem.code for problem in load_rulebook(root=root).problems] == ["unknown-folder"]


def test_an_office_folder_adds_to_ours(root, tmp_path_factory):
    own = tmp_path_factory.mktemp("own")
    write(own / "documents/rieng.yaml", KIND.replace("ke-hoach-thu", "rieng"))
    book = load_rulebook([own], root=root)
    assert set(book.kinds) == {"ke-hoach-thu", "rieng"}
    assert book.origins[("DocumentKind", "rieng")].own


def test_the_digest_follows_every_byte(root):
    before = digest(read_rule_files(root=root))
    write(root / "rules/documents/ke-hoach-thu.yaml", KIND + "# một ghi chú\n")
    assert digest(read_rule_files(root=root)) != before


def test_no_vocabulary_is_an_error_with_advice(root):
    (root / "rules/vocabulary.yaml").write_text("bodies: [", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load_rulebook(root=root)
    assert "hoso rules lint" in caught.value.advice


def test_a_pack_inherits_and_its_overrides_end_on_their_day(root):
    write(root / "rules/packs/chung.yaml", "id: chung\ntitle: Chung\nsettings: {x: 1}\n")
    write(
        root / "rules/packs/don-vi.yaml",
        "id: don-vi\ntitle: Đơn vị\nextends: chung\noverrides:\n"
        "  - {rule: a, off: true, reason: thử nghiệm, until: 2026-06-30}\n",
    )
    book = load_rulebook(root=root)
    assert [pack.id for pack in adopt(book, "don-vi", dt.date(2026, 6, 30)).chain] == ["chung", "don-vi"]
    assert "a" in adopt(book, "don-vi", dt.date(2026, 6, 30)).overrides
    assert adopt(book, "don-vi", dt.date(2026, 7, 1)).overrides == {}


def test_a_pack_that_extends_nothing_is_named(root):
    write(root / "rules/packs/don-vi.yaml", "id: don-vi\ntitle: Đơn vị\nextends: khong-co\n")
    with pytest.raises(RulebookError) as caught:
        adopt(load_rulebook(root=root), "don-vi", dt.date(2026, 6, 30))
    assert "don-vi" in caught.value.message
    assert "khong-co" in caught.value.message
