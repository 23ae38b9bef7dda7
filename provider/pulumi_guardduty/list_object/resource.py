"""The uploaded list that a program declares."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import DynamicResource


class ListObject(DynamicResource, name="ListObject"):
    """The content of one list, validated in preview and uploaded to a bucket under a key that follows from it.

    New content is a new object: point a list's `location` here, and it is switched over in place before the old
    object goes. State holds digest, size and place, never the content. The id is ``<bucket>/<key>``.
    """

    bucket: pulumi.Output[str] = pulumi.property("bucket")
    """Bucket of the object."""

    name: pulumi.Output[str] = pulumi.property("name")
    """What the key begins with, behind the prefix."""

    prefix: pulumi.Output[str | None] = pulumi.property("prefix")
    """Folder in the bucket."""

    kind: pulumi.Output[str] = pulumi.property("kind")
    """What the list is for."""

    format: pulumi.Output[str] = pulumi.property("format")
    """How the declared content is written."""

    path: pulumi.Output[str | None] = pulumi.property("path")
    """File the content comes from."""

    entries: pulumi.Output[None] = pulumi.property("entries")
    """Always None: content is not kept."""

    allow_non_public: pulumi.Output[bool] = pulumi.property("allowNonPublic")
    """Whether addresses that lists never match may pass."""

    normalize: pulumi.Output[bool] = pulumi.property("normalize")
    """Whether the list is uploaded sorted and merged."""

    kms_key_arn: pulumi.Output[str | None] = pulumi.property("kmsKeyArn")
    """Key that encrypts the object; None: the bucket's own default."""

    expected_bucket_owner: pulumi.Output[str | None] = pulumi.property("expectedBucketOwner")
    """Account that has to own the bucket."""

    client_token: pulumi.Output[str] = pulumi.property("clientToken")
    """Identity that the object carries."""

    region: pulumi.Output[str] = pulumi.property("region")
    """Region of the bucket."""

    aws: pulumi.Output[Any] = pulumi.property("aws")
    """Profile or role AWS is reached with."""

    sha256: pulumi.Output[str] = pulumi.property("sha256")
    """Digest of what was uploaded, in hexadecimal."""

    size: pulumi.Output[int] = pulumi.property("size")
    """Bytes that were uploaded."""

    entry_count: pulumi.Output[int] = pulumi.property("entryCount")
    """Entries that were uploaded."""

    key: pulumi.Output[str] = pulumi.property("key")
    """Key of the object."""

    location: pulumi.Output[str] = pulumi.property("location")
    """What a list's `location` takes."""

    list_format: pulumi.Output[str] = pulumi.property("listFormat")
    """What a list's `format` takes: `format`, or TXT where the content is normalised."""

    revision: pulumi.Output[str] = pulumi.property("revision")
    """What a list's `content_version` takes: another one after each upload."""

    etag: pulumi.Output[str] = pulumi.property("etag")
    """ETag of the object as it is now."""

    written_etag: pulumi.Output[str] = pulumi.property("writtenEtag")
    """ETag of what this resource uploaded."""

    version_id: pulumi.Output[str | None] = pulumi.property("versionId")
    """Version of the object, where the bucket keeps versions."""

    account_id: pulumi.Output[str] = pulumi.property("accountId")
    """Account the credentials belong to."""

    def __init__(
        self,
        resource_name: str,
        /,
        *,
        bucket: pulumi.Input[str],
        kind: pulumi.Input[str],
        path: pulumi.Input[str] | None = None,
        entries: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        format: pulumi.Input[str] | None = None,  # noqa: A002 - AWS's name
        name: pulumi.Input[str] | None = None,
        prefix: pulumi.Input[str] | None = None,
        allow_non_public: pulumi.Input[bool] | None = None,
        normalize: pulumi.Input[bool] | None = None,
        kms_key_arn: pulumi.Input[str] | None = None,
        expected_bucket_owner: pulumi.Input[str] | None = None,
        client_token: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an uploaded list.

        Args:
            resource_name: The resource's name in the stack.
            bucket: Name of the bucket to upload to. A change replaces.
            kind: ``threat-ip``, ``trusted-ip``, ``threat-entity`` or ``trusted-entity``: what the list may hold.
            path: File with the content, relative to the program's folder; or
            entries: the entries themselves.
            format: TXT (the default, and all that `entries` make), STIX, OTX_CSV, ALIEN_VAULT, PROOF_POINT or
                FIRE_EYE.
            name: What the key begins with; without it the resource's name. At most 100 letters, digits, dots,
                dashes and underscores.
            prefix: Folder in the bucket, such as ``lists/``.
            allow_non_public: Let private, reserved, documentation and multicast addresses pass, which GuardDuty's
                lists never match.
            normalize: Upload the list sorted, merged, without comments and repetitions, as TXT.
            kms_key_arn: Key to encrypt with. For lists of addresses its policy has to allow
                ``AWSServiceRoleForAmazonGuardDuty`` the action kms:Decrypt. Without it the bucket's default counts.
            expected_bucket_owner: Account of 12 digits that has to own the bucket.
            client_token: Identity the object carries; without it one is derived from the resource's own.
            region: Region of the bucket; without it the stack's ``aws:region``, else the AWS chain's.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
            opts: Pulumi's resource options.
        """
        super().__init__(
            resource_name,
            {
                "bucket": bucket,
                "kind": kind,
                "path": path,
                "entries": _one_a_line(entries),
                "format": format,
                "name": name if name is not None else _as_object_name(resource_name),
                "prefix": prefix,
                "allow_non_public": allow_non_public,
                "normalize": normalize,
                "kms_key_arn": kms_key_arn,
                "expected_bucket_owner": expected_bucket_owner,
                "client_token": client_token,
                "region": region,
                "aws": aws,
            },
            opts,
        )


def _one_a_line(entries: Any) -> Any:
    """Entries as one text: a list of 250,000 would cost the engine seconds, element by element."""
    if entries is None or isinstance(entries, str):
        return entries
    return pulumi.Output.from_input(entries).apply(_joined)


def _joined(entries: Any) -> Any:
    if not isinstance(entries, list | tuple) or not all(isinstance(entry, str | None) for entry in entries):
        return entries
    # The wire drops None; as text it is refused like every other entry that is none, and its place is named.
    return "\n".join(str(entry).replace("\n", "\\n") for entry in entries)


def _as_object_name(resource_name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", resource_name).strip("-.")[:100] or "list"
