"""Write what is published of the policy rules: the tables of `docs/policy.md` and the ready configurations."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from pulumi_guardduty_policy import CONFIGURATIONS
from pulumi_guardduty_policy.reference import configurations, settings_table, table


PAGE = Path(__file__).parents[1] / "docs" / "policy.md"

#: What stands between `<!-- name -->` and `<!-- /name -->` on the page.
_GENERATED: dict[str, Callable[[], str]] = {"rules": table, "settings": settings_table}


def page(text: str) -> str:
    """The page with its tables written anew."""
    for name, write in _GENERATED.items():
        between = re.compile(f"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
        if not between.search(text):
            raise SystemExit(f"{PAGE} has no place for the table of {name}; write <!-- {name} --> and <!-- /{name} -->")
        written = write()
        text = between.sub(lambda found, written=written: f"{found[1]}{written}{found[2]}", text)
    return text


def files() -> dict[Path, str]:
    """Every generated file and what it has to hold."""
    found = {PAGE: page(PAGE.read_text())}
    for name, configuration in configurations().items():
        found[CONFIGURATIONS / f"{name}.json"] = json.dumps(configuration, indent=2) + "\n"
    return found


if __name__ == "__main__":
    for path, content in files().items():
        path.write_text(content)
