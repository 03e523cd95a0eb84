"""Papers that extend a limit: signed while it still ran, and adding no more than the share that is allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from engine.inference.conditions import Tests, among, lacks
from engine.inference.shape import DOSSIER, Branch
from engine.inference.timing import Version, deadline, latest_start, versions
from engine.inference.tree import Pattern, Test
from engine.rulebook.models import ExtendedLimit, Extension, Parameter

_WEEK, _WORKING = 7, 5
_DAYS, _SHARE = re.compile(r"(\d+) ngày"), re.compile(r"\d+/\d+")  # the two ways a parameter says how far


def extension(rule: Extension, parameters: Mapping[str, Parameter]) -> list[Branch]:
    """Return the branches for every limit; each counts only in the procedures it belongs to."""
    found: list[Branch] = []
    for limit in rule.limits:
        parameter = parameters.get(limit.parameter)
        if parameter is not None:
            branches = deadline(limit.earlier, parameter) if rule.check == "in-time" else _share(limit, parameter)
            found += [_within(limit, branch) for branch in branches]
    return found


def _within(limit: ExtendedLimit, branch: Branch) -> Branch:
    return replace(branch, before=(Pattern(DOSSIER, "dossier", (among("procedure", limit.procedure),)), *branch.before))


def _share(limit: ExtendedLimit, parameter: Parameter) -> list[Branch]:
    if not parameter.extension or not (_DAYS.match(parameter.extension) or _SHARE.fullmatch(parameter.extension)):
        return []
    branches = []
    for version in versions(parameter):
        most = _most(version, parameter)
        start = latest_start(limit.earlier, version)
        told: Tests = (lacks("extension_no"),)
        branches += [
            Branch("applies", tests=told, before=start, limit=version.value),
            Branch("fail", tests=(Test("extension", ">", most),), before=start, limit=version.value),
            Branch("open", tests=(lacks("extension"), *told), before=start, limit=version.value),
        ]
    return branches


def _most(version: Version, parameter: Parameter) -> int:
    """The days an extension surely may add: in calendar days where the limit itself is in working days."""
    said = parameter.extension or ""
    days = _DAYS.match(said)
    share = int(days[1]) if days else math.ceil(version.value * Fraction(said))
    working = parameter.unit == "working-days" or "làm việc" in said
    return math.ceil(share * _WEEK / _WORKING) + 2 if working else share
