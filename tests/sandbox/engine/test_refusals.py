"""What the embedded engine does not do ends an operation with one error that names it, and nothing is made."""

import pytest
from pulumi_guardduty_sandbox.engine import Stack
from pulumi_guardduty_sandbox.engine.backend import Backend, Checkpoint


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


BUCKET = "urn:pulumi:dev::things::aws:s3/bucket:Bucket::b"
AWS = "urn:pulumi:dev::things::pulumi:providers:aws::default_7_51_1"


def with_a_bucket(things, folder, **marks):
    """A stack of one thing whose state also holds a bucket that another package manages."""
    stack = Stack(things.declare('Thing("a")'), backend=folder, env=things.env)
    assert stack.up().ok
    backend = Backend(folder, "things", "dev")
    checkpoint = backend.load()
    provider = {"urn": AWS, "custom": True, "id": "5f", "type": "pulumi:providers:aws"}
    bucket = {"urn": BUCKET, "custom": True, "id": "b-1", "type": "aws:s3/bucket:Bucket", "provider": f"{AWS}::5f"}
    backend.save(Checkpoint([*checkpoint.rows, provider, {**bucket, **marks}], salt=checkpoint.salt))
    return stack


def foreign(stack):
    resources = stack.export()["deployment"]["resources"]
    return [row["urn"] for row in resources if ":aws:" in row["urn"] or ":providers:aws:" in row["urn"]]


@pytest.mark.parametrize("operation", ["preview", "up", "destroy"])
def test_a_resource_of_the_state_that_another_package_would_have_to_delete_is_kept(things, tmp_path, operation):
    stack = with_a_bucket(things, tmp_path)

    result = getattr(stack, operation)()

    [error] = result.errors
    assert error == (
        f"deleting {BUCKET} takes the provider 'aws', which the embedded engine does not run; to keep what it stands "
        "for, let go of it first, with retain_on_delete=True or `pulumi state delete`; to delete it, use the pulumi CLI"
    )
    assert foreign(stack) == [AWS, BUCKET]
    assert things.names() == ["a-1"]


def test_a_refresh_says_which_resource_of_the_state_it_cannot_look_at(things, tmp_path):
    stack = with_a_bucket(things, tmp_path)

    result = stack.refresh()

    assert result.errors == [
        f"could not load provider for resource {BUCKET}: the provider 'aws' {ADVICE}",
        "update failed",
    ]
    assert foreign(stack) == [AWS, BUCKET]


@pytest.mark.parametrize("mark", ["retainOnDelete", "external"])
def test_a_resource_of_the_state_that_no_provider_is_asked_to_delete_leaves_it(things, tmp_path, mark):
    stack = with_a_bucket(things, tmp_path, **{mark: True})

    planned, result = stack.preview(), stack.up()

    assert planned.ok, planned.text
    assert result.ok, result.text
    assert foreign(stack) == []
    assert things.names() == ["a-1"]
