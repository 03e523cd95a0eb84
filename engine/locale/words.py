"""Interface words through gettext: the msgid is the Vietnamese, `en` is a compiled catalogue beside this file."""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
DOMAIN = "hoso"
FOLDER = Path(__file__).parent
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Tr = Callable[[str], str]


@cache
def tr(lang: str) -> Tr:
    """Return the translator of `lang`; Vietnamese needs no catalogue."""
    if lang == "vi":
        return str
    catalogue = gettext.translation(DOMAIN, FOLDER, languages=[lang], fallback=True)
    # the empty msgid is the catalogue's own header
    return lambda text: catalogue.gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a text for translation where it stands in a table; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """A sentence in every language of the program, for what is made before anybody knows who will read it."""

    vi: str = ""
    en: str = ""

    def __str__(self) -> str:
        """Return the Vietnamese."""
        return self.vi

    def __bool__(self) -> bool:
        """True where anything is said."""
        return bool(self.vi)

    def __add__(self, other: Said) -> Said:
        """Return both sentences as one."""
        return Said(self.vi + other.vi, self.en + other.en)

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        return self.en if lang == "en" else self.vi


NOTHING = Said()


def said(text: str, /, **values: Said | object) -> Said:
    """Return the msgid `text` in every language, filled with `values`; those that are `Said` in its own language."""
    vi, en = (
        tr(lang)(text).format(
            **{name: value.text(lang) if isinstance(value, Said) else value for name, value in values.items()}
        )
        for lang in LANGUAGES
    )
    return Said(vi, en)


def same(text: str) -> Said:
    """Return words that are the same in every language: a name, or what somebody else wrote."""
    return Said(text, text)


def joined(parts: Iterable[Said], between: str = "; ") -> Said:
    """Return all parts as one, with `between` between them."""
    parts = tuple(parts)
    return Said(between.join(part.vi for part in parts), between.join(part.en for part in parts))


def day(value: dt.date, lang: str = "vi") -> str:
    """Return a date as an office writes it: 05/3/2026 (a zero before days under 10 and months 1 and 2 only)."""
    if lang == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def day_said(value: dt.date) -> Said:
    """Return a date in every language."""
    return Said(day(value, "vi"), day(value, "en"))


def decimal(value: float, lang: str = "vi") -> str:
    """Return a figure with one decimal place, as it is written: 1,5 in Vietnamese, 1.5 in English."""
    written = f"{value:.1f}"
    return written if lang == "en" else written.replace(".", ",")
