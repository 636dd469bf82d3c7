"""Whether a file is an alert's, and the id that its name gives the alert."""

from __future__ import annotations

from pydantic import ValidationError

from functions.alerts.errors import Finding, InputError
from functions.alerts.reading.document import Document
from functions.alerts.reading.model import Model, Slug
from functions.alerts.reading.validation import Reading


def read_id(reading: Reading) -> str:
    """The file's name without its end, after reporting that it is no id."""
    name = reading.document.file.replace("\\", "/").rpartition("/")[2]
    stem = name.removesuffix(".yaml").removesuffix(".yml")
    try:
        _Named(id=stem)
    except ValidationError:
        reading.report(
            (),
            f"The file's name is the alert's id, and `{stem}` is none.",
            "Name the file with small letters, digits and hyphens, like welcoming-award.yaml.",
        )
    return stem


class _Named(Model):
    id: Slug


def refuse_organization(document: Document) -> None:
    """organization.yaml stands beside the campaigns; it is never taken for one."""
    own = {"short_name", "address", "time_zone", "site", "website", "partners", "from"}
    if len(own & document.value.keys()) >= 3 and not {"asks", "body"} & document.value.keys():
        raise InputError(
            Finding(
                level="error",
                file=document.file,
                line=None,
                field="",
                found="This file describes an organization, not an alert.",
                remedy="Name a campaign file; `alerts new` writes one to start from.",
            )
        )
