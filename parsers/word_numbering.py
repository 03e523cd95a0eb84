"""What Word's sections, headers and footers say of page numbers, as far as it is known without layout."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.raw import WordNumbering
from parsers.word_xml import Element, R, W, flag, value

_PAGE = re.compile(r"\s*PAGE\b")
_ALIGN = {"center": "c", "right": "r", "end": "r", "left": "l", "start": "l", "both": "l"}

Slot = tuple[str, str]  # (header | footer, default | first | even)


@dataclass(frozen=True, slots=True)
class _Section:
    parts: Mapping[Slot, Element]
    first_differs: bool
    restarts: bool


def header_lines(parts: Iterable[Element]) -> tuple[str, ...]:
    """Give the text of running headers and footers."""
    found = []
    for part in parts:
        for paragraph in part.iter(W + "p"):
            text = "".join(t.text or "" for t in paragraph.iter(W + "t"))
            text = unicodedata.normalize("NFC", text).strip()
            if text and text not in found:
                found.append(text)
    return tuple(found)


def read_numbering(
    sections: Sequence[Element], parts: Mapping[str, Element], settings: Element | None
) -> WordNumbering | None:
    """Tell where page numbers stand; None where the file has no section at all."""
    if not sections:
        return None
    even_odd = bool(flag(settings, "evenAndOddHeaders"))
    read = list(_sections(sections, parts))
    shown = [_numbered(section, even_odd) for section in read]
    place = next(filter(None, (_place(section, even_odd) for section in read)), None)
    first = read[0]
    return WordNumbering(
        field=place[0] if place else None,
        column=place[1] if place else None,
        first_page_differs=first.first_differs,
        on_first_page=_has_number(first, "first" if first.first_differs else "default"),
        sections=len(read),
        restarts=sum(section.restarts for section in read[1:]),
        every_section=all(shown),
    )


def _sections(sections: Sequence[Element], parts: Mapping[str, Element]) -> Iterator[_Section]:
    """Read the sections in order; a header that is not given is the one of the section before."""
    current: dict[Slot, Element] = {}
    for section in sections:
        for kind in ("header", "footer"):
            for reference in section.findall(f"{W}{kind}Reference"):
                part = parts.get(str(reference.get(R + "id")))
                if part is not None:
                    current[kind, reference.get(W + "type", "default")] = part
        numbering = section.find(W + "pgNumType")
        restarts = numbering is not None and numbering.get(W + "start") is not None
        yield _Section(dict(current), bool(flag(section, "titlePg")), restarts)


def _numbered(section: _Section, even_odd: bool) -> bool:
    return _has_number(section, "default") and (not even_odd or _has_number(section, "even"))


def _has_number(section: _Section, variant: str) -> bool:
    return any(_page_paragraph(section.parts.get((kind, variant))) is not None for kind in ("header", "footer"))


def _place(section: _Section, even_odd: bool) -> tuple[str, str | None] | None:
    for variant in ("default", "even") if even_odd else ("default",):
        for kind in ("header", "footer"):
            paragraph = _page_paragraph(section.parts.get((kind, variant)))
            if paragraph is not None:
                return kind, _column(paragraph)
    return None


def _page_paragraph(part: Element | None) -> Element | None:
    """Give the paragraph that holds a PAGE field, simple or complex."""
    if part is None:
        return None
    for paragraph in part.iter(W + "p"):
        if any(_PAGE.match(code) for code in _field_codes(paragraph)):
            return paragraph
    return None


def _field_codes(paragraph: Element) -> Iterator[str]:
    """Yield the codes of all fields; a code may be cut into many runs, and fields stand inside fields."""
    open_codes: list[str] = []
    for item in paragraph.iter(W + "fldSimple", W + "fldChar", W + "instrText"):
        if item.tag == W + "fldSimple":
            yield str(item.get(W + "instr", ""))
        elif item.tag == W + "instrText":
            if open_codes:
                open_codes[-1] += item.text or ""
        elif item.get(W + "fldCharType") == "begin":
            open_codes.append("")
        elif item.get(W + "fldCharType") == "end" and open_codes:
            yield open_codes.pop()
    yield from open_codes


def _column(paragraph: Element) -> str | None:
    properties = paragraph.find(W + "pPr")
    frame = None if properties is None else properties.find(W + "framePr")
    if frame is not None and frame.get(W + "xAlign"):
        return _ALIGN.get(str(frame.get(W + "xAlign")))
    if frame is not None and frame.get(W + "x"):
        return None  # at a measured place: only the layout knows the column
    tabs = _tabs_before_number(paragraph)
    if tabs:
        return "c" if tabs == 1 else "r"  # Word's own header style: centre tab, then right tab
    align = value(properties, "jc")
    if align is None and value(properties, "pStyle") is not None:
        return None
    return _ALIGN.get(align or "left")


def _tabs_before_number(paragraph: Element) -> int:
    tabs = 0
    for item in paragraph.iter(W + "tab", W + "ptab", W + "fldSimple", W + "fldChar"):
        if item.tag in {W + "fldSimple", W + "fldChar"}:
            break
        parent = item.getparent()
        tabs += parent is not None and parent.tag == W + "r"
    return tabs
