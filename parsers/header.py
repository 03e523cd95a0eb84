"""Reads the head's left column and title: Party or State, superior body, issuing body, star."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.catalogue import BodyHint, Catalogue
from parsers.facts import Fact, absent, read, unreadable
from parsers.head import Cell
from parsers.layout import remembered
from parsers.raw import RawFile
from parsers.vietnamese import bare, fold, is_capitals

_NOT_A_BODY = re.compile(
    r"^(?:[-_*=.\s·•]+$|số\b|mẫu\b|v/v|về việc|(?:độ )?mật\b|tối mật|tuyệt mật|hỏa tốc|khẩn$|thượng khẩn"
    r"|dự thảo|bản sao|công văn đến|văn bản đến|đến\b|ngày\b|chuyển\b|kính |\(|trang \d|\d+$)"
)
_DATE_LINE = re.compile(r"\bngày\b.*\btháng\b|\bngày\s*\d", re.IGNORECASE)
_PARTY_START = re.compile(
    r"^(?:đảng bộ|chi bộ|đảng ủy|ủy ban|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|ban |tổ kiểm tra|tổ giám sát|đoàn )"
)
_OFFICE_START = re.compile(r"^(?:bộ |sở |phòng |trường |văn phòng|hội đồng|trung tâm|công ty|cục |viện )")
_STAR = re.compile(r"^\*+$|^[★☆✶✱]$")


@dataclass(frozen=True, slots=True)
class Header:
    """Who issues a paper, as its head says."""

    header: Fact[str]
    superior: Fact[str]
    issuer: Fact[str]
    issuer_body: Fact[str]
    star: Fact[bool]


def read_header(raw: RawFile, cells: Sequence[Cell], catalogue: Catalogue, symbol: str | None = None) -> Header:
    """Read the head from its cells (those above the title)."""
    side = _side_of(raw, cells)
    lines = [cell for cell in cells if _may_name_body(cell, catalogue)]
    star = next((cell for cell in cells if _STAR.match(cell.text)), None)
    superior, issuer = _split(lines, star, catalogue)
    return Header(
        header=side,
        superior=_named(superior),
        issuer=_named(issuer),
        issuer_body=_body(_joined(issuer), _joined(superior), symbol, catalogue),
        star=read(True, star.location) if star else absent(),
    )


def _side_of(raw: RawFile, cells: Sequence[Cell]) -> Fact[str]:
    for cell in cells:
        if cell.is_party_title:
            return read("party", cell.location, shown=cell.text)
        if cell.is_state_title:
            return read("state", cell.location, shown=cell.text)
    for text in raw.header_lines:
        if bare(text).strip("*-. ") == "dang cong san viet nam":
            return read("party", how="layout", shown=text)
    return absent()


def _may_name_body(cell: Cell, catalogue: Catalogue) -> bool:
    text = cell.folded
    if cell.side == "r" or cell.is_party_title or cell.is_state_title:
        return False
    if _NOT_A_BODY.match(text) or _DATE_LINE.search(cell.text) or len(cell.text) > 90:
        return False
    return is_capitals(cell.text) or text.startswith(_body_words(catalogue))


@remembered
def _body_words(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(fold(word) for body in catalogue.bodies for word in body.words)


@remembered
def _party_words(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(word for word in _body_words(catalogue) if not _OFFICE_START.match(f"{word} "))


def _split(lines: Sequence[Cell], star: Cell | None, catalogue: Catalogue) -> tuple[list[Cell], list[Cell]]:
    """Part the left column: the issuer is the last body named, the direct superior the one above it."""
    groups: list[list[Cell]] = []
    by_weight = len({bool(cell.line.bold) for cell in lines}) > 1
    for cell in lines:
        if not groups or _starts_body(groups[-1], cell, star, catalogue, by_weight=by_weight):
            groups.append([])
        groups[-1].append(cell)
    return (groups[-2] if len(groups) > 1 else []), (groups[-1] if groups else [])


def _starts_body(group: list[Cell], cell: Cell, star: Cell | None, catalogue: Catalogue, *, by_weight: bool) -> bool:
    before = group[-1]
    if star is not None and before.index < star.index < cell.index:
        return True  # a team stands under the star of its chi bộ
    if by_weight:
        return bool(before.line.bold) != bool(cell.line.bold)  # the superior stands in regular, the issuer in bold
    text = cell.folded
    if text.startswith(_party_words(catalogue)) or _PARTY_START.match(text):
        return True
    # «ĐẢNG BỘ / TRƯỜNG ĐẠI HỌC KINH TẾ» is one name, «SỞ … / TRƯỜNG …» are two bodies
    return bool(_OFFICE_START.match(text)) and not _PARTY_START.match(group[0].folded)


def _joined(cells: Sequence[Cell]) -> str | None:
    return " ".join(cell.text for cell in cells) or None


def _named(cells: Sequence[Cell]) -> Fact[str]:
    text = _joined(cells)
    return read(text, cells[0].location, shown=text) if text else absent()


def _body(issuer: str | None, superior: str | None, symbol: str | None, catalogue: Catalogue) -> Fact[str]:
    """Name the issuing body: the longest words that fit its name, else its abbreviation in the symbol."""
    best = _best(issuer, superior, symbol, catalogue)
    if len(best) == 1:
        return read(best[0], shown=issuer, confidence=1.0 if issuer else 0.7)
    if best:
        return unreadable("ambiguous", shown=issuer)
    return unreadable("not-understood", shown=issuer) if issuer else absent()


def _best(issuer: str | None, superior: str | None, symbol: str | None, catalogue: Catalogue) -> list[str]:
    own, above = fold(issuer or ""), fold(superior or "")
    scored = [(_body_score(words, own, above), body) for words, body in _words_of_bodies(catalogue)]
    top = max((score for score, _ in scored), default=0)
    fits = [body for score, body in scored if top and score == top] or list(catalogue.bodies)
    by_symbol = [body.id for body in fits if _in_symbol(body, symbol)]
    if top == 0:
        return by_symbol
    return by_symbol if len(by_symbol) == 1 else [body.id for body in fits]


@remembered
def _words_of_bodies(catalogue: Catalogue) -> list[tuple[tuple[str, ...], BodyHint]]:
    return [(tuple(map(fold, body.words)), body) for body in catalogue.bodies]


def _body_score(words: tuple[str, ...], issuer: str, superior: str) -> int:
    best = 0
    both = f" {issuer} {superior} "
    for word in words:
        if word not in both:
            continue
        if issuer.startswith(word):
            best = max(best, 300 + len(word))
        elif f" {word} " in f" {issuer} ":
            best = max(best, 200 + len(word))
        elif f" {word} " in both:
            # words that name both lines: «ủy ban kiểm tra tỉnh ủy»
            best = max(best, 310 + len(word) if word.startswith(issuer) and issuer else 0)
    return best


def _in_symbol(body: BodyHint, symbol: str | None) -> bool:
    if not symbol:
        return False
    tail = re.split(r"[/-]", symbol)[-1]
    return any(fold(tail) == fold(short) for short in body.abbreviations)
