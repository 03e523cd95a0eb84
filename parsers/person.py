"""The person a paper is about, with the birth date: from the title, the opening, or what the person fills in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from parsers.attachments import main_text
from parsers.catalogue import KindHint
from parsers.facts import Fact, Person, absent, read, unreadable
from parsers.layout import AnyCase, Running, nothing_to_read, some_unread
from parsers.names import COMRADE, FoundName, name_at
from parsers.raw import RawFile
from parsers.vietnamese import MASK, lower_in_place

OPENING = 2_600  # characters: header, title, grounds, first paragraph
BIRTH_REACH = 160

_I = re.IGNORECASE
_MEMBER = r"(?:(?:đảng\s+viên|đồng\s+chí|đ/c|ông|bà)\s*:?\s+)+"
_OBJECT = AnyCase(
    rf"(?:đối\s+với|kiểm\s+tra|giám\s+sát|kỷ\s+luật|tố\s+cáo|khiếu\s+nại\s+của|của)\s+{_MEMBER}"
    rf"|(?:đối\s+tượng|người|đảng\s+viên)\s+(?:được\s+)?(?:kiểm\s+tra|giám\s+sát|bị\s+tố\s+cáo)[^:\n]{{0,25}}:\s*(?:{COMRADE})?"
)
_SELF = AnyCase(r"(?:họ\s+(?:và\s+)?tên(?:\s+khai\s+sinh)?|tên\s+tôi\s+là|tôi\s+tên\s+là|tôi\s+là)\s*:?\s*")
_BORN = re.compile(
    r"(?:sinh\s*(?:ngày|năm)?(?:\s*,?\s*tháng\s*,?\s*năm)?(?:\s+sinh)?|ngày(?:\s*,?\s*tháng\s*,?\s*năm)?\s+sinh|năm\s+sinh)\s*:?\s*"
    r"(?:(?P<d>\d{1,2})\s*(?:/|-|\.|tháng)\s*(?P<m>\d{1,2})\s*(?:/|-|\.|năm)\s*)?(?P<y>(?:19|20)\d{2})(?!\d)",
    _I,
)
_HIDDEN = re.compile(rf"{COMRADE}\W{{0,2}}{MASK}", _I)  # a name on a picture nobody could read


def read_person(raw: RawFile, kind: KindHint | None) -> Fact[Person]:
    """Read who a paper is about; two people equally meant are ambiguous, an organisation is nobody."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = main_text(raw)
    found, own = _named_after(_OBJECT, text), _named_after(_SELF, text)
    meant = _most_likely(_whole(_surely_cut(found)), own, kind)
    if len(meant) == 1:
        name = _longest(meant[0], text)
        born = _born(text, name)
        return read(Person(name.value, born, text.location(name.start)), text.location(name.start), shown=name.value)
    if meant:
        return unreadable("ambiguous", text.location(meant[0].start))
    return unreadable("scan") if some_unread(raw) or _HIDDEN.search(text.text) else absent()


def _named_after(words: AnyCase, text: Running) -> list[FoundName]:
    opening = text.text[:OPENING]
    return [name for match in words.finditer(text, OPENING) if (name := name_at(opening, match.end()))]


def _most_likely(found: list[FoundName], own: list[FoundName], kind: KindHint | None) -> list[FoundName]:
    """Give the people meant: who fills in a form of his own, else who is named first, told from others by count."""
    if own and (not found or (kind is not None and "dang-vien" in kind.roles)):
        return own[:1]
    names = Counter(name.value for name in found)
    if len(names) <= 1:
        return found[:1]
    first = found[0]
    if _joined_with_other(found):
        return found[:2]
    return [first] if names[first.value] >= max(names.values()) else found[:2]


def _surely_cut(found: list[FoundName]) -> list[FoundName]:
    """Leave out names in a title in capitals, whose end is a guess, where the same person is named in the text."""
    plain = [name for name in found if not name.in_capitals]
    return [n for n in found if not n.in_capitals or not any(n.value.startswith(p.value) for p in plain)]


def _whole(found: list[FoundName]) -> list[FoundName]:
    """Let a name that a line end cut («Kim Đức / Hiếu») be the longer one that is named beside it."""
    values = sorted({name.value for name in found}, key=len)
    longer = {v: w for v in values for w in values if w.startswith(f"{v} ")}
    return [replace(name, value=longer.get(name.value, name.value)) for name in found]


def _joined_with_other(found: list[FoundName]) -> bool:
    one, other = found[0], found[1]
    return one.value != other.value and other.start - one.end < 30


def _longest(name: FoundName, text: Running) -> FoundName:
    """Take the fuller writing, where it stands more often: a line end may have cut the name."""
    written = [found.value for at in _mentions(text, name) if (found := name_at(text.text, at))]
    best, times = Counter(written).most_common(1)[0] if written else (name.value, 0)
    fuller = best.startswith(f"{name.value} ") and times > written.count(name.value)
    return FoundName(best, name.start, name.end) if fuller else name


def _born(running: Running, name: FoundName) -> str | None:
    text = running.text
    for start in _mentions(running, name):
        at = start + len(name.value)
        match = _BORN.search(text, at, at + BIRTH_REACH)
        if match and not re.search(COMRADE, text[at : match.start()], _I):
            day, month, year = match["d"], match["m"], match["y"]
            return f"{int(day):02}/{int(month):02}/{year}" if day and month else year
    return None


def _mentions(text: Running, name: FoundName) -> Iterator[int]:
    """Give the places of a name, also over a line end; no pattern is compiled for a name that is met once."""
    first, *rest = lower_in_place(name.value).split()
    at = text.lowered.find(first)
    while at >= 0:
        end = _end_of_mention(text.lowered, at, first, rest)
        if end is not None:
            yield at
        at = text.lowered.find(first, end or at + 1)


def _end_of_mention(text: str, at: int, first: str, rest: list[str]) -> int | None:
    if at and _is_letter(text[at - 1]):
        return None
    end = at + len(first)
    for word in rest:
        start = end
        while text[start : start + 1].isspace():
            start += 1
        if start == end or not text.startswith(word, start):
            return None
        end = start + len(word)
    return None if _is_letter(text[end : end + 1]) else end


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
