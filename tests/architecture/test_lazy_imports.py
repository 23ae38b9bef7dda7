"""Declaring resources costs no AWS client and no validation library."""

import json
import subprocess
import sys


PROGRAM = """
import json, sys
import pulumi, pulumi.runtime

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return [args.name, args.inputs]
    def call(self, args):
        return {}

pulumi.runtime.set_mocks(Mocks())
import inspect
import pulumi_guardduty as guardduty
import pulumi_guardduty_components as components

FILL = {"activate": True, "format": "TXT"}
declared = []
for package in (guardduty, components):
    for name in package.__all__:
        thing = getattr(package, name)
        if inspect.isclass(thing) and issubclass(thing, pulumi.Resource):
            needed = {
                key: FILL.get(key, "x")
                for key, parameter in inspect.signature(thing.__init__).parameters.items()
                if parameter.default is inspect.Parameter.empty and parameter.kind is inspect.Parameter.KEYWORD_ONLY
            }
            try:
                thing(name, **needed)
            except pulumi.RunError:
                pass
            declared.append(name)
print(json.dumps([declared, sorted({"boto3", "botocore", "pydantic"} & sys.modules.keys())]))
"""


def test_a_program_that_declares_every_class_loads_neither_boto3_nor_pydantic():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    declared, loaded = json.loads(done.stdout.splitlines()[-1])

    assert {"PublishingDestination", "ThreatIntelSet"} <= set(declared)
    assert loaded == []
