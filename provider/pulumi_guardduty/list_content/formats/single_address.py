"""Formats whose rows name single addresses, never a range."""

from pulumi_guardduty.list_content.intake import Intake
from pulumi_guardduty.list_content.problem import Code


def refuse_range(text: str, line: int, intake: Intake) -> bool:
    """Record a range as an error; whether it was one.

    Source: GuardDuty User Guide, "List formats": of ranges the page speaks with TXT, STIX, OTX_CSV and FIRE_EYE only.
    """
    if "/" not in text:
        return False
    intake.ledger.add(
        Code.SYNTAX, line, text, "a range, but rows of this format name single addresses; use TXT or OTX_CSV for ranges"
    )
    return True
