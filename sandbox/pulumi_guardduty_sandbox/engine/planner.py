"""Decides what has to be done for each resource a program declares.

Follows `pkg/resource/deploy/step_generator.go` of CLI v3.258.0.
"""

from typing import TYPE_CHECKING, Any

from pulumi_guardduty_sandbox.engine import property_path
from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.aliases import Aliases
from pulumi_guardduty_sandbox.engine.differences import Difference, replace_on_changes
from pulumi_guardduty_sandbox.engine.errors import Bail, EngineError
from pulumi_guardduty_sandbox.engine.monitor import Answer, Reading, Registration
from pulumi_guardduty_sandbox.engine.provider import CheckFailure
from pulumi_guardduty_sandbox.engine.replacement import Replacements
from pulumi_guardduty_sandbox.engine.resource import Goal, Resource
from pulumi_guardduty_sandbox.engine.steps import (
    CreateStep,
    DeleteStep,
    ImportStep,
    ReadStep,
    RemovePendingReplaceStep,
    ReplaceStep,
    SameStep,
    Step,
    UpdateStep,
)
from pulumi_guardduty_sandbox.engine.values import Properties, Secret, Value, copied, equal, number, plain


if TYPE_CHECKING:
    from pulumi_guardduty_sandbox.engine.run import Deployment


