"""Interface words through gettext: the msgid is the Vietnamese, `en` is a compiled catalogue beside this file."""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Callable
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


def day(value: dt.date, lang: str = "vi") -> str:
    """Return a date as an office writes it: 05/3/2026 (a zero before days under 10 and months 1 and 2 only)."""
    if lang == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def decimal(value: float, lang: str = "vi") -> str:
    """Return a figure with one decimal place, as it is written: 1,5 in Vietnamese, 1.5 in English."""
    written = f"{value:.1f}"
    return written if lang == "en" else written.replace(".", ",")
