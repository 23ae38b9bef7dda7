"""`s3-mfa-delete`: never a violation."""

import pytest
from policy_buckets import NAME, NATIVE, bucket, own_bucket, part
from policy_pack import UNKNOWN, Pack


RULE = "s3-mfa-delete"

ON = {
    "inline": bucket({"versioning": {"enabled": True, "mfaDelete": True}}),
    "split": part("BucketVersioning", {"versioningConfiguration": {"status": "Enabled", "mfaDelete": "Enabled"}}),
    "split-v2": part(
        "BucketVersioning", {"versioningConfiguration": {"status": "Enabled", "mfaDelete": "Enabled"}}, version="V2"
    ),
}

OFF = {
    "inline": bucket({"versioning": {"enabled": True, "mfaDelete": False}}),
    "split": part("BucketVersioning", {"versioningConfiguration": {"status": "Enabled", "mfaDelete": "Disabled"}}),
    "absent": part("BucketVersioning", {"versioningConfiguration": {"status": "Enabled"}}),
    "native": bucket({"versioningConfiguration": {"status": "Enabled"}}, type_=NATIVE),
    "own": own_bucket(),
}


@pytest.mark.parametrize("declared", ON.values(), ids=ON)
def test_a_declared_second_factor_passes(declared):
    assert Pack(RULE).declared(declared).passed


@pytest.mark.parametrize("declared", OFF.values(), ids=OFF)
def test_without_one_it_says_that_no_program_can_set_it_instead_of_failing(declared):
    assert Pack(RULE).declared(declared).reason == (
        f"MFA delete of bucket {NAME} can only be switched on by the account's root user with an MFA device, "
        "so a program cannot set it; check it by hand"
    )


def test_what_is_not_known_yet_is_not_passed():
    declared = part("BucketVersioning", {"versioningConfiguration": {"status": "Enabled", "mfaDelete": UNKNOWN}})

    assert "is not known before" in Pack(RULE).declared(declared).reason
