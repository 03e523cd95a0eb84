"""Reports of a check: one module per format, all from one arrangement of words (view.py)."""

from engine.report.formats import FORMATS, Office, Screen, render

__all__ = ["FORMATS", "Office", "Screen", "render"]
