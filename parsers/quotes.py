"""Finds the documents a paper quotes («Quyết định số 12-QĐ/UBKTĐU, ngày 05/3/2026 của …»), with the role they play."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.catalogue import Catalogue
from parsers.facts import Quote
from parsers.head import place_of
from parsers.layout import remembered
from parsers.number_date import SYMBOL
from parsers.raw import RawLine
from parsers.vietnamese import find_dates, fold, fold_in_place, tidy

MOST_HINT_WORDS = 30  # «khi có dấu hiệu vi phạm» stands behind the whole name of an organisation
MOST_WORDS_BEFORE_NUMBER = 8
MOST_ISSUER_WORDS = 14
LONGEST_SYMBOL = 24
DATE_REACH = 60  # characters between a number and its date

_NUMBER = re.compile(
    rf"(?P<so>\bsố\s*:?\s*)?(?<![\d/-])(?P<number>\d{{1,5}}[a-zđ]?)?(?P<gap>[\s.…_]*)(?P<mark>[-/])\s?(?P<symbol>{SYMBOL})",
    re.IGNORECASE,
)
_MARK = re.compile(r"[-/]\s?(?=[^\W\d_]|\d{4}\s?[-/])")  # before a symbol
_LONGEST_NUMBER = 6  # characters, a letter after the digits among them
_ISSUER = re.compile(
    r"^[\s,]*của\s+(?P<who>[^,;.():«»“”\"\n]+?)"
    r"(?=\s+(?:về|v/v|quy định|hướng dẫn|ban hành|đối với|trong|ngày|thi hành|sửa đổi)\b|[,;.():«»“”\"\n]|$)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^[\s,]*(?:về việc|về|v/v)\s+(?P<what>[^,;.()«»“”\"\n]+)", re.IGNORECASE)
_BEFORE_DATE = re.compile(r"^[\s,(]*(?:ban hành |ký )?(?:ngày)?\s*$", re.IGNORECASE)
_NEW_PARAGRAPH = re.compile(
    r"^(?:[-+•]\s|căn cứ\b|xét\b|theo đề nghị|thực hiện\b|điều \d|\d{1,2}[.)]\s|[ivx]{1,4}[.)-]|[a-e]\))", re.IGNORECASE
)
_ENDS_PARAGRAPH = (";", ".", ":")
_AND = re.compile(r"[\s,;]*(?:và|cùng với|cùng)?\s*")  # between two quotes that belong together
_CLAUSE = re.compile(r"[;.](?=\s)|\n")
_BASIS = re.compile(r"^[\s\W]*căn cứ\b")
_CARRIES_OUT = re.compile(r"^[\s\W]*(?:để |nhằm )?(?:tiếp tục )?(?:triển khai )?(?:,? ?(?:tổ chức )?)?thực hiện\b")


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines joined to one text, with the line each character came from."""

    text: str
    folded: str
    starts: tuple[int, ...]
    lines: tuple[RawLine, ...]

    def line_at(self, offset: int) -> RawLine:
        """Give the line a character stands in."""
        return self.lines[max(0, bisect_right(self.starts, offset) - 1)]


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows a number: its date, its issuer, what it is about, and where all that ends."""

    end: int
    date: dt.date | None = None
    issuer: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A quote with where it begins and what follows its number."""

    quote: Quote
    start: int
    tail: _Tail


def find_quotes(lines: Sequence[RawLine], catalogue: Catalogue) -> tuple[Quote, ...]:
    """Find the quotes in the text of a paper (its head left out), in order."""
    joined = _join(lines)
    types = _type_pattern(catalogue)
    quotes = [_quote(joined, match, types) for match in _numbers(joined.text)]
    found = [quote for quote in quotes if quote is not None]
    for i in reversed(range(len(found) - 1)):
        if _AND.fullmatch(joined.folded, found[i].tail.end, found[i + 1].start):
            found[i] = _sharing(found[i], found[i + 1])
    return tuple(each.quote for each in found)


def _sharing(first: _Found, second: _Found) -> _Found:
    """Let «Quyết định số … và Kế hoạch số … của … về …» have one issuer and one subject."""
    issuer = first.quote.issuer or second.quote.issuer
    about = first.tail.about or second.tail.about
    quote = replace(first.quote, issuer=issuer, kind_hint=first.quote.kind_hint or about)
    return replace(first, quote=quote, tail=replace(first.tail, issuer=issuer, about=about))


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Give the matches of _NUMBER in order: there are few marks before a symbol, so only what they end is tried."""
    done = 0
    for mark in _MARK.finditer(text):
        starts = range(max(done, _number_start(text, mark.start())), mark.start() + 1)
        match = next((found for at in starts if (found := _NUMBER.match(text, at))), None)
        if match:
            done = match.end()
            yield match


def _number_start(text: str, mark: int) -> int:
    """Give a place before which no number can begin that ends with a mark: «số : 12 -»."""
    start = mark
    while start and (text[start - 1].isspace() or text[start - 1] in ".…_"):
        start -= 1
    start = max(0, start - _LONGEST_NUMBER)
    while start and (text[start - 1].isspace() or text[start - 1] == ":"):
        start -= 1
    return max(0, start - len("số"))


def _join(lines: Sequence[RawLine]) -> _Text:
    """Join lines: a space inside a paragraph, a line feed where a new one begins."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for line in lines:
        text = tidy(line.text)
        new = (
            not parts or line.paragraph is not None or _NEW_PARAGRAPH.match(text) or parts[-1].endswith(_ENDS_PARAGRAPH)
        )
        piece = ("\n" if new else " ") + text
        starts.append(length)
        parts.append(piece)
        length += len(piece)
    text = "".join(parts)
    return _Text(text, fold_in_place(text), tuple(starts), tuple(lines))


