"""What a branch says of its own dossier, where the committee checks: shown as claimed, and it decides nothing.

One exception that cannot turn a fault into none: the procedure, where the papers show none.
"""

from __future__ import annotations

from engine.check.answers import Answers, DossierAnswers, apply_answers
from engine.check.choose import choose
from engine.check.options import CheckOptions
from engine.rulebook.book import Rulebook
from parsers.facts import Dossier


def set_claims_aside(
    book: Rulebook, dossier: Dossier, options: CheckOptions, answers: Answers
) -> tuple[Answers, list[str]]:
    """Return what is left of the answers, and the claims in words."""
    _, said = apply_answers(dossier, answers, book.kinds)
    nothing = Answers.model_validate({})
    claimed = DossierAnswers.model_validate(
        {"electronic": answers.dossier.electronic or None}
    )  # only ever asks for more
    if answers.dossier.procedure and choose(book, dossier, options, nothing).procedure is None:
        claimed = claimed.model_copy(update={"procedure": answers.dossier.procedure})
    words = [*_of_dossier(answers.dossier), *said, *_of_questions(answers), *_of_dismissed(answers)]
    mark = "The branch claims: " if options.lang == "en" else "Đơn vị khai: "
    return nothing.model_copy(update={"dossier": claimed}), [mark + item for item in words]


def _of_dossier(said: DossierAnswers) -> list[str]:
    named = {
        "quy trình": said.procedure,
        "cấp": said.level,
        "gói quy định": said.pack,
        "tổ chức đảng": said.body,
        "đối tượng": said.object,
        "giai đoạn": said.stage,
    }
    return [f"{label} là «{value}»" for label, value in named.items() if value]


def _of_questions(answers: Answers) -> list[str]:
    return [f"{name}: {'có' if value else 'không'}" for name, value in answers.answers.items()]


def _of_dismissed(answers: Answers) -> list[str]:
    return [
        f"bỏ qua «{item.rule}»{f' ở {item.file}' if item.file else ''}: {item.reason}" for item in answers.dismissed
    ]
