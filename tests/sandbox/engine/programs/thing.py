"""The resource that test programs declare; `THING_PROVIDER` names the module of its provider."""

import importlib
import os
from typing import Any

from pulumi import Output, ResourceOptions
from pulumi.dynamic import Resource


PROVIDER = importlib.import_module(os.environ.get("THING_PROVIDER", "healthy")).Provider


class Thing(Resource, module="things", name="Thing"):
    arn: Output[Any]
    size: Output[Any]
    password: Output[Any]

    def __init__(self, urn_name: str, opts: ResourceOptions | None = None, **props: Any) -> None:
        outputs = {"arn": None, "size": None, "password": None}
        super().__init__(PROVIDER(), urn_name, {"name": urn_name, **outputs, **props}, opts)
