"""`hoso.yaml`: what a person says of the dossier and its papers. It wins over the parser and is shown as said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from engine.check.arrangement import arranged
from engine.errors import UsageError
from engine.locale.words import LANGUAGES, Said, day_said, said
from engine.rulebook.loader import validate
from engine.rulebook.models import DocumentKind, Level, Model, Slug
from engine.rulebook.problems import RuleProblem, listed, no_yaml
from engine.rulebook.yaml_text import YamlProblem, parse_yaml
from parsers.facts import Document, Dossier, SignatureBlock, absent, read
from parsers.listing import plain_path, same_path

LARGEST_NUMBER = 50_000  # papers are counted anew every term; the largest offices reach some ten thousand
_NUMBER = re.compile(r"\s*(?P<digits>[0-9]{1,5})\s?(?:[a-zđ]|bis)?\s*", re.IGNORECASE)

StageName = Literal["soan-thao", "dang-tien-hanh", "hoan-chinh"]


class DossierAnswers(Model):
    """What holds for the whole dossier."""

    procedure: Slug | None = Field(None, description="Mã quy trình")
    level: Level | None = Field(None, description="Cấp: chi-bo, dang-uy-co-so, ubkt-co-so …")
    pack: Slug | None = Field(None, description="Gói quy định của đơn vị")
    body: str | None = Field(None, description="Tên tổ chức đảng lập hồ sơ")
    object: str | None = Field(None, description="Đối tượng kiểm tra, giám sát")
    stage: StageName | None = Field(None, description="Giai đoạn của hồ sơ")
    electronic: bool | None = Field(None, description="Hồ sơ điện tử: true / false")


class DocumentAnswers(Model):
    """What holds for one paper, named by its file."""

    file: str = Field(description="Đường dẫn của tệp trong hồ sơ; văn bản nằm ở nhiều tệp: tệp có trang đầu")
    kind: Slug | None = Field(None, description="Loại văn bản")
    number: str | None = Field(None, description="Số, ví dụ 05")
    date: dt.date | None = Field(None, description="Ngày văn bản")
    signed: bool | None = Field(None, description="Đã ký đủ: true / false")
    page: int | None = Field(None, ge=1, description="Chỉ văn bản bắt đầu ở trang này của tệp")
    split: list[Annotated[int, Field(ge=1)]] | None = Field(
        None,
        min_length=1,
        description="Các trang bắt đầu một văn bản, ví dụ [1, 4, 9]; đếm liền qua các tệp ghép hoặc các ảnh của nhóm",
    )
    merge: bool | list[str] | None = Field(
        None,
        description="Danh sách tệp: ghép nối tiếp vào tệp này, theo thứ tự ghi (thành một văn bản; có split thì tách ở "
        "các trang ấy). true: cả tệp, hoặc cả nhóm ảnh từ tệp này trở đi, là một văn bản. false: ảnh này đứng riêng, "
        "không ghép vào nhóm",
    )

    @field_validator("number")
    @classmethod
    def _as_papers_bear_it(cls, value: str | None) -> str | None:
        """Refuse what no paper bears; «0» too, for the first one is 01."""
        written = _NUMBER.fullmatch(value) if value else None
        if value and (written is None or not 0 < int(written["digits"]) <= LARGEST_NUMBER):
            raise ValueError(
                said(
                    "«number» là «{number}»; phải là số của văn bản, không kèm ký hiệu, ví dụ: '05', '12a'",
                    number=value[:30],
                )
            )
        return value

    @field_validator("merge", mode="before")
    @classmethod
    def _files_or_truth(cls, value: object) -> object:
        """Take one file without brackets too."""
        if value is None or isinstance(value, bool):
            return value
        files = [value] if isinstance(value, str) else value
        if not isinstance(files, list) or not all(isinstance(file, str) for file in files):
            raise ValueError(said("«merge» phải là danh sách tên tệp, ví dụ [b.jpg, c.jpg], hoặc true, false"))
        return files

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """Say what cannot be meant, before any file is opened."""
        listed = [self.file, *self.merge] if isinstance(self.merge, list) else [self.file]
        if len(listed) != len({*map(plain_path, listed)}):
            raise ValueError(said("«merge» nêu một tệp hai lần; mỗi tệp chỉ ghép một lần, và không ghép với chính nó"))
        if self.page and (self.split or self.merge is not None):
            raise ValueError(said("«split» và «merge» nói về cả tệp; không ghi cùng «page», mà ghi ở một mục riêng"))
        if self.merge == []:
            raise ValueError(said("«merge» không nêu tệp nào; ghi các tệp ghép nối tiếp, hoặc true, hoặc bỏ khóa này"))
        if self.merge is True and self.split:
            raise ValueError(said("«merge: true» (một văn bản) và «split» (tách) trái nhau; chỉ ghi một trong hai"))
        return self


class Dismissed(Model):
    """A finding that a person sets aside, with the reason."""

    rule: str = Field(description="Mã quy tắc")
    file: str | None = Field(None, description="Chỉ với tệp này; trống: mọi tệp")
    fingerprint: str | None = Field(None, description="Chỉ với phát hiện này")
    reason: str = Field(min_length=3, description="Lý do bỏ qua")
    by: str | None = Field(None, description="Người quyết định")


class Answers(Model):
    """The whole of `hoso.yaml`."""

    dossier: DossierAnswers = Field(default_factory=lambda: DossierAnswers.model_validate({}))
    answers: dict[Slug, bool] = Field(default_factory=dict, description="Trả lời các câu hỏi của quy trình")
    documents: list[DocumentAnswers] = Field(default_factory=list)
    dismissed: list[Dismissed] = Field(default_factory=list)


def read_answers(text: str | None, shown: str) -> Answers:
    """Parse `hoso.yaml`.

    Raises UsageError naming file and line where it is not usable: half of what a person said is worse than none of it.
    """
    problems: list[RuleProblem] = []
    answers: Answers | None = None
    try:
        parsed = parse_yaml(text or "")
        answers = Answers.model_validate({}) if parsed.value is None else validate(Answers, parsed, shown, problems)
    except YamlProblem as problem:
        problems.append(no_yaml(shown, problem))
    if answers is None:
        raise UsageError(
            said("Tệp trả lời không dùng được:{lines}", lines=listed(problems)),
            said("Sửa các dòng nêu trên rồi chạy lại; hoặc tạm đổi tên tệp để kiểm tra không có phần trả lời."),
        )
    return answers


def apply_answers(dossier: Dossier, answers: Answers, kinds: Mapping[str, DocumentKind]) -> tuple[Dossier, list[Said]]:
    """Return the dossier as a person corrected it, and each correction in words."""
    told = _of_dossier(answers.dossier)
    documents = list(dossier.documents)
    for answer in answers.documents:
        places = [number for number, document in enumerate(documents) if _names(answer, document)]
        if not places:
            told.append(said("hoso.yaml nêu tệp «{file}» nhưng hồ sơ không có tệp này", file=answer.file))
        told += arranged(answer)
        for number in places:
            documents[number] = _corrected(documents[number], answer, kinds, told)
    return replace(dossier, documents=tuple(documents)), told


def _of_dossier(answers: DossierAnswers) -> list[Said]:
    named = []
    if answers.body:
        named.append(said("tổ chức đảng lập hồ sơ: {name}", name=answers.body))
    if answers.object:
        named.append(said("đối tượng: {name}", name=answers.object))
    return named


def unheard(answers: Answers, questions: Iterable[str], dismissed: Iterable[int]) -> list[Said]:
    """Return what a person said that changed nothing, so that a slip of the pen is seen.

    `questions`: those the procedure asks; `dismissed`: the places in `answers.dismissed` that met a finding.
    """
    asked, met = set(questions), set(dismissed)
    lost = [
        said("hoso.yaml trả lời câu hỏi «{name}», quy trình này không hỏi", name=name)
        for name in answers.answers
        if name not in asked
    ]
    for number, item in enumerate(answers.dismissed):
        if number not in met:
            where = said(" ở «{file}»", file=item.file) if item.file else Said()
            in_vain = said(
                "hoso.yaml bỏ qua «{rule}»{where}, nhưng không có phát hiện nào như vậy", rule=item.rule, where=where
            )
            lost.append(in_vain)
    return lost


def _names(answer: DocumentAnswers, document: Document) -> bool:
    if answer.page is not None and answer.page != document.first_page:
        return False
    return same_paper(answer.file, document)


def same_paper(file: str, document: Document) -> bool:
    """True when a person's spelling of a file means this paper or a copy of it (composed letters, either slash)."""
    return any(same_path(file, path) for path in (document.path, *(source.path for source in document.files)))


