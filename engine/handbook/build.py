"""Writes the handbook: one page for everything in the rule book, an index that is searched, one stylesheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import SystemFault
from engine.handbook.drawing import drawing
from engine.handbook.links import Links
from engine.locale.words import said
from engine.report.page_templates import template_environment
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Procedure
from engine.upkeep.page_makers import Page
from engine.upkeep.pages import StepMaker
from engine.upkeep.rule_words import LEVELS, MARKS, PHASES, RuleWords

_HERE = Path(__file__).resolve().parent
_STATIC = ("style.css", "search.js")
_BELOW = "../"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One group of pages."""

    folder: str
    title: str
    about: str
    pages: tuple[Page, ...]


def write_handbook(book: Rulebook, folder: Path, lang: str = "vi") -> list[Path]:
    """Write the handbook into `folder` and return the files.

    Raises SystemFault where the folder cannot be written.
    """
    files: list[Path] = []
    try:
        for name, text in Handbook(book, lang).files():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            files.append(file)
    except OSError as error:
        what = said("Không ghi được sổ tay vào «{folder}».", folder=folder)
        raise SystemFault(what, said("Chọn thư mục khác bằng --output.")) from error
    return files


class Handbook:
    """The pages of one book in one language."""

    def __init__(self, book: Rulebook, lang: str) -> None:
        self.book, self.lang = book, lang
        self.words = RuleWords(book, lang)
        self.links = Links(self.words)
        self.maker = StepMaker(book, lang)
        self.environment = template_environment(_HERE / "templates")

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield every file's name and text."""
        for name in _STATIC:
            yield name, (_HERE / "static" / name).read_text(encoding="utf-8")
        shelves = self.shelves()
        yield "search-index.js", self._index(shelves)
        yield "index.html", self._render("index.html", "", shelves=shelves, marks=self._marks())
        for shelf in shelves:
            for page in shelf.pages:
                yield f"{shelf.folder}/{page.id}.html", self._page(shelf, page)

    def shelves(self) -> list[Shelf]:
        """Return the groups of pages, procedures first."""
        both, maker, book = self.words.both, self.maker, self.book
        return [
            Shelf(
                "quy-trinh",
                both("Quy trình", "Procedures"),
                both("Từng bước, văn bản chứng minh, người ký, thời hạn", "Steps, papers, signers, time limits"),
                tuple(maker.procedure(item) for item in _by_level(book)),
            ),
            Shelf(
                "yeu-cau",
                both("Yêu cầu đối với văn bản và hồ sơ", "Requirements on papers and dossiers"),
                both("Xét gì, vì sao, theo nguồn nào, sửa thế nào", "What, why, by which source, how to mend"),
                tuple(maker.requirement(item) for item in book.requirements.values()),
            ),
            Shelf(
                "loai",
                both("Loại văn bản", "Kinds of documents"),
                both("Nhận ra thế nào, ai ký, gồm những phần nào", "How recognised, who signs, which sections"),
                tuple(maker.kind(item) for item in book.kinds.values()),
            ),
            Shelf(
                "van-ban",
                both("Văn bản quy định", "Regulations"),
                both("Hiệu lực, thay thế, các con số theo ngày", "In force, replaced by, values by date"),
                tuple(maker.regulation(item) for item in book.regulations.values()),
            ),
            Shelf(
                "goi",
                both("Gói quy định", "Packs"),
                both("Mỗi cấp, mỗi địa phương áp dụng những gì", "What each level or place applies"),
                tuple(maker.pack(item) for item in book.packs.values()),
            ),
        ]

    def _marks(self) -> list[tuple[str, str]]:
        return [(name, self.words.pick(words)) for name, words in MARKS.items()]

    def _page(self, shelf: Shelf, page: Page) -> str:
        if shelf.folder == "quy-trinh":
            procedure = self.book.procedures[page.id]
            steps_heading = self.words.both("Các bước", "Steps")
            parts = [part for part in page.parts if part.heading != steps_heading]
            return self._render(
                "procedure.html",
                _BELOW,
                shelf=shelf,
                page=page,
                parts=parts,
                phases=self._phases(procedure),
                svg=drawing(procedure, self.words),
            )
        return self._render("page.html", _BELOW, shelf=shelf, page=page, parts=page.parts)

    def _phases(self, procedure: Procedure) -> list[tuple[str, list[dict[str, Any]]]]:
        """The steps by phase, in the order of the file, each as a row of the table with the page it opens to."""
        phases: list[tuple[str, list[dict[str, Any]]]] = []
        for number, step in enumerate(procedure.steps):
            title = self.words.pick(PHASES[step.phase])
            if not phases or phases[-1][0] != title:
                phases.append((title, []))
            page = self.maker.step(procedure, number)
            phases[-1][1].append(
                {
                    "step": step,
                    "title": step.title.text(self.lang),
                    "kinds": self._titles(step.kinds),
                    "required": self.words.required(step),
                    "signers": self.words.signers(step),
                    "after": ", ".join(other.no for other in procedure.steps if other.id in step.after),
                    "page": page,
                }
            )
        return phases

    def _titles(self, names: Sequence[str]) -> list[tuple[str, str]]:
        kinds = self.book.kinds
        return [(name, kinds[name].title.text(self.lang)) for name in names if name in kinds]

    def _render(self, template: str, root: str, **values: Any) -> str:
        return self.environment.get_template(template).render(
            root=root,
            lang=self.lang,
            t=self.words.both,
            link=lambda text: self.links.text(text, root),
            digest=self.book.digest[:12],
            **values,
        )

    def _index(self, shelves: Sequence[Shelf]) -> str:
        rows = [
            {"u": f"{shelf.folder}/{page.id}.html", "t": page.title, "s": page.sort, "i": page.id, "x": _searched(page)}
            for shelf in shelves
            for page in shelf.pages
        ]
        # a script, because a page opened from a folder may not fetch a file
        return "window.HOSO_INDEX = " + json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + ";\n"


def _searched(page: Page) -> str:
    return " ".join(line for part in page.parts for line in part.lines)[:1500]


def _by_level(book: Rulebook) -> list[Procedure]:
    order = list(LEVELS)
    return sorted(book.procedures.values(), key=lambda item: order.index(item.level))
