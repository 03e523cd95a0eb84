"""Mends what the recogniser misread where known words leave no doubt: the words of the catalogue, fixed titles.

Marks are what goes wrong most («KÉ HOẠCH»): words that are a known phrase but for their marks become that phrase.
Letters are mended only in whole lines of the head. What was read stays with the line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from parsers.catalogue import Catalogue
from parsers.raw import RawLine
from parsers.roles import AUTHORITY
from parsers.vietnamese import MASK, bare, fold, is_capitals, tidy

CLOSE = 0.86  # of the letters of a whole line
CLOSE_TITLE = 0.87  # «CHỦ TỊCH» must not become «CHỦ TRÌ»
LEAST_TITLE = 4  # letters of a signer's title that were read
MOSTLY = 0.7  # of the letters are capitals
LEAST_LETTERS = 7  # of a line that may be mended by its letters

_FIXED = (
    "đảng cộng sản việt nam", "cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "căn cứ", "nơi nhận",
    "kính gửi", "xét đề nghị", "quyết định", "báo cáo", "họ và tên", "tổng số", "có mặt", "vắng mặt", "chủ trì",
    "thư ký", "biên bản", "kết thúc", "đảng viên", "kiểm tra", "giám sát", "kỷ luật", "vi phạm", "đảng ủy", "chi bộ",
    "chi ủy", "tổ kiểm tra", "tổ giám sát", "ủy ban kiểm tra", "ban chấp hành", "ban thường vụ", "bí thư", "phó bí thư",
    "tổ trưởng", "chủ nhiệm", "phó chủ nhiệm", "thành phần", "địa điểm", "nội dung", "thời gian", "kết luận",
    "hội nghị",
    "người ghi biên bản", "phụ lục", "kèm theo", "lưu hồ sơ", "dấu hiệu vi phạm", "hình thức kỷ luật", "mục lục",
    "chứng từ kết thúc", "tờ số", "trang số", "đồng chí", "thường trực", "văn phòng", "ủy viên", "ngày tháng",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_POWER = re.compile(r"^\W{0,2}([TK])[Il1|!][./]?([MTL])(?=\s+[^\W\d_]{2})")  # «TIM CHI BỘ» for «T/M CHI BỘ»
_STRAY = re.compile(r"^[_^ˆ`'´¨*°|:.,\s]+(?=[^\W\d_])")  # specks and ends of strokes before the first letter
_DOUBLED = re.compile(r"[à-ỹđ]{2}|[À-ỸĐ]{2}")
_SPECK = re.compile(r"^[-–—_^ˆ`'´¨|:.,~=\s]+(?=[^\W\d_]{2})")  # before a title in capitals
_BULLET = re.compile(r"^[~¬=]\s+(?=[^\W\d_])")
_HEADS = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (1, 2), (2, 1), (2, 2))  # letters lost, letters read instead
_SYMBOL = re.compile(r"(?<=[-/])[^\W_]+(?:\s?[-/.&]\s?[^\W_]+)*")
_LOOKS_LIKE = str.maketrans({"8": "B", "0": "O", "1": "I", "5": "S", "Ð": "Đ", "6": "G"})


class Repair:
    """The known words of one catalogue, ready to mend lines."""

    def __init__(self, catalogue: Catalogue) -> None:
        phrases = {fold(phrase) for phrase in (*_FIXED, *_phrases(catalogue)) if phrase}
        self._by_bare = _unambiguous(phrase for phrase in phrases if len(phrase.split()) > 1)
        self._longest = max((len(phrase.split()) for phrase in self._by_bare), default=0)
        whole = {*_FIXED[:3], *(fold(name) for names in catalogue.type_names.values() for name in names)}
        self._whole = {bare(phrase): phrase for phrase in whole}
        self._signers = {squeezed(t): fold(t) for role in catalogue.roles for t in role.titles}
        self._parts = _symbol_parts(catalogue)

    def head_line(self, line: RawLine) -> RawLine:
        """Mend a line of the head: whole titles by their letters, symbols, known phrases."""
        plain = undoubled(line.text)
        plain = _SPECK.sub("", plain) if is_capitals(plain) else plain
        text = self._title(plain) or plain
        if re.match(r"^\W{0,3}Số\b", text):
            text = _SYMBOL.sub(lambda m: self._symbol(m.group()), text, count=1)
        return _replaced(line, self._phrased(text))

    def line(self, line: RawLine) -> RawLine:
        """Mend a line of the body: known phrases, and titles of signers that a seal or a pen runs through."""
        text = _BULLET.sub("- ", _STRAY.sub("", undoubled(line.text)))
        text = _POWER.sub(lambda m: f"{m[1]}/{m[2]}", text)
        return _replaced(line, self._phrased(self._signer(text) or text))

    def _signer(self, text: str) -> str | None:
        """Give the title a line of capitals is but for its spaces, its marks, or letters lost at its beginning."""
        letters = [c for c in text if c.isalpha()]
        if not LEAST_TITLE <= len(letters) <= 40 or sum(c.isupper() for c in letters) < MOSTLY * len(letters):
            return None
        if fold(text.strip(" .:")) in self._signers.values() or AUTHORITY.match(fold(text)):
            return None
        meant = self._beheaded(squeezed(text)) or self._alike(text)
        if meant is None and self._lacks_its_head(squeezed(text)):
            return f"{MASK} {text}"
        return meant.upper() if meant else None

    def _lacks_its_head(self, plain: str) -> bool:
        """Tell the end of several titles, «trưởng»: what stood before it is hidden."""
        return sum(known[2:] == plain for known in self._signers) > 1

    def _beheaded(self, plain: str) -> str | None:
        """Find the one title that ends like this, the fewest letters lost or read wrongly at its beginning."""
        found: dict[int, set[str]] = {}
        for known, title in self._signers.items():
            for lost, wrong in _HEADS:
                if len(known) - lost >= LEAST_TITLE and known[lost:] == plain[wrong:]:
                    found.setdefault(lost + wrong, set()).add(title)
        best = found[min(found)] if found else set()
        return best.pop() if len(best) == 1 else None

    def _alike(self, text: str) -> str | None:
        plain = squeezed(text)
        if len(plain) < LEAST_LETTERS:
            return None
        known = [title for title in self._signers if abs(len(title) - len(plain)) <= 1]
        close = difflib.get_close_matches(plain, known, 2, CLOSE_TITLE)
        return self._signers[close[0]] if len(close) == 1 else None

    def _title(self, text: str) -> str | None:
        plain = bare(text).strip(" .,:;-_*'\"")
        if len(plain) < LEAST_LETTERS or plain in self._whole or not is_capitals(text):
            return None
        close = difflib.get_close_matches(plain, self._whole, 1, CLOSE)
        return self._whole[close[0]].upper() if close else None

    def _phrased(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        plain = [bare(word.group()) for word in words]
        pieces, at, i = [], 0, 0
        while i < len(words):
            length = next((n for n in range(min(self._longest, len(words) - i), 1, -1) if self._at(plain, i, n)), 0)
            for word, meant in zip(words[i : i + length], self._at(plain, i, length).split(), strict=False):
                if fold(word.group()) != meant:
                    pieces += [text[at : word.start()], _cased(meant, word.group())]
                    at = word.end()
            i += max(1, length)
        return "".join(pieces) + text[at:]

    def _at(self, plain: Sequence[str], start: int, length: int) -> str:
        return self._by_bare.get(" ".join(plain[start : start + length]), "") if length else ""

    def _symbol(self, symbol: str) -> str:
        mended = re.sub(r"[^\W_]+", lambda m: self._part(m.group()), symbol)
        return MASK if any(self._is_doubtful(part) for part in re.findall(r"[^\W_]+", mended)) else mended

    def _is_doubtful(self, part: str) -> bool:
        """Tell an abbreviation nobody knows that is one letter away from a known one: «GB» for «CB»."""
        plain = bare(part)
        return plain not in self._parts and any(
            len(known) == len(plain) and sum(a != b for a, b in zip(known, plain, strict=True)) == 1
            for known in self._parts
        )

    def _part(self, part: str) -> str:
        if fold(part) in self._parts.values():
            return part
        for candidate in (part, part.translate(_LOOKS_LIKE)):
            known = self._parts.get(bare(candidate))
            if known is not None:
                return known.upper()
        return part


def undoubled(text: str) -> str:
    """Give a text with letters that were read twice, each time with other marks, once: «KIẾỂM», «21-QĐĐ/TW».

    No Vietnamese syllable has two letters with marks that are the same letter without them.
    """
    return _DOUBLED.sub(lambda m: m[0][1] if bare(m[0][0]) == bare(m[0][1]) else m[0], text)


def squeezed(text: str) -> str:
    """Give the bare letters of a text."""
    return "".join(c for c in bare(text) if c.isalpha())


def _phrases(catalogue: Catalogue) -> Iterable[str]:
    for kind in catalogue.kinds:
        yield from kind.types
        yield from (word for group in kind.all_words for word in group)
        yield from (*kind.any_words, *kind.not_words, *kind.body_words)
        yield from (word for section in kind.sections for word in section.words)
    for role in catalogue.roles:
        yield from (*role.titles, *role.authorities)
    yield from (word for body in catalogue.bodies for word in body.words)
    yield from (name for names in catalogue.type_names.values() for name in names)


def _unambiguous(phrases: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    doubled = set()
    for phrase in phrases:
        words = " ".join(_WORD.findall(phrase))
        plain = bare(words)
        if found.setdefault(plain, words) != words:
            doubled.add(plain)
    return {plain: words for plain, words in found.items() if plain not in doubled}


def _symbol_parts(catalogue: Catalogue) -> dict[str, str]:
    parts = {fold(short) for short in catalogue.type_names}
    parts |= {fold(p) for body in catalogue.bodies for short in body.abbreviations for p in re.split(r"[-/]", short)}
    parts |= {fold(p) for kind in catalogue.kinds for short in kind.symbols for p in re.split(r"[-/]", short)}
    return _unambiguous_parts(parts)


def _unambiguous_parts(parts: Iterable[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(bare(part), []).append(part)
    return {plain: known[0] for plain, known in found.items() if len(known) == 1}


def _cased(meant: str, written: str) -> str:
    if is_capitals(written) and len(written) > 1:
        return meant.upper()
    return meant[0].upper() + meant[1:] if written[0].isupper() else meant


def _replaced(line: RawLine, text: str) -> RawLine:
    return line if text == line.text else line._replace(text=tidy(text), read_as=line.read_as or line.text)
