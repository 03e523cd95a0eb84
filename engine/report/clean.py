"""Names and texts from files, made harmless for a terminal, a page and a workbook."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)

# Marks that turn the reading direction or hide: a file name with them can show «fdp.exe» for «exe.pdf».
_HIDDEN = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ESCAPED = re.compile(r"\\[bfnrtu]")  # what JSON writes for control characters
_SPACES = frozenset("\t\n\r\x0b\x0c\x85")


def clean(text: str) -> str:
    """Return the text in NFC with line ends as spaces and every control or hidden character as «\ufffd»."""
    text = unicodedata.normalize("NFC", text)
    # nearly every text is printable throughout, and then there is nothing to look at letter by letter
    return text if text.isprintable() else "".join(_harmless(letter) for letter in text)


def _harmless(letter: str) -> str:
    if letter in _SPACES:
        return " "
    return "\ufffd" if letter in _HIDDEN or unicodedata.category(letter) in {"Cc", "Cs"} else letter


def clean_model(model: M) -> M:
    """Return a model with every text in it made harmless: the same one where there is nothing to change."""
    written = model.model_dump_json()
    if written.isprintable() and not _ESCAPED.search(written) and unicodedata.is_normalized("NFC", written):
        return model
    return type(model).model_validate(_walk(model.model_dump()))


def _walk(value: object) -> object:
    if isinstance(value, str):
        # StrEnum members are str too; their values hold nothing to clean
        return clean(value)
    if isinstance(value, dict):
        return {_walk(key): _walk(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(item) for item in value]
    return value
