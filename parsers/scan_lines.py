"""Turns the words read from a picture into lines of a page, and hides what was not read for certain.

Digits are where a wrong reading does harm: a word with digits and little confidence keeps a mask in their place. In the
number line and the date line of the head the mask also stands for handwriting that is no digits at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from parsers.facts import Box
from parsers.ocr import Word
from parsers.raw import RawLine
from parsers.vietnamese import MASK, fold, tidy

SURE_DIGITS = 0.80  # a word with digits below this is masked
MIXED = 0.40  # a word whose letters are in doubt …
SURE_FIGURES = 0.97  # … keeps its digits where each of them is as sure as this
SURE_WORD = 0.30  # words below this are noise unless they have letters enough
WHOLE_YEAR = 4  # figures: no more follow
COLUMN_GAP = 1.7  # of the height of the words: a wider gap parts two columns
TALL = 1.35  # times the height of the words of its row: figures of print are as tall only with a speck over them
CLEAR_FIGURES = 0.995  # sureness of figures no hand has written
AS_TALL = 0.6  # of the height of figures: what is unreadable beside them may be one more figure

_DIGITS = re.compile(r"\d+")
_FIGURES = re.compile(r"\d+[^\W\d_]*")  # also where they run into the next word
_ODD = str.maketrans({"⁄": "/", "∕": "/", "‘": "'", "’": "'", "“": '"', "”": '"', "—": "-", "–": "-", "|": " "})
_BEFORE_FIGURES = frozenset({"số", "ngày", "tháng", "năm"})  # not «VIỆT NAM»
_BAR = re.compile(r"^[^\w|!]*[|!][^\w|!]*$")
_MARKS_ONLY = re.compile(r"^[\W_]+$")
_NUMBER_LINE = re.compile(
    r"^\W{0,3}[Ss5][ốỐồổỗộóòỏõọôoéế6ó0]\s*[:;.,]{0,2}\s*(?P<number>.*?)\s*(?P<mark>[-/])\s*(?P<symbol>[A-ZĐÐ][\w/&.ĐÐ-]*.*)$"
)
_BARE_NUMBER = re.compile(r"^(?P<head>\W{0,3}[Ss][ốỐ]\s*[:;.,]?\s*)\d{1,5}[^\W\d_]?\W*$")  # its symbol was not read
_NUMBER = re.compile(r"^\d{1,5}\s?[a-zđ]?$")
_DATE = re.compile(
    r"(?P<head>[nhm]g[àaáảãạâ]y)(?P<day>.{0,9}?)(?P<mid>th[áaàảãạ]ng)(?P<month>.{0,7}?)(?P<tail>n[ăâaàáạ]m)(?P<year>.{0,7}?)(?P<end>[.,;]?)$",
    re.IGNORECASE,
)
_LEGAL = {"day": (1, 31), "month": (1, 12), "year": (1930, 2100)}


def lines_of(words: Sequence[Word], page: int, scale: float, at: tuple[float, float] = (0.0, 0.0)) -> list[RawLine]:
    """Give the lines of a picture as lines of the page; `scale` is points a pixel, `at` the picture's place."""
    found = []
    for _, group in groupby(_told_from_noise(words), key=lambda word: word.line):
        row = list(group)
        height = median(word.height for word in row)
        for part in _columns(row):
            line = _line(part, height, page, scale, at)
            if line is not None:
                found.append(line)
    return found


def _told_from_noise(words: Sequence[Word]) -> Iterator[Word]:
    """Leave noise out, but for what stands beside figures and is as tall: it hides how many there are."""
    for i, word in enumerate(words):
        before, after = (words[i - 1] if i else None), (words[i + 1] if i + 1 < len(words) else None)
        if _is_stroke(words[max(0, i - 2) : i], word):
            yield replace(word, text=MASK)
        elif not _is_noise(word):
            yield word
        elif any(beside and _may_belong(word, beside) for beside in (before, after)):
            yield replace(word, text=MASK)


