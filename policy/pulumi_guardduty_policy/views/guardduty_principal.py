"""GuardDuty as a service principal."""

#: As whom GuardDuty writes findings, as a pattern of policy documents: the global
#: principal, the regional one of an opt-in region, and either in another partition.
#: Malware protection acts under names of its own and is not meant.
#: Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3".
GUARDDUTY_PATTERN = "guardduty.*"


def is_guardduty(service: str) -> bool:
    """Tell whether a service principal is the one that exports findings."""
    return service.lower().startswith("guardduty.")
