"""The order of deletions.

Follows `ScheduleDeletes` in `step_generator.go` of CLI v3.258.0: layers of resources that do not depend on each other,
each layer deleted as a whole before the next.
"""

from pulumi_guardduty_sandbox.engine.graph import DependencyGraph
from pulumi_guardduty_sandbox.engine.resource import Resource
from pulumi_guardduty_sandbox.engine.steps import Step


def antichains(steps: list[Step], resources: list[Resource]) -> list[list[Step]]:
    """`steps` in layers, what others depend on last."""
    graph = DependencyGraph(resources)
    left = {id(step.subject): step for step in steps}
    layers: list[list[Step]] = []
    while left:
        layer = [
            step
            for step in left.values()
            if not any(id(needed) in left for needed in graph.dependencies_of(step.subject))
        ]
        for step in layer:
            del left[id(step.subject)]
        layers.append(layer)
    layers.reverse()
    return layers
