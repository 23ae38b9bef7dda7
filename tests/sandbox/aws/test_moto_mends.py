"""Canaries: each fails when moto no longer has the defect that is mended here. Then the mend goes, and the canary."""

import inspect
import json

import moto.guardduty.responses
import moto.kms.policy_validator
import moto.s3.models
import pytest
from moto.guardduty.models import GuardDutyBackend
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.kms.exceptions import AccessDeniedException
from moto.kms.models import KmsBackend


CONDITIONAL_DENY = {
    "Statement": [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["s3:PutObject", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]
}


def test_motos_s3_still_takes_a_conditional_deny_as_unconditional():
    policy = IAMPolicy(json.dumps(CONDITIONAL_DENY))

    assert policy.is_action_permitted("s3:PutObject", "arn:aws:s3:::b/k") is PermissionResult.DENIED


def test_motos_kms_still_takes_a_conditional_deny_as_unconditional():
    key = KmsBackend("us-east-1", "123456789012").create_key(
        json.dumps(CONDITIONAL_DENY), "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", None
    )

    with pytest.raises(AccessDeniedException):
        moto.kms.policy_validator.validate_policy(key, "kms:DescribeKey")


@pytest.mark.parametrize("operation", ["disable_key", "enable_key", "cancel_key_deletion"])
def test_motos_kms_still_breaks_on_arns(operation):
    backend = KmsBackend("us-east-1", "123456789012")
    key = backend.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", None)

    with pytest.raises(KeyError):
        getattr(backend, operation)(key.arn)


def test_motos_kms_still_breaks_on_arns_of_keys_to_be_deleted():
    backend = KmsBackend("us-east-1", "123456789012")
    key = backend.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", None)

    with pytest.raises(KeyError):
        backend.schedule_key_deletion(key.arn, 7)


def test_moto_still_keeps_nothing_of_customer_keys():
    assert "customer" not in inspect.signature(moto.s3.models.S3Backend.put_object).parameters
    assert not any("customer" in name for name in inspect.signature(moto.s3.models.FakeKey).parameters)


class TestGuardDuty:
    @pytest.fixture
    def backend(self):
        return GuardDutyBackend("us-east-1", "123456789012")

    def test_moto_still_allows_several_detectors(self, backend):
        for _ in range(2):
            backend.create_detector(True, "", {}, {}, [])

        assert len(backend.list_detectors()) == 2

    def test_moto_still_deletes_detectors_that_are_not_there(self, backend):
        backend.delete_detector("none")

    def test_moto_still_spells_the_administrator_with_a_capital(self, backend):
        detector = backend.create_detector(True, "", {}, {}, [])
        backend.enable_organization_admin_account("210987654321")

        assert list(backend.get_administrator_account(detector)) == ["Administrator"]

    @pytest.mark.parametrize(
        "operation",
        [
            *(
                f"{verb}_publishing_destination{'s' if verb == 'list' else ''}"
                for verb in ("create", "describe", "update", "delete", "list")
            ),
            *(
                f"{verb}_{kind}{'s' if verb == 'list' else ''}"
                for kind in ("threat_intel_set", "ip_set", "threat_entity_set", "trusted_entity_set")
                for verb in ("create", "get", "update", "delete", "list")
            ),
            "tag_resource",
            "untag_resource",
            "list_tags_for_resource",
        ],
    )
    def test_moto_still_lacks_the_operations_that_stand_here(self, operation):
        assert not hasattr(moto.guardduty.responses.GuardDutyResponse, operation)
