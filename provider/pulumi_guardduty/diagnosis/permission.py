"""What may be wrong with the policies of the key and of the bucket."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pulumi_guardduty._core.arn import DestinationArn, KeyArn
from pulumi_guardduty.diagnosis.facts import PolicyFact, SinkFacts, Unread
from pulumi_guardduty.diagnosis.finding import Code, Finding, Severity
from pulumi_guardduty.diagnosis.guardduty_request import GuardDutyRequests
from pulumi_guardduty.diagnosis.key import owner_phrase
from pulumi_guardduty.diagnosis.lack import doubts, held, lacks
from pulumi_guardduty.diagnosis.nearest import nearest_allow
from pulumi_guardduty.diagnosis.policy_evaluation import (
    Decision,
    Effect,
    Request,
    StatementVerdict,
    Truth,
    evaluate,
)
from pulumi_guardduty.diagnosis.wording import joined
from pulumi_guardduty.policy_documents import Exporter, is_opt_in, parse_document


#: Two accounts that are nobody's, to see whether a policy lets any account in.
_STRANGERS: Final = ("000000000000", "000000000001")


@dataclass(frozen=True)
class _Codes:
    allow: Code
    deny: Code
    unjudged: Code
    open: Code
    unread: Code


_KEY: Final = _Codes(
    Code.KEY_POLICY_ALLOW,
    Code.KEY_POLICY_DENY,
    Code.KEY_POLICY_UNJUDGED,
    Code.KEY_POLICY_OPEN,
    Code.KEY_POLICY_UNREAD,
)
_BUCKET: Final = _Codes(
    Code.BUCKET_POLICY_ALLOW,
    Code.BUCKET_POLICY_DENY,
    Code.BUCKET_POLICY_UNJUDGED,
    Code.BUCKET_POLICY_OPEN,
    Code.BUCKET_POLICY_UNREAD,
)


@dataclass(frozen=True)
class _Holder:
    """What a policy is attached to, with the words to speak of it."""

    name: str
    """As in ``bucket 'audit'``."""
    owner: str
    """Whose it is, where that is not the detector's account."""
    calls: str
    """What GuardDuty has to be allowed."""
    codes: _Codes
    writer: str
    """The function that writes a right policy."""

    @property
    def policy(self) -> str:
        return f"the policy of {self.name}"

    @property
    def advice(self) -> str:
        return f"add what pulumi_guardduty.{self.writer} writes"


@dataclass(frozen=True)
class _Policy:
    """A policy that was read."""

    document: Mapping[str, Any]
    holder: _Holder
    facts: SinkFacts

    @property
    def subject(self) -> str:
        return self.holder.policy

    @property
    def codes(self) -> _Codes:
        return self.holder.codes


def key_policy_findings(facts: SinkFacts, key: KeyArn, place: DestinationArn) -> Iterator[Finding]:
    """Judge whether the key's policy lets GuardDuty make data keys."""
    holder = _Holder(f"key {str(key)!r}", owner_phrase(facts, key), "kms:GenerateDataKey", _KEY, "guardduty_key_policy")
    document = _read(facts.key_policy, holder, facts)
    if isinstance(document, Finding):
        yield document
        return
    policy = _Policy(document, holder, facts)
    request = GuardDutyRequests(facts.exporter, facts.principal, place, str(key)).use_key()
    yield from _refusals(policy, request)
    yield from _openness(policy, request)


def bucket_policy_findings(facts: SinkFacts, key: KeyArn, place: DestinationArn) -> Iterator[Finding]:
    """Judge whether the bucket's policy lets GuardDuty find the bucket and write to it."""
    calls = "s3:GetBucketLocation and s3:PutObject"
    holder = _Holder(f"bucket {place.bucket!r}", "", calls, _BUCKET, "guardduty_bucket_policy")
    document = _read(facts.bucket_policy, holder, facts)
    if isinstance(document, Finding):
        yield document
        return
    policy = _Policy(document, holder, facts)
    requests = GuardDutyRequests(facts.exporter, facts.principal, place, str(key))
    yield from _refusals(policy, requests.locate_bucket())
    marker = list(_refusals(policy, requests.write_marker()))
    yield from marker or _refusals(policy, requests.write_findings())
    yield from _acl_denies(policy, requests)
    yield from _openness(policy, requests.write_marker())


def _read(fact: PolicyFact, holder: _Holder, facts: SinkFacts) -> Mapping[str, Any] | Finding:
    """Return the policy, or what to say where there is none to judge."""
    need = f"{facts.principal!r} call {holder.calls} for {facts.exporter.source_arn}"
    if isinstance(fact, Unread):
        return Finding(
            holder.codes.unread,
            f"{holder.policy}{holder.owner} could not be read ({fact.reason}); make sure that it lets {need}",
            Severity.UNKNOWN,
        )
    if fact is None:
        return Finding(holder.codes.allow, f"{holder.name} has no policy, so nothing lets {need}; {holder.advice}")
    try:
        return parse_document(fact)
    except ValueError as error:
        return Finding(holder.codes.unjudged, f"{holder.policy} cannot be judged: {error}", Severity.UNKNOWN)


