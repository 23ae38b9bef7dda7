"""Finds the old state of a resource that may have had another name.

Follows `getOldResource`, `generateAliases` and `inheritedChildAlias` in `step_generator.go` of CLI v3.258.0.
"""

from collections.abc import Container
from typing import TYPE_CHECKING

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.resource import Alias, Goal, Resource


if TYPE_CHECKING:
    from pulumi_guardduty_sandbox.engine.run import Deployment


class Aliases:
    """Former names that are in use in this operation."""

    def __init__(self, deployment: "Deployment") -> None:
        self._deployment = deployment
        #: Present name, by former name.
        self.by_alias: dict[str, str] = {}
        #: Former name, by present name.
        self._of: dict[str, str] = {}

    def find(self, urn: str, goal: Goal, seen: Container[str]) -> tuple[Resource | None, list[str], str]:
        """The old state of a resource, what is wrong with its names, and the former name it was found by."""
        problems = []
        if urn in self.by_alias:
            problems.append(
                f"Duplicate resource URN '{urn}' conflicting with alias on resource with URN '{self.by_alias[urn]}'"
            )
        for name in (urn, *self._former(goal)):
            old = self._deployment.olds.get(name)
            if old is None:
                continue
            if name == urn:
                return old, problems, ""
            taken = name if name in seen else self.by_alias.get(name)
            if taken is not None:
                problems.append(
                    f"Duplicate resource alias '{name}' applied to resource with URN '{urn}' "
                    f"conflicting with resource with URN '{taken}'"
                )
            self.by_alias[name], self._of[urn] = urn, name
            self._deployment.registry.rename(urn, name)
            return old, problems, name
        return None, problems, ""

    def _former(self, goal: Goal) -> list[str]:
        own = [self._collapsed(alias, goal) for alias in goal.aliases]
        found = dict.fromkeys(own)
        parent = self._of.get(goal.parent) if goal.parent else None
        if parent is not None:
            outer = urns.name_of(goal.parent)
            found[self._inherited(goal.type, goal.name, outer, parent)] = None
            for urn in own:
                found[self._inherited(urns.type_of(urn), urns.name_of(urn), outer, parent)] = None
        return list(found)

    def _collapsed(self, alias: Alias, goal: Goal) -> str:
        if alias.urn:
            return alias.urn
        parent = self._of.get(alias.parent, alias.parent) if alias.parent else goal.parent
        if alias.no_parent or (parent and urns.qualified_type(parent) == urns.STACK_TYPE):
            parent = ""
        target = self._deployment.target
        stack, project = alias.stack or target.stack, alias.project or target.project
        return urns.make(stack, project, parent, alias.type or goal.type, alias.name or goal.name)

    def _inherited(self, type_: str, name: str, parent: str, former_parent: str) -> str:
        # A child named after its parent is taken to have followed the parent's name.
        if name.startswith(parent):
            name = urns.name_of(former_parent) + name[len(parent) :]
        target = self._deployment.target
        return urns.make(target.stack, target.project, former_parent, type_, name)
