"""One stack for all tests of it: created once, from the template and the real package."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from sitegen import pipeline
from sitegen.local_emulator import Emulator
from sitegen.package import package
from tests import practice
from tests.infra.stack import Stack, create


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    root = practice.write(tmp_path_factory.mktemp("practice"))
    site, assets, _ = pipeline.read_site(root)
    folder = tmp_path_factory.mktemp("package") / "function"
    archive = package(site, pipeline.renderer(root, site, assets), folder)
    session = boto3.session.Session(
        aws_access_key_id="local", aws_secret_access_key="local", region_name="us-east-1"
    )
    emulator = Emulator()
    try:
        emulator.wait()
        made = Stack(emulator, {}, "", session)
        storage = made.client("s3")
        storage.create_bucket(Bucket="code")
        storage.put_object(Bucket="code", Key="contact.zip", Body=archive.read_bytes())
        create(made)
        yield made
    finally:
        emulator.stop()
