"""ALIEN_VAULT: the reputation feed, eight fields a line between `#`.

Source: GuardDuty User Guide, "List formats": `address#reliability#risk#activity#country#city#lat,lon#category`.
"""

from collections.abc import Iterable
from typing import Final

from pulumi_guardduty.list_content.batch import Batch
from pulumi_guardduty.list_content.intake import Intake
from pulumi_guardduty.list_content.lines import LineReader
from pulumi_guardduty.list_content.problem import Code

from .single_address import refuse_range


_FIELDS: Final = 8
_LAYOUT: Final = "address#reliability#risk#activity#country#city#latitude,longitude#category"


def read(pieces: Iterable[bytes], intake: Intake) -> None:
    """Read the first field of every line."""
    batch = Batch(intake)
    for first, block in LineReader(pieces, intake.ledger):
        for line, text in enumerate(block, first):
            if text:
                _row(text, line, batch, intake)
    batch.flush()


def _row(text: str, line: int, batch: Batch, intake: Intake) -> None:
    address, _, rest = text.partition("#")
    if not address.strip():
        if text.strip():
            intake.ledger.add(
                Code.COMMENT, line, text, "a comment, or no address before the first '#'; remove the line"
            )
    elif rest.count("#") != _FIELDS - 2:
        count = text.count("#") + 1
        intake.ledger.add(Code.COLUMNS, line, text, f"has {count} of {_FIELDS} fields: {_LAYOUT}")
    elif not refuse_range(address, line, intake):
        batch.add(address.strip(), line)
