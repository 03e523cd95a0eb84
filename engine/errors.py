"""Errors of use and of the system, each with its exit code and advice; faults of a dossier are findings, not errors."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """0 clean, 1 faults at or above --fail-on or inconclusive, 2 usage or system error."""

    CLEAN = 0
    FAULTS = 1
    ERROR = 2


class HosoError(Exception):
    """Base: what happened, where, why, what to do. The words are Vietnamese; `en` and `advice_en` give the English."""

    exit_code = ExitCode.ERROR

    def __init__(self, message: str, advice: str = "", *, en: str | None = None, advice_en: str | None = None) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice
        self.en, self.advice_en = en or message, advice_en or advice


class UsageError(HosoError):
    """The command was called in a way that cannot be carried out."""


class RulebookError(HosoError):
    """The rule files cannot be used at all."""


class SystemFault(HosoError):
    """The machine refused: no room, no right, no file."""
