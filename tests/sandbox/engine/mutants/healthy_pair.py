"""A component whose things are all its own."""

from typing import Any

import child_not_parented
import pulumi


class Pair(child_not_parented.Pair):
    def placed(self) -> dict[str, Any]:
        return {"opts": pulumi.ResourceOptions(parent=self)}
