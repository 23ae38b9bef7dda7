"""Who depends on whom among the resources of a saved stack.

Follows `pkg/resource/graph/dependency_graph.go` of CLI v3.258.0. A saved list is in topological order, so what
depends on a resource comes after it.
"""

from collections.abc import Collection

from pulumi_guardduty_sandbox.engine.resource import Resource


class DependencyGraph:
    """The dependencies of a list of resources."""

    def __init__(self, resources: list[Resource]) -> None:
        self._resources = resources
        self._index = {id(resource): index for index, resource in enumerate(resources)}
        self._below: dict[str, list[int]] = {}
        at = {}
        for index, resource in enumerate(resources):
            at[resource.urn] = index
            parent = resource.parent
            while parent:
                self._below.setdefault(parent, []).append(index)
                parent = resources[at[parent]].parent

    def __contains__(self, resource: Resource) -> bool:
        return id(resource) in self._index

    def depending_on(self, root: Resource, ignored: Collection[str]) -> list[Resource]:
        """What depends on `root`, directly or not, in topological order; children alone do not."""
        reached = {root.urn}
        dependents = []
        for candidate in self._resources[self._index[id(root)] + 1 :]:
            if candidate.urn in ignored:
                continue
            if not reached.isdisjoint(candidate.links()) or candidate.provider_urn in reached:
                dependents.append(candidate)
                reached.add(candidate.urn)
        return dependents

    def dependencies_of(self, resource: Resource) -> list[Resource]:
        """What `resource` depends on directly: parent, provider, links, and what lies below a linked component."""
        wanted = {*resource.links(), resource.provider_urn}
        index = self._index[id(resource)]
        found = {}
        for candidate in self._resources[:index]:
            if candidate.urn in wanted:
                found[id(candidate)] = candidate
                if not candidate.custom:
                    below = (at for at in self._below.get(candidate.urn, ()) if at < index)
                    found.update({id(child): child for child in (self._resources[at] for at in below)})
            if candidate.urn == resource.parent:
                found[id(candidate)] = candidate
        return list(found.values())

    def all_dependencies_of(self, resource: Resource) -> set[Resource]:
        """What `resource` depends on, directly or not."""
        found: set[Resource] = set()
        left = [resource]
        while left:
            for needed in self._needed(left.pop()):
                if needed not in found:
                    found.add(needed)
                    left.append(needed)
        return found

    def _needed(self, resource: Resource) -> list[Resource]:
        wanted = {*resource.links(), resource.provider_urn, resource.parent}
        return [
            candidate for candidate in self._resources if candidate.urn in wanted and self._meant(resource, candidate)
        ]

    def _meant(self, resource: Resource, candidate: Resource) -> bool:
        """Whether `resource` can mean `candidate`: of two of one name, an old one means the old, a new the new."""
        twins = [twin for twin in self._resources if twin.urn == candidate.urn]
        return len(twins) == 1 or candidate.delete == resource.delete
