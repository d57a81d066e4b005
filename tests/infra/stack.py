"""The stack in the emulator, as the tests use it."""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sitegen.local.emulator import Emulator
from tests.infra.test_template import TEMPLATE

PARAMETERS = {
    "SiteOrigin": "https://two-doors.example",
    "SenderDomain": "two-doors.example",
    "SenderAddress": "hello@two-doors.example",
    "AlarmAddress": "ops@two-doors.example",
    "CodeBucket": "code",
    "CodeKey": "contact.zip",
    "ClientAddressHeader": "",
}
FORM = {"recipient": "ana-ruiz", "name": "Jo", "email": "jo@example.org", "consent": "yes",
        "message": "Through the whole stack"}  # fmt: skip


@dataclass
class Stack:
    """The created stack and the emulator that it lives in."""

    emulator: Emulator
    outputs: dict[str, str]
    status: str
    session: Any

    def client(self, service: str) -> Any:
        """A client for the emulator."""
        return self.session.client(service, endpoint_url=self.emulator.url)

    def resource(self, logical: str) -> str:
        """The physical ID of one of the stack's resources."""
        told = self.client("cloudformation").describe_stack_resource(
            StackName="contact", LogicalResourceId=logical
        )
        return str(told["StackResourceDetail"]["PhysicalResourceId"])

    def request(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """One request through the HTTP API, as a browser on the site would send it.

        Returns the status, the Location header and the body.
        """
        host = urlsplit(self.outputs["ApiAddress"]).netloc
        headers = {
            "Host": host,
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.emulator.port, timeout=60)
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("location", ""), answer.read().decode()


def create(stack: Stack) -> None:
    formation = stack.client("cloudformation")
    formation.create_stack(
        StackName="contact",
        TemplateBody=TEMPLATE.read_text(),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[
            {"ParameterKey": name, "ParameterValue": value} for name, value in PARAMETERS.items()
        ],
    )
    end = time.monotonic() + 60
    while time.monotonic() < end:
        (told,) = formation.describe_stacks(StackName="contact")["Stacks"]
        stack.status = told["StackStatus"]
        if not stack.status.endswith("IN_PROGRESS"):
            break
        time.sleep(0.1)
    stack.outputs = {one["OutputKey"]: one["OutputValue"] for one in told.get("Outputs", ())}


def mails(stack: Stack) -> list[dict[str, Any]]:
    accounts = stack.emulator.get("/_ministack/ses/messages")["messages"].values()
    return [mail for entries in accounts for mail in entries]
