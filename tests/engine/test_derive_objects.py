"""Whom a paper is about, among those who receive it."""

import pytest
from derived_rows import only, paper, rows_of

from parsers.facts import Person, absent, read, unreadable


@pytest.mark.parametrize(
    ("subject", "recipient", "is_object"),
    [
        ("kiểm tra Chi bộ Công ty Gốm sứ Lam Điền khi có dấu hiệu vi phạm", "Chi bộ Công ty Gốm sứ Lam Điền", True),
        ("kiểm tra Chi bộ Công ty cổ phần Gốm sứ Lam Điền năm 2026", "Chi bộ Công ty Gốm sứ Lam Điền (để t/h)", True),
        ("kết luận kiểm tra đối với Đảng ủy xã Hòa Lâm về công tác cán bộ", "Như trên", True),
        ("kết luận kiểm tra đối với Chi bộ thôn Hai", "Chi bộ thôn Ba", False),
        ("kết luận kiểm tra đối với Chi bộ thôn Hai", "Ủy ban kiểm tra Đảng ủy", False),
    ],
)
def test_an_organisation_among_the_recipients(subject, recipient, is_object):
    rows = rows_of(paper(subject=read(subject), person=absent(), recipients=read((recipient,))))
    assert "object" in only(rows, "doc")
    assert ("object" in only(rows, "recipient")) == is_object


def test_a_paper_about_nobody_and_one_that_cannot_be_read():
    assert only(rows_of(paper(subject=read("công tác năm 2026"), person=absent())), "doc")["object_no"] == 1
    assert only(rows_of(paper(subject=unreadable("scan"), person=absent())), "doc")["object_un"] == 1


def test_a_member_named_short():
    named = read(Person("Trịnh Văn Quyết Tâm"))
    rows = rows_of(paper(person=named, recipients=read(("Đ/c Tâm (để thực hiện)", "Đ/c Thanh"))))
    assert ["object" in row for row in rows if row["k"] == "recipient"] == [True, False]