def _refusals(policy: _Policy, request: Request) -> Iterator[Finding]:
    decision = evaluate(policy.document, request)
    for statement in decision.working_as(Effect.DENY, Truth.YES):
        yield _denial(policy, request, statement)
    if decision.granted is Truth.NO:
        yield _no_allow(policy, request, decision)
    elif decision.granted is Truth.UNKNOWN:
        yield _unjudged(policy, request, "allows", decision.working_as(Effect.ALLOW, Truth.UNKNOWN))
    if decision.denied is Truth.UNKNOWN:
        yield _unjudged(policy, request, "denies", decision.working_as(Effect.DENY, Truth.UNKNOWN))


def _no_allow(policy: _Policy, request: Request, decision: Decision) -> Finding:
    facts, nearest = policy.facts, nearest_allow(decision)
    wrong = (
        f"{policy.subject} has no statement that lets {facts.principal!r} call {_call(request)} for "
        f"{facts.exporter.source_arn}"
    )
    advice = policy.holder.advice
    if nearest is None:
        return Finding(policy.codes.allow, f"{wrong}; {advice}")
    missed = joined(lacks(nearest, request, _acts_as(facts)))
    return Finding(policy.codes.allow, f"{wrong}; {nearest.name} comes nearest, but {missed}; correct it, or {advice}")


def _call(request: Request) -> str:
    """Name the call, and the object where it is about one."""
    of_object = request.action == "s3:PutObject"
    return f"{request.action} on {request.resource}" if of_object else request.action


def _acts_as(facts: SinkFacts) -> str:
    region = facts.exporter.region
    if facts.service_principal is not None:
        return ""
    kind = "opt-in" if is_opt_in(region, facts.opt_in_regions) else "default-enabled"
    return f" (as whom GuardDuty acts for detectors in the {kind} region {region})"


def _denial(policy: _Policy, request: Request, statement: StatementVerdict) -> Finding:
    why = held(statement)
    because = f"because {joined(why)}" if why else "without any condition"
    about_encryption = any(
        test.key.lower().startswith("s3:x-amz-server-side-encryption") for test in statement.conditions
    )
    advice = (
        "make it name the key of this destination, or export with the key that it names"
        if about_encryption
        else "spare GuardDuty in it, e.g. by the condition BoolIfExists aws:PrincipalIsAWSService 'false'"
    )
    return Finding(
        policy.codes.deny,
        f"{statement.name} of {policy.subject} denies GuardDuty {_call(request)} {because}; {advice}",
    )


def _unjudged(policy: _Policy, request: Request, verb: str, statements: list[StatementVerdict]) -> Finding:
    reasons = joined([f"{statement.name}: {joined(list(doubts(statement)))}" for statement in statements])
    return Finding(
        policy.codes.unjudged,
        f"whether {policy.subject} {verb} GuardDuty {_call(request)} cannot be told ({reasons})",
        Severity.UNKNOWN,
    )


def _acl_denies(policy: _Policy, requests: GuardDutyRequests) -> Iterator[Finding]:
    """Warn of a deny that AWS's guide warned of.

    Source: GuardDuty User Guide of January 2022, "Exporting findings": an explicit deny of s3:PutObjectAcl stops
    the export. The current guide does not speak of it.
    """
    writes = {s.name for s in evaluate(policy.document, requests.write_marker()).working_as(Effect.DENY, Truth.YES)}
    for statement in evaluate(policy.document, requests.set_acl()).working_as(Effect.DENY, Truth.YES):
        if statement.name not in writes:
            yield Finding(
                Code.BUCKET_POLICY_DENIES_ACL,
                f"{statement.name} of {policy.subject} denies GuardDuty s3:PutObjectAcl, which stopped exports by "
                "AWS's guide of 2022; spare GuardDuty in it if the export stops",
                Severity.WARNING,
            )


def _openness(policy: _Policy, request: Request) -> Iterator[Finding]:
    """Warn when the same request for another account's detector would pass too: GuardDuty is a confused deputy."""
    exporter = policy.facts.exporter
    stranger = next(account for account in _STRANGERS if account != exporter.account_id)
    theirs = Exporter(stranger, exporter.region, "0" * 32)
    context = {
        **request.context,
        "aws:sourceaccount": (stranger,),
        "aws:sourcearn": (theirs.source_arn,),
    }
    decision = evaluate(policy.document, replace(request, context=context))
    if decision.allowed is not Truth.YES:
        return
    names = joined([statement.name for statement in decision.working_as(Effect.ALLOW, Truth.YES)])
    yield Finding(
        policy.codes.open,
        f"{policy.subject} lets GuardDuty call {request.action} for any AWS account ({names}); add the conditions "
        "aws:SourceAccount and aws:SourceArn, so that nobody else can export to it",
        Severity.WARNING,
    )
