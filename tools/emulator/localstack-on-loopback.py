"""Starts LocalStack on 127.0.0.1 alone. Its server takes only the port of GATEWAY_LISTEN and listens on every interface
(localstack-core 4.9.2, localstack/aws/serving/twisted.py), and whoever reaches an emulator can read what is in it."""

import functools
import runpy

from twisted.internet import endpoints

endpoints.TCP4ServerEndpoint = functools.partial(endpoints.TCP4ServerEndpoint, interface="127.0.0.1")
runpy.run_module("localstack.runtime.main", run_name="__main__")
