"""Ids and names of regulations in running text become links to their pages."""

from __future__ import annotations

import re
from functools import cached_property

from markupsafe import Markup, escape

from engine.upkeep.rule_words import RuleWords

_ID = r"(?<![\w./-])[a-z0-9]+(?:-[a-z0-9]+)+(?:/[a-z0-9-]+)?(?![\w-])"


class Links:
    """Where everything in the book has its page."""

    def __init__(self, words: RuleWords) -> None:
        self.words, book = words, words.book
        self.pages: dict[str, str] = {}
        for folder, shelf in (
            ("van-ban", book.regulations),
            ("goi", book.packs),
            ("loai", book.kinds),
            ("yeu-cau", book.requirements),
            ("quy-trinh", book.procedures),
        ):
            self.pages |= {name: f"{folder}/{name}.html" for name in shelf}
        for procedure in book.procedures.values():
            page = self.pages[procedure.id]
            self.pages |= {f"{procedure.id}/{step.id}": f"{page}#{step.id}" for step in procedure.steps}
        self.names = {words.regulation(name): f"van-ban/{name}.html" for name in book.regulations}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self.names, key=len, reverse=True)
        return re.compile("|".join([*(re.escape(name) for name in names), _ID]))

    def text(self, text: str, root: str) -> Markup:
        """Return the text as HTML with links."""
        parts, last = [], 0
        for found in self._pattern.finditer(text):
            target = self.names.get(found[0]) or self.pages.get(found[0])
            if target:
                parts += [escape(text[last : found.start()]), self.link(target, found[0], root)]
                last = found.end()
        return Markup("").join([*parts, escape(text[last:])])

    def link(self, target: str, shown: str, root: str) -> Markup:
        """Return a link from a page `root` below the top."""
        return Markup('<a href="{}{}">{}</a>').format(root, target, shown)
