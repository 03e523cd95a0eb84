"""Whether a word can be Vietnamese: one syllable, at most one tone, a vowel group and an ending that exist."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iêu iu oa oă oai oao oay oe oeo oi oo ôi ơi ua uâ uây uê ui"
    " uô uôi uơ uy uya uyê uyu ưa ưi ươ ươi ươu ưu yê yêu"
)
_ONSETS = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_CODAS = "ch|c|m|ng|nh|n|p|t"
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})(?:{_CODAS})?")


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Tell whether a word is a possible Vietnamese syllable, whatever its case."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = sum(letter in _TONES for letter in letters)
    plain = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(plain) is not None
