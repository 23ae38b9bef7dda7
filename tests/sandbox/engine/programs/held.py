"""A provider whose creations say that they have begun, and wait until they are let go."""

import os
import time
from pathlib import Path
from typing import Any

from healthy import HealthyProvider
from pulumi.dynamic import CreateResult


class HeldProvider(HealthyProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        cloud = Path(os.environ["THING_CLOUD"])
        (cloud / f"{props['name']}.begun").touch()
        while not (cloud / "go").exists():
            time.sleep(0.05)
        return super().create(props)


Provider = HeldProvider
