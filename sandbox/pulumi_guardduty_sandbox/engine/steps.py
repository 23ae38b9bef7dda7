"""Steps: the single things an operation does to resources, and what each means for the state.

Follows `pkg/resource/deploy/step.go` of CLI v3.258.0.
"""

import abc
import dataclasses
from collections.abc import Callable, Container
from enum import StrEnum
from typing import TYPE_CHECKING

from pulumi_guardduty_sandbox.engine.differences import Difference, PropertyChange
from pulumi_guardduty_sandbox.engine.errors import EngineError, InitError, ProviderError
from pulumi_guardduty_sandbox.engine.resource import Resource, now
from pulumi_guardduty_sandbox.engine.values import UNKNOWN_STRING, Properties, equal, holds_unknown


if TYPE_CHECKING:
    from pulumi_guardduty_sandbox.engine.registry import Provider
    from pulumi_guardduty_sandbox.engine.run import Deployment


class Op(StrEnum):
    """What a step does, in the words of the CLI."""

    SAME = "same"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    REPLACE = "replace"
    CREATE_REPLACEMENT = "create-replacement"
    DELETE_REPLACED = "delete-replaced"
    READ = "read"
    READ_REPLACEMENT = "read-replacement"
    READ_DISCARD = "discard"
    DISCARD_REPLACED = "discard-replaced"
    REFRESH = "refresh"
    REMOVE_PENDING_REPLACE = "remove-pending-replace"
    IMPORT = "import"
    IMPORT_REPLACEMENT = "import-replacement"


class ProtectedError(EngineError):
    """A protected resource was to be deleted."""


class Step(abc.ABC):
    """One thing done to one resource."""

    op: Op
    #: Whether a person thinks of it as the change of the resource, rather than a part of it.
    logical = True
    #: Whether what it makes shall be written to the state.
    persists = True

    def __init__(
        self,
        deployment: "Deployment",
        *,
        old: Resource | None = None,
        new: Resource | None = None,
        done: Callable[[Resource], None] | None = None,
        difference: Difference | None = None,
    ) -> None:
        self.deployment, self.old, self.new = deployment, old, new
        self._done = done
        self.difference = difference or Difference()

    @property
    def subject(self) -> Resource:
        """The resource the step is about."""
        found = self.new or self.old
        if found is None:
            raise AssertionError("a step is about a resource")
        return found

    @property
    def urn(self) -> str:
        """URN of the resource the step is about."""
        return self.subject.urn

    @property
    def detailed(self) -> dict[str, PropertyChange] | None:
        """The properties that change, where the provider said so."""
        return self.difference.detailed

    @abc.abstractmethod
    def apply(self) -> None:
        """Do it.

        Raises:
            InitError: It was done in part.
            EngineError: It was not done.
        """

    def complete(self) -> None:
        """Tell the program, once the result has been saved."""
        if self._done is not None and self.new is not None:
            self._done(self.new)

    def provider(self, resource: Resource) -> "Provider":
        """The provider in charge of `resource`."""
        return self.deployment.registry.of(resource)

    @property
    def dry(self) -> bool:
        """Whether this is a preview."""
        return self.deployment.options.dry_run


def known(properties: Properties) -> Properties:
    """`properties`, which a provider answered outside a preview.

    Raises:
        ProviderError: They hold an unknown.
    """
    for key, value in properties.items():
        if holds_unknown(value):
            raise ProviderError(f"unexpected unknown property value for {key!r}")
    return properties


class SameStep(Step):
    """Nothing changes but what the engine itself keeps of a resource."""

    op = Op.SAME

    def apply(self) -> None:
        old, new = self._both()
        new.id, new.outputs = old.id, old.outputs
        if new.is_provider:
            # Providers whose changed inputs make no difference go on with the old ones.
            self.deployment.registry.same(dataclasses.replace(new, inputs=old.inputs), checked=True)

    def _both(self) -> tuple[Resource, Resource]:
        if self.old is None or self.new is None:
            raise AssertionError("the step has an old and a new state")
        return self.old, self.new


