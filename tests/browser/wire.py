"""A wire between browser and server that a test can cut, silence and mend."""

import contextlib
import socket
import threading

CHUNK = 65_536


class Wire:
    """Forwards TCP connections to a port; runs in threads of its own."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.flows = threading.Event()
        self.flows.set()
        self.broken = False
        self.open: set[socket.socket] = set()
        self._start(self._accept)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Every connection ends, new ones are refused."""
        self.broken = True
        self._drop_all()

    def silence(self) -> None:
        """Nothing passes any more, and nobody is told."""
        self.flows.clear()

    def mend(self) -> None:
        self.broken = False
        self.flows.set()

    def close(self) -> None:
        self.cut()
        self.flows.set()
        self.listener.close()

    def _start(self, work, *arguments) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.broken:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self.open |= {near, far}
            self._start(self._forward, near, far)
            self._start(self._forward, far, near)

    def _forward(self, source: socket.socket, to: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                self.flows.wait()
                to.sendall(data)
        self._drop(source)
        self._drop(to)

    def _drop_all(self) -> None:
        for one in list(self.open):
            self._drop(one)

    def _drop(self, one: socket.socket) -> None:
        self.open.discard(one)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
