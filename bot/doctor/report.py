"""The findings as an operator or a program reads them; pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from bot import __version__
from bot.doctor.finding import Finding, State, worst


def as_text(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each finding, with its cure below it, and a summary."""
    width = max(len(each.name) for each in findings)
    for each in findings:
        yield f"{each.state:<7}  {each.name:<{width}}  {each.words}"
        if each.cure:
            yield f"{'':<7}  {'':<{width}}  -> {each.cure}"
    counts = {state: sum(each.state is state for each in findings) for state in State}
    yield ", ".join(f"{count} {state}" for state, count in counts.items())


def as_json(findings: Sequence[Finding]) -> str:
    """An object with the version, the gravest state and all findings."""
    found = [asdict(each) for each in findings]
    report = {"version": __version__, "state": worst(findings), "findings": found}
    return json.dumps(report, ensure_ascii=False, indent=2)
