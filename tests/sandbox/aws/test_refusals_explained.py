"""The call log says why the sandbox let GuardDuty refuse a destination, which AWS's one sentence does not.

These texts are the sandbox's own. Evidence for what is refused stands with the tables of errors.
"""

import pytest


def nowhere(scene):
    return scene.properties(DestinationArn="arn:aws:s3:::nowhere")


def elsewhere(scene):
    scene.make_key(region="eu-west-1")
    return scene.properties()


def opt_in(scene):
    scene.make_bucket("far", region="me-south-1")
    return scene.properties()


def somebody_elses(scene):
    scene.sandbox.control.switch(destination_owner="E5")
    return scene.properties(ExpectedBucketOwner="210987654321")


def not_yet(scene):
    scene.sandbox.control.fault("not_propagated")
    return scene.properties()


def not_yet_nor_enabled(scene):
    scene.kms.disable_key(KeyId=scene.key)
    return not_yet(scene)


def asymmetric(scene):
    scene.make_key(KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")
    return scene.properties()


def no_key(scene):
    return scene.properties(KmsKeyArn="arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000")


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        (nowhere, "there is no bucket nowhere in partition aws"),
        (elsewhere, "the key is in eu-west-1, the bucket in us-east-1"),
        (opt_in, "me-south-1 is an opt-in region and not the detector's"),
        (somebody_elses, "bucket findings belongs to 123456789012, not to 210987654321"),
        (not_yet, "the fresh policies have not reached GuardDuty yet"),
        (not_yet_nor_enabled, "the fresh policies have not reached GuardDuty yet; the key is Disabled"),
        (asymmetric, "the key is a RSA_2048 key, not a symmetric one"),
        (no_key, "there is no key arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_log_says_what_is_wrong_with_the_sink(declared, why, scene, refused):
    """What is wrong with the policies follows, where that key is not the one that they name."""
    scene.build()
    wanted = declared(scene)

    refused(scene.create, properties=wanted)

    said = scene.sandbox.control.calls(operation="CreatePublishingDestination")[-1]["why"].split("; ")
    assert said[: len(why.split("; "))] == why.split("; ")


def test_the_log_names_every_need_that_no_policy_meets_the_key_first(scene, refused):
    scene.build()
    scene.s3.delete_bucket_policy(Bucket=scene.bucket)
    scene.put_key_policy(scene.key_statements()[:1])

    refused(scene.create)

    why = scene.sandbox.control.calls(operation="CreatePublishingDestination")[-1]["why"].split("; ")
    assert why == [
        f"guardduty.amazonaws.com may not {action} on {resource} because no resource-based policy allows the {action} "
        "action"
        for action, resource in (
            ("kms:GenerateDataKey", scene.key),
            ("s3:GetBucketLocation", "arn:aws:s3:::findings"),
            ("s3:PutObject", "arn:aws:s3:::findings/AWSLogs/"),
        )
    ]


def test_an_export_that_cannot_work_says_so_when_it_is_tried(scene):
    scene.build()
    destination = scene.create()
    scene.s3.delete_object(Bucket=scene.bucket, Key="AWSLogs/")
    scene.s3.delete_bucket_policy(Bucket=scene.bucket)
    scene.s3.delete_bucket(Bucket=scene.bucket)

    (result,) = scene.sandbox.control.export_tick()

    assert (result["destination"], result["why"]) == (destination, ["there is no bucket findings"])