class CreateStep(Step):
    """Makes a thing, or the replacement of one."""

    def __init__(
        self,
        deployment: "Deployment",
        *,
        new: Resource,
        done: Callable[[Resource], None] | None,
        old: Resource | None = None,
        difference: Difference | None = None,
        pending_delete: bool = False,
    ) -> None:
        super().__init__(deployment, old=old, new=new, done=done, difference=difference)
        self.op = Op.CREATE_REPLACEMENT if old is not None else Op.CREATE
        self.logical = old is None
        self._pending_delete = pending_delete

    def apply(self) -> None:
        new = self.subject
        failure: InitError | None = None
        id_, outputs = "", None
        if new.custom:
            try:
                id_, outputs = self._create(new)
            except InitError as error:
                failure, id_, outputs = error, error.resource_id, error.properties
                new.init_errors = list(error.reasons)
        new.id, new.outputs = id_, outputs
        new.created = new.modified = now()
        if self.old is not None and self._pending_delete:
            self.old.delete = True
        if failure is not None:
            raise failure

    def _create(self, new: Resource) -> tuple[str, Properties]:
        if new.is_provider:
            return self.deployment.registry.create(new, dry=self.dry)
        if self.dry:
            return "", dict(new.inputs)
        id_, outputs = self.provider(new).create(new.urn, new.inputs, new.timeouts.create)
        return id_, known(outputs)


class UpdateStep(SameStep):
    """Changes a thing in place."""

    op = Op.UPDATE

    def apply(self) -> None:
        old, new = self._both()
        new.id, new.created, new.modified = old.id, old.created, old.modified
        if not new.custom:
            return
        try:
            new.outputs = self._update(old, new)
        except InitError as error:
            new.outputs, new.init_errors = error.properties, list(error.reasons)
            new.modified = now()
            raise
        new.modified = now()

    def _update(self, old: Resource, new: Resource) -> Properties:
        if new.is_provider:
            return self.deployment.registry.update(new)
        if self.dry:
            return dict(new.inputs)
        outputs = self.provider(new).update(
            new.urn,
            old.id,
            old_inputs=old.inputs,
            old_outputs=old.outputs or {},
            news=new.inputs,
            seconds=new.timeouts.update,
            ignore_changes=new.ignore_changes,
        )
        return known(outputs)


class DeleteStep(Step):
    """Takes a thing away, or lets go of it."""

    def __init__(
        self,
        deployment: "Deployment",
        old: Resource,
        *,
        deleted: Container[str],
        replacing: bool = False,
        awaits_replacement: bool = False,
    ) -> None:
        super().__init__(deployment, old=old)
        self.replacing, self.awaits_replacement = replacing, awaits_replacement
        self.logical = not replacing
        self._deleted = deleted
        if old.external:
            self.op = Op.DISCARD_REPLACED if replacing else Op.READ_DISCARD
        else:
            self.op = Op.DELETE_REPLACED if replacing else Op.DELETE

    def apply(self) -> None:
        old = self.subject
        if not self.replacing and old.protect:
            raise ProtectedError(
                f"resource {old.urn!r} cannot be deleted\n"
                "because it is protected. To unprotect the resource, "
                "remove the `protect` flag from the resource in your Pulumi program and run up"
            )
        goes_with_another = bool(old.deleted_with) and old.deleted_with in self._deleted
        if old.custom and not (self.dry or old.external or old.retain_on_delete or goes_with_another):
            self._delete(old)
        if self.awaits_replacement:
            old.pending_replacement = True

    def _delete(self, old: Resource) -> None:
        if old.is_provider:
            self.deployment.registry.delete(old)
            return
        self.provider(old).delete(
            old.urn, old.id, inputs=old.inputs, outputs=old.outputs or {}, seconds=old.timeouts.delete
        )


class RemovePendingReplaceStep(Step):
    """Forgets a thing that was deleted to be replaced, and is no longer wanted."""

    op = Op.REMOVE_PENDING_REPLACE
    logical = False

    def apply(self) -> None:
        """Nothing to do: it is gone already."""


class ReplaceStep(Step):
    """Stands for a replacement as a whole."""

    op = Op.REPLACE

    def apply(self) -> None:
        """Nothing to do: its parts are steps of their own."""


