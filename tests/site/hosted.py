"""A built site as visitors meet it: the bucket and the API behind what infra/cloudfront.yml says.

One function answers a path; browsers and the crawl ask it, and nothing goes over a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from functions.alerts.pages.publishing import look_of
from functions.supporter_web import supporter_web
from tests.fakes import FakeWorld
from tests.infra.fragments import resources
from tests.site.built import Built
from tests.web.served import event

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Route

SITE: Mapping[str, Any] = resources()["Site"]["Properties"]["DistributionConfig"]
ASKED = resources()["SiteApiRequest"]["Properties"]["OriginRequestPolicyConfig"]
POLICY = resources()["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
# Security headers as CloudFront sends them ("Understand response headers policies").
WRITTEN = {
    "ContentSecurityPolicy": ("content-security-policy", "{ContentSecurityPolicy}"),
    "ContentTypeOptions": ("x-content-type-options", "nosniff"),
    "FrameOptions": ("x-frame-options", "{FrameOption}"),
    "ReferrerPolicy": ("referrer-policy", "{ReferrerPolicy}"),
    "StrictTransportSecurity": ("strict-transport-security", "max-age={AccessControlMaxAgeSec}"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What a visitor's program gets; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The MIME type alone."""
        return self.headers["content-type"].partition(";")[0]

    @property
    def text(self) -> str:
        """The body read as UTF-8."""
        return self.body.decode()


@dataclass
class Hosted:
    """The site under its own name. `refused` lists what was asked for from anywhere else."""

    site: Built
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.origin = self.site.organization.site
        self._world = FakeWorld()
        self._world.site.publish_look(look_of(self.site.organization))

    def get(self, address: str) -> Answered:
        """Answer a path with its query: by the first pattern of the distribution that it fits."""
        asked = urlsplit(address)
        patterns = [one["PathPattern"] for one in SITE["CacheBehaviors"]]
        if any(fnmatchcase(asked.path, pattern) for pattern in patterns):
            return self._api(asked.path, asked.query)
        return self._page(asked.path)

    def serve(self, context: BrowserContext) -> None:
        """Answer what a browser asks for; what is not of the site is listed and refused."""

        def answer(route: Route) -> None:
            url = route.request.url
            if not url.startswith(f"{self.origin}/"):
                self.refused.append(url)
                route.abort()
                return
            told = self.get(url.removeprefix(self.origin))
            route.fulfill(status=told.status, headers=dict(told.headers), body=told.body)

        context.route("**/*", answer)

    def _page(self, path: str) -> Answered:
        """From the bucket, which says 403 for what it does not have."""
        key = path.removeprefix("/") or SITE["DefaultRootObject"]
        if file := self.site.files.get(key):
            return Answered(200, headers({"content-type": file.kind}), file.body)
        [error] = [one for one in SITE["CustomErrorResponses"] if one["ErrorCode"] == 403]
        page = self._page(error["ResponsePagePath"])
        return Answered(error["ResponseCode"], page.headers, page.body)

    def _api(self, path: str, query: str) -> Answered:
        """From the function; of the query only what CloudFront passes on."""
        passed = ASKED["QueryStringsConfig"]["QueryStrings"]
        left = urlencode([(name, value) for name, value in parse_qsl(query) if name in passed])
        told = supporter_web(event("GET", f"{path}?{left}"), self._world)
        return Answered(told["statusCode"], headers(told["headers"]), told["body"].encode())


def headers(given: Mapping[str, str]) -> dict[str, str]:
    """What CloudFront makes of an origin's headers."""
    made = {name.lower(): value for name, value in given.items()}
    for name, rule in POLICY["SecurityHeadersConfig"].items():
        header, value = WRITTEN[name]
        if rule["Override"] or header not in made:
            made[header] = value.format(**rule)
    for item in POLICY["CustomHeadersConfig"]["Items"]:
        made[item["Header"].lower()] = item["Value"]
    return made