class Planner:
    """Turns registrations into steps, and what is left of the old state into deletions."""

    def __init__(self, deployment: "Deployment") -> None:
        self._deployment = deployment
        #: Everything declared in this operation.
        self.seen: set[str] = set()
        #: What has been decided, by URN.
        self.creates: set[str] = set()
        self.reads: set[str] = set()
        self.sames: set[str] = set()
        self.updates: set[str] = set()
        self.replaces: set[str] = set()
        self.deletes: set[str] = set()
        #: Whether something was found that must fail the operation in the end.
        self.erred = False
        self.aliases = Aliases(deployment)
        self._replacements = Replacements(deployment, self)

    def decided(self) -> set[str]:
        """URNs of everything about which something has been decided."""
        return self.creates | self.reads | self.sames | self.updates | self.replaces | self.deletes

    def _name(self, goal: Goal) -> str:
        if goal.parent and goal.parent not in self.seen:
            raise EngineError(f"could not find parent resource {goal.parent}")
        urn = self._deployment.make_urn(goal.parent, goal.type, goal.name)
        if urn in self.seen:
            self._bail(urn, f"Duplicate resource URN '{urn}'; try giving it a unique name")
        self.seen.add(urn)
        return urn

    def _bail(self, urn: str, text: str) -> None:
        self._deployment.listener.error(urn, text)
        raise Bail(text)

    def _found(self, urn: str, goal: Goal) -> tuple[Resource | None, bool, list[str]]:
        old, problems, alias = self.aliases.find(urn, goal, self.seen)
        for problem in problems:
            self._deployment.listener.error(urn, problem)
        return old, bool(problems), [alias] if alias else []

    def read(self, reading: Reading) -> list[Step]:
        """The steps for a resource that the program looks up."""
        goal = reading.goal
        urn = self._name(goal)
        old, _, aliases = self._found(urn, goal)
        new = _resource(urn, goal, old, aliases)
        new.id, new.external, new.outputs = reading.id, True, {}
        new.property_dependencies = {}
        if not new.id:
            raise EngineError(f"Expected an ID for {urn}")

        def done(resource: Resource) -> None:
            _answer(reading, resource)

        if old is not None and not old.external and old.id != reading.id:
            self.replaces.add(urn)
            return [
                ReadStep(self._deployment, new=new, old=old, done=done, replacing=True),
                ReplaceStep(self._deployment, old=old, new=new),
            ]
        self.reads.add(urn)
        return [ReadStep(self._deployment, new=new, old=old, done=done)]

    def register(self, registration: Registration) -> list[Step]:
        """The steps for a resource that the program declares.

        Raises:
            Bail: It cannot be; the reason has been told.
            EngineError: It cannot be.
        """
        goal = registration.goal
        urn = self._name(goal)
        old, invalid, aliases = self._found(urn, goal)
        new = _resource(urn, goal, old, aliases)
        self._deployment.goals[urn] = goal
        if new.is_provider:
            self._deployment.provider_resources[urn] = new
        recreating = urn in self.deletes
        if goal.custom and goal.id and self._imports(goal, old):
            return self._import(new, old if not recreating else None, goal)
        old_matters = old is not None and not (recreating or old.external)
        inputs = self._inputs(urn, goal, old)
        if goal.custom:
            new.inputs, failures = self._check(
                new, old.inputs if old is not None and old_matters else None, inputs if old_matters else goal.properties
            )
            invalid = self._report(new, failures) or invalid
        if self._deployment.policies.review(self._deployment, new, goal):
            invalid = True
        if invalid:
            raise Bail(f"resource {urn} is invalid")
        compared = new.inputs if goal.custom else inputs
        return self._decide(registration, new, old, recreating=recreating, compared=compared)

    def _decide(
        self,
        registration: Registration,
        new: Resource,
        old: Resource | None,
        *,
        recreating: bool,
        compared: Properties,
    ) -> list[Step]:
        urn, goal, deployment = new.urn, registration.goal, self._deployment

        def done(resource: Resource) -> None:
            _answer(registration, resource)

        if recreating and old is not None:
            self.deletes.discard(urn)
            self.replaces.add(urn)
            difference = Difference(True, self._replacements.keys.get(urn, ()))
            return [
                ReplaceStep(deployment, old=old, new=new),
                CreateStep(deployment, new=new, old=old, done=done, difference=difference),
            ]
        if old is None:
            self.creates.add(urn)
            return [CreateStep(deployment, new=new, done=done)]
        if old.external:
            self.creates.add(urn)
            return [
                CreateStep(deployment, new=new, old=old, done=done, pending_delete=True),
                ReplaceStep(deployment, old=old, new=new),
            ]
        difference = replace_on_changes(
            self._difference(old, new, goal, compared), goal.replace_on_changes, init_errors=bool(old.init_errors)
        )
        if (difference.changes or old.pending_replacement) and (difference.replaces or old.pending_replacement):
            return self._replace(goal, old, new, difference, done)
        if difference.changes or old.init_errors:
            self.updates.add(urn)
            return [UpdateStep(deployment, old=old, new=new, done=done, difference=difference)]
        self.sames.add(urn)
        return [SameStep(deployment, old=old, new=new, done=done)]

    @staticmethod
    def _imports(goal: Goal, old: Resource | None) -> bool:
        return old is None or old.external or (old.import_id or old.id) != goal.id

    def _import(self, new: Resource, old: Resource | None, goal: Goal) -> list[Step]:
        step = ImportStep(self._deployment, new=new, old=old)
        return [step] if old is None else [step, ReplaceStep(self._deployment, old=old, new=new)]

    def _inputs(self, urn: str, goal: Goal, old: Resource | None) -> Properties:
        """What the program declares, with the old values where it asks for changes to be ignored."""
        inputs: Properties = copied(goal.properties)
        if old is None:
            return inputs
        unclear = [
            text
            for text in goal.ignore_changes
            if not property_path.reset(property_path.parse(text), old.inputs, inputs)
        ]
        if unclear:
            listed = ", ".join(unclear)
            self._deployment.listener.info(
                urn, f'cannot ignore changes in added or removed elements of the path: "{listed}"'
            )
        return inputs

    def _check(self, new: Resource, olds: Properties | None, news: Properties) -> tuple[Properties, list[CheckFailure]]:
        deployment = self._deployment
        if new.is_provider:
            deployment.registry.check(new.urn)
            return dict(news), []
        return deployment.registry.of(new).check(new.urn, olds, news, unknowns=deployment.options.dry_run)

    def _report(self, new: Resource, failures: list[CheckFailure]) -> bool:
        """Tell of what a provider will not take."""
        for failure in failures:
            where = f"{new.type} resource '{new.name}'"
            if failure.property:
                value = shown(new.inputs.get(failure.property))
                text = f"{where}: property {failure.property} value {value} has a problem: {failure.reason}"
            else:
                text = f"{where} has a problem: {failure.reason}"
            self._deployment.listener.error(new.urn, text)
        return bool(failures)

    def _difference(self, old: Resource, new: Resource, goal: Goal, compared: Properties) -> Difference:
        deployment = self._deployment
        if not goal.custom:
            if old.provider != new.provider:
                return Difference(True, ("provider",))
            return Difference(not equal(old.inputs, compared))
        if new.is_provider:
            return deployment.registry.diff(old, new.inputs)
        if self._provider_changed(old):
            return Difference(True, ("provider",))
        return deployment.compare(
            deployment.registry.of(new),
            old,
            news=new.inputs,
            ignore_changes=list(goal.ignore_changes),
            unknowns=deployment.options.dry_run,
            urn=new.urn,
        )

    @staticmethod
    def _provider_changed(old: Resource) -> bool:
        # Another provider of the same package goes on with the resources of the old one: dynamic providers
        # have no DiffConfig that could say otherwise.
        return not old.provider

    def _replace(self, goal: Goal, old: Resource, new: Resource, difference: Difference, done: Any) -> list[Step]:
        urn, deployment = new.urn, self._deployment
        if new.protect and old.protect:
            text = (
                f"unable to replace resource {urn!r}\nas it is currently marked for protection. To unprotect the "
                "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`"
            )
            deployment.listener.error(urn, text)
            self.erred = True
            if not deployment.options.dry_run:
                raise Bail(text)
        self.replaces.add(urn)
        if goal.custom:
            # Defaults must not be carried over from the thing that goes.
            new.inputs, failures = self._check(new, None, goal.properties)
            if self._report(new, failures):
                raise Bail(f"resource {urn} has check errors")
        first = difference.delete_before_replace
        if goal.delete_before_replace is not None:
            first = goal.delete_before_replace
        if first:
            return self._replacements.delete_first(old, new, difference, done)
        return [
            CreateStep(deployment, new=new, old=old, done=done, difference=difference, pending_delete=True),
            ReplaceStep(deployment, old=old, new=new, difference=difference),
        ]

    def operated_on(self, urn: str) -> bool:
        """Whether something other than a deletion has been decided about a resource of the state."""
        urn = self.aliases.by_alias.get(urn, urn)
        return urn in self.sames | self.updates | self.replaces | self.reads

    def deletions(self) -> list[Step]:
        """The steps for what the program no longer declares, and what waits to be deleted."""
        steps: list[Step] = []
        deployment = self._deployment
        for resource in deployment.previous:
            if resource.delete:
                if resource in self._replacements.condemned:
                    continue
                self.deletes.add(resource.urn)
                steps.append(DeleteStep(deployment, resource, deleted=self.deletes, replacing=True))
            elif not self.operated_on(resource.urn):
                self.deletes.add(resource.urn)
                if resource.pending_replacement:
                    steps.append(RemovePendingReplaceStep(deployment, old=resource))
                else:
                    steps.append(DeleteStep(deployment, resource, deleted=self.deletes))
            if resource.urn in self.deletes:
                self._ensure_provider(resource)
        return steps

    def _ensure_provider(self, resource: Resource) -> None:
        """Have the provider run that is asked to delete `resource`.

        Raises:
            EngineError: It is one that the embedded engine cannot run.
        """
        package = urns.provider_package(resource.provider)
        if package in ("", urns.DYNAMIC_PACKAGE):
            self._deployment.registry.ensure(resource.provider)
        # The CLI loads and configures the plugin even of what is only let go (`GenerateDeletes`), but asks it nothing
        # more (`DeleteStep.Apply`). A plugin that cannot run here is therefore not missed.
        elif not (resource.external or resource.retain_on_delete):
            raise EngineError(
                f"deleting {resource.urn} takes the provider {package!r}, which the embedded engine does not run; "
                "to keep what it stands for, let go of it first, with retain_on_delete=True or `pulumi state delete`; "
                "to delete it, use the pulumi CLI"
            )


