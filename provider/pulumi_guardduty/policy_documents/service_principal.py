"""As whom GuardDuty writes, by the region of the detector."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pulumi_guardduty._core.arn import partition_of
from pulumi_guardduty.policy_documents.exporter import Exporter, Exporters


#: Regions of partition aws that every account has from its first day. All that came after 20 March 2019 have to be
#: opted into, so a region that is not listed here is taken for one of them, also one that is newer than this list.
#: Source: AWS Account Management Reference Guide, "Enable or disable AWS Regions in your account".
DEFAULT_REGIONS: Final = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)

#: Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3". For the China partition it is not
#: established, hence every function here lets the caller name another one.
GLOBAL_PRINCIPAL: Final = "guardduty.amazonaws.com"


def is_opt_in(region: str, opt_in_regions: Collection[str] | None = None) -> bool:
    """Tell whether an account has to opt into `region`; `opt_in_regions` replaces what is known here."""
    if opt_in_regions is not None:
        return region in opt_in_regions
    return partition_of(region) == "aws" and region not in DEFAULT_REGIONS


def service_principal_of(region: str, opt_in_regions: Collection[str] | None = None) -> str:
    """Name the principal that GuardDuty acts as for a detector in `region`.

    Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3": for a manually enabled region the
    principal is the regional one.
    """
    return f"guardduty.{region}.amazonaws.com" if is_opt_in(region, opt_in_regions) else GLOBAL_PRINCIPAL


@dataclass(frozen=True)
class Principals:
    """How the service principals are chosen: one for all if given, else by region."""

    override: str | None = None
    opt_in_regions: Collection[str] | None = None

    def __post_init__(self) -> None:
        if self.override is not None and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", self.override):
            raise ValueError(
                f"service principal {self.override!r} is not the name of a service; "
                f"expected one like {GLOBAL_PRINCIPAL!r}"
            )

    def of(self, exporter: Exporter) -> str:
        """Name the principal that writes for `exporter`."""
        return self.override or service_principal_of(exporter.region, self.opt_in_regions)

    def groups(self, exporters: Exporters) -> Iterator["Group"]:
        """Split the exporters by account and principal.

        Lists in one condition block are alternatives each for itself. A statement over two accounts would also let
        in the pairs that nobody meant: one account with the other's detector.
        """
        keyed = sorted((member.account_id, self.of(member), member) for member in exporters.members)
        for (account_id, principal), members in groupby(keyed, key=lambda entry: entry[:2]):
            yield Group(account_id, principal, tuple(member for *_, member in members))


@dataclass(frozen=True)
class Group:
    """The exporters that one statement lets in: one account, one principal."""

    account_id: str
    principal: str
    members: tuple[Exporter, ...]

    @property
    def label(self) -> str:
        """Letters and digits that tell the group from every other, for a Sid."""
        region = self.members[0].region
        regional = self.principal == f"guardduty.{region}.amazonaws.com"
        return self.account_id + ("".join(map(str.capitalize, region.split("-"))) if regional else "")

    @property
    def condition(self) -> dict[str, dict[str, str | list[str]]]:
        """The guard against a confused deputy: only these detectors of this account.

        Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3".
        """
        arns = sorted(member.source_arn for member in self.members)
        return {"StringEquals": {"aws:SourceAccount": self.account_id, "aws:SourceArn": one_or_list(arns)}}


def one_or_list(values: list[str]) -> str | list[str]:
    """Spell a list of one as the value itself, as AWS does."""
    return values[0] if len(values) == 1 else values