def _corrected(
    document: Document, answer: DocumentAnswers, kinds: Mapping[str, DocumentKind], told: list[Said]
) -> Document:
    if answer.kind:
        _known(answer.kind, kinds, answer.file)
        title = Said(*(kinds[answer.kind].title.text(lang) for lang in LANGUAGES))
        told.append(said("{file}: loại văn bản là «{title}»", file=document.path, title=title))
        document = replace(document, kind=read(answer.kind, how="person"), candidates=())
    if answer.number:
        told.append(said("{file}: số {number}", file=document.path, number=answer.number))
        plain = re.sub(r"\s", "", answer.number).casefold().lstrip("0")
        document = replace(document, number=read(plain, how="person", shown=answer.number))
    if answer.date:
        told.append(said("{file}: ngày {day}", file=document.path, day=day_said(answer.date)))
        document = replace(document, date=read(answer.date, how="person"), numeric_date_style=read("ok", how="person"))
    if answer.signed is not None:
        signed = said("{file}: đã ký đủ", file=document.path)
        told.append(signed if answer.signed else said("{file}: chưa ký", file=document.path))
        document = _signed(document, answer.signed, kinds)
    return document


def _known(kind: str, kinds: Mapping[str, DocumentKind], file: str) -> None:
    if kind not in kinds:
        raise UsageError(
            said("hoso.yaml: tệp «{file}» ghi loại văn bản «{kind}», không có trong danh mục.", file=file, kind=kind),
            said("Xem danh mục bằng lệnh «hoso rules list --documents»."),
        )


def _signed(document: Document, signed: bool, kinds: Mapping[str, DocumentKind]) -> Document:
    """Set every block; where none was seen, make one for each signer the kind asks for."""
    blocks = document.signatures.value or ()
    fact = read(signed, how="person")
    kind = kinds.get(document.kind.value or "")
    seen = {block.role for block in blocks}
    made = [
        SignatureBlock(None, None, None, slot[0], fact, absent(how="person"), document.signatures.location)
        for slot in (kind.signers if kind else [])
        if not seen & set(slot)
    ]
    return replace(document, signatures=read((*(replace(block, signed=fact) for block in blocks), *made), how="person"))
