"""The JSON Schemas that editors know campaign files by, as files: `make schemas`."""

from __future__ import annotations

import json
from pathlib import Path

from functions.alerts.reading.schema import (
    Schema,
    campaign_schema,
    organization_schema,
    partner_schema,
)


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the JSON Schemas for editors to `folder`/schema; answers the files."""
    written = []
    schemas = {
        "campaign": campaign_schema(),
        "organization": organization_schema(),
        "partner": partner_schema(),
    }
    for name, schema in schemas.items():
        path = folder / "schema" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(schema_text(schema), encoding="utf-8")
        written.append(path)
    return tuple(written)


def schema_text(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
