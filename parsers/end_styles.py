"""The type of what stands below the text: the label «Nơi nhận», the authority and the title of who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.facts import Box, SignatureBlock, Style
from parsers.layout import clean, place
from parsers.raw import RawFile, RawLine
from parsers.vietnamese import fold

BELOW_LABEL = 4.0  # points a line may be drawn below the label it belongs to

_LABEL = re.compile(r"nơi\s+(?:nhận|gửi)\s*:?")


def end_styles(raw: RawFile, lines: Sequence[RawLine], blocks: Sequence[SignatureBlock]) -> Iterator[Style]:
    """Judge the type of the label of the recipients and of those who sign by authority."""
    label = next((line for line in lines if _LABEL.fullmatch(fold(line.text))), None)
    if label is not None:
        yield from _of_label(raw, label)
    judged = [style for block in blocks if (style := _of_signer(raw, block))]
    if judged:
        yield next((style for style in judged if not style.ok), judged[0])


def _of_label(raw: RawFile, label: RawLine) -> Iterator[Style]:
    """Upright and underlined; nothing is said where neither a slant nor a line could be seen."""
    underlined = label.underlined if label.box is None else _line_under(raw, label.page, label.box)
    if label.italic or underlined is not None:
        yield Style("recipients-label", not label.italic and bool(underlined), place(label), clean(label.text))


def _line_under(raw: RawFile, number: int | None, label: Box) -> bool | None:
    page = next((page for page in raw.pages if page.number == number), None)
    if page is None or page.rules is None:
        return None
    middle = (label.top + label.bottom) / 2
    return any(
        middle < rule.top < label.bottom + BELOW_LABEL
        and 2 * (min(rule.x1, label.x1) - max(rule.x0, label.x0)) > label.x1 - label.x0
        for rule in page.rules
    )


def _of_signer(raw: RawFile, block: SignatureBlock) -> Style | None:
    """Authority in bold, the title below it not; who signs without an authority is left alone."""
    if not block.authority or not block.title:
        return None
    powers = [_piece(raw, block, text) for text in block.authority.split(" / ")]
    title = _piece(raw, block, block.title)
    bolds = [piece.bold if piece else None for piece in (*powers, title)]
    if None in bolds or title is None or any(_same_paragraph(title, piece) for piece in powers if piece):
        return None
    return Style("signer-type", all(bolds[:-1]) and not bolds[-1], place(title), f"{block.authority} / {block.title}")


def _same_paragraph(one: RawLine, other: RawLine) -> bool:
    # of a paragraph broken over lines only the look of its beginning is known
    return one.paragraph is not None and one.paragraph == other.paragraph


def _piece(raw: RawFile, block: SignatureBlock, text: str) -> RawLine | None:
    """Find the piece of a block that reads so, at its place or below."""
    page, paragraph = block.location.page, block.location.paragraph
    if page is None:
        found = [line for line in raw.lines if (line.paragraph or 0) >= (paragraph or 0)]
    else:
        found = [piece for each in raw.pages if each.number == page for piece in each.words or each.lines]
    return next((line for line in found if clean(line.text).strip(" .:") == text), None)
