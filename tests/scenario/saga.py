"""A state machine with a caught error, a name that means harm, and a Map state."""

NAME = "<b>Charge</b>"
ITEMS = {"StartAt": "Pick", "States": {"Pick": {"Type": "Pass", "End": True}}}
SAGA = {
    "format": "windtunnel.scenario/1",
    "id": "saga",
    "title": "What is left behind?",
    "duration": "20 s",
    "components": {
        "shop": {
            "type": "client",
            "title": "Shop",
            "target": "saga",
            "arrivals": {"constant": {"rate": "1/s"}},
        },
        "saga": {
            "type": "state_machine",
            "title": "Saga",
            "input": {"items": [1, 2, 3]},
            "definition": {
                "StartAt": NAME,
                "States": {
                    NAME: {
                        "Type": "Task",
                        "Resource": "arn:aws:states:::lambda:invoke",
                        "Parameters": {"FunctionName": "bank"},
                        "ResultPath": None,
                        "Catch": [{"ErrorEquals": ["Declined"], "Next": "Failed"}],
                        "Next": "Each",
                    },
                    "Each": {
                        "Type": "Map",
                        "ItemsPath": "$.items",
                        "ItemProcessor": ITEMS,
                        "End": True,
                    },
                    "Failed": {"Type": "Fail", "Error": "Declined"},
                },
            },
            "tasks": {NAME: {"errors": [{"error": "Declined", "share": 0.3}]}},
        },
        "bank": {"type": "function", "title": "Bank", "duration": {"constant": "50 ms"}},
    },
}
