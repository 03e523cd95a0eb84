"""Names of people in running text: capitalised words after «đồng chí», also where a line ends inside the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMRADE = r"(?:đồng\s+chí|đ/c|đc\.|ông|bà)\s*:?\s+"
LONGEST = 5

_WORD = re.compile(r"[^\W\d_]+")
_NEVER = frozenset({"Bí", "Phó", "Ủy", "Uỷ", "Căn", "Tổ", "Trưởng", "Ban", "Chức", "Ngày", "Là", "Số", "STT", "TT"})
# Given names that also begin another word: they end a name only before the word they belong to.
_BEGINS = {
    "Chi": re.compile(r"\s+(?:bộ|ủy|uỷ|đoàn|cục|hội|nhánh)\b", re.IGNORECASE),
    "Sinh": re.compile(r"\s*(?::|\d|(?:ngày|năm|hoạt|viên)\b)", re.IGNORECASE),
    "Hiện": re.compile(r"\s+(?:là|nay|đang|công|giữ|tại)\b", re.IGNORECASE),
    "Đảng": re.compile(r"\s+(?:viên|ủy|uỷ|bộ|đoàn|phí|cộng)\b", re.IGNORECASE),
    "Thực": re.compile(r"\s+hiện\b", re.IGNORECASE),
}
_NEVER_IN_CAPITALS = frozenset(  # in a title all in capitals, where any word looks like a name
    {"VỀ", "VIỆC", "TRONG", "KHI", "CỦA", "CÓ", "LÀ", "VÀ", "THEO", "TẠI", "NHIỆM", "CHẤP", "ĐẢNG", "BÍ", "PHÓ",
     "ỦY", "UỶ", "TRƯỞNG", "DẤU", "CHỊU", "ĐỐI", "ĐÃ", "BỊ", "ĐƯỢC", "GIỮ"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with its span in the text."""

    value: str
    start: int
    end: int
    in_capitals: bool = False


def name_at(text: str, start: int) -> FoundName | None:
    """Read a person's name that begins at an offset; None where no name of two words or more stands there."""
    words: list[re.Match[str]] = []
    at = start
    while len(words) < LONGEST:
        word = _WORD.match(text, at)
        if word is None or not word.group()[0].isupper() or (words and _ends_name(text, word)):
            break
        if words and text[words[-1].end()] == "\n" and not _belongs(text, words, word):
            break
        words.append(word)
        at = word.end() + (1 if text[word.end() : word.end() + 1] in {" ", "\n"} else 0)
        if at == word.end():
            break
    if len(words) < 2:
        return None
    name = " ".join(w.group() for w in words)
    return FoundName(_printed(name), words[0].start(), words[-1].end(), name.isupper())


def _belongs(text: str, words: list[re.Match[str]], word: re.Match[str]) -> bool:
    """Tell whether the first word of a line still is part of the name the line before ended with."""
    if len(words) == 1:
        return True
    rest = re.match(r"(?:[ ]?[^\W\d_]+){0,2}?(?=[,;.)]|$)", text[word.end() :].split("\n", maxsplit=1)[0])
    more = rest is not None and all(part[0].isupper() for part in rest.group().split())
    return len(words) + 1 <= LONGEST and more and not _ends_name(text, word)


def _ends_name(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    if word in _BEGINS:
        return _BEGINS[word].match(text, match.end()) is not None
    return word in _NEVER or word in _NEVER_IN_CAPITALS


def _printed(name: str) -> str:
    return name.title() if name.isupper() else name
