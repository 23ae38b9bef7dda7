"""Writes docs/permissions.md from the table of permissions: python tests/support/permissions_page.py."""

import json
from collections.abc import Iterator
from pathlib import Path

from permissions import COMPONENTS, PERMISSIONS, Grants, of_component, policy


PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"

HEAD = """# Permissions

<!-- Written by tests/support/permissions_page.py; do not edit. -->

What the credentials that Pulumi runs with have to be allowed, by resource and for the two components that declare
several. Tests run each resource from create to delete with exactly these policies, and again without each single
action: then an operation fails, and its error names the action. The tests' AWS is this project's sandbox, which judges
actions and resources as the Service Authorization Reference lists them. If AWS itself asks for more, its answer, which
the error repeats, names the action and the resource.

Replace the words in capitals: `REGION`, `ACCOUNT`, `DETECTOR` (the detector's id), `BUCKET`, `KEY` (the key's id),
`ALIAS` (without `alias/`). In other partitions, replace `arn:aws:` too. `pulumi preview` and `pulumi refresh` need no
more than these. Every resource asks STS once whose credentials they are (`sts:GetCallerIdentity`), which needs no
permission;
`aws.role_arn` needs `sts:AssumeRole` on that role.

A policy of your own that denies what is allowed here wins: a service control policy, a permissions boundary, a
bucket's or a key's policy. A key's policy also has to leave permissions to the account's IAM policies, as the one
`FindingsKey` writes does.
"""

_TAGS = """
`TagResource` is needed for a resource that is created with tags and for tags that are changed, `UntagResource` for
tags that are removed.
"""

NOTES = {
    "PublishingDestination": "`s3:GetObject` and `s3:ListBucket` are asked of the caller by GuardDuty where the "
    "destination has a prefix.",
    "ThreatIntelSet": "GuardDuty reads the list as its service-linked role, whose policy it changes with the caller's "
    "rights.",
    "IPSet": "GuardDuty reads the list as its service-linked role, whose policy it changes with the caller's rights.",
    "ThreatEntitySet": "GuardDuty reads the list with the caller's rights.",
    "TrustedEntitySet": "GuardDuty reads the list with the caller's rights.",
    "FindingsKey": "The id of a key is known only when it is made, so that the policy is about all keys of the region; "
    "`kms:ListKeys` and `kms:ListResourceTags` find a key that an interrupted create left behind. If the key has no "
    "alias, the alias' actions are not used. `kms:PutKeyPolicy` is also what KMS' own lockout check asks for.",
    "FindingsBucket": "`s3:PutObject` and `kms:GenerateDataKey` write the marker object of a prefix, and "
    "`s3:DeleteObjectVersion` deletes it.",
    "ListObject": "`kms:GenerateDataKey` is used where a KMS key encrypts the object: by `kms_key_arn`, or by the "
    "bucket's default.",
}


def page() -> str:
    """The whole page."""
    sections = [HEAD, "## Components\n" + _TAGS, *map(_component, COMPONENTS), "## Each resource\n"]
    return "\n".join([*sections, *map(_kind, PERMISSIONS)])


def _component(name: str) -> str:
    kinds = ", ".join(f"`{kind}`" for kind in COMPONENTS[name])
    return (
        f"### {name}\n\nAll that is needed for {kinds}, with their detectors looked up.\n\n{_block(of_component(name))}"
    )


def _kind(name: str) -> str:
    found = PERMISSIONS[name]
    note = f"{NOTES[name]}\n\n" if name in NOTES else ""
    return f"### {name}\n\n{note}{_block(found.needed)}\n" + "".join(_optional(name))


def _optional(name: str) -> Iterator[str]:
    rows = sorted(PERMISSIONS[name].optional.items())
    if rows:
        yield "| optional action | on | |\n| --- | --- | --- |\n"
    for action, one in rows:
        yield f"| `{action}` | {', '.join(f'`{resource}`' for resource in one.resources)} | {one.why} |\n"


def _block(grants: Grants) -> str:
    return f"```json\n{json.dumps(policy(grants), indent=2)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
