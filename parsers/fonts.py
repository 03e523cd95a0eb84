"""Which typeface a text is set in, by the name its file gives the font.

Only a name that somebody must have chosen tells of another typeface. A stand-in a converter puts in for a font it
does not have, a clone with the measures of Times New Roman, and a font without a telling name tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.facts import Style
from parsers.layout import place
from parsers.raw import RawLine

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[,-].*$|(?:ps)?mt$")
_TIMES = re.compile(r"times|tinos|liberationserif|nimbusrom|termes|freeserif|thorndale")
_OTHERS = re.compile(
    r"arial(?:narrow|unicodems)?|calibri(?:light)?|cambria|candara|constantia|consolas|corbel|courier(?:new)?|tahoma"
    r"|verdana|segoeui|georgia|garamond|bookantiqua|bookmanoldstyle|century(?:gothic|schoolbook)?|palatinolinotype"
    r"|comicsansms|trebuchetms|aptos|roboto|opensans|montserrat|inter|bahnschrift|gillsans(?:mt)?|rockwell|perpetua"
    r"|franklingothic(?:book|medium)|lucidasansunicode"
)


@lru_cache(maxsize=256)
def is_times(name: str | None) -> bool | None:
    """Tell whether a font is Times New Roman (or drawn to its measures); None where its name does not tell."""
    family = _family(name or "")
    if _TIMES.search(family):
        return True
    return False if _OTHERS.fullmatch(family) else None


def _family(name: str) -> str:
    return _STYLE.sub("", re.sub(r"[\s_]", "", _SUBSET.sub("", name)).casefold())


def font_style(lines: Sequence[RawLine]) -> Style | None:
    """Judge the typeface most of the letters of a text are set in; None where most of them do not tell."""
    letters = {True: 0, False: 0, None: 0}
    for line in lines:
        letters[is_times(line.font)] += len(line.text)
    told = max((True, False), key=lambda answer: letters[answer])
    if 2 * letters[told] <= sum(letters.values()):
        return None
    shown = next(line for line in lines if is_times(line.font) is told)
    return Style("font", told, place(shown), _SUBSET.sub("", shown.font or ""))
