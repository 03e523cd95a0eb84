"""Errors of use and of the system, each with its exit code and advice; faults of a dossier are findings, not errors."""

from __future__ import annotations

from enum import IntEnum

from engine.locale.words import Said


class ExitCode(IntEnum):
    """0 clean, 1 faults at or above --fail-on or inconclusive, 2 usage or system error."""

    CLEAN = 0
    FAULTS = 1
    ERROR = 2


class HosoError(Exception):
    """Base: what happened, where, why, what to do; given as `Said`, or as Vietnamese with its English beside it."""

    exit_code = ExitCode.ERROR

    def __init__(
        self, message: str | Said, advice: str | Said = "", *, en: str | None = None, advice_en: str | None = None
    ) -> None:
        what, way_out = _in_both(message, en), _in_both(advice, advice_en)
        super().__init__(what.vi)
        self.message, self.advice = what.vi, way_out.vi
        self.en, self.advice_en = what.en, way_out.en

    def said(self) -> tuple[Said, Said]:
        """Return what happened and what to do, in every language."""
        return Said(self.message, self.en), Said(self.advice, self.advice_en)


def _in_both(words: str | Said, en: str | None) -> Said:
    return words if isinstance(words, Said) else Said(words, words if en is None else en)


class UsageError(HosoError):
    """The command was called in a way that cannot be carried out."""


class RulebookError(HosoError):
    """The rule files cannot be used at all."""


class SystemFault(HosoError):
    """The machine refused: no room, no right, no file."""
