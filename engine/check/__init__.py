"""One dossier checked: `check_path(path, options)` gives the report; see ARCHITECTURE.md, engine.check."""

from engine.check.options import Checked, CheckOptions
from engine.check.run import check_dossier, check_path, check_with
from engine.check.verdict import exit_code

__all__ = ["CheckOptions", "Checked", "check_dossier", "check_path", "check_with", "exit_code"]
