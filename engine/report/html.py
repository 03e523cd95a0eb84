"""The report as one self-contained page: no script, no request, prints on A4."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from markupsafe import Markup

from engine.findings import Report
from engine.locale.words import day, tr
from engine.report import view as views
from engine.report.clean import clean
from engine.report.page_templates import SHARED, template_environment
from engine.report.pictures import Album, Picture
from engine.report.privacy import about_accusation
from engine.report.text import secret_words
from engine.report.wording import all_files_words, incident_words, kind_words, number_words
from parsers.facts import Dossier

_MOST_PASSES = 500


_environment = cache(template_environment)


def render_html(report: Report, lang: str, *, dossier: Dossier | None = None, path: Path | None = None) -> str:
    """Return the page. `dossier` and `path` give pictures of pages and texts of paragraphs; tố cáo gets neither."""
    view = views.build_view(report, lang)
    private = about_accusation(report) or report.stamped_secret
    shots = _Shots(None if private else path, None if private else dossier, view)
    _ = tr(lang)
    return (
        _environment()
        .get_template("report.html")
        .render(
            view=view,
            report=report,
            lang=lang,
            _=_,
            css=Markup(SHARED.joinpath("report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
            shots=shots,
            secret=secret_words(_) if report.stamped_secret else "",
            all_files_words=all_files_words,
            kind_words=kind_words,
            incident_words=incident_words,
            number_words=number_words,
            day=day,
            passes=report.passes[:_MOST_PASSES],
        )
    )


class _Shots:
    """Pictures and paragraph texts for the template."""

    def __init__(self, path: Path | None, dossier: Dossier | None, view: views.View) -> None:
        self.papers = {paper.id: paper for paper in view.report.documents}
        self.album = Album(path, dossier)

    def picture(self, spot: views.Spot) -> Picture | None:
        paper = self.papers.get(spot.place.document)
        return self.album.picture(paper, spot.place) if paper else None

    def paragraph(self, spot: views.Spot) -> str:
        paper = self.papers.get(spot.place.document)
        return clean(self.album.paragraph(paper, spot.place)) if paper else ""
