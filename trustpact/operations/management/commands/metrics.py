"""`manage.py metrics`: serve the metrics on a port of their own, which no proxy leads to."""

import signal

from django.core.management import BaseCommand, CommandError
from prometheus_client import start_http_server

from trustpact.operations.metrics import registry


class Command(BaseCommand):
    help = "Serve metrics in the OpenMetrics format until it is stopped. Keep the port private."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=9464)

    def handle(self, *, host, port, **_options):
        try:
            server, thread = start_http_server(port, addr=host, registry=registry())
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {port} of {host} cannot be had: {error}.") from error
        self.stdout.write(f"Metrics are at http://{host}:{port}/metrics")
        self.stdout.flush()
        signal.signal(signal.SIGTERM, lambda *_: server.shutdown())
        try:
            thread.join()
        except KeyboardInterrupt:
            server.shutdown()
        server.server_close()
