"""What a branch says of its own dossier, where the committee checks: shown as claimed, and it decides nothing.

One exception that cannot turn a fault into none: the procedure, where the papers show none.
"""

from __future__ import annotations

from engine.check.answers import Answers, DossierAnswers, apply_answers
from engine.check.choose import choose
from engine.check.options import CheckOptions
from engine.locale.words import N_, Said, said
from engine.rulebook.book import Rulebook
from parsers.facts import Dossier


def set_claims_aside(
    book: Rulebook, dossier: Dossier, options: CheckOptions, answers: Answers
) -> tuple[Answers, list[Said]]:
    """Return what is left of the answers, and the claims in words."""
    _, corrections = apply_answers(dossier, answers, book.kinds)
    nothing = Answers.model_validate({})
    claimed = DossierAnswers.model_validate(
        {"electronic": answers.dossier.electronic or None}
    )  # only ever asks for more
    if answers.dossier.procedure and choose(book, dossier, options, nothing).procedure is None:
        claimed = claimed.model_copy(update={"procedure": answers.dossier.procedure})
    claims = [*_of_dossier(answers.dossier), *corrections, *_of_questions(answers), *_of_dismissed(answers)]
    told = [said("Đơn vị khai: {what}", what=claim) for claim in claims]
    return nothing.model_copy(update={"dossier": claimed}), told


def _of_dossier(answers: DossierAnswers) -> list[Said]:
    """Return what was said of the whole dossier; body and object are among the corrections already."""
    named = (
        (N_("quy trình là «{value}»"), answers.procedure),
        (N_("cấp là «{value}»"), answers.level),
        (N_("gói quy định là «{value}»"), answers.pack),
        (N_("giai đoạn là «{value}»"), answers.stage),
    )
    return [said(text, value=value) for text, value in named if value]


def _of_questions(answers: Answers) -> list[Said]:
    return [
        said("câu hỏi «{name}»: có", name=name) if value else said("câu hỏi «{name}»: không", name=name)
        for name, value in answers.answers.items()
    ]


def _of_dismissed(answers: Answers) -> list[Said]:
    return [
        said("bỏ qua «{rule}» ở «{file}»: {reason}", rule=item.rule, file=item.file, reason=item.reason)
        if item.file
        else said("bỏ qua «{rule}»: {reason}", rule=item.rule, reason=item.reason)
        for item in answers.dismissed
    ]