@remembered
def _type_pattern(catalogue: Catalogue) -> re.Pattern[str]:
    names = {fold(name) for names in catalogue.type_names.values() for name in names}
    names |= {fold(name) for kind in catalogue.kinds for name in kind.types}
    # The laws of the State are quoted too, and have no abbreviation.
    names |= {"luật", "nghị định", "thông tư", "pháp lệnh"}
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def _quote(joined: _Text, match: re.Match[str], types: re.Pattern[str]) -> _Found | None:
    symbol = re.sub(r"\s", "", match["symbol"])
    if not _looks_like_symbol(symbol):
        return None
    text, folded = joined.text, joined.folded
    clause = _clause_start(text, match.start())
    named = _type_before(folded[clause : match.start()], types)
    type_at = clause + named[0] if named else match.start()
    type_name = text[type_at : clause + named[1]] if named else None
    if not _is_reference(match, type_name, symbol):
        return None
    tail = _tail(text, match.end())
    between = folded[clause + named[1] : match.start()] if named else ""
    quote = Quote(
        shown=tidy(text[type_at : tail.end]),
        location=place_of(joined.line_at(type_at)),
        role=_role(folded, clause, type_at),
        type_name=type_name,
        kind_hint=_hint(re.sub(r"\bsố\s*:?\s*$", "", between)) or tail.about,
        number=_plain(match["number"]),
        symbol=symbol.strip(".-/"),
        date=tail.date,
        issuer=tail.issuer,
    )
    return _Found(quote, type_at, tail)


def _looks_like_symbol(symbol: str) -> bool:
    return len(symbol) <= LONGEST_SYMBOL and sum(map(str.isupper, symbol)) >= 2


def _is_reference(match: re.Match[str], type_name: str | None, symbol: str) -> bool:
    """Tell a quote from «1/2», «3 - Báo cáo», «và/hoặc»: it has a type or «số» beside what looks like a symbol."""
    if match["number"]:
        return bool(match["so"] or type_name) and (bool(match["so"]) or re.search(r"[/-]", symbol) is not None)
    return bool(match["so"] and type_name and re.search(r"[/-]", symbol))


def _clause_start(text: str, end: int) -> int:
    last = text.rfind("\n", 0, end) + 1
    for match in _CLAUSE.finditer(text, last, end):
        last = match.end()
    return last


def _type_before(clause: str, types: re.Pattern[str]) -> tuple[int, int] | None:
    """Give where the last type named before a number stands, if it is near enough to be meant."""
    last = None
    for match in types.finditer(clause):
        last = match
    if last is None:
        return None
    between = clause[last.end() :]
    if len(between.split()) > MOST_WORDS_BEFORE_NUMBER or re.search(r"\d\s?[-/]|[()]", between):
        return None
    return last.span()


def _hint(words: str) -> str | None:
    return " ".join(fold(words).strip(" ,:").split()[:MOST_HINT_WORDS]) or None


def _plain(number: str | None) -> str | None:
    return (number.casefold().lstrip("0") or "0") if number else None


def _tail(text: str, start: int) -> _Tail:
    tail = _Tail(start)
    for _ in range(2):  # «ngày … của …», «của …, ngày …»
        tail = _with_issuer(text, _with_date(text, tail))
    about = _ABOUT.match(text[tail.end :])
    return replace(tail, about=_hint(about["what"])) if about else tail


def _with_date(text: str, tail: _Tail) -> _Tail:
    if tail.date:
        return tail
    rest = text[tail.end : tail.end + DATE_REACH]
    first = next(iter(find_dates(rest)), None)
    if first is None or not _BEFORE_DATE.match(rest[: first.start]):
        return tail
    return replace(tail, end=tail.end + first.end, date=first.date)


def _with_issuer(text: str, tail: _Tail) -> _Tail:
    match = None if tail.issuer else _ISSUER.match(text[tail.end :])
    if match is None:
        return tail
    words = tidy(match["who"]).split()
    if len(words) > MOST_ISSUER_WORDS:
        return tail
    return replace(tail, end=tail.end + match.end("who"), issuer=" ".join(words))


def _role(folded: str, clause: int, start: int) -> str:
    """Give the part a quote plays: by its own clause, else by how its paragraph begins."""
    if _CARRIES_OUT.match(folded[clause:start]):
        return "carries-out"
    paragraph = folded.rfind("\n", 0, start) + 1
    if _BASIS.match(folded[clause:start]) or _BASIS.match(folded[paragraph:start]):
        return "basis"
    return "mention"
