"""How the Vietnamese letters of a text are put down: one code each, or a letter with its marks as codes of their own.

Only Word files are asked: the text of a PDF is what the program that made it left, whatever the writer typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

DECOMPOSED = "letters-decomposed"  # note of a file
ENOUGH = 40  # letters with marks of their own: a pasted word or two is no way of typing
MOSTLY = 0.5  # of the letters that have a tone

_TONES = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")


@dataclass(slots=True)
class Letters:
    """The letters with a tone counted so far: all of them, and those whose marks stand apart."""

    toned: int = 0
    apart: int = 0

    def add(self, text: str) -> None:
        """Count the letters of a text as it stands in the file."""
        if text.isascii():
            return
        self.apart += len(_TONES.findall(text))
        self.toned += len(_TONES.findall(unicodedata.normalize("NFD", text)))

    @property
    def are_apart(self) -> bool:
        """True where most of the text was typed so."""
        return self.apart >= ENOUGH and self.apart >= MOSTLY * self.toned