def _is_stroke(before: Sequence[Word], word: Word) -> bool:
    """Tell a bar or another tall mark where a number or a day stands: a figure written by hand."""
    if not before or before[0].line != word.line:
        return False
    if _BAR.match(word.text) is None and (word.height < AS_TALL * before[-1].height or not _is_mark(word.text)):
        return False
    texts = [fold(each.text) for each in before]
    return texts[-1] in _BEFORE_FIGURES or (texts[0] in _BEFORE_FIGURES and texts[-1].isdecimal())


def _is_mark(text: str) -> bool:
    return _MARKS_ONLY.match(text) is not None and not set(text) & set("/-(")


def _may_belong(noise: Word, beside: Word) -> bool:
    near = max(noise.x0 - beside.x1, beside.x0 - noise.x1) < max(noise.height, beside.height)
    short = beside.text.isdecimal() and len(beside.text) < WHOLE_YEAR
    return beside.line == noise.line and short and near and noise.height >= AS_TALL * beside.height


def _is_noise(word: Word) -> bool:
    return word.confidence < SURE_WORD and (_MARKS_ONLY.match(word.text) is not None or len(word.text) == 1)


def _columns(words: Sequence[Word]) -> Iterable[list[Word]]:
    height = median(word.height for word in words)
    part = [words[0]]
    for before, word in pairwise(words):
        if word.x0 - before.x1 > COLUMN_GAP * height:
            yield part
            part = []
        part.append(word)
    yield part


def _line(words: Sequence[Word], height: float, page: int, scale: float, at: tuple[float, float]) -> RawLine | None:
    read_as = tidy(" ".join(word.text for word in words).translate(_ODD))
    if not any(c.isalnum() for c in read_as):
        return None
    sure = tidy(" ".join(_sure(word, height) for word in words).translate(_ODD))
    text = _masked_date(_masked_number(sure))
    box = Box(
        at[0] + scale * min(w.x0 for w in words),
        at[1] + scale * min(w.top for w in words),
        at[0] + scale * max(w.x1 for w in words),
        at[1] + scale * max(w.bottom for w in words),
    )
    confidence = sum(word.confidence * len(word.text) for word in words) / sum(len(word.text) for word in words)
    return RawLine(text, page, box, confidence=round(confidence, 3), read_as=None if text == read_as else read_as)


def _sure(word: Word, height: float) -> str:
    is_tall = word.height > TALL * height
    is_print = word.text.isdecimal() and word.figures >= CLEAR_FIGURES
    by_hand = is_tall and not is_print and _FIGURES.fullmatch(word.text)
    mixed = not is_tall and word.confidence >= MIXED and word.figures >= SURE_FIGURES
    if not by_hand and (word.confidence >= SURE_DIGITS or mixed):
        return word.text
    return _DIGITS.sub(MASK, word.text)


def _masked_number(text: str) -> str:
    """Keep the printed parts of a number line; what is no number between them was written by hand."""
    match = _NUMBER_LINE.match(text)
    if match is None:
        return _BARE_NUMBER.sub(rf"\g<head>{MASK}", text)
    number = match["number"].strip(" .…_:")
    if number and not _NUMBER.match(number):
        number = MASK
    return f"Số {number}{match['mark']}{match['symbol']}" if ":" not in text[:6] else _with_colon(match, number)


def _with_colon(match: re.Match[str], number: str) -> str:
    return f"Số: {number}{match['mark']}{match['symbol']}"


def _masked_date(text: str) -> str:
    """Keep the printed parts of a date line; what is no day, month or year between them was written by hand."""
    match = _DATE.search(text)
    if match is None:
        return text
    day, month, year = (_part(match, name) for name in ("day", "month", "year"))
    return f"{text[: match.start()]}ngày {day} tháng {month} năm {year}{match['end']}"


def _part(match: re.Match[str], name: str) -> str:
    text = match[name].strip(" .…_,")
    low, high = _LEGAL[name]
    if not text:
        return "…"
    return text if text.isdecimal() and low <= int(text) <= high else MASK
