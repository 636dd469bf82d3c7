"""The HTTP API: what it lets through, how much of it, and what it writes down."""

from __future__ import annotations

import json
import re

from functions.supporter_web import ROUTES
from tests.infra.fragments import resources

API = resources()
ROUTE_KEYS = {r["Properties"]["RouteKey"] for r in resources("AWS::ApiGatewayV2::Route").values()}
# What may be logged of a request: nothing that says who asked, or for whom.
LOGGED = {
    "requestId",
    "requestTimeEpoch",
    "routeKey",
    "status",
    "responseLatency",
    "integrationErrorMessage",
}


def test_every_route_of_the_function_is_a_route_of_the_api() -> None:
    assert {f"ANY {route.template}" for route in ROUTES} | {"$default"} == ROUTE_KEYS


def test_the_access_log_tells_the_route_and_never_the_path() -> None:
    stage = API["HttpApiStage"]["Properties"]
    format = stage["AccessLogSettings"]["Format"]
    assert set(re.findall(r"\$context\.(\w+)", format)) == LOGGED
    assert json.loads(format)["route"] == "$context.routeKey"
    group = stage["AccessLogSettings"]["DestinationArn"]
    assert group == {"Fn::GetAtt": ["HttpApiLogGroup", "Arn"]}


def test_nobody_can_take_all_executions_of_a_new_account() -> None:
    limits = API["HttpApiStage"]["Properties"]["DefaultRouteSettings"]
    seconds_each = 0.03
    assert limits["ThrottlingRateLimit"] * seconds_each <= 3
    assert limits["ThrottlingBurstLimit"] <= 20


def test_the_api_alone_may_call_the_function() -> None:
    permission = API["SupporterWebPermission"]["Properties"]
    assert permission["Principal"] == "apigateway.amazonaws.com"
    assert "${HttpApi}/" in permission["SourceArn"]["Fn::Sub"]


def test_requests_come_in_the_form_that_is_read() -> None:
    integration = API["SupporterWebIntegration"]["Properties"]
    assert integration["PayloadFormatVersion"] == "2.0"
    assert integration["IntegrationUri"] == {"Fn::GetAtt": ["SupporterWebLambdaFunction", "Arn"]}
