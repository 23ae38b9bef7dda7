"""Judge a rule: collect breaches, and keep apart what cannot be told yet."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from pulumi_guardduty_policy.framework.malformed import MalformedError
from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.rule import Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL, reason


#: Properties that hold the name or address a resource has in AWS, over all providers.
PHYSICAL_NAMES = ("bucket", "bucketName", "alias", "name", "keyId", "destinationArn")


@dataclass
class Verdict:
    """What came of judging one rule.

    A breach that is certain is reported whatever else is unknown; without a
    breach, one thing that cannot be told keeps the rule from passing.
    """

    breaches: list[tuple[str, str]] = field(default_factory=list)
    """Sentence and URN of each breach."""

    waiting: list[str] = field(default_factory=list)
    """Why parts of the rule could not be judged."""

    judged: int = 0
    """How many subjects were judged to the end."""

    @property
    def not_applicable(self) -> str | None:
        """Why the rule neither passes nor fails, or None where it does."""
        if self.breaches:
            return None
        if self.waiting:
            return "; ".join(dict.fromkeys(self.waiting))
        return None if self.judged else "nothing here that the rule is about"

    @contextmanager
    def part(self, urn: str) -> Iterator[None]:
        """Judge one part: what cannot be told in it leaves the other parts judged."""
        try:
            yield
        except CANNOT_TELL as error:
            self.waiting.append(reason(error))
        except MalformedError as error:
            self.breaches.append((str(error), urn))

    def judge(self, messages: Callable[[], Iterable[str]], urn: str) -> None:
        """Judge one subject."""
        with self.part(urn):
            for message in messages():
                self.breaches.append((message, urn))
            self.judged += 1


def judge_resource(rule: Rule, resource: Resource, settings: Settings) -> Verdict:
    """Judge what a resource decides alone."""
    verdict = Verdict()
    check = rule.resource
    if check is None:
        return verdict
    with verdict.part(resource.urn):
        subjects = check.subjects(resource)
        if subjects is None or _let_off(verdict, settings, resource):
            return verdict
        _misconfigured(verdict, rule, settings, resource.urn)
        for subject in subjects:
            verdict.judge(partial(check.judge, subject, settings), resource.urn)
        verdict.judged += 1
    return verdict


def judge_stack(rule: Rule, stack: Stack, settings: Settings) -> Verdict:
    """Judge what the resources of a stack decide together."""
    verdict = Verdict()
    check = rule.stack
    if check is None:
        return verdict
    _misconfigured(verdict, rule, settings, "")
    with verdict.part(""):
        for place in check.places(stack):
            if isinstance(place, Exception):
                verdict.waiting.append(reason(place))
            elif not _let_off(verdict, settings, place.resource):
                verdict.judge(partial(check.judge, place.subject, settings), place.resource.urn)
    return verdict


def _let_off(verdict: Verdict, settings: Settings, resource: Resource) -> bool:
    why = settings.let_off("exempt", (resource.name, *resource.known(*PHYSICAL_NAMES)))
    if why is not None:
        verdict.waiting.append(f"{resource.name} is exempt: {why}")
    return why is not None


def _misconfigured(verdict: Verdict, rule: Rule, settings: Settings, urn: str) -> None:
    for name in settings.unknown:
        message = (
            f"the configuration of {rule.id} has a setting {name!r} that does not exist; "
            f"it may hold {', '.join(settings.allowed)}"
        )
        verdict.breaches.append((message, urn))
