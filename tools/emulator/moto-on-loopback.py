"""Serves RDS and KMS of moto on 127.0.0.1, for what LocalStack's community edition lacks. moto is part of LocalStack's environment
(moto-ext); its own server needs Flask, which is not. Prints its port, and ends when its input does, so that it never outlives who started it."""

import os
import re
import sys
import threading

from moto.kms.responses import KmsResponse
from moto.rds.responses import RDSResponse
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

SERVICES = {"kms": KmsResponse, "rds": RDSResponse}
SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([a-z0-9]+)/")


@Request.application
def answer(request):
    scope = SCOPE.search(request.headers.get("Authorization", ""))
    service = SERVICES.get(scope.group(1)) if scope else None
    if service is None:
        return Response("no such service", 501)
    status, headers, body = service.dispatch(request, request.url, request.headers)
    return Response(body, status, headers)


def end_with_input():
    sys.stdin.read()
    os._exit(0)


server = make_server("127.0.0.1", 0, answer, threaded=True)
threading.Thread(target=end_with_input, daemon=True).start()
print(server.server_port, flush=True)
server.serve_forever()
