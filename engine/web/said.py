"""What a person says on the page, as changes to the answers that become `hoso.yaml`."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from engine.check.answers import Answers, Dismissed, DocumentAnswers, DossierAnswers
from engine.locale.words import N_, tr
from engine.rulebook.models import Model
from engine.web.refusals import Refused
from parsers.listing import same_path

_ARRANGED = ("split", "merge")
_HEAD = N_("Phần trả lời của người lập hồ sơ. Đặt tệp này trong thư mục hồ sơ, tên tệp giữ nguyên là hoso.yaml.")


def answers_text(answers: Answers, lang: str = "vi") -> str:
    """Return `hoso.yaml`; words stand in quotes, so that no «05» turns into a number."""
    value = answers.model_dump(exclude_none=True, exclude_defaults=True)
    head = f"# {tr(lang)(_HEAD)}\n"
    if not value:
        return head
    body = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return head + str(body)


class _Dumper(yaml.SafeDumper):
    """Plain words for codes, quotes for everything else."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - our reader refuses aliases
        return True


_PLAIN = re.compile(r"[a-z][a-z-]*[a-z]\Z")
_TRUTHS = frozenset({"true", "false", "null"})


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    plain = _PLAIN.match(value) and value not in _TRUTHS
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def read_day(text: str) -> dt.date | None:
    """Read 05/3/2026 or 2026-03-05; None for an empty field. Raises Refused."""
    text = text.strip()
    if not text:
        return None
    numbers = [int(part) for part in re.findall(r"\d{1,4}", text)]
    iso = re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text)
    written = re.fullmatch(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}", text)
    try:
        if iso or written:
            return dt.date(*(numbers if iso else reversed(numbers)))
    except ValueError:
        pass
    raise Refused(N_("Ngày «{day}» chưa đúng."), N_("Viết ngày/tháng/năm, ví dụ 05/3/2026."), day=text[:40])


def read_number(text: str) -> str | None:
    """Read the number of a paper; None for an empty field. Raises Refused for what no paper bears."""
    text = text.strip()
    try:
        DocumentAnswers.model_validate({"file": "x", "number": text or None})
    except ValidationError:
        raise Refused(
            N_("Số «{number}» chưa đúng."), N_("Chỉ ghi số, không kèm ký hiệu, ví dụ 05 hoặc 12a."), number=text[:30]
        ) from None
    return text or None


def with_dossier(answers: Answers, **values: Any) -> Answers:
    """Return the answers with what holds for the whole dossier."""
    said = answers.dossier.model_dump() | {name: value or None for name, value in values.items()}
    return answers.model_copy(update={"dossier": DossierAnswers.model_validate(said)})


def with_document(answers: Answers, file: str, page: int | None = None, **values: Any) -> Answers:
    """Return the answers with what was said of one paper; None leaves a value to the parser.

    `page`: where it begins in its file, for a file of several papers.
    """
    old = of_document(answers, file, page)
    kept = old.model_dump(include={"file", "page", *_ARRANGED}) if old else {"file": file, "page": page}
    new = DocumentAnswers.model_validate(kept | values)
    return _with(answers, [item for item in answers.documents if item is not old], new)


def of_document(answers: Answers, file: str, page: int | None = None) -> DocumentAnswers | None:
    """Return what was said of one paper."""
    return next((item for item in answers.documents if item.page == page and same_path(item.file, file)), None)


def with_arrangement(
    answers: Answers, files: Sequence[str], *, split: Sequence[int] = (), merge: bool | list[str] | None = None
) -> Answers:
    """Return the answers with what was said of `files`, which are read one after another; the first names them.

    What was said before of how these files lie is forgotten. `split`: the pages papers begin on.
    """
    others: list[DocumentAnswers] = []
    for item in answers.documents:
        mine = item.page is None and any(same_path(item.file, file) for file in files)
        facts = item.model_copy(update=dict.fromkeys(_ARRANGED)) if mine else item
        if mine and split and same_path(item.file, files[0]):
            facts = facts.model_copy(update={"page": 1})  # what was said of the whole file holds for its first paper
        others += [facts] if facts.model_dump(exclude={"file", "page"}, exclude_none=True) else []
    new = DocumentAnswers.model_validate({"file": files[0], "split": list(split) or None, "merge": merge})
    return _with(answers, others, new)


def bound_by_hand(answers: Answers, file: str) -> bool:
    """True where a person said which files follow this one."""
    said = of_document(answers, file)
    return said is not None and isinstance(said.merge, list)


def _with(answers: Answers, others: list[DocumentAnswers], new: DocumentAnswers) -> Answers:
    says_something = new.model_dump(exclude={"file", "page"}, exclude_none=True)
    return answers.model_copy(update={"documents": [*others, new] if says_something else others})


def key_of(item: Model) -> str:
    """Return what names one thing a person said: the same words, the same key, wherever it stands."""
    return hashlib.sha256(item.model_dump_json().encode()).hexdigest()[:16]


def arranges(item: Model) -> bool:
    """True for what is said of how files and pages lie: to take it back, the dossier must be read again."""
    return isinstance(item, DocumentAnswers) and (item.split is not None or item.merge is not None)


def without(answers: Answers, key: str) -> tuple[Answers, bool]:
    """Return the answers without the thing of that key, and whether it spoke of how files and pages lie."""
    gone = [item for item in (*answers.documents, *answers.dismissed) if key_of(item) == key]
    left = answers.model_copy(
        update={
            "documents": [item for item in answers.documents if key_of(item) != key],
            "dismissed": [item for item in answers.dismissed if key_of(item) != key],
        }
    )
    return left, any(map(arranges, gone))


def with_dismissed(answers: Answers, rule: str, file: str | None, fingerprint: str, reason: str) -> Answers:
    """Return the answers with one finding set aside. Raises Refused without a reason."""
    reason = " ".join(reason.split())
    if len(reason) < 3:
        raise Refused(N_("Chưa ghi lý do bỏ qua."), N_("Ghi ngắn gọn vì sao, ví dụ: Bản giấy đã đánh số bằng bút chì."))
    kept = [item for item in answers.dismissed if item.fingerprint != fingerprint]
    new = Dismissed(rule=rule, file=file, fingerprint=fingerprint, reason=reason[:500], by=None)
    return answers.model_copy(update={"dismissed": [*kept, new]})


def with_answer(answers: Answers, question: str, value: bool | None) -> Answers:
    """Return the answers with a yes, a no, or nothing for a question of the procedure."""
    kept = {name: said for name, said in answers.answers.items() if name != question}
    return answers.model_copy(update={"answers": kept if value is None else {**kept, question: value}})
