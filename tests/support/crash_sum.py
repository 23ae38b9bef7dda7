"""The sum of the crash matrix at the end of a run, for the root's conftest: no other is there in every process."""


def pytest_terminal_summary(terminalreporter) -> None:
    """Sum up what every test of the matrix has recorded, whichever process it ran in."""
    sums = {"cut": 0, "survived": 0}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name in sums and getattr(report, "when", "") == "call":
                    sums[name] += value
    if sums["cut"]:
        terminalreporter.write_line(f"crash matrix: {sums['cut']} boundaries cut, {sums['survived']} survived")
