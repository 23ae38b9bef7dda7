"""What a refresh leaves of a state: vanished resources taken out, and nothing that still refers to them.

Follows `rebuildBaseState` and `undangleParentResources` in `deployment_executor.go` of CLI v3.258.0.
"""

from collections.abc import Mapping

from pulumi_guardduty_sandbox.engine.resource import Resource
from pulumi_guardduty_sandbox.engine.steps import RefreshStep


def rebuilt(previous: list[Resource], steps: Mapping[int, RefreshStep]) -> list[Resource]:
    """The resources after their refresh steps, which are found by the identity of the old resource."""
    kept: list[Resource] = []
    present: set[str] = set()
    for resource in previous:
        step = steps.get(id(resource))
        new = resource if step is None else step.new
        if new is None:
            continue
        _forget_absent(new, present)
        kept.append(new)
        present.add(new.urn)
    _adopt_orphans(kept, present)
    return kept


def _forget_absent(resource: Resource, present: set[str]) -> None:
    resource.dependencies = [urn for urn in resource.dependencies if urn in present]
    if resource.property_dependencies:
        # A property whose every dependency is gone, or that never had one, is not listed any more.
        left = {key: [urn for urn in urns if urn in present] for key, urns in resource.property_dependencies.items()}
        resource.property_dependencies = {key: urns for key, urns in left.items() if urns}
    if resource.deleted_with not in present:
        resource.deleted_with = ""


def _adopt_orphans(resources: list[Resource], present: set[str]) -> None:
    parents: dict[str, str] = {}
    for resource in resources:
        if resource.parent and resource.parent not in present:
            resource.parent = parents.get(resource.parent, "")
        parents[resource.urn] = resource.parent
