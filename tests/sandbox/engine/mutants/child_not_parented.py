"""A component that forgets to say that its thing is its own."""

from typing import Any

import pulumi
from thing import Thing


class Pair(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("things:index:Pair", name, {}, opts)
        left = Thing(f"{name}-left", **self.placed())
        right = Thing(f"{name}-right", opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({"arns": [left.arn, right.arn]})

    def placed(self) -> dict[str, Any]:
        return {}
