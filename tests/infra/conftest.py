"""One stack for all tests of it: created once, from the template and the real package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from sitegen import reading
from sitegen.local.emulator import Emulator
from sitegen.package import package
from tests import practice
from tests.infra.stack import Stack, create


@pytest.fixture(scope="session")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The function's package of the small practice; as one file, it lies beside."""
    root = practice.write(tmp_path_factory.mktemp("practice"))
    site, assets, _ = reading.read_site(root)
    folder = tmp_path_factory.mktemp("package") / "function"
    package(site, reading.renderer(root, site, assets), folder)
    return folder


@pytest.fixture(scope="session")
def stack(package_folder: Path) -> Iterator[Stack]:
    """The created stack."""
    session = boto3.session.Session(
        aws_access_key_id="local", aws_secret_access_key="local", region_name="us-east-1"
    )
    emulator = Emulator()
    try:
        emulator.wait()
        made = Stack(emulator, {}, "", session)
        storage = made.client("s3")
        storage.create_bucket(Bucket="code")
        storage.put_object(
            Bucket="code", Key="contact.zip", Body=package_folder.with_suffix(".zip").read_bytes()
        )
        create(made)
        yield made
    finally:
        emulator.stop()