def shown(value: Value) -> str:
    """A value as the CLI shows it in a check failure."""
    if isinstance(value, Secret):
        return "{[secret]}"
    if isinstance(value, float):
        value = number(value)
    return f"{{{'<nil>' if value is None else plain(value)}}}"


def _answer(waiting: Registration | Reading, resource: Resource) -> None:
    if not waiting.answer.done():
        waiting.answer.set_result(Answer(resource))


def _resource(urn: str, goal: Goal, old: Resource | None, aliases: list[str]) -> Resource:
    return Resource(
        type=goal.type,
        urn=urn,
        custom=goal.custom,
        inputs=copied(goal.properties),
        outputs=None,
        parent=goal.parent,
        protect=bool(goal.protect),
        dependencies=list(goal.dependencies),
        provider=goal.provider,
        property_dependencies={key: list(value) for key, value in goal.property_dependencies.items()},
        additional_secret_outputs=list(goal.additional_secret_outputs),
        aliases=aliases,
        timeouts=goal.timeouts,
        import_id=goal.id,
        retain_on_delete=bool(goal.retain_on_delete),
        deleted_with=goal.deleted_with,
        created=old.created if old else "",
        modified=old.modified if old else "",
        source_position=goal.source_position,
        stack_trace=list(goal.stack_trace),
        ignore_changes=list(goal.ignore_changes),
        hide_diffs=list(goal.hide_diffs),
        replace_on_changes=list(goal.replace_on_changes),
    )
