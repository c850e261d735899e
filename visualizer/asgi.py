"""The application that Daphne serves: static files, pages, the HTTP interface, the sockets."""
# ruff: noqa: E402 - Django must be set up before what uses its models is imported

import gc
import os
import sys
from typing import Any

# What is loaded stays (see `laboratory.settle`): to look for garbage among it costs an eighth of a
# start, and until that is over runs that were cut off are not told of.
gc.disable()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visualizer.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

try:
    django_application = get_asgi_application()
except ImproperlyConfigured as error:  # what has to be done stands in it, and not where it came up
    sys.exit(f"The server cannot start: {error}")

from django.urls import re_path

from visualizer import daphne_hooks
from visualizer.bodies import BodyLimit
from visualizer.classes.consumer import ClassConsumer
from visualizer.classes.rooms import rooms
from visualizer.consumers import RunConsumer
from visualizer.laboratory import laboratory
from visualizer.origin import SameOrigin
from visualizer.preview_socket import PreviewConsumer
from visualizer.sockets import SocketLimit, last_resort
from visualizer.static import Static

nothing: Any = last_resort  # Channels' router takes any application, its types only views
sockets = URLRouter(
    [
        re_path(r"^ws/runs/(?P<run>[^/]+)/?$", RunConsumer.as_asgi()),
        re_path(r"^ws/previews/?$", PreviewConsumer.as_asgi()),
        re_path(r"^ws/classes/(?P<code>[^/]+)/?$", ClassConsumer.as_asgi()),
        re_path("", nothing),
    ]
)
protocols = ProtocolTypeRouter(
    {
        "http": Static(BodyLimit(django_application)),
        "websocket": SameOrigin(SocketLimit(sockets)),
    }
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Everything that comes in waits until the laboratory has started."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    await start()
    await protocols(scope, receive, send)


async def start() -> None:
    """Runs first: they make the database what it has to be. Nobody waits for that for ever."""
    await laboratory.start()
    await rooms.start(laboratory.is_running)


async def stop() -> None:
    await rooms.stop()
    await laboratory.stop()


async def lifespan(receive: Any, send: Any) -> None:
    """Start and end for the ASGI servers that announce them."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


daphne_hooks.install(start, stop)
gc.enable()
