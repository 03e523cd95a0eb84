"""The table of checks: complete, explained and current."""

from engine.rulebook.checks import load_checks
from engine.rulebook.files import bundled_root
from engine.rulebook.loader import load_rulebook
from engine.upkeep.coverage import coverage, said, table, tally, unlisted, without_reason

BOOK = load_rulebook(use_cache=False)
CHECKS = load_checks()
COVERED = coverage(BOOK, CHECKS)


def test_every_check_is_listed_once_and_has_rules_or_a_reason():
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids)) == 175
    assert unlisted(BOOK, CHECKS) == []
    assert without_reason(COVERED) == []


def test_the_committed_table_is_current():
    committed = (bundled_root() / "rules" / "COVERAGE.md").read_text(encoding="utf-8")
    assert committed == table(COVERED), "run: hoso rules coverage --write"


def test_counts_add_up():
    counts = tally(COVERED)
    assert sum(counts.values()) == len(CHECKS)
    assert counts["live"] == sum(1 for item in COVERED if item.live)


def test_a_check_without_rules_gives_its_reason():
    lone = next(item for item in COVERED if item.check.id == "FMT-A03")
    assert said(lone, english=False) == "— phải xem ảnh quét hoặc bản giấy" or lone.live
    number = next(item for item in COVERED if item.check.id == "FMT-N01")
    assert "`number-missing`" in said(number, english=True)


def test_a_check_looked_at_in_part_tells_what_nothing_looks_at():
    sheets = next(item for item in COVERED if item.check.id == "FMT-A04")
    vietnamese, english = said(sheets, english=False), said(sheets, english=True)
    assert vietnamese.startswith("`sheet-number-jumps` (một phần); không xét: số tờ ghi bằng bút mực")
    assert english.startswith("`sheet-number-jumps` (in part); not looked at: ")
