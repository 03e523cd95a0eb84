"""Printed names of signers: whether a piece of text can be one, whole or with its beginning hidden."""

from __future__ import annotations

import re

from parsers.layout import clean
from parsers.roles import AUTHORITY
from parsers.vietnamese import fold

_PREFIX = re.compile(
    r"^(?:đồng chí|đ/c|ông|bà|(?:pgs\.?|gs\.?|ths?\.?|ts\.?|bs\.?|ks\.?|cn\.?)\s*)+[:.]?\s+", re.IGNORECASE
)
SURNAMES = frozenset(
    fold(
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Mai Đào Cao Lâm Lương "
        "Lưu Tô Tạ Hà Trương Phùng Quách Chu Châu Thái Tăng Triệu Vương Nông Lò Vàng Giàng"
    ).split()
)


def is_name(text: str) -> bool:
    """Tell whether a piece of text can be a person's name: two to six capitalised words and nothing else."""
    words = bare_name(clean(text).rstrip(".,;")).split()
    if not 2 <= len(words) <= 6 or AUTHORITY.match(fold(text)):
        return False
    return all(word[0].isupper() and word.replace("'", "").replace("-", "").isalpha() for word in words)


def bare_name(text: str) -> str:
    """Give a name without «đồng chí» and academic titles."""
    return _PREFIX.sub("", text)


def may_be_name(text: str) -> bool:
    """Tell a name whose beginning a seal or a pen hides: «▒ Thị Lan», «rần Thị Hòa»."""
    words = clean(text).strip(".,;:- ").split()
    if words and (words[0][0].isupper() and words[0].isalpha()):
        return False  # nothing is hidden: it is a name or it is none
    whole = [word for word in words[1:] if word[0].isupper() and word[1:].islower() and word.isalpha()]
    return 2 <= len(words) <= 6 and len(whole) == len(words) - 1 and sum(map(len, whole)) > 1
