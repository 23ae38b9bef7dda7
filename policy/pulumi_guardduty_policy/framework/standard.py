"""Controls of published standards that a rule helps to meet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standard:
    """One control of one standard."""

    name: str
    """The standard, e.g. ``CIS AWS Foundations Benchmark``."""

    version: str
    """Its version; empty where controls keep their id over versions."""

    control: str
    """The control's id in it, e.g. ``3.6``."""

    @property
    def tag(self) -> str:
        """A short form for tags and tables, e.g. ``CIS v5.0 3.6``."""
        return " ".join(part for part in (self.name, self.version and f"v{self.version}", self.control) if part)


def cis_v5(control: str) -> Standard:
    """Control of the CIS AWS Foundations Benchmark v5.0."""
    return Standard("CIS", "5.0", control)


def cis_v6(control: str) -> Standard:
    """Control of the CIS AWS Foundations Benchmark v6.0, which v7.0 keeps."""
    return Standard("CIS", "6.0", control)


def cis_v7(control: str) -> Standard:
    """Control that the CIS AWS Foundations Benchmark has from v7.0 on."""
    return Standard("CIS", "7.0", control)


def security_hub(control: str) -> Standard:
    """Control of AWS Security Hub CSPM, e.g. ``KMS.4``."""
    return Standard("Security Hub", "", control)


def aws_config(rule: str) -> Standard:
    """Managed rule of AWS Config."""
    return Standard("AWS Config", "", rule)


def aws_guide(chapter: str) -> Standard:
    """Practice that an AWS guide asks for where no benchmark has a control."""
    return Standard("AWS guide", "", chapter)
