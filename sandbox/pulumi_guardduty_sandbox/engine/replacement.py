"""Replacements that delete first, and what else has to be deleted for them.

Follows `calculateDependentReplacements` and the delete-before-replace half of `continueStepsFromDiff` in
`step_generator.go` of CLI v3.258.0.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pulumi_guardduty_sandbox.engine.differences import Difference, replace_on_changes
from pulumi_guardduty_sandbox.engine.errors import Bail
from pulumi_guardduty_sandbox.engine.resource import Resource
from pulumi_guardduty_sandbox.engine.steps import CreateStep, DeleteStep, ReplaceStep, Step
from pulumi_guardduty_sandbox.engine.values import UNKNOWN, Properties


if TYPE_CHECKING:
    from pulumi_guardduty_sandbox.engine.planner import Planner
    from pulumi_guardduty_sandbox.engine.run import Deployment


class Replacements:
    """The delete-first replacements of one operation."""

    def __init__(self, deployment: "Deployment", planner: "Planner") -> None:
        self._deployment, self._planner = deployment, planner
        #: Resources whose deletion has been decided on account of another's.
        self.condemned: set[Resource] = set()
        #: The properties for which they go, by URN.
        self.keys: dict[str, tuple[str, ...]] = {}

    def delete_first(
        self, old: Resource, new: Resource, difference: Difference, done: Callable[[Resource], None]
    ) -> list[Step]:
        """The steps of a replacement that deletes what depends on the resource, the resource, and makes it anew."""
        deployment = self._deployment
        steps: list[Step] = []
        dependents = self._dependents(old) if not deployment.options.dry_run or old in deployment.graph else []
        for dependent, keys in reversed(dependents):
            if dependent in self.condemned:
                continue
            self.keys[dependent.urn] = keys
            steps.append(self._deletion(dependent, new.urn))
            self._planner.deletes.add(dependent.urn)
            self.condemned.add(dependent)
        deployment.registry.ensure(old.provider)
        if not old.pending_replacement:
            steps.append(self._delete(old))
        return [
            *steps,
            ReplaceStep(deployment, old=old, new=new, difference=difference),
            CreateStep(deployment, new=new, old=old, done=done, difference=difference),
        ]

    def _delete(self, resource: Resource) -> DeleteStep:
        deleted = self._planner.deletes
        return DeleteStep(self._deployment, resource, deleted=deleted, replacing=True, awaits_replacement=True)

    def _deletion(self, dependent: Resource, urn: str) -> Step:
        if dependent.delete:
            return DeleteStep(self._deployment, dependent, deleted=self._planner.deletes)
        if dependent.protect:
            text = (
                f"unable to replace resource {dependent.urn!r} as part of replacing {urn!r} as it is currently marked "
                "for protection. To unprotect the resource, remove the `protect` flag from the resource in your "
                "Pulumi program and run `pulumi up`"
            )
            self._deployment.listener.error(urn, text)
            self._planner.erred = True
            raise Bail(text)
        return self._delete(dependent)

    def _dependents(self, root: Resource) -> list[tuple[Resource, tuple[str, ...]]]:
        """What would have to be replaced if what it takes from `root` became another value."""
        replaced = {root.urn}
        found = []
        for candidate in self._deployment.graph.depending_on(root, self._planner.decided()):
            keys = self._replaced_by(candidate, replaced)
            if keys is not None:
                found.append((candidate, keys))
                replaced.add(candidate.urn)
        return found

    def _replaced_by(self, resource: Resource, replaced: set[str]) -> tuple[str, ...] | None:
        """The properties for which `resource` must be replaced too; None where it need not be."""
        deployment = self._deployment
        if not resource.custom or resource.external:
            return None
        if resource.provider_urn in replaced:
            deployment.registry.ensure(resource.provider)
            return ()
        inputs = _with_unknowns(resource, replaced)
        if inputs is None or resource.is_provider:
            return None
        deployment.registry.ensure(resource.provider)
        difference = deployment.compare(
            deployment.registry.of(resource),
            resource,
            news=inputs,
            ignore_changes=resource.ignore_changes,
            unknowns=True,
        )
        difference = replace_on_changes(difference, resource.replace_on_changes, init_errors=False)
        return difference.replace_keys if difference.replaces else None


def _with_unknowns(resource: Resource, replaced: set[str]) -> Properties | None:
    """The inputs, unknown where they come from something replaced; None where none does."""
    hit = {key for key, urns in resource.property_dependencies.items() if not replaced.isdisjoint(urns)}
    if hit.isdisjoint(resource.inputs):
        return None
    return {key: UNKNOWN if key in hit else value for key, value in resource.inputs.items()}
