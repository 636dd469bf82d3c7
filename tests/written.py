"""Campaign files as a test writes them, and what the reader says about them."""

from __future__ import annotations

from functions.alerts.content.ask import BaseAsk
from functions.alerts.content.campaign import Campaign, parse_campaign
from functions.alerts.content.organization import Organization, parse_organization
from functions.alerts.errors import Finding, InputError

ORGANIZATION = """\
name: Illinois Coalition for Immigrant and Refugee Rights
short_name: ICIRR
website: https://www.icirr.example
site: https://alerts.icirr.example/
address: 228 S. Wabash, Suite 800, Chicago, Illinois 60604
time_zone: America/Chicago
languages: [en, es]
from: alerts@icirr.example
reply_to: alerts@icirr.example
donate:
  once: https://icirr.kindful.com/?campaign=1242232
  monthly: https://icirr.kindful.com/?campaign=1258485
help: {text: Hotline, link: https://www.icirr.example/fsn}
slip:
  steps: [Choose ((position)) in section III.]
  notice: Witness slips are public.
partners: {paso: PASO}
translations:
  es:
    help: {text: Línea de apoyo}
    slip:
      steps: [Elija ((position)) en la sección III.]
      notice: Los “witness slips” son públicos.
"""

CARD = "level: state\nheadline: Fight\n"

AWARD = """\
level: state
with: [paso]
subject: We won!
body: |
  This award belongs to all of our partners.
asks:
  - ask: donate
    text: Please consider making a donation.
  - ask: slip
    bill: SB 35
    name: Safe Zones Act
    closes: Tuesday 2018-04-10 3:00 PM
  - ask: slip
    name: No Registry Act
    closes: Wednesday 2018-04-11 2:00 PM
translations:
  es:
    subject: ¡Ganamos!
    body: |
      Este premio es de todas las organizaciones aliadas.
    asks:
      donate: {text: Considere hacer una donación.}
      sb-35: {name: Ley de Zonas Seguras}
      no-registry-act: {name: Ley contra los Registros}
"""


def organization(text: str = ORGANIZATION) -> Organization:
    return parse_organization(text.encode(), "organization.yaml")


def campaign(text: str, home: Organization | None = None) -> Campaign:
    return parse_campaign(text.encode(), "campaigns/award.yaml", home or organization()).campaign


def ask(lines: str) -> BaseAsk:
    """The one ask of a card, written without indentation."""
    return campaign(card(lines)).asks[0]


def card(lines: str) -> str:
    first, *others = lines.strip().splitlines()
    return CARD + "asks:\n  - " + "\n    ".join([first, *others]) + "\n"


def findings(text: str, home: Organization | None = None) -> tuple[Finding, ...]:
    """Everything that is said about a campaign, errors or not, but for absent languages."""
    try:
        parsed = parse_campaign(text.encode(), "campaigns/award.yaml", home or organization())
    except InputError as error:
        return tuple(finding for finding in error.findings if finding.level != "note")
    return tuple(finding for finding in parsed.findings if finding.level != "note")


def only_finding(text: str) -> Finding:
    (finding,) = findings(text)
    return finding