class ReadStep(Step):
    """Looks at a thing that somebody else owns."""

    def __init__(
        self,
        deployment: "Deployment",
        *,
        new: Resource,
        old: Resource | None,
        done: Callable[[Resource], None],
        replacing: bool = False,
    ) -> None:
        super().__init__(deployment, old=old, new=new, done=done)
        self.op = Op.READ_REPLACEMENT if replacing else Op.READ
        self.logical = not replacing
        self._replacing = replacing

    def apply(self) -> None:
        new = self.subject
        if new.id == UNKNOWN_STRING:
            new.outputs = {}
        else:
            self._read(new)
        if self.old is None:
            return
        if self._replacing:
            self.old.delete = True
        new.created, new.modified = self.old.created, self.old.modified
        if not equal(new.inputs, self.old.inputs) or not equal(new.outputs, self.old.outputs):
            new.modified = now()

    def _read(self, new: Resource) -> None:
        try:
            found = self.provider(new).read(
                new.urn, new.id, inputs=new.inputs, state=new.inputs, seconds=new.timeouts.read
            )
        except InitError as error:
            new.init_errors, new.outputs = list(error.reasons), error.properties
            new.id = error.resource_id or new.id
            raise
        new.outputs = known(found.outputs)
        new.id = found.id or new.id


class ImportStep(Step):
    """Takes over a thing that exists: the provider is asked for it by its id alone."""

    def __init__(self, deployment: "Deployment", *, new: Resource, old: Resource | None) -> None:
        super().__init__(deployment, new=new, old=old)
        self.op = Op.IMPORT_REPLACEMENT if old is not None else Op.IMPORT
        self.logical = old is None

    def apply(self) -> None:
        new = self.subject
        self.provider(new).read(new.urn, new.import_id, inputs=None, state={}, seconds=new.timeouts.read)
        raise ProviderError(
            "importing is not supported for Python dynamic resources: their provider cannot be found by an id alone"
        )


class RefreshStep(Step):
    """Looks at a thing of the state and notes what has become of it."""

    op = Op.REFRESH
    logical = False

    def __init__(self, deployment: "Deployment", old: Resource) -> None:
        super().__init__(deployment, old=old, new=old)
        self._original = old

    @property
    def subject(self) -> Resource:
        return self._original

    @property
    def result(self) -> Op:
        """What looking at it has found."""
        if self.new is None:
            return Op.DELETE
        if self._original.external:
            changed = not equal(self._original.outputs, self.new.outputs)
        else:
            changed = self.difference.changes is not False
        return Op.UPDATE if self.new is not self._original and changed else Op.SAME

    def apply(self) -> None:
        old = self._original
        if not old.custom or old.is_provider or old.pending_replacement:
            return
        provider = self.provider(old)
        try:
            found = provider.read(
                old.urn, old.id, inputs=old.inputs, state=old.outputs or {}, seconds=old.timeouts.read
            )
            id_, outputs, inputs, init_errors = found.id, known(found.outputs), found.inputs, []
        except InitError as error:
            id_, outputs, inputs, init_errors = error.resource_id, error.properties, error.inputs, error.reasons
            listed = "\n* ".join(("Refreshed resource is in an unhealthy state:", *init_errors))
            self.deployment.listener.warning(old.urn, listed)
        if not id_:
            self.new = None
            return
        self.new = self._seen(id_, outputs, old.inputs if inputs is None else inputs, list(init_errors))
        if not old.external:
            # What a change of the thing would be that brought it back, turned round.
            self.difference = self.deployment.compare(
                provider, self.new, news=old.inputs, ignore_changes=old.ignore_changes, unknowns=self.dry
            ).inverted

    def _seen(self, id_: str, outputs: Properties, inputs: Properties, init_errors: list[str]) -> Resource:
        old = self._original
        new = old.copy()
        new.id, new.outputs, new.inputs, new.init_errors = id_, outputs, inputs, init_errors
        if not equal(inputs, old.inputs) or not equal(outputs, old.outputs):
            new.modified = now()
        return new
