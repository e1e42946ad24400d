"""`huopan check`: every invariant asked, told as a table or as JSON."""

from __future__ import annotations

import json
import sys

from rich.console import Console
from rich.progress import track
from rich.table import Table

from huopan.infra import clock
from huopan.infra.checking import Finding, Invariant, invariants

SHOWN = 5


def audit(*, area: str, as_json: bool) -> int:
    """Ask the invariants of `area` (all when empty), print what was found, and return how many are broken."""
    asked = invariants(area)
    found = [_finding(one) for one in track(asked, "Checking", transient=True, disable=not sys.stderr.isatty())]
    broken = [finding for finding in found if finding.violations]
    if as_json:
        print(json.dumps({"broken": len(broken), "invariants": [one.as_json() for one in found]}, ensure_ascii=False))
    else:
        _show(found)
    return len(broken)


def _finding(one: Invariant) -> Finding:
    return Finding(one, one.violations(clock.now()))


def _show(found: list[Finding]) -> None:
    table = Table("", "Code", "Invariant", "Broken by")
    for finding in found:
        sign = "[red]✗[/red]" if finding.violations else "[green]✓[/green]"
        table.add_row(sign, finding.invariant.code, finding.invariant.law, _broken_by(finding.violations))
    Console().print(table)


def _broken_by(violations: list[str]) -> str:
    more = [f"… and {len(violations) - SHOWN} more"] if len(violations) > SHOWN else []
    return "\n".join(violations[:SHOWN] + more)
