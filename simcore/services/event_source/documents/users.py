"""Events of people: what they sign in to, what they say, and what is written to them."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from simcore.component.event import Delivery, Json
from simcore.component.made_up import iso

__all__ = ["alexa", "cognito", "lex", "lex_v1", "ses"]

PASS = {"status": "PASS"}


def cognito(delivery: Delivery) -> Json:
    """PreAuthentication; the function gives the whole event back, with its response filled in."""
    ids, fixed = delivery.ids, delivery.fixed_ids
    return {
        "version": "1",
        "region": delivery.region,
        "userPoolId": f"{delivery.region}_{fixed.letters(9, 'pool')}",
        "userName": ids.uuid("user"),
        "callerContext": {
            "awsSdkVersion": "aws-sdk-js-3.0.0",
            "clientId": fixed.letters(26, "client").lower(),
        },
        "triggerSource": "PreAuthentication_Authentication",
        "request": {
            "userAttributes": {
                "sub": ids.uuid("user"),
                "cognito:user_status": "CONFIRMED",
                "email_verified": "true",
                "email": _address(delivery),
            },
            "validationData": {},
        },
        "response": {},
    }


def _address(delivery: Delivery) -> str:
    return f"user{delivery.number}@example.com"


INTENT: dict[str, Any] = {"name": "OrderFlowers", "slots": {"FlowerType": None}}


def lex(delivery: Delivery) -> Json:
    """A turn of a conversation with a bot of Lex V2."""
    fixed, said = delivery.fixed_ids, f"order number {delivery.number}"
    intent = {**INTENT, "state": "InProgress", "confirmationState": "None"}
    return {
        "messageVersion": "1.0",
        "invocationSource": "DialogCodeHook",
        "inputMode": "Text",
        "responseContentType": "text/plain; charset=utf-8",
        "sessionId": delivery.ids.uuid("session"),
        "inputTranscript": said,
        "bot": {
            "id": fixed.letters(10, "bot"),
            "name": delivery.source,
            "aliasId": fixed.letters(10, "alias"),
            "aliasName": "live",
            "localeId": "en_US",
            "version": "1",
        },
        "interpretations": [{"intent": intent, "nluConfidence": 0.92}],
        "sessionState": {
            "sessionAttributes": {},
            "activeContexts": [],
            "intent": intent,
            "originatingRequestId": delivery.ids.uuid("request"),
        },
        "transcriptions": [
            {"transcription": said, "transcriptionConfidence": 1.0, "resolvedSlots": {}}
        ],
    }


def lex_v1(delivery: Delivery) -> Json:
    """A turn of a conversation with a bot of Lex V1."""
    return {
        "messageVersion": "1.0",
        "invocationSource": "DialogCodeHook",
        "userId": delivery.ids.uuid("user"),
        "sessionAttributes": {},
        "bot": {"name": delivery.source, "alias": "live", "version": "1"},
        "outputDialogMode": "Text",
        "currentIntent": {**INTENT, "confirmationStatus": "None"},
    }


def alexa(delivery: Delivery) -> Json:
    """An intent of a custom skill."""
    ids, fixed = delivery.ids, delivery.fixed_ids
    application = {"applicationId": f"amzn1.ask.skill.{fixed.uuid('skill')}"}
    user = {"userId": f"amzn1.ask.account.{ids.letters(32, 'user')}"}
    return {
        "version": "1.0",
        "session": {
            "new": False,
            "sessionId": f"amzn1.echo-api.session.{ids.uuid('session')}",
            "application": application,
            "attributes": {},
            "user": user,
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"supportedInterfaces": {}},
            },
        },
        "request": {
            "type": "IntentRequest",
            "requestId": f"amzn1.echo-api.request.{ids.uuid('request')}",
            "timestamp": iso(delivery.sent, "seconds"),
            "locale": "en-US",
            "intent": {"name": "AnswerIntent", "slots": {}},
        },
    }


def ses(delivery: Delivery) -> Json:
    """A mail has come, without its body."""
    ids, sender, to = delivery.ids, _address(delivery), "orders@example.com"
    written = iso(delivery.sent, "seconds")
    date = format_datetime(datetime.fromisoformat(written.replace("Z", "+00:00")))
    subject, message = f"Order {delivery.number}", f"<{ids.hex(32, 'message')}@mail.example.com>"
    common = {"from": [sender], "to": [to], "date": date, "subject": subject}
    return {
        "Records": [
            {
                "eventSource": "aws:ses",
                "eventVersion": "1.0",
                "ses": {
                    "mail": {
                        "timestamp": iso(delivery.sent),
                        "source": sender,
                        "messageId": ids.hex(40, "mail"),
                        "destination": [to],
                        "headersTruncated": False,
                        "headers": [
                            {"name": "From", "value": sender},
                            {"name": "To", "value": to},
                            {"name": "Subject", "value": subject},
                        ],
                        "commonHeaders": {**common, "messageId": message, "returnPath": sender},
                    },
                    "receipt": _receipt(delivery, to),
                },
            }
        ]
    }


def _receipt(delivery: Delivery, to: str) -> Json:
    waits = delivery.spec().synchronous
    return {
        "timestamp": iso(delivery.sent),
        "processingTimeMillis": 300 + delivery.ids.below(400, "processing"),
        "recipients": [to],
        "spamVerdict": PASS,
        "virusVerdict": PASS,
        "spfVerdict": PASS,
        "dkimVerdict": PASS,
        "dmarcVerdict": PASS,
        "action": {
            "type": "Lambda",
            "functionArn": delivery.function_arn,
            "invocationType": "RequestResponse" if waits else "Event",
        },
    }
