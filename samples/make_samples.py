"""Draws the sample dossiers: `python samples/make_samples.py [--into DIR] [NAME…]`.

Every name, place and body is made up. A rerun gives the same bytes. What a checker must say of each dossier is written
to `<name>.expected.json` from what was planted here, never from a checker's output.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import dossiers_chi_bo
import dossiers_scanned
import dossiers_ubkt

HERE = Path(__file__).parent


def main() -> None:
    """Draw the dossiers named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HERE / "dossiers")
    parser.add_argument("names", nargs="*")
    chosen = parser.parse_args()
    makers = (*dossiers_chi_bo.DOSSIERS, *dossiers_ubkt.DOSSIERS, *dossiers_scanned.DOSSIERS)
    samples = [make() for make in makers]
    unknown = set(chosen.names) - {sample.name for sample in samples}
    if unknown:
        parser.error("no such dossier: " + ", ".join(sorted(unknown)))
    for sample in samples:
        if not chosen.names or sample.name in chosen.names:
            sample.write(chosen.into)
            print(sample.name)


if __name__ == "__main__":
    main()
