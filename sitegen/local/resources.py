"""What the contact function needs of AWS, made in the emulator: queues, table, identity."""

from __future__ import annotations

import json

from contact_lambda.aws import Clients

TABLE = "contact"
VISIBILITY = "60"
MOST_RECEIVES = 50

LIMITS = {
    "CLIENT_LIMIT": "0", "CLIENT_WINDOW": "600", "RECIPIENT_LIMIT": "0",
    "RETRY_SECONDS": "5",
}  # fmt: skip
"""On one's own machine everybody is one client, who may try as often as they like."""

SCHEMA = {
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": "id", "AttributeType": "S"},
        {"AttributeName": "waiting", "AttributeType": "S"},
        {"AttributeName": "since", "AttributeType": "N"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "waiting",
            "KeySchema": [
                {"AttributeName": "waiting", "KeyType": "HASH"},
                {"AttributeName": "since", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}
"""The table's keys, as the stack has them."""


def create(clients: Clients, sender: str) -> dict[str, str]:
    """The queues, the table, the sender's identity. Returns their names as the function's
    environment has them."""
    dead = clients.queue.create_queue(QueueName="contact-dead")["QueueUrl"]
    attributes = clients.queue.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    policy = {"deadLetterTargetArn": attributes["Attributes"]["QueueArn"],
              "maxReceiveCount": MOST_RECEIVES}  # fmt: skip
    queue = clients.queue.create_queue(
        QueueName="contact",
        Attributes={"VisibilityTimeout": VISIBILITY, "RedrivePolicy": json.dumps(policy)},
    )
    clients.table.create_table(TableName=TABLE, BillingMode="PAY_PER_REQUEST", **SCHEMA)
    clients.mail.create_email_identity(EmailIdentity=sender)
    clients.mail.create_configuration_set(ConfigurationSetName="contact")
    return {
        "QUEUE_URL": queue["QueueUrl"],
        "QUARANTINE_URL": clients.queue.create_queue(QueueName="contact-quarantine")["QueueUrl"],
        "DEAD_LETTER_URL": dead,
        "TABLE_NAME": TABLE,
        "CONFIGURATION_SET": "contact",
    }
