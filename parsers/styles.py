"""Points of layout that text with a layer of its own shows for certain; what is not certain is not said at all.

Nothing is said of pictures, and of Word only what does not need its pages laid out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.appendices import appendix_styles
from parsers.attachments import main_lines
from parsers.end_styles import end_styles
from parsers.facts import Box, Fact, Location, SignatureBlock, Style, read
from parsers.head import Cell, first_page, has_text_over_picture, is_scan
from parsers.layout import clean, place
from parsers.raw import RawFile, RawLine, RawPage
from parsers.title import Title
from parsers.type_styles import type_styles
from parsers.vietnamese import fold, is_capitals

_STAR = re.compile(r"[*★☆✶✱]+")
_RULE_UNDER_SUBJECT = re.compile(r"[-–—_*=~\s]{3,}")
_DATE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b")
_ADDRESS = re.compile(r"kính\s+(gửi|trình)\b")
_BASIS = re.compile(r"(?:[-–]\s*)?căn cứ\b")
_STATE_END = re.compile(r"\./\.\s*$")
_RECIPIENTS = re.compile(r"nơi\s+(?:nhận|gửi)\b")
_TYPED_SUBJECT = 10  # letters: shorter ones may be a name in capitals
_UNDER_TITLE = 12  # cells below the type name in which the rule under the subject stands
_MOST_RECIPIENTS = 12
_RULE_REACH = 25.0  # points
_A4 = (595.3, 841.9)  # points
_PAGE_SLACK = 8.5  # 3 mm


def read_styles(
    raw: RawFile, cells: Sequence[Cell], title: Title, signers: Sequence[SignatureBlock] = ()
) -> Fact[tuple[Style, ...]]:
    """Judge the layout of a Party paper point by point."""
    page = first_page(raw)
    if page is not None and (is_scan(page) or has_text_over_picture(page)):
        return read(())
    head = next((cell for cell in cells if cell.is_party_title), None)
    if head is None:
        return read(())
    above, lines = cells[: title.ends_head], main_lines(raw)
    rest = (type_styles(raw, lines), end_styles(raw, lines, signers), appendix_styles(raw))
    found = (_of_title(head), _rule_below(head, page), _star(above, head), _of_date(above), _of_subject(cells, title))
    return read(tuple(style for part in (*found, _of_body(lines), _of_page(raw), *rest) for style in part))


def _is_whole_line(cell: Cell) -> bool:
    return cell.written == cell.line.text


def _of_title(head: Cell) -> Iterator[Style]:
    if head.side is not None:
        yield Style("title-right", head.side == "r", head.location, head.text)
    yield Style("title-capitals", is_capitals(head.text), head.location, head.text)
    if head.line.bold is not None and _is_whole_line(head):
        yield Style("title-bold", bool(head.line.bold), head.location, head.text)


def _rule_below(head: Cell, page: RawPage | None) -> Iterator[Style]:
    """The line under the title: drawn, made of characters, or a picture of one."""
    box = head.line.box
    if page is None or page.rules is None or box is None or not _is_whole_line(head):
        return
    drawn = [*page.rules, *(image.box for image in page.images if image.box)]
    drawn += [line.box for line in page.lines if line.box and _RULE_UNDER_SUBJECT.fullmatch(line.text)]
    yield Style("rule-below-title", any(_is_under(rule, box) for rule in drawn), head.location, head.text)


def _is_under(rule: Box, title: Box) -> bool:
    beside = min(rule.x1, title.x1) - max(rule.x0, title.x0)
    return beside > 0 and title.top < rule.bottom and rule.top < title.bottom + _RULE_REACH


def _star(above: Sequence[Cell], head: Cell) -> Iterator[Style]:
    """The star stands under the issuer; nothing is said where the issuer's side of the head was not read."""
    if any(cell.side == "l" and is_capitals(cell.text) for cell in above):
        yield Style("star", any(_STAR.fullmatch(cell.text) for cell in above), head.location)


def _of_date(above: Sequence[Cell]) -> Iterator[Style]:
    dated = next((cell for cell in above if _DATE.search(cell.folded)), None)
    if dated is None or not _is_whole_line(dated):
        return
    if dated.side is not None:
        yield Style("date-right", dated.side != "l", dated.location, dated.text)
    if dated.line.paragraph is not None and dated.line.italic is not None:
        yield Style("date-italic", bool(dated.line.italic), dated.location, dated.text)


def _of_subject(cells: Sequence[Cell], title: Title) -> Iterator[Style]:
    subject = title.subject.value or ""
    if title.letter:
        shown = title.subject.shown or ""
        yield Style("letter-about", not fold(shown).startswith(("v/v", "v.v")), title.subject.location, shown)
        return
    if not title.type_name.value or not subject:
        return
    if sum(letter.isalpha() for letter in subject) >= _TYPED_SUBJECT:
        yield Style("subject-lower", not is_capitals(subject), title.subject.location, subject)
    below = cells[title.ends_head + 1 : title.ends_head + 1 + _UNDER_TITLE]
    ruled = any(_RULE_UNDER_SUBJECT.fullmatch(cell.text) for cell in below)
    yield Style("hyphens", ruled, title.subject.location, subject)


def _of_body(lines: Sequence[RawLine]) -> Iterator[Style]:
    texts = [clean(line.text) for line in lines]
    folded = [fold(text) for text in texts]
    addressed = next((i for i, text in enumerate(folded) if text.startswith("kính") and _ADDRESS.match(text)), None)
    if addressed is not None:
        yield Style("kinh-trinh", folded[addressed].startswith("kính trình"), place(lines[addressed]), texts[addressed])
    named = [line for line, text in zip(lines, folded, strict=True) if "căn" in text[:8] and _BASIS.match(text)]
    basis = [line for line in named if line.italic is not None]
    if basis:
        yield Style("basis-upright", not all(line.italic for line in basis), place(basis[0]))
    ended = next((i for i, text in enumerate(texts) if "./" in text and _STATE_END.search(text)), None)
    if texts:
        yield Style("plain-end", ended is None, place(lines[-1 if ended is None else ended]))
    yield from _of_recipients(lines, texts, folded)


def _of_page(raw: RawFile) -> Iterator[Style]:
    """All pages A4, upright or lying; of Word what its page setup says."""
    sizes = [(page.width, page.height) for page in raw.pages] or ([raw.page_size] if raw.page_size else [])
    if sizes:
        odd = next((i for i, size in enumerate(sizes) if not _is_a4(size)), None)
        yield Style("a4", odd is None, Location(page=None if odd is None or not raw.pages else odd + 1))


def _is_a4(size: tuple[float, float]) -> bool:
    return all(abs(side - right) <= _PAGE_SLACK for side, right in zip(sorted(size), _A4, strict=True))


def _of_recipients(lines: Sequence[RawLine], texts: Sequence[str], folded: Sequence[str]) -> Iterator[Style]:
    """Lines of «Nơi nhận» that begin with a dash: do they end with a semicolon, or with a comma?"""
    start = next((i for i, text in enumerate(folded) if text.startswith("nơi") and _RECIPIENTS.match(text)), None)
    if start is None:
        return
    items = [text for text in texts[start + 1 : start + 1 + _MOST_RECIPIENTS] if text.startswith(("-", "–"))]
    commas = sum(text.endswith(",") for text in items)
    if len(items) > 1:
        yield Style("recipients-semicolon", commas == 0, place(lines[start]))
