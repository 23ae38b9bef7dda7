"""A list of hostile or trusted addresses and domains: its content, its bucket and GuardDuty's list in one component."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypedDict

import pulumi
import pulumi_guardduty as guardduty

from pulumi_guardduty_components.arguments import below, is_later, joined, refuse
from pulumi_guardduty_components.findings_export import AwsArgs


#: Kind of list to the resource that is made for it.
_KINDS: Final[Mapping[str, Any]] = {
    "threat-ip": guardduty.ThreatIntelSet,
    "trusted-ip": guardduty.IPSet,
    "threat-entity": guardduty.ThreatEntitySet,
    "trusted-entity": guardduty.TrustedEntitySet,
}

#: Kind of list to the output that holds the list's own id.
_IDS: Final[Mapping[str, str]] = {
    "threat-ip": "threat_intel_set_id",
    "trusted-ip": "ip_set_id",
    "threat-entity": "threat_entity_set_id",
    "trusted-entity": "trusted_entity_set_id",
}

#: Source: GuardDuty API Reference, "CreateThreatIntelSet", `format`.
_FORMATS: Final = ("TXT", "STIX", "OTX_CSV", "ALIEN_VAULT", "PROOF_POINT", "FIRE_EYE")


class ThreatListArgs(TypedDict, total=False):
    """Arguments of `ThreatList`; `entries` or `source` is needed, every other one is optional."""

    entries: pulumi.Input[Sequence[pulumi.Input[str]]]
    """The entries themselves: addresses and CIDR ranges, for entity lists domain names too."""

    source: pulumi.Input[str]
    """File with the list, relative to the program's folder."""

    format: pulumi.Input[str]
    """How the file is written: TXT (the default), STIX, OTX_CSV, ALIEN_VAULT, PROOF_POINT or FIRE_EYE."""

    kind: str
    """``threat-ip`` (the default), ``trusted-ip``, ``threat-entity`` or ``trusted-entity``."""

    name: pulumi.Input[str]
    """Name findings show; without it the component's own."""

    detector_id: pulumi.Input[str]
    """Detector that uses the list; without it the region's only one."""

    activate: pulumi.Input[bool]
    """Whether GuardDuty uses the list. Default: yes."""

    allow_non_public: pulumi.Input[bool]
    """Let private, reserved, documentation and multicast addresses pass, which lists never match. Default: no."""

    normalize: pulumi.Input[bool]
    """Upload the list sorted, merged, without comments and repetitions, as TXT. Default: as it is."""

    bucket: pulumi.Input[str]
    """Name of a bucket of your own; without it a private one is made."""

    prefix: pulumi.Input[str]
    """Folder in the bucket, with its last slash. Default: none."""

    kms_key_arn: pulumi.Input[str]
    """Key that encrypts the list. For lists of addresses its policy has to allow
    ``AWSServiceRoleForAmazonGuardDuty`` the action kms:Decrypt. Default: S3's own, or your bucket's."""

    expected_bucket_owner: pulumi.Input[str]
    """Account of 12 digits that has to own the bucket; for the bucket that is made here its own."""

    force_destroy: pulumi.Input[bool]
    """Whether destroying the bucket deletes lists that others put there. Default: no."""

    adopt: pulumi.Input[bool]
    """Take over the list of this name the detector has already. Default: refuse, and name it."""

    tags: pulumi.Input[Mapping[str, pulumi.Input[str]]]
    """Tags of the list and of the bucket that is made, at most 49."""

    region: pulumi.Input[str]
    """Region of detector and bucket; without it the stack's."""

    aws: pulumi.Input[AwsArgs]
    """Profile or role AWS is reached with."""


#: No arguments at all. The annotation of `args` has to be the class itself: the schema is read from it.
_NOTHING: ThreatListArgs = {}


