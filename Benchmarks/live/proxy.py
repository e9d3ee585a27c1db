"""A proxy that counts the requests to a moto server: python3 proxy.py PORT TARGET-PORT. GET /count answers the count and
sets it to nothing."""

import http.client
import http.server
import sys
import threading

count, lock, local = 0, threading.Lock(), threading.local()


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet for head and body, or Nagle's algorithm adds 40 ms to each answer.
    wbufsize = -1
    disable_nagle_algorithm = True

    def forward(self):
        global count
        if self.path == "/count":
            with lock:
                body, count = str(count).encode(), 0
            return self.answer(200, [], body)
        with lock:
            count += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        for attempt in range(2):
            connection = getattr(local, "connection", None) or http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]))
            local.connection = connection
            try:
                connection.request(self.command, self.path, body, dict(self.headers))
                response = connection.getresponse()
                return self.answer(response.status, response.getheaders(), response.read())
            except (http.client.HTTPException, ConnectionError):
                local.connection = None
                if attempt:
                    raise

    def answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers) or self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = forward

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Proxy).serve_forever()
