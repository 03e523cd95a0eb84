"""What a decision decides: the form of discipline of Điều 1, the day it takes effect, the days it adds."""

from __future__ import annotations

import datetime as dt
import re

from parsers.attachments import main_text
from parsers.catalogue import Catalogue
from parsers.facts import Fact, absent, read, unreadable
from parsers.layout import nothing_to_read, some_hidden
from parsers.raw import RawFile
from parsers.vietnamese import find_dates, fold

_FIRST_ARTICLE = re.compile(r"(?m)^\s*điều\s+1\b(?P<text>.*?)(?=^\s*điều\s+2\b|\Z)", re.IGNORECASE | re.DOTALL)
_BEFORE_FORM = r"(?:hình\s+thức|kỷ\s+luật)(?:\s+kỷ\s+luật)?(?:\s+là)?[\s:“”\"«']*"
_DISCIPLINE = re.compile(r"kỷ\s+luật", re.IGNORECASE)
_EFFECT = re.compile(r"hiệu\s+lực(?:\s+thi\s+hành)?\s*,?\s*(?:kể\s+)?từ\s+(?=ngày\s+\d)", re.IGNORECASE)
_EXTENDS = re.compile(r"gia\s+hạn[^.;]{0,120}?(?<![\d/])(\d{1,3})\s*(?:\([^)]{1,30}\)\s*)?ngày(?!\s*\d)", re.IGNORECASE)
_DATE_REACH = 40


def read_discipline(raw: RawFile, catalogue: Catalogue) -> Fact[str]:
    """Read the form a decision imposes; several in its first article leave it open which one counts."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    article = _FIRST_ARTICLE.search(text.text)
    if article is None or not _DISCIPLINE.search(article["text"]):
        return unreadable("scan") if some_hidden(raw) else absent()
    found = {form.id for form in catalogue.forms if _imposes(article["text"], form.words)}
    place = text.location(article.start())
    if len(found) == 1:
        return read(found.pop(), place, shown=" ".join(article["text"].split())[:120])
    return unreadable("ambiguous" if found else "not-understood", place)


def _imposes(text: str, words: tuple[str, ...]) -> bool:
    spaced = "|".join(re.escape(fold(word)).replace(r"\ ", r"\s+") for word in words)
    return re.search(rf"{_BEFORE_FORM}(?:{spaced})(?!\w)", fold(text)) is not None


def read_effective(raw: RawFile) -> Fact[dt.date]:
    """Read the day a paper says it takes effect; «kể từ ngày ký» names no day of its own."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    for match in _EFFECT.finditer(text.text):
        phrases = find_dates(text.text[match.end() : match.end() + _DATE_REACH])
        if phrases and phrases[0].date:
            return read(phrases[0].date, text.location(match.start()), shown=phrases[0].shown)
    return unreadable("scan") if some_hidden(raw) else absent()


def read_extension(raw: RawFile) -> Fact[int]:
    """Read the days a limit is extended by."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    match = _EXTENDS.search(text.text)
    if match:
        return read(int(match[1]), text.location(match.start()), shown=" ".join(match.group().split()))
    return unreadable("scan") if some_hidden(raw) else absent()
