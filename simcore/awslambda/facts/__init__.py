"""The facts of Lambda: functions, their environments and their asynchronous events."""
