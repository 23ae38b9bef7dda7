"""No key policy lets in principals that nobody named."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import cis_v7, security_hub
from pulumi_guardduty_policy.views.key_policy import KeyStatement, key_statements


#: Condition keys that say who asks, or for whom. A network (`aws:SourceIp`,
#: `aws:SourceVpce`) or a service on the way (`kms:ViaService`) does not.
#: Source: IAM User Guide, "AWS global condition context keys"; AWS KMS Developer Guide, "kms:CallerAccount".
_PINS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "kms:calleraccount",
    }
)


def _judge(subject: KeyStatement, _settings: Settings) -> Iterator[str]:
    statement = subject.statement
    if statement.allows and statement.reaches_everyone and not statement.pinned_by(_PINS):
        how = "all but those it names (NotPrincipal)" if statement.spares_principals else 'principal "*"'
        yield (
            f"{subject.label} allows {how}, and no condition pins the account, organization or source; "
            "name the principals, or add a condition such as StringEquals aws:PrincipalOrgID"
        )


RULE = Rule(
    id="kms-no-public-principal",
    claim="No key policy allows everybody: principals are named, or a condition pins account, organization or source.",
    severity=Severity.CRITICAL,
    baseline=EnforcementLevel.MANDATORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(cis_v7("2.21"), security_hub("KMS.5")),
    steps="Replace `*` and NotPrincipal by the principals that are meant, or add a condition on "
    "`aws:PrincipalOrgID`, `kms:CallerAccount`, `aws:SourceAccount` or `aws:SourceArn` without wildcards in the "
    "account. An operator that ends in IfExists pins nothing.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    resource=ResourceCheck(subjects=key_statements, judge=_judge),
)
