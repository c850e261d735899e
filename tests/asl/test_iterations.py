"""Inline Map states whose items cannot all be begun."""

from tests.asl.running import run, types

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work"


def test_iterations_that_have_begun_are_given_up_when_the_input_of_another_cannot_be_made():
    one = run(
        {
            "StartAt": "M",
            "States": {
                "M": {
                    "Type": "Map",
                    "ItemSelector": {"v.$": "States.MathAdd($$.Map.Item.Value, 1)"},
                    "ItemProcessor": {
                        "StartAt": "T",
                        "States": {"T": {"Type": "Task", "Resource": FUNCTION, "End": True}},
                    },
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "After"}],
                    "End": True,
                },
                "After": {"Type": "Wait", "Seconds": 10, "End": True},
            },
        },
        {"T": {"Return": 7, "Seconds": 3}},
        [1, 2, "x"],
    )
    assert (one.status, one.stopped) == ("SUCCEEDED", 10)
    assert one.output["Error"] == "States.IntrinsicFailure"
    assert types(one) == [
        "ExecutionStarted",
        "MapStateEntered",
        "MapStateStarted",
        "MapIterationStarted",
        "MapIterationStarted",
        "MapIterationAborted",
        "MapIterationAborted",
        "MapStateFailed",
        "MapStateExited",
        "WaitStateEntered",
        "WaitStateExited",
        "ExecutionSucceeded",
    ]
