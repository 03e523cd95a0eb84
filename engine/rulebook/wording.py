"""The sentences of findings that come from the steps of a procedure: data too, so that a văn thư can improve them."""

from __future__ import annotations

import datetime as dt

from engine.rulebook.models import Model, Text


class StepMessage(Model):
    """Title, message, what was expected, and how to mend one kind of step finding."""

    title: Text
    message: Text
    expected: Text
    remedy: Text


class StepWording(Model):
    """`rules/step-wording.yaml`: one message for each way a step can fail or stay open."""

    messages: dict[str, StepMessage]


class HolidayCorrection(Model):
    """A day that was worked or free against the ordinary calendar."""

    date: dt.date
    working: bool
    source: str


class HolidayCorrections(Model):
    """`regulations/holidays/corrections.yaml`."""

    corrections: list[HolidayCorrection]
