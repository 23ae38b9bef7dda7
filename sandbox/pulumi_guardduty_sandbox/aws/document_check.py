"""Documents that AWS refuses: malformed ones, and key policies that lock everybody out.

Source: Amazon S3 API Reference, "Error responses", MalformedXML, which moto breaks on; AWS KMS API
Reference, "PutKeyPolicy", BypassPolicyLockoutSafetyCheck; Amazon S3 User Guide, "Bucket policies":
every statement needs a Principal and a Resource inside the bucket.
"""

import defusedxml.ElementTree

from pulumi_guardduty_sandbox.aws.answer import Answer, error_answer
from pulumi_guardduty_sandbox.aws.authorization.kms_needs import key_arn
from pulumi_guardduty_sandbox.aws.call import AwsCall
from pulumi_guardduty_sandbox.aws.policy import AccessRequest, Policy, PolicyError, evaluate
from pulumi_guardduty_sandbox.aws.policy.pattern import matches


_NO_XML = "The XML you provided was not well-formed or did not validate against our published schema"
_LOCKED_OUT = "The new key policy will not allow you to update the key policy in the future."


def refused_document(call: AwsCall, body: bytes) -> Answer | None:
    """The answer to a call whose document AWS would not take; None: it is fine, or there is none."""
    if (call.service, call.operation) == ("s3", "PutBucketPolicy"):
        return _bucket_policy(body, call.text("Bucket"))
    if (call.service, call.operation) == ("s3", "DeleteObjects"):
        return _deletes(body)
    if call.service == "kms" and call.text("Policy"):
        return _key_policy(call, call.text("Policy"))
    return None


def _deletes(body: bytes) -> Answer | None:
    try:
        defusedxml.ElementTree.fromstring(body)
    except defusedxml.ElementTree.ParseError:
        return error_answer("s3", 400, "MalformedXML", _NO_XML)
    return None


def _bucket_policy(body: bytes, bucket: str) -> Answer | None:
    try:
        policy = Policy.parse(body)
    except PolicyError as error:
        return _malformed(str(error))
    for statement in policy.statements:
        if statement.principal is None and statement.not_principal is None:
            return _malformed(f"Missing required field Principal in {statement.name}")
        resources = statement.resource or statement.not_resource
        if not resources:
            return _malformed("Missing required field Resource")
        names = [resource.partition("/")[0].rpartition(":::")[2] for resource in resources]
        if not all(matches(name, bucket) for name in names):
            return _malformed("Policy has invalid resource")
    return None


def _malformed(message: str) -> Answer:
    return error_answer("s3", 400, "MalformedPolicy", message)


def _key_policy(call: AwsCall, document: str) -> Answer | None:
    code = "MalformedPolicyDocumentException"
    try:
        policy = Policy.parse(document)
    except PolicyError as error:
        return error_answer("kms", 400, code, str(error))
    if any(s.principal is None and s.not_principal is None for s in policy.statements):
        return error_answer("kms", 400, code, "Policy contains a statement with no principal.")
    if call.params.get("BypassPolicyLockoutSafetyCheck"):
        return None
    key = key_arn(call.text("KeyId"), call.account, call.region)
    request = AccessRequest.of(call.principal, "kms:PutKeyPolicy", key, {"aws:PrincipalArn": call.principal.arn})
    return None if evaluate(policy, request).allows else error_answer("kms", 400, code, _LOCKED_OUT)
