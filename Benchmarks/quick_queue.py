#!/usr/bin/env python3
"""A queue like SQS in memory, for rates that moto does not reach: sends, receives, hides and deletes messages.

It speaks the JSON protocol of SQS as far as boto3 and plumb ask for it here. It is no proof that plumb speaks to SQS: the
tests ask moto for that. Its queue may hand a message out again once it is visible again, as SQS does.
"""

import hashlib
import http.server
import json
import sys
import threading
import time
import uuid
from collections import OrderedDict


class Queue:
    """Messages in the order of their sending; each with the moment from which it may be seen."""

    def __init__(self):
        self.messages, self.changed = OrderedDict(), threading.Condition()

    def send(self, body):
        key = str(uuid.uuid4())
        with self.changed:
            self.messages[key] = {"body": body, "visible": 0.0, "count": 0}
            self.changed.notify()
        return {"MessageId": key, "MD5OfMessageBody": hashlib.md5(body.encode()).hexdigest()}

    def receive(self, most, wait, hiding):
        end = time.time() + wait
        with self.changed:
            while True:
                now = time.time()
                found = []
                for key, message in self.messages.items():
                    if message["visible"] <= now:
                        found.append((key, message))
                        if len(found) == most:
                            break
                if found or now >= end:
                    break
                self.changed.wait(min(0.5, end - now))
            for _, message in found:
                message["visible"], message["count"] = time.time() + hiding, message["count"] + 1
            # What is hidden stands behind what is not, so that a receipt does not look at it again and again.
            for key, _ in found:
                self.messages.move_to_end(key)
            return [{"MessageId": key, "ReceiptHandle": key, "Body": message["body"],
                     "Attributes": {"ApproximateReceiveCount": str(message["count"])}} for key, message in found]

    def hide(self, key, seconds):
        with self.changed:
            if key in self.messages:
                self.messages[key]["visible"] = time.time() + seconds

    def delete(self, key):
        with self.changed:
            self.messages.pop(key, None)

    def counts(self):
        with self.changed:
            hidden = sum(1 for each in self.messages.values() if each["visible"] > time.time())
            return {"ApproximateNumberOfMessages": str(len(self.messages) - hidden),
                    "ApproximateNumberOfMessagesNotVisible": str(hidden)}


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers for one queue, however it is called."""

    protocol_version = "HTTP/1.1"
    queue = Queue()

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        answer = json.dumps(self.answer(self.headers["X-Amz-Target"].split(".")[1], request)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def answer(self, call, request):
        queue, entries = self.queue, request.get("Entries", [])
        if call == "CreateQueue":
            return {"QueueUrl": f"http://{self.headers['Host']}/123456789012/{request['QueueName']}"}
        if call == "SendMessage":
            return queue.send(request["MessageBody"])
        if call == "SendMessageBatch":
            return {"Successful": [{"Id": each["Id"], **queue.send(each["MessageBody"])} for each in entries]}
        if call == "ReceiveMessage":
            return {"Messages": queue.receive(int(request.get("MaxNumberOfMessages", 1)),
                                              float(request.get("WaitTimeSeconds", 0)),
                                              float(request.get("VisibilityTimeout", 30)))}
        if call == "GetQueueAttributes":
            return {"Attributes": queue.counts()}
        for each in entries:
            if call == "DeleteMessageBatch":
                queue.delete(each["ReceiptHandle"])
            else:
                queue.hide(each["ReceiptHandle"], float(each["VisibilityTimeout"]))
        return {"Successful": [{"Id": each["Id"]} for each in entries], "Failed": []}

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
