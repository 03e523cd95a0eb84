"""A paper of the dossier with what tells whether two of them are one: its words, its name, the bytes of its files."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from parsers.facts import Document, Fact
from parsers.vietnamese import bare, fold

_SIGNED_WORDS = re.compile(r"\b(?:signed|scan|ban ky|da ky|ky so|ky|ban quet|dau do|copy|ban sao|final|\d{6,})\b")
_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s*)?\d{1,4}\W*$")


class Paper:
    """A document with what pairing compares."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def words(self) -> Counter[str]:
        """Words and numbers of the text, page numbers left out."""
        lines = [fold(line.text) for line in self.document.lines]
        return Counter(w for line in lines if not _PAGE_NUMBER.match(line) for w in re.findall(r"\w+", line))

    @cached_property
    def stem(self) -> str:
        """The file name without what marks a signed or scanned copy."""
        path = PurePosixPath(self.document.path)
        plain = " ".join(re.findall(r"[a-z0-9]+", bare(path.stem)))
        return " ".join(_SIGNED_WORDS.sub(" ", plain).split())

    @cached_property
    def digests(self) -> frozenset[str]:
        """What the bytes of its files come to."""
        return frozenset(file.sha256 for file in self.document.files if file.sha256)


def heads_agree(first: Document, second: Document) -> bool:
    """Tell whether no fact of the heads speaks against one paper; a blank or hidden one does not."""
    if first.kind.value != second.kind.value or first.variant != second.variant:
        return False
    return all(
        _agree(getattr(first, name), getattr(second, name)) for name in ("number", "symbol", "date", "issuer_body")
    )


def _agree(first: Fact[Any], second: Fact[Any]) -> bool:
    if not (first.is_read and second.is_read):
        return True
    return bool(fold(str(first.value)) == fold(str(second.value)))
