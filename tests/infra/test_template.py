"""The stack's template: well formed, with the least rights, every alarm with a page to read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import cfnlint
import cfnlint.decode
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TEMPLATE = REPOSITORY / "infra" / "contact.yaml"
RUNBOOKS = REPOSITORY / "docs" / "runbooks"


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    template, problems = cfnlint.decode.decode(str(TEMPLATE))
    assert not problems
    return dict(template["Resources"])


def of_type(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    found = {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}
    assert found, kind
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_cfn_lint_finds_nothing() -> None:
    found = cfnlint.lint(TEMPLATE.read_text(), regions=["us-west-2", "eu-central-1"])
    assert [f"{one.linenumber}: {one.message}" for one in found] == []


def test_no_right_is_wider_than_its_use(resources: dict[str, Any]) -> None:
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        for policy in role["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"]
                actions = [actions] if isinstance(actions, str) else actions
                assert not any("*" in action for action in actions), name
                assert statement["Resource"] != "*", name


CALLS = re.compile(r"(?:queue|table|mail|client)\.(?:get_paginator\(\"([a-z_]+)\"\)|([a-z_]+)\()")
ACTIONS = {
    "send_message": "sqs:SendMessage",
    "change_message_visibility": "sqs:ChangeMessageVisibility",
    "put_item": "dynamodb:PutItem",
    "update_item": "dynamodb:UpdateItem",
    "delete_item": "dynamodb:DeleteItem",
    "get_item": "dynamodb:GetItem",
    "query": "dynamodb:Query",
    "send_email": "ses:SendEmail",
}
EVENT_SOURCE = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
ONLY_DELIVERING = {
    "sqs:ChangeMessageVisibility", "dynamodb:DeleteItem", "dynamodb:GetItem",
}  # fmt: skip


def test_the_rights_are_those_that_the_code_uses(resources: dict[str, Any]) -> None:
    """Every call of the function's code is allowed, and nothing else is."""
    code = "".join(path.read_text() for path in (REPOSITORY / "contact_lambda").glob("*.py"))
    called = {name for match in CALLS.findall(code) for name in match} & set(ACTIONS)
    assert called == set(ACTIONS)
    used = {ACTIONS[name] for name in called}
    granted = {name: set[str]() for name in ("AcceptRole", "DeliverRole")}
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        for statement in role["Policies"][0]["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            granted[name] |= {actions} if isinstance(actions, str) else set(actions)
    assert granted["DeliverRole"] == used | EVENT_SOURCE | LOGS
    assert granted["AcceptRole"] == used - ONLY_DELIVERING | LOGS


def test_what_the_public_reaches_can_take_nothing_out(resources: dict[str, Any]) -> None:
    rights = str(of_type(resources, "AWS::IAM::Role")["AcceptRole"])
    for action in ("ReceiveMessage", "DeleteMessage", "GetItem", "DeleteItem", "Scan"):
        assert action not in rights


def test_every_queue_is_encrypted_and_keeps_all_it_can(resources: dict[str, Any]) -> None:
    queues = of_type(resources, "AWS::SQS::Queue")
    assert all(queue["SqsManagedSseEnabled"] is True for queue in queues.values())
    assert all(queue["MessageRetentionPeriod"] == 14 * 86_400 for queue in queues.values())
    covered = str(of_type(resources, "AWS::SQS::QueuePolicy"))
    assert all(f"'{name}'" in covered for name in queues)


def test_times_fit_one_another(resources: dict[str, Any]) -> None:
    """A function ends before its claim does, its queue waits longer, and the API waits for it."""
    limits = [one["Timeout"] for one in of_type(resources, "AWS::Lambda::Function").values()]
    api = of_type(resources, "AWS::ApiGatewayV2::Integration")["ToAccept"]
    queue = of_type(resources, "AWS::SQS::Queue")["Queue"]
    from contact_lambda.settings import Settings

    assert max(limits) < Settings.lease_seconds < queue["VisibilityTimeout"]
    assert max(limits) * 6 <= queue["VisibilityTimeout"]
    assert max(limits) * 1000 < api["TimeoutInMillis"]


def test_the_table_is_encrypted_and_forgets(resources: dict[str, Any]) -> None:
    (table,) = of_type(resources, "AWS::DynamoDB::Table").values()
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert "PointInTimeRecoverySpecification" not in table


def test_mail_is_never_sent_in_the_clear(resources: dict[str, Any]) -> None:
    (settings,) = of_type(resources, "AWS::SES::ConfigurationSet").values()
    assert settings["DeliveryOptions"] == {"TlsPolicy": "REQUIRE"}


def test_alarms_and_runbooks_fit_each_other(resources: dict[str, Any]) -> None:
    named = set()
    for name, alarm in of_type(resources, "AWS::CloudWatch::Alarm").items():
        match = re.search(r"docs/runbooks/([a-z-]+)\.md$", alarm["AlarmDescription"])
        assert match, name
        assert alarm["AlarmActions"], name
        named.add(match[1])
    assert named == {path.stem for path in RUNBOOKS.glob("*.md")} - {"README"}


def test_own_metrics_are_ones_that_the_function_tells(resources: dict[str, Any]) -> None:
    from contact_lambda.log import METRICS

    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()
    own = {alarm["MetricName"] for alarm in alarms if alarm["Namespace"] == "Contact"}
    assert own <= set(METRICS)
    assert {"Failed", "Crashed", "Returned", "Complained", "Healthy"} <= own


def test_every_runbook_says_what_happened_what_to_do_and_that_nothing_is_lost() -> None:
    for path in RUNBOOKS.glob("*.md"):
        if path.stem == "README":
            continue
        headings = re.findall(r"^## (.+)$", path.read_text(), re.MULTILINE)
        assert headings == ["What it means", "Is anything lost?", "What to do", "Afterwards"], path
