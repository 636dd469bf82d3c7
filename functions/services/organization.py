"""What the public functions are given whenever somebody publishes or sends.

organization.yaml ─► its look, for the pages; its letters, for whoever asks for one there
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.alerts.editions.letters import compile_letters
from functions.alerts.languages.words import load_packs
from functions.alerts.pages.publishing import look_of

if TYPE_CHECKING:
    from functions.alerts.content.organization import Organization
    from functions.wiring import World


def publish_organization(organization: Organization, world: World) -> None:
    """Store both; letters first, as the pages lead to them. InputError, StateError: see letters."""
    world.site.publish_letters(compile_letters(organization, load_packs()))
    world.site.publish_look(look_of(organization))
