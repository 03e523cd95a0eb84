"""Turns text in the old one-byte encodings TCVN3 (.VnTime) and VNI into Unicode.

The encoding is found once, over the whole paper, and then forced on every line: alone, a short heading would be guessed
wrong. The tables are viparse's; what they cannot know is mended here: capitals, which only the font or the rest of the
line shows; capitals of VNI with small marks; «ư» of TCVN3, which readers take for a soft hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from parsers.raw import RawFile, RawLine, RawPage, RawTable
from parsers.syllables import is_syllable
from parsers.vietnamese import looks_legacy

NOTE = "legacy-encoding"
CONFIDENCE = 0.9  # of what was read in a converted text
ENOUGH_WORDS = 4
SURE_SHARE = 0.8  # of the words with marks that must be Vietnamese after the conversion …
CLEAR_LEAD = 0.1  # … and by how much the encoding must be better than any other reading
FEWEST_SYMBOLS = 3

# Letters of TCVN3 that no Vietnamese text in Unicode has.
_SYMBOLS = re.compile("[§¶®¸µμ¹·¨©ª«¬¡¢£¤¥¦]")
_UNICODE = re.compile("[ạ-ỹẠ-ỸđĐơƠưƯăĂ]")
_ODD_WORD = re.compile(r"[^\W\d_]*[\x80-\xff][^\s.,;:()/\"'!?0-9-]*")
_WORD = re.compile(r"[^\W\d_]+")
_WITH_HYPHEN = re.compile(r"[^\s.,;:()/\"'!?0-9]*[-\xad][^\s.,;:()/\"'!?0-9]*")
_SYMBOL_LIKE = re.compile(r"[\d/-]")  # «15-Q§/UBKT» is in capitals whatever stands around it
_WORDS_OF_A_NAME = range(3, 7)
_PLAIN_LETTERS = re.compile(r"[A-Za-z]")

Converter = Callable[[str], str]


def mended(raw: RawFile) -> RawFile:
    """Give the file with its text in Unicode, noting it; files in Unicode come back as they are."""
    texts = [line.text for line in raw.all_lines]
    joined = " ".join(texts)
    whole = looks_legacy(joined)
    if not whole:
        if len(_SYMBOLS.findall(joined)) < FEWEST_SYMBOLS:
            return raw
        texts = [text for text in texts if is_old_line(text)]
        if sum(len(_SYMBOLS.findall(text)) for text in texts) < FEWEST_SYMBOLS:
            return raw
    name = encoding_of("\n".join(texts))
    return raw if name is None else _converted(raw, name, whole=whole)


def is_old_line(text: str) -> bool:
    """Tell whether a line among lines in Unicode is in TCVN3, by letters Unicode text does not have."""
    return len(_SYMBOLS.findall(text)) >= 2 and not _UNICODE.search(text)


def encoding_of(text: str) -> str | None:
    """Name the encoding of a text, `tcvn3` or `vni`; None where it is neither, or not surely one of them."""
    words = list(dict.fromkeys(_ODD_WORD.findall(text)))
    if len(words) < ENOUGH_WORDS:
        return None
    shares = {name: _share(map(converter(name), words)) for name in ("tcvn3", "vni")}
    as_it_is = _share(words)
    best, other = sorted(shares, key=lambda name: -shares[name])
    rival = max(as_it_is, shares[other])
    return best if shares[best] >= SURE_SHARE and shares[best] >= rival + CLEAR_LEAD else None


def _share(words: Iterable[str]) -> float:
    judged = [is_syllable(part) for word in words for part in _WORD.findall(word)]
    return sum(judged) / max(1, len(judged))


def to_unicode(text: str, encoding: str, *, capitals: bool = False) -> str:
    """Convert a line; `capitals` when its font draws small letters as capitals."""
    if encoding == "tcvn3":
        text = _WITH_HYPHEN.sub(_horned, text)
    done = converter(encoding)(text).replace("Ð", "Đ").replace("ð", "đ")
    return done.upper() if capitals else "\n".join(map(_cased, text.split("\n"), done.split("\n")))


def _horned(match: re.Match[str]) -> str:
    """Read a hyphen as «ư» where that makes a word and nothing else does: «®-îc», «th- ký»."""
    word = match.group()
    if not word.strip("-"):
        return word
    horned = re.sub("[-\xad]", "\xad", word)
    return horned if "\xad" in word or is_syllable(converter("tcvn3")(horned)) else word


def _cased(old: str, new: str) -> str:
    """Give capitals back: TCVN3 has none with tones, so «QUYÕT §ÞNH» would come out as «QUYếT ĐịNH»."""
    words = [word for word in old.split() if not _SYMBOL_LIKE.search(word)]
    if _all_capitals(" ".join(words)):
        return new.upper()
    new = _WORD.sub(lambda match: match.group().upper() if _all_capitals(match.group()) else match.group(), new)
    parts = new.split(" ")
    small = [part for part in parts if part[:1].islower()]
    if len(parts) in _WORDS_OF_A_NAME and len(small) == 1 and not small[0][0].isascii():
        return " ".join(part[:1].upper() + part[1:] for part in parts)  # «Nguyễn Văn ý»: a name
    return new


def _all_capitals(text: str) -> bool:
    plain = _PLAIN_LETTERS.findall(text)
    return len(plain) >= 2 and all(letter.isupper() for letter in plain)


@lru_cache(maxsize=4)
def converter(encoding: str) -> Converter:
    """Give the function that converts one encoding."""
    from viparse.normalize.encodings import CHARMAPS  # noqa: PLC0415 - for the rare old paper only
    from viparse.normalize.tables import build_charmap, convert  # noqa: PLC0415

    pairs = list(CHARMAPS[encoding].pairs)
    if encoding == "vni":
        pairs += _missing_in_vni({old for old, _ in pairs}, pairs)
    table = build_charmap(f"{encoding}-mended", pairs)
    return lambda text: str(convert(text, table))


def _missing_in_vni(known: set[str], pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what the table lacks: ẳ, ỵ, and capitals followed by a small mark («Uûy ban»)."""
    more = [("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ")]
    mixed = [(old[0] + old[1:].lower(), new) for old, new in [*pairs, *more] if len(old) > 1 and old.isupper()]
    for old, new in [*more, *mixed]:
        if old not in known:
            known.add(old)
            yield old, new


# ---------------------------------------------------------------- a whole file


def _converted(raw: RawFile, encoding: str, *, whole: bool) -> RawFile:
    def text(old: str, *, capitals: bool = False) -> str:
        wanted = not _UNICODE.search(old) if whole else is_old_line(old)
        return to_unicode(old, encoding, capitals=capitals) if wanted else old

    def line(old: RawLine) -> RawLine:
        return old._replace(text=text(old.text, capitals=old.capitals))

    return replace(
        raw,
        lines=tuple(map(line, raw.lines)),
        pages=tuple(_page(page, line) for page in raw.pages),
        tables=tuple(_table(table, text) for table in raw.tables),
        header_lines=tuple(map(text, raw.header_lines)),
        notes=(*raw.notes, NOTE),
    )


def _page(page: RawPage, line: Callable[[RawLine], RawLine]) -> RawPage:
    return replace(page, lines=tuple(map(line, page.lines)), words=tuple(map(line, page.words)))


def _table(table: RawTable, text: Converter) -> RawTable:
    return replace(table, rows=tuple(tuple(map(text, row)) for row in table.rows))
