"""Reads a dossier the way a person said it lies: files bound together, long scans parted, what was read once kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.check.answers import Answers, read_answers
from engine.check.arrangement import bindings_of, refused
from engine.rulebook.cache import folder as cache_folder
from parsers import dossier as dossiers
from parsers.bundles import Misfit
from parsers.cage import Cage
from parsers.catalogue import Catalogue
from parsers.facts import Dossier
from parsers.problems import DEFAULT_LIMITS, Limits

Progress = Callable[[int, int, str], None]


def _own(text: str | None) -> Answers:
    return read_answers(text, "hoso.yaml")


def read_dossier(  # noqa: PLR0913 - each of them has its own caller
    path: Path,
    catalogue: Catalogue,
    *,
    answers: Callable[[str | None], Answers] = _own,
    progress: Progress | None = None,
    in_process: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    cage: Cage | None = None,
    cache: Path | None = None,
) -> Dossier:
    """Read the dossier at `path`; `answers` turns the text of its hoso.yaml, or None, into what a person said.

    `cache` is the folder for what was read of scans, the user's own where none is named. Raises UsageError where what
    was said cannot be used or does not fit the files; whatever is wrong with these stands in the dossier.
    """
    try:
        return dossiers.parse_dossier(
            path,
            catalogue,
            limits=limits,
            progress=progress,
            in_process=in_process,
            cage=cage,
            cache=cache or cache_folder(),
            bindings=lambda text: bindings_of(answers(text).documents),
        )
    except Misfit as misfit:
        raise refused(misfit) from None
