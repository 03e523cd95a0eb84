"""What the page says when it does not do what was asked: words are marked where they are written, put into the
language of the page where they are shown.
"""

from __future__ import annotations

from engine.locale.words import Tr


class Refused(Exception):
    """Something that is not done, with words for the person: msgids, and the values that go into them."""

    def __init__(self, message: str, advice: str = "", status: int = 400, **values: object) -> None:
        super().__init__(message)
        self.message, self.advice, self.status, self.values = message, advice, status, values

    def words(self, _: Tr) -> tuple[str, str]:
        """Return message and advice in the language of `_`."""
        if not self.values:
            return _(self.message), _(self.advice)
        return _(self.message).format(**self.values), _(self.advice).format(**self.values)


class Missing(Refused):
    """What was asked for is not there (any more)."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message, advice, 404)
