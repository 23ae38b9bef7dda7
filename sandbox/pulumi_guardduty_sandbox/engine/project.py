"""A program to run: its folder, its `Pulumi.yaml`, its Python, and the stack's configuration.

Programs must be of the Python runtime. The interpreter is the one of the ``virtualenv`` option, else the
engine's own.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pulumi_guardduty_sandbox.engine.errors import StateError, UnsupportedError
from pulumi_guardduty_sandbox.engine.passphrase import Crypter


@dataclass(frozen=True)
class Project:
    """What `Pulumi.yaml` says of a program."""

    folder: Path
    name: str
    #: Folder or file that holds the program.
    main: Path
    python: str
    #: Configuration that holds for every stack which does not set its own.
    defaults: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Project":
        """Read the project in `folder`.

        Raises:
            StateError: There is none, or it cannot be read.
            UnsupportedError: It is not a Python program.
        """
        folder = folder.resolve()
        document = _yaml(folder / "Pulumi.yaml")
        if not document.get("name"):
            raise StateError(
                f"{folder / 'Pulumi.yaml'} does not exist or has no name; --cwd must be a program's folder"
            )
        runtime = document.get("runtime")
        options = runtime.get("options", {}) if isinstance(runtime, dict) else {}
        runtime = runtime.get("name") if isinstance(runtime, dict) else runtime
        if runtime != "python":
            raise UnsupportedError(f"the runtime {runtime!r}")
        main = folder / document.get("main", ".")
        return cls(folder, document["name"], main, interpreter(folder, options), _defaults(document))

    @property
    def working_folder(self) -> Path:
        """Where the program runs."""
        return self.main if self.main.is_dir() else self.main.parent


def _defaults(document: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for key, value in (document.get("config") or {}).items():
        if not isinstance(value, dict):
            found[key] = value
        elif "value" in value or "default" in value:
            found[key] = value.get("value", value.get("default"))
    return found


def interpreter(folder: Path, options: Mapping[str, Any]) -> str:
    """The Python that runtime `options` of a file in `folder` ask for.

    Raises:
        StateError: They name a virtual environment that is not there.
    """
    if not options.get("virtualenv"):
        return sys.executable
    found = folder / options["virtualenv"] / "bin" / "python"
    if not found.exists():
        raise StateError(
            f"the virtualenv {options['virtualenv']!r} of {folder} does not exist; create it, or remove it"
        )
    return str(found)


@dataclass(frozen=True)
class Configuration:
    """A stack's configuration, with its keys' namespaces."""

    values: Mapping[str, str]
    secret_keys: frozenset[str]

    @classmethod
    def of(
        cls, project: Project, stack: str, passphrase: str, given: Mapping[str, str], secret: Mapping[str, str]
    ) -> "Configuration":
        """What the stack's own file says, overlaid by what was `given` and by `secret` values.

        Raises:
            StateError: The file's secrets cannot be read.
        """
        document = _yaml(project.folder / f"Pulumi.{stack}.yaml")
        values = {_namespaced(key, project): _text(value) for key, value in project.defaults.items()}
        secret_keys = set()
        for key, value in (document.get("config") or {}).items():
            if _holds_ciphertext(value):
                value = _decrypted(value, Crypter(passphrase, document.get("encryptionsalt", "")))  # noqa: PLW2901
                secret_keys.add(key)
            values[key] = _text(value)
        for key, value in (*given.items(), *secret.items()):
            values[_namespaced(key, project)] = value
        secret_keys -= {_namespaced(key, project) for key in given}
        secret_keys |= {_namespaced(key, project) for key in secret}
        return cls(values, frozenset(secret_keys))


def _holds_ciphertext(value: Any) -> bool:
    if isinstance(value, dict):
        return value.keys() == {"secure"} or any(map(_holds_ciphertext, value.values()))
    return isinstance(value, list) and any(map(_holds_ciphertext, value))


def _decrypted(value: Any, crypter: Crypter) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"secure"}:
            return crypter.decrypt(value["secure"])
        return {key: _decrypted(item, crypter) for key, item in value.items()}
    return [_decrypted(item, crypter) for item in value] if isinstance(value, list) else value


def _text(value: Any) -> str:
    """A value as programs get it: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), sort_keys=True)


def _namespaced(key: str, project: Project) -> str:
    return key if ":" in key else f"{project.name}:{key}"


def _yaml(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, yaml.YAMLError) as error:
        raise StateError(f"{path} cannot be read: {error}") from error
    return found if isinstance(found, dict) else {}
