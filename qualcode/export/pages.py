"""Html pages from the templates of this package; everything that people wrote is escaped."""

from __future__ import annotations

from typing import Any


def rendered(template: str, **values: Any) -> str:
    """Return a page: a template with its values; one that is missing is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("qualcode", "export/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["kind"] = lambda block, name: type(block).__name__ == name
    return environment.get_template(template).render(**values)
