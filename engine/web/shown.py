"""A case arranged for its page: the report's own view, and what a person can do at each point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engine.check.answers import DocumentAnswers
from engine.findings import DocumentShown, Finding, Place, Report
from engine.locale.words import N_, day, tr
from engine.report.causes import Cause
from engine.report.clean import clean, clean_model
from engine.report.view import Fault, View, build_view
from engine.report.wording import paper_words, place_words
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Procedure
from engine.web.arranging import has_pages
from engine.web.case import Case
from engine.web.said import key_of
from engine.web.site import Site
from parsers.facts import Document

MOST_SPOTS = 3
MOST_PASSES = 300


@dataclass(frozen=True, slots=True)
class Shot:
    """A place with the address of its picture, or with the text of its paragraph."""

    words: str
    picture: str
    page: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a person said, with what takes it back."""

    words: str
    key: str


@dataclass(frozen=True)
class Shown:
    """Everything the result page needs of one case."""

    case: Case
    book: Rulebook
    lang: str = "vi"

    @cached_property
    def report(self) -> Report:
        """The report, with harmless letters only."""
        assert self.case.report is not None
        return clean_model(self.case.report)

    @cached_property
    def view(self) -> View:
        """The report arranged for reading."""
        return build_view(self.report, self.lang)

    @cached_property
    def papers(self) -> dict[str, DocumentShown]:
        """The papers by id."""
        return {paper.id: paper for paper in self.report.documents}

    @property
    def base(self) -> str:
        """The address of the case."""
        return f"/ho-so/{self.case.id}"

    @cached_property
    def procedure(self) -> Procedure | None:
        """The procedure the dossier is judged by."""
        shown = self.report.procedure
        return self.book.procedures.get(shown.id) if shown else None

    @property
    def passes(self) -> list[Finding]:
        """What is in order."""
        return self.report.passes[:MOST_PASSES]

    def shots(self, fault: Fault) -> list[Shot]:
        """Return the places of a finding that can be shown."""
        name = fault.finding.fingerprint
        made = [
            self._shot(name, number, spot.place, spot.words) for number, spot in enumerate(fault.spots[:MOST_SPOTS])
        ]
        return [shot for shot in made if shot.picture or shot.text]

    def unclear_shots(self, cause: Cause) -> list[Shot]:
        """Return the places where something could not be read, each once: the person looks there to answer."""
        places: dict[object, Shot] = {}
        for finding in cause.findings:
            for number, place in enumerate(finding.locations):
                if place.document in self.papers and len(places) < MOST_SPOTS:
                    paper = paper_words(self.papers[place.document], self.lang)
                    where = place_words(place, self.lang)
                    words = f"{paper}, {where}" if where else paper
                    key = place.document, place.page, place.box, place.paragraph
                    places.setdefault(key, self._shot(finding.fingerprint, number, place, words))
        return [shot for shot in places.values() if shot.picture or shot.text]

    def _shot(self, finding: str, number: int, place: Place, words: str) -> Shot:
        document = self.case.document(place.document)
        if document is None:
            return Shot(words, "", "", "")
        if place.page is not None and document.medium != "word":
            page = f"{self.base}/xem/{place.document}?trang={place.page}&y={finding}&cho={number}"
            return Shot(words, f"{self.base}/anh/{finding}/{number}.png", page, "")
        lines = [line.text for line in document.lines if line.location.paragraph == place.paragraph is not None]
        return Shot(words, "", "", clean(" ".join(lines))[:600])

    def named(self, finding: Finding) -> list[tuple[str, str]]:
        """Return (id, words) of the papers a finding speaks of."""
        return [(name, paper_words(self.papers[name], self.lang)) for name in finding.documents if name in self.papers]

    def unclear(self, cause: Cause) -> list[tuple[str, str]]:
        """Return (id, words) of the papers on which something stays open."""
        return list(dict.fromkeys(pair for item in cause.findings for pair in self.named(item)))

    def about_signing(self, cause: Cause) -> bool:
        """True where all that is open is whether papers are signed."""
        return all(item.rule.partition(":")[2].startswith("signers") for item in cause.findings)

    def rule_page(self, rule: str) -> str:
        """Return the address of a rule's page."""
        procedure, slash, step = rule.partition("/")
        if slash:
            return f"/can-gi/{procedure}#{step.partition(':')[0]}"
        return f"/quy-tac/{rule}"

    def questions(self) -> list[tuple[str, str, bool | None]]:
        """Return the questions of the procedure: (id, words, what was answered)."""
        asked = self.procedure.questions if self.procedure else {}
        return [(name, text.text(self.lang), self.case.answers.answers.get(name)) for name, text in asked.items()]

    def said(self) -> list[Said]:
        """Return what a person said of papers and findings, each with the key that takes it back."""
        _ = tr(self.lang)
        made = [Said(self._of_paper(item), key_of(item)) for item in self.case.answers.documents]
        for item in self.case.answers.dismissed:
            title = self._title(item.fingerprint, item.rule)
            words = _("Bỏ qua «{title}»: {reason}").format(title=title, reason=clean(item.reason))
            made.append(Said(words, key_of(item)))
        return made

    def _of_paper(self, item: DocumentAnswers) -> str:
        kinds, _ = self.book.kinds, tr(self.lang)
        files = ", ".join(item.merge) if isinstance(item.merge, list) else ""
        alone = {True: _("là một văn bản, không tách"), False: _("đứng riêng, không ghép")}
        parts = [
            _("ghép nối tiếp {files}").format(files=clean(files)) if files else "",
            alone[item.merge] if isinstance(item.merge, bool) else "",
            _("văn bản bắt đầu ở trang {pages}").format(pages=", ".join(map(str, item.split))) if item.split else "",
            _("loại: {kind}").format(kind=kinds[item.kind].title.text(self.lang)) if item.kind in kinds else "",
            _("số {number}").format(number=clean(item.number)) if item.number else "",
            _("ngày {date}").format(date=day(item.date, self.lang)) if item.date else "",
            "" if item.signed is None else _("đã ký đủ") if item.signed else _("chưa ký"),
        ]
        where = clean(item.file) + (f", {_('trang {number}').format(number=item.page)}" if item.page else "")
        return f"{where}: {'; '.join(part for part in parts if part)}"

    def page_of(self, document: Document) -> int | None:
        """Return where a paper begins in its file, where the file holds others too."""
        shown = self.papers.get(document.id)
        return document.first_page if shown and shown.parted else None

    def can_be_arranged(self, name: str) -> bool:
        """True for a paper of a file whose pages can be parted or bound."""
        document = self.case.document(name)
        return document is not None and has_pages(document)

    def _title(self, fingerprint: str | None, rule: str) -> str:
        found = next((item for item in self.report.findings if item.fingerprint == fingerprint), None)
        requirement = self.book.requirements.get(rule)
        return found.title if found else requirement.title.text(self.lang) if requirement else clean(rule)

    def spoken(self) -> str:
        """Return the result in one sentence, read out by screen readers after every change."""
        return f"{tr(self.lang)(N_('Đã cập nhật kết quả.'))} {self.report.sentence}"


def shown(site: Site, case: Case) -> Shown:
    """Return a case in the language of the page."""
    return Shown(case, site.book(), site.lang)
