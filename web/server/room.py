"""Room for incoming requests: bytes on disk, in all and for each client."""

from __future__ import annotations

from collections import Counter

MOST = 1024**3  # bytes in one process
SHARE = MOST // 2


class Room:
    """The bytes of unfinished requests in the process, by client."""

    def __init__(self, most: int = MOST, share: int = SHARE) -> None:
        self._most, self._share = most, share
        self._of_client: Counter[str] = Counter()
        self._of_request: dict[object, tuple[str, int]] = {}

    def take(self, client: str, request: object, count: int) -> bool:
        """Set room aside for ``count`` more bytes of a request; say whether there was any."""
        full = self._of_client.total() + count > self._most
        if full or self._of_client[client] + count > self._share:
            return False
        _, so_far = self._of_request.get(request, (client, 0))
        self._of_request[request] = client, so_far + count
        self._of_client[client] += count
        return True

    def give_back(self, request: object) -> None:
        """Free the room taken by the request."""
        client, count = self._of_request.pop(request, ("", 0))
        self._of_client[client] -= count
        if not self._of_client[client]:
            del self._of_client[client]
