"""The stack, created in the emulator from its template, and a message posted through it."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import boto3
import pytest

from sitegen import pipeline
from sitegen.local_emulator import Emulator
from sitegen.package import package, zipped
from tests import practice
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


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    root = practice.write(tmp_path_factory.mktemp("practice"))
    site, assets, _ = pipeline.read_site(root)
    folder = tmp_path_factory.mktemp("package")
    package(site, pipeline.renderer(root, site, assets), folder)
    session = boto3.session.Session(
        aws_access_key_id="local", aws_secret_access_key="local", region_name="us-east-1"
    )
    emulator = Emulator()
    try:
        emulator.wait()
        made = Stack(emulator, {}, "", session)
        storage = made.client("s3")
        storage.create_bucket(Bucket="code")
        storage.put_object(Bucket="code", Key="contact.zip", Body=zipped(folder))
        create(made)
        yield made
    finally:
        emulator.stop()


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


def test_it_is_created(stack: Stack) -> None:
    assert stack.status == "CREATE_COMPLETE"


def test_a_post_through_the_api_becomes_a_mail_and_a_receipt(stack: Stack) -> None:
    status, location, _ = stack.request("POST", "/api/contact", urlencode(FORM))
    assert status == 303
    status, _, page = stack.request("GET", location)
    assert status == 200
    assert "Ana Ruiz" in page
    end = time.monotonic() + 30
    while not mails(stack) and time.monotonic() < end:
        time.sleep(0.1)
    (mail,) = mails(stack)
    assert mail["To"] == ["ana-private@two-doors.example"]
    assert "Through the whole stack" in mail["BodyText"]


def test_what_is_wrong_is_shown_with_every_word(stack: Stack) -> None:
    status, _, page = stack.request("POST", "/api/contact", urlencode(FORM | {"email": "no"}))
    assert status == 422
    assert "Through the whole stack</textarea>" in page


def test_the_api_has_no_other_door(stack: Stack) -> None:
    assert stack.request("GET", "/")[0] == 404
    assert stack.request("DELETE", "/api/contact")[0] == 404


def test_the_health_task_goes_the_whole_way_and_mails_nobody(stack: Stack) -> None:
    formation = stack.client("cloudformation")
    told = formation.describe_stack_resource(StackName="contact", LogicalResourceId="Deliver")
    name = told["StackResourceDetail"]["PhysicalResourceId"]
    stack.client("lambda").invoke(FunctionName=name, Payload=b'{"task": "health"}')
    end = time.monotonic() + 30
    wanted = ["success@simulator.amazonses.com"]
    while wanted not in [mail["To"] for mail in mails(stack)] and time.monotonic() < end:
        time.sleep(0.1)
    assert wanted in [mail["To"] for mail in mails(stack)]