class ThreatList(pulumi.ComponentResource):
    """A list that GuardDuty really uses: validated in preview, uploaded, activated, and switched over when it changes.

    New content is uploaded beside the old and GuardDuty is pointed to it in place; the old object goes after the new
    one is ACTIVE. Where the new one cannot be activated, the old one is made ACTIVE again and `pulumi up` says why.
    An account has at most six lists of kind ``threat-ip`` in a region, and one of each trusted kind.
    """

    detector_id: pulumi.Output[str]
    """Detector that uses the list."""

    list_id: pulumi.Output[str]
    """The list's own id."""

    list_arn: pulumi.Output[str]
    """ARN of the list."""

    status: pulumi.Output[str]
    """ACTIVE when all is well; INACTIVE where `activate` is off."""

    location: pulumi.Output[str]
    """Where GuardDuty reads the list, ``s3://…``."""

    bucket_name: pulumi.Output[str]
    """Bucket the list is in."""

    sha256: pulumi.Output[str]
    """Digest of the list as uploaded, in hexadecimal."""

    entry_count: pulumi.Output[int]
    """Entries of the list as uploaded."""

    def __init__(
        self,
        resource_name: str,
        /,
        args: ThreatListArgs = _NOTHING,
        opts: pulumi.ResourceOptions | None = None,
        *,
        entries: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        source: pulumi.Input[str] | None = None,
        format: pulumi.Input[str] | None = None,  # noqa: A002 - AWS's name
        kind: str | None = None,
        name: pulumi.Input[str] | None = None,
        detector_id: pulumi.Input[str] | None = None,
        activate: pulumi.Input[bool] | None = None,
        allow_non_public: pulumi.Input[bool] | None = None,
        normalize: pulumi.Input[bool] | None = None,
        bucket: pulumi.Input[str] | None = None,
        prefix: pulumi.Input[str] | None = None,
        kms_key_arn: pulumi.Input[str] | None = None,
        expected_bucket_owner: pulumi.Input[str] | None = None,
        force_destroy: pulumi.Input[bool] | None = None,
        adopt: pulumi.Input[bool] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[AwsArgs] | None = None,
    ) -> None:
        """Declare a list, with the arguments of `ThreatListArgs` as a dictionary or as keywords.

        Raises:
            pulumi.RunError: An argument is missing, is none of what is allowed, or has no effect beside another.
        """
        keywords = {key: value for key, value in locals().items() if key in ThreatListArgs.__annotations__}
        given = joined(f"ThreatList {resource_name!r}", args, keywords, ThreatListArgs.__annotations__)
        refuse(f"ThreatList {resource_name!r}", _problems(given))
        super().__init__("guardduty:index:ThreatList", resource_name, {}, opts)
        self._name_of, self._given, self._opts = resource_name, given, opts
        self._reach = {"region": given.get("region"), "aws": given.get("aws")}
        self.bucket_name, owner = self._bucket()
        content = self._content(owner)
        made = self._list(content, owner)
        self.location, self.sha256, self.entry_count = content.location, content.sha256, content.entry_count
        self.detector_id, self.status, self.list_arn = made.detector_id, made.status, made.arn
        self.list_id = getattr(made, _IDS[given.get("kind", "threat-ip")])
        self.register_outputs(
            {
                "detectorId": self.detector_id,
                "listId": self.list_id,
                "listArn": self.list_arn,
                "status": self.status,
                "location": self.location,
                "bucketName": self.bucket_name,
                "sha256": self.sha256,
                "entryCount": self.entry_count,
            }
        )

    def _bucket(self) -> tuple[pulumi.Output[str], pulumi.Input[str] | None]:
        """Name of the bucket, and the account that has to own it."""
        given = self._given
        if "bucket" in given:
            return pulumi.Output.from_input(given["bucket"]), given.get("expected_bucket_owner")
        made = guardduty.ListBucket(
            f"{self._name_of}-bucket",
            kms_key_arn=given.get("kms_key_arn"),
            force_destroy=given.get("force_destroy"),
            tags=given.get("tags"),
            opts=below(self, self._opts),
            **self._reach,
        )
        return made.bucket, given.get("expected_bucket_owner", made.account_id)

    def _content(self, owner: pulumi.Input[str] | None) -> guardduty.ListObject:
        given = self._given
        return guardduty.ListObject(
            f"{self._name_of}-object",
            bucket=self.bucket_name,
            kind=given.get("kind", "threat-ip"),
            path=given.get("source"),
            entries=given.get("entries"),
            format=given.get("format"),
            name=_plain(self._name_of),
            prefix=given.get("prefix"),
            allow_non_public=given.get("allow_non_public"),
            normalize=given.get("normalize"),
            kms_key_arn=given.get("kms_key_arn"),
            expected_bucket_owner=owner,
            opts=below(self, self._opts),
            **self._reach,
        )

    def _list(self, content: guardduty.ListObject, owner: pulumi.Input[str] | None) -> Any:
        given = self._given
        return _KINDS[given.get("kind", "threat-ip")](
            f"{self._name_of}-list",
            detector_id=given.get("detector_id"),
            name=given.get("name", _plain(self._name_of)),
            format=content.list_format,
            location=content.location,
            activate=given.get("activate", True),
            expected_bucket_owner=owner,
            content_version=content.revision,
            adopt=given.get("adopt"),
            tags=given.get("tags"),
            opts=below(self, self._opts),
            **self._reach,
        )


def _problems(given: Mapping[str, Any]) -> dict[str, str]:
    """Arguments that are wrong as far as they are known without asking anybody."""
    wrong: dict[str, str] = {}
    if "entries" not in given and "source" not in given:
        wrong["entries"] = "or source is needed: the entries themselves, or the path of a file"
    if "entries" in given and "source" in given:
        wrong["source"] = "and entries are both given; leave one of them out"
    kind = given.get("kind", "threat-ip")
    if not isinstance(kind, str) or kind not in _KINDS:
        wrong["kind"] = f"has to be one of {', '.join(_KINDS)} (got {kind!r})"
    form = given.get("format", "TXT")
    if isinstance(form, str) and form not in _FORMATS:
        wrong["format"] = f"has to be one of {', '.join(_FORMATS)} (got {form!r})"
    elif isinstance(form, str) and form != "TXT" and "entries" in given:
        wrong["format"] = f"is {form}, and entries make a TXT list; leave it out, or use source"
    entries = given.get("entries", ())
    if not (isinstance(entries, list | tuple) or is_later(entries)):
        wrong["entries"] = f"has to be a list of strings (got {type(entries).__name__})"
    if "bucket" in given and "force_destroy" in given:
        wrong["force_destroy"] = "is of the bucket that is made here, and bucket names your own; leave one of them out"
    return wrong


def _plain(resource_name: str) -> str:
    """The component's name with nothing in it that AWS refuses in a list's name or that a key needs care for."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", resource_name).strip("-")[:100] or "list"
