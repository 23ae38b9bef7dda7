"""What the embedded engine does not do ends an operation with one error that names it, and nothing is made."""

import pytest
from pulumi_guardduty_sandbox.engine import Stack


HOOK = """
hook = pulumi.ResourceHook("told", lambda _: None)
Thing("a", opts=ResourceOptions(hooks=pulumi.ResourceHookBinding(before_create=[hook])))
"""
ERROR_HOOK = """
hook = pulumi.ErrorHook("told", lambda _: False)
Thing("a", opts=ResourceOptions(hooks=pulumi.ResourceHookBinding(on_error=[hook])))
"""
ADVICE = (
    "is not supported by the embedded engine, which runs Python dynamic providers and components only; "
    "run this program with the pulumi CLI"
)
REFUSED = {
    "another package's resource": (
        'pulumi.CustomResource("aws:s3/bucket:Bucket", "b", {})',
        "the resource type aws:s3/bucket:Bucket",
    ),
    "a remote component": (
        'pulumi.ComponentResource("awsx:ec2:Vpc", "v", {}, remote=True)',
        "the remote component awsx:ec2:Vpc",
    ),
    "an explicit provider": (
        'pulumi.ProviderResource("aws", "elsewhere", {"region": "eu-west-1"})',
        "the explicit provider pulumi:providers:aws",
    ),
    "an invoke": (
        'pulumi.runtime.invoke("aws:index/getRegion:getRegion", {})',
        "the function aws:index/getRegion:getRegion",
    ),
    "a method": (
        'pulumi.runtime.call("eks:index:Cluster/getKubeconfig", {})',
        "the method eks:index:Cluster/getKubeconfig",
    ),
    "a stack reference": (
        'pulumi.StackReference("organization/network/prod")',
        "reading a pulumi:pulumi:StackReference",
    ),
    "a resource hook": (HOOK, "a resource hook"),
    "an error hook": (ERROR_HOOK, "an error hook"),
    "a transform of one resource": (
        'Thing("a", opts=ResourceOptions(transforms=[lambda found: None]))',
        "a transform on a",
    ),
    "a transform of all resources": (
        'pulumi.runtime.register_resource_transform(lambda found: None)\nThing("a")',
        "a stack transform",
    ),
    "a transform of invokes": (
        'pulumi.runtime.register_invoke_transform(lambda found: None)\nThing("a")',
        "an invoke transform",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_supported_is_named_and_nothing_is_made(case, things, tmp_path):
    source, what = REFUSED[case]
    stack = Stack(things.declare(source), backend=tmp_path, env=things.env)

    result = stack.up()

    assert not result.ok
    assert result.errors == [f"{what} {ADVICE}"]
    assert "Traceback" not in result.text
    assert things.names() == []


def test_what_was_made_before_a_refusal_is_saved(things, tmp_path):
    source = 'a = Thing("a")\na.id.apply(lambda _: pulumi.CustomResource("aws:s3/bucket:Bucket", "b", {}))'
    stack = Stack(things.declare(source), backend=tmp_path, env=things.env)

    result = stack.up()

    assert len(result.errors) == 1
    assert "aws:s3/bucket:Bucket" in result.errors[0]
    assert things.names() == ["a-1"]
    assert [row["id"] for row in stack.export()["deployment"]["resources"] if "Thing" in row["type"]] == ["a-1"]


def test_a_transformation_in_the_program_itself_is_no_transform_of_the_engine(things, tmp_path):
    source = """
        def bigger(found):
            return pulumi.ResourceTransformationResult({**found.props, "size": 5}, found.opts)

        pulumi.runtime.register_stack_transformation(bigger)
        Thing("a")
    """
    stack = Stack(things.declare(source), backend=tmp_path, env=things.env)

    assert stack.up().ok
    assert things.names() == ["a-5"]
