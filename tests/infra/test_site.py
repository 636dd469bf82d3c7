"""What stands before the pages and the API, and who may sign in: cloudfront.yml, cognito.yml."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest

from tests.infra.fragments import resources, statements

SITE: dict[str, Any] = resources()["Site"]["Properties"]["DistributionConfig"]
BEHAVIOURS = [SITE["DefaultCacheBehavior"], *SITE["CacheBehaviors"]]
HEADERS: dict[str, Any] = resources()["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
POOL: dict[str, Any] = resources()["StaffPool"]
CLIENT: dict[str, Any] = resources()["StaffClient"]["Properties"]


def test_only_our_distribution_reads_the_site_bucket() -> None:
    [grant] = [s for s in statements(resources()["SiteBucketPolicy"]) if s["Effect"] == "Allow"]
    assert grant["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert grant["Action"] == "s3:GetObject"
    assert grant["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Sub"].endswith("/${Site}")
    [pages, _] = SITE["Origins"]
    assert pages["OriginAccessControlId"] == {"Fn::GetAtt": ["SiteAccess", "Id"]}
    access = resources()["SiteAccess"]["Properties"]["OriginAccessControlConfig"]
    assert (access["SigningBehavior"], access["SigningProtocol"]) == ("always", "sigv4")


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda one: one.get("PathPattern", "pages"))
def test_nothing_goes_in_the_clear_and_everything_has_its_headers(
    behaviour: dict[str, Any],
) -> None:
    assert behaviour["ViewerProtocolPolicy"] in {"https-only", "redirect-to-https"}
    assert behaviour["ResponseHeadersPolicyId"] == {"Fn::GetAtt": ["SiteHeaders", "Id"]}
    assert behaviour["Compress"] is True


def test_every_route_of_the_api_is_reached_through_the_site() -> None:
    routes = {r["Properties"]["RouteKey"] for r in resources("AWS::ApiGatewayV2::Route").values()}
    paths = {re.sub(r"\{.*", "*", route.split()[-1]) for route in routes - {"$default"}}
    assert {one["PathPattern"] for one in SITE["CacheBehaviors"]} == paths


@pytest.mark.parametrize("behaviour", SITE["CacheBehaviors"], ids=lambda one: one["PathPattern"])
def test_what_a_person_is_answered_is_kept_nowhere(behaviour: dict[str, Any]) -> None:
    assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert behaviour["ViewerProtocolPolicy"] == "https-only"
    asked = resources()["SiteApiRequest"]["Properties"]["OriginRequestPolicyConfig"]
    assert asked["CookiesConfig"] == {"CookieBehavior": "none"}
    assert asked["QueryStringsConfig"]["QueryStrings"] == ["lang"]
    assert asked["HeadersConfig"]["Headers"] == ["Accept-Language", "Content-Type"]


def test_the_api_is_posted_to_and_reached_by_tls_alone() -> None:
    assert all("POST" in one["AllowedMethods"] for one in SITE["CacheBehaviors"])
    assert SITE["DefaultCacheBehavior"]["AllowedMethods"] == ["GET", "HEAD"]
    [_, api] = SITE["Origins"]
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


@pytest.mark.node
def test_a_slash_at_the_end_leads_to_the_page_and_never_away() -> None:
    paths = ["/a/award/en/", "/es/", "/", "/a/award/en", "//evil.example/", "/\\evil.example/"]
    code = resources()["SiteSlashes"]["Properties"]["FunctionCode"]
    asked = f"{json.dumps(paths)}.map(uri => handler({{request: {{uri}}}}))"
    script = f"{code}\nconsole.log(JSON.stringify({asked}))"
    ran = subprocess.run(["node", "-e", script], capture_output=True, check=True)
    answers = [one.get("headers", {}).get("location", {}) for one in json.loads(ran.stdout)]
    assert answers == [{"value": "/a/award/en"}, {"value": "/es"}, {}, {}, {}, {}]


def test_nobodys_visit_is_logged() -> None:
    assert "Logging" not in SITE


def test_a_page_that_is_not_there_is_said_so_and_the_apis_own_answers_go_through() -> None:
    [error] = SITE["CustomErrorResponses"]
    assert (error["ErrorCode"], error["ResponseCode"]) == (403, 404)


def test_a_page_runs_nothing_from_elsewhere_and_tells_nobody_where_one_came_from() -> None:
    security = HEADERS["SecurityHeadersConfig"]
    policy = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    assert (rules["default-src"], rules["frame-ancestors"]) == ("'none'", "'none'")
    assert "unsafe" not in policy and "http:" not in policy and "*" not in policy
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
    assert {"ContentTypeOptions", "FrameOptions"} < set(security)


def test_html_is_good_for_a_minute_unless_it_says_otherwise() -> None:
    cache = resources()["SitePageCache"]["Properties"]["CachePolicyConfig"]
    assert (cache["MinTTL"], cache["DefaultTTL"]) == (0, 60)


def test_staff_are_invited_have_a_second_factor_and_cannot_be_lost() -> None:
    properties = POOL["Properties"]
    assert POOL["DeletionPolicy"] == POOL["UpdateReplacePolicy"] == "Retain"
    assert properties["DeletionProtection"] == "ACTIVE"
    assert properties["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert (properties["MfaConfiguration"], properties["EnabledMfas"]) == (
        "ON",
        ["SOFTWARE_TOKEN_MFA"],
    )
    assert properties["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12


def test_staff_are_authors_releasers_or_admins() -> None:
    groups = resources("AWS::Cognito::UserPoolGroup").values()
    names = {group["Properties"]["GroupName"] for group in groups}
    assert names == {"author", "releaser", "admin"}
    assert len({group["Properties"]["Precedence"] for group in groups}) == len(names)


def test_the_console_gets_a_code_and_never_a_password_or_a_token_in_an_address() -> None:
    assert CLIENT["AllowedOAuthFlows"] == ["code"]
    assert CLIENT["GenerateSecret"] is False
    assert CLIENT["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert CLIENT["PreventUserExistenceErrors"] == "ENABLED"
    assert CLIENT["RefreshTokenValidity"] <= 24
