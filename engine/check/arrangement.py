"""What a person says of files and pages: which files are one paper, where papers begin in a long scan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.errors import UsageError
from parsers.bundles import Binding, Misfit

if TYPE_CHECKING:
    from engine.check.answers import DocumentAnswers

# code -> (Vietnamese what, Vietnamese way out, English what, English way out)
_MISFITS: dict[str, tuple[str, str, str, str]] = {
    "no-file": (
        "hoso.yaml ghép hoặc tách tệp «{file}», nhưng hồ sơ không có tệp này.",
        "Ghi đúng đường dẫn của tệp trong hồ sơ, cả đuôi tệp, ví dụ «Bien ban/trang 1.jpg».",
        "hoso.yaml merges or splits «{file}», which the dossier does not hold.",
        "Write the path of the file in the dossier, with its extension.",
    ),
    "twice": (
        "hoso.yaml ghép hoặc tách tệp «{file}» ở hai chỗ.",
        "Mỗi tệp chỉ nêu ở một mục merge hoặc split; bỏ bớt mục thừa.",
        "hoso.yaml merges or splits «{file}» in two places.",
        "Name each file in one entry of merge or split only.",
    ),
    "no-page": (
        "hoso.yaml tách «{file}» ở trang {page}, nhưng chỉ có {count} trang.",
        "Sửa lại số trang trong «split»; tệp ghép và nhóm ảnh đếm trang liền qua các tệp.",
        "hoso.yaml splits «{file}» at page {page}, but there are {count} pages only.",
        "Mend the page numbers of «split»; pages are counted through all merged files.",
    ),
    "no-pages": (
        "hoso.yaml ghép hoặc tách tệp «{file}», nhưng tệp này không phải PDF hay ảnh.",
        "Chỉ ghép, tách được tệp PDF và ảnh; với tệp Word hãy lưu thành PDF, hoặc bỏ mục này.",
        "hoso.yaml merges or splits «{file}», which is no PDF and no picture.",
        "Only PDF files and pictures can be merged or split; save a Word file as PDF, or drop the entry.",
    ),
    "unread": (
        "hoso.yaml ghép tệp «{file}», nhưng tệp này không mở được.",
        "Chép lại tệp từ nguồn gốc (tệp có thể hỏng hoặc đặt mật khẩu), hoặc bỏ mục ghép này.",
        "hoso.yaml merges «{file}», which cannot be opened.",
        "Copy the file again (it may be damaged or have a password), or drop the entry.",
    ),
}


def bindings_of(documents: Iterable[DocumentAnswers]) -> tuple[Binding, ...]:
    """Return what was said of files and pages, as the reader takes it."""
    return tuple(_binding(item) for item in documents if item.split or item.merge is not None)


def _binding(said: DocumentAnswers) -> Binding:
    starts = tuple(sorted({0, *(page - 1 for page in said.split)})) if said.split else None
    if isinstance(said.merge, list):
        return Binding((said.file, *said.merge), starts or (0,))
    if said.merge:
        return Binding((said.file,), (0,), series=True)
    return Binding((said.file,), starts, series=said.merge is None)


def arranged(said: DocumentAnswers) -> list[str]:
    """Return what was said of the files of an entry, in words."""
    words = []
    if isinstance(said.merge, list):
        words.append(f"{said.file}: ghép với {', '.join(said.merge)}" + ("" if said.split else " thành một văn bản"))
    elif said.merge is not None:
        words.append(f"{said.file}: {'là một văn bản, không tách' if said.merge else 'đứng riêng, không ghép'}")
    if said.split:
        pages = ", ".join(str(page) for page in sorted(set(said.split)))
        words.append(f"{said.file}: văn bản bắt đầu ở trang {pages}")
    return words


def refused(misfit: Misfit) -> UsageError:
    """Return the error that tells a person what does not fit the dossier."""
    page, _, count = misfit.detail.partition("/")
    said = (text.format(file=misfit.file, page=page, count=count) for text in _MISFITS[misfit.code])
    what, advice, english, advice_en = said
    return UsageError(what, advice, en=english, advice_en=advice_en)
