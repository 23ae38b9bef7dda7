"""Every file of the corpus has exactly the problems that the file beside it names."""

from pathlib import Path

import pytest
from pulumi_guardduty.list_content import Report, validate


CORPUS = Path(__file__).parent / "corpus"
#: Whether AWS fails a list for one bad line is not established.
CLAIMS = ("aws rejects", "aws refuses", "aws ignores", "guardduty rejects", "guardduty refuses", "activation fails")
LISTS = sorted(path for path in CORPUS.rglob("*.*") if path.suffix != ".expected" and path.name != ".gitattributes")


def _expected(path):
    options, *problems = path.with_name(f"{path.name}.expected").read_text().splitlines()
    kind, *switches = options.split()
    return {"kind": kind, **{switch.replace("-", "_"): True for switch in switches}}, problems


def _found(report: Report):
    return [
        f"{severity} {problem.line or '-'} {problem.code}"
        for severity, findings in [("error", report.errors), ("warning", report.warnings)]
        for problem in findings.shown
    ]


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(CORPUS))) for path in LISTS])
def test_a_list_has_the_problems_it_is_known_for_and_no_other(path):
    options, problems = _expected(path)

    report = validate(path, format=path.parent.name.upper(), **options)

    assert _found(report) == problems
    assert report.ok == (not any(problem.startswith("error") for problem in problems))


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(CORPUS))) for path in LISTS])
def test_a_message_is_one_printable_line_that_speaks_of_no_behaviour_nobody_knows(path):
    options, _ = _expected(path)

    report = validate(path, format=path.parent.name.upper(), **options)

    for line in report.rendered().splitlines():
        assert line.isprintable()
        assert len(line) < 400
        assert not any(
            claim in line.lower() for claim in ("aws rejects", "aws refuses", "aws ignores", "activation fails")
        )


def test_every_format_has_good_and_bad_lists():
    good, bad = set(), set()
    for path in LISTS:
        _, problems = _expected(path)
        (bad if any(problem.startswith("error") for problem in problems) else good).add(path.parent.name)

    assert good == bad == {"txt", "stix", "otx_csv", "alien_vault", "proof_point", "fire_eye"}
