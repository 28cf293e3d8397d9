"""The small read-only page: how the desk stands, for a browser, a health check and Prometheus. No mail content, ever."""

from maildesk.statuspage.server import StatusPage
from maildesk.statuspage.standing import DaemonFacts, Observer

__all__ = ["DaemonFacts", "Observer", "StatusPage"]
