"""The exporting detectors in full: what a declaration leaves out comes from the credentials and their regions."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.detector import find_detector
from pulumi_guardduty.policy_documents import Exporter
from pulumi_guardduty.sink_upkeep.exporters import ExporterInputs


#: The detector of this account and region.
_OWN = (ExporterInputs(),)


def look_up(
    declared: Sequence[ExporterInputs] | None, settings: Mapping[str, Any] | None, aws: AwsAccess, call: Call
) -> list[Exporter]:
    """The detectors in full; without any, the one of the account and region that the stack works in.

    Args:
        declared: What the program says of them.
        settings: The resource's `aws` argument as a bag of wire names.
        aws: AWS as the resource reaches it.
        call: The call that is running.

    Raises:
        InvalidInputError: A region has no detector, or more than one.
        AwsCallError: AWS could not be asked.
    """
    return [_in_full(each, settings, aws, call) for each in declared or _OWN]


def look_up_again(props: Mapping[str, Any], aws: AwsAccess, call: Call) -> list[Exporter] | None:
    """The detectors that state's outputs declare, as they are now; None where that cannot be told."""
    try:
        declared = [ExporterInputs.model_validate(row) for row in props.get("exporters") or ()]
        return look_up(declared, props.get("aws"), aws, call)
    except (ValidationError, errors.GuardDutyProviderError):
        return None


def other_accounts(exporters: Sequence[Exporter], own: str) -> list[str]:
    """Accounts of `exporters` but `own`: with a prefix AWS looks for the folder object with their own rights."""
    return sorted({exporter.account_id for exporter in exporters} - {own})


def _in_full(each: ExporterInputs, settings: Mapping[str, Any] | None, aws: AwsAccess, call: Call) -> Exporter:
    region = each.region or AwsAccess(None, settings, call.config).region
    account = each.account_id or aws.account_id
    try:
        return Exporter(account, region, each.detector_id or find_detector(aws.elsewhere(region)))
    except ValueError as error:
        raise errors.InvalidInputError(f"exporters: {error}") from None
