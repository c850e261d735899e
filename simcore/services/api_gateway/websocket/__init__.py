"""WebSocket APIs: connections, and the messages of their clients."""
