"""Who a paper is about, a person or an organisation, and which of its recipients that is."""

from __future__ import annotations

import re

from parsers.facts import Document, Fact, absent, read, unreadable
from parsers.vietnamese import fold

_ORGANISATION = re.compile(
    r"(?:đối với|kiểm tra|giám sát|kỷ luật|đảng) (?:đảng viên và )?(?P<name>(?:ban chấp hành |ban thường vụ |cấp ủy )?"
    r"(?:chi bộ|chi ủy|đảng bộ|đảng ủy|ủy ban kiểm tra)\b.*?)"
    r"(?=,|;|\.|\(| (?:khi có|về việc|về|trong việc|trong|việc|nhiệm kỳ|năm|giai đoạn|và)\b|$)"
)
_REFERS_TO_OBJECT = re.compile(
    r"được kiểm tra|được giám sát|đối tượng|bị kỷ luật|có tên|nêu trên|^như (?:trên|điều|kính gửi)"
)
_COMRADE = re.compile(r"\b(?:đồng chí|đ/c|đảng viên|ông|bà)\b")
_NOTE = re.compile(r"\(.*?\)")


def object_of(document: Document) -> Fact[str]:
    """Name the person, or the organisation the subject names, folded; absent where the paper is about nobody."""
    person = document.person
    if person.value:
        return read(fold(person.value.name))
    match = _ORGANISATION.search(fold(document.subject.value or ""))
    if match:
        return read(match["name"].strip())
    hidden = person.is_unreadable or document.subject.is_unreadable
    return unreadable(person.why or document.subject.why or "not-understood") if hidden else absent()


def is_object(recipient: str, document: Document) -> bool:
    """Tell whether a recipient is the person or organisation a paper is about, however it is named there."""
    text = _NOTE.sub("", fold(recipient)).strip(" -,;.")
    if _REFERS_TO_OBJECT.search(text):
        return True
    name = object_of(document).value
    if name is None:
        return False
    if document.person.value:
        return name in text or (_COMRADE.search(text) is not None and name.split()[-1] in text.split())
    return name in text or _is_short_for(text, name)


def _is_short_for(text: str, name: str) -> bool:
    """«Chi bộ Công ty Gốm sứ» for «Chi bộ Công ty cổ phần Gốm sứ Lam Điền»: the same beginning, no other word."""
    words, whole = text.split(), name.split()
    return len(words) > 2 and words[:2] == whole[:2] and set(words) <= set(whole)
