"""What the function is told by its environment. No setting exists for development only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PRIVATE = Path(__file__).resolve().parent / "private"
"""Where the build packs the recipients contract, the time zone and the pages."""


@dataclass(frozen=True)
class Settings:
    """The stack's names, its limits (0 is none) and the key. Endpoints are boto3's own business.

    `lease_seconds` is how long a claim holds: longer than the function may run, shorter than the
    queue's visibility timeout. `retry_seconds` is the first wait between attempts; it doubles.
    """

    queue_url: str
    quarantine_url: str
    dead_letter_url: str
    table: str
    key: bytes = field(repr=False)
    configuration_set: str = ""
    origins: tuple[str, ...] = ()
    private: Path = PRIVATE
    client_limit: int = 5
    client_window: int = 600
    recipient_limit: int = 30
    acknowledgment_limit: int = 2
    retry_seconds: int = 15
    lease_seconds: int = 30
    client_address_header: str = ""
    cdn_secret: str = field(default="", repr=False)
    health_url: str = ""
    turnstile_secret: str = field(default="", repr=False)

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """From environment variables. Raises KeyError for a missing one that has no default."""

        def number(name: str) -> int:
            return int(environment.get(name.upper(), str(getattr(cls, name))))

        return cls(
            queue_url=environment["QUEUE_URL"],
            quarantine_url=environment["QUARANTINE_URL"],
            dead_letter_url=environment["DEAD_LETTER_URL"],
            table=environment["TABLE_NAME"],
            key=environment["HASH_KEY"].encode(),
            configuration_set=environment.get("CONFIGURATION_SET", ""),
            origins=tuple(environment.get("ORIGINS", "").split()),
            private=Path(environment.get("PRIVATE_FOLDER", PRIVATE)),
            client_limit=number("client_limit"),
            client_window=number("client_window"),
            recipient_limit=number("recipient_limit"),
            acknowledgment_limit=number("acknowledgment_limit"),
            retry_seconds=number("retry_seconds"),
            lease_seconds=number("lease_seconds"),
            client_address_header=environment.get("CLIENT_ADDRESS_HEADER", "").lower(),
            cdn_secret=environment.get("CDN_SECRET", ""),
            health_url=environment.get("HEALTH_URL", ""),
            turnstile_secret=environment.get("TURNSTILE_SECRET", ""),
        )
