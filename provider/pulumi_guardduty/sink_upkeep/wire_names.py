"""Keys of nested arguments as a program spells them, and on the wire."""

from typing import Final


EXPORTER: Final = {"account_id": "accountId", "detector_id": "detectorId"}
