"""The contact function's package: its code, the recipients contract, and the site's own pages."""

from __future__ import annotations

import io
import shutil
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import urls
from sitegen.contact import ContactView, contact_form_with_holes
from sitegen.facts import page_info
from sitegen.recipients import recipients, to_json, zone_data
from sitegen.site import Site

if TYPE_CHECKING:
    from sitegen.render import Renderer

PAGES = {
    "again": "Contact us",
    "receipt": "Your message is on its way",
    "sorry": "That didn’t work",
}
"""The pages that the function answers with, and their titles; `templates/function/<name>.html`."""

VENDORED = ("email_validator", "idna")
"""What the function imports and Lambda's runtime lacks."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold: no file's own time is in the package."""


def package(site: Site, renderer: Renderer, folder: Path) -> Path:
    """Write everything that is uploaded as the function into `folder`, and as one file beside it.

    What a former package left in it goes. Returns the path of that file, `<folder>.zip`.
    """
    unwanted = shutil.ignore_patterns("__pycache__", "private", "*.pyi", "py.typed")
    for name in ("contact_lambda", *VENDORED):
        target = folder / name
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(Path(str(files(name))), target, ignore=unwanted)
    write_private(site, renderer, folder / "contact_lambda" / "private")
    archive = folder.with_name(f"{folder.name}.zip")
    archive.write_bytes(zipped(folder))
    return archive


def zipped(folder: Path) -> bytes:
    """The package as one file, the same bytes for the same content."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return data.getvalue()


def write_private(site: Site, renderer: Renderer, folder: Path) -> None:
    """Write what the function knows of this practice: recipients, time zone, pages."""
    pages = folder / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        (pages / f"{name}.html").write_text(_page(site, renderer, name), encoding="utf-8")
    (folder / "zone").write_bytes(zone_data(site.practice.time_zone))
    contract = folder / "recipients.json"
    contract.touch(mode=0o600)
    contract.write_text(to_json(recipients(site)), encoding="ascii")


def _page(site: Site, renderer: Renderer, name: str) -> str:
    title = PAGES[name]
    info = page_info(
        site,
        title=title,
        description=f"{title}: {site.practice.name}",
        path=urls.CONTACT,
        kind="contact",
    )
    view = ContactView(contact_form_with_holes(site))
    return renderer.text(f"function/{name}.html", page=info, view=view)
