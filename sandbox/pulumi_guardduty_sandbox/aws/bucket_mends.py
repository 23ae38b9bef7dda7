"""What is put right of moto's buckets, each for a named defect.

1. The tags of CreateBucket are thrown away. S3 keeps them.
   Source: Amazon S3 API Reference, "CreateBucketConfiguration", Tags.
2. Of a lifecycle rule's filter the object sizes are thrown away. S3 hands them back, and they decide which objects
   expire. Source: Amazon S3 API Reference, "LifecycleRuleFilter".
3. An Object Lock configuration is refused once the bucket holds an object. S3 takes it for any versioned bucket.
   Source: Amazon S3 User Guide, "Configuring S3 Object Lock", existing buckets.

A test for each fails when moto no longer has the defect: then the mend goes.
"""

from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import defusedxml.ElementTree
import moto.s3.models
import moto.s3.responses
from moto.s3.exceptions import InvalidBucketState


#: Lifecycle configurations as they were put, by moto's bucket.
_rules: "WeakKeyDictionary[Any, bytes]" = WeakKeyDictionary()

_put: Callable[..., Any] = moto.s3.responses.S3Response._bucket_response_put  # noqa: SLF001 -- moto has no hook
_get_rules: Callable[..., Any] = moto.s3.responses.S3Response.get_bucket_lifecycle


def apply() -> None:
    """Mend moto; doing it again changes nothing."""
    moto.s3.responses.S3Response._bucket_response_put = _put_keeping  # noqa: SLF001 -- as above
    moto.s3.responses.S3Response.get_bucket_lifecycle = _get_rules_as_put
    moto.s3.models.S3Backend.put_object_lock_configuration = _lock_any_versioned


def _put_keeping(response: Any, request: Any, bucket_name: str, querystring: Mapping[str, Any]) -> Any:
    answer = _put(response, request, bucket_name, querystring)
    if "lifecycle" in querystring:
        _rules[response.backend.get_bucket(bucket_name)] = response.body
    elif not querystring and (tags := _tags(response.body)):
        response.backend.put_bucket_tagging(bucket_name, tags)
    return answer


def _tags(body: bytes) -> dict[str, str]:
    rows = defusedxml.ElementTree.fromstring(body).iterfind("{*}Tags/{*}Tag") if body else ()
    return {str(row.findtext("{*}Key")): str(row.findtext("{*}Value")) for row in rows}


def _get_rules_as_put(response: Any) -> Any:
    answer = _get_rules(response)
    kept = _rules.get(response.backend.get_bucket(response.bucket_name))
    return answer if kept is None else (200, {}, kept)


def _lock_any_versioned(
    backend: Any,
    bucket_name: str,
    lock_enabled: bool,
    mode: str | None = None,
    days: int | None = None,
    years: int | None = None,
) -> None:
    bucket = backend.get_bucket(bucket_name)
    if not bucket.is_versioned:
        raise InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    bucket.object_lock_enabled = lock_enabled
    bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days, years
