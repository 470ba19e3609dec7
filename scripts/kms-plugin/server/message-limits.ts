/** Ends requests whose message does not come, or is too long. */
import { constants, type ServerHttp2Stream } from "node:http2";
import {
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  status,
} from "@grpc/grpc-js";

/** Bytes above which it is gRPC's to say what it thinks of a message: its own limit. */
const GRPC_BYTES = 4 * 1024 ** 2;

/** @param ms for the message of a request: begun and left, each would stand for as long as its connection. */
export const messageLimits =
  (ms: number): ServerInterceptor =>
  (_method, call) => {
    blameTheRequest(call);
    return new ServerInterceptingCall(call, {
      start: (next) => {
        const details = `no request within ${ms} ms`;
        const timer = setTimeout(() => call.sendStatus({ code: status.DEADLINE_EXCEEDED, details }), ms);
        next({
          onReceiveMessage: (message, pass) => {
            clearTimeout(timer);
            pass(message);
          },
          onCancel: () => clearTimeout(timer),
        });
      },
    });
  };

/** gRPC's code for a message that is too long, RESOURCE_EXHAUSTED, is also that of throttling, and would say so in the metrics of a caller. */
function blameTheRequest(call: ServerInterceptingCallInterface): void {
  const { sendStatus } = call;
  call.sendStatus = (answer) => {
    const [, bytes, allowed] =
      /^Received message larger than max \((\d+) vs\.? (\d+)\)/.exec(answer.details ?? "") ?? [];
    const ours = bytes !== undefined && Number(bytes) <= GRPC_BYTES;
    const details = `the request has ${bytes} bytes, allowed are ${allowed}`;
    sendStatus.call(call, ours ? { code: status.INVALID_ARGUMENT, details } : answer);
    if (ours) endStream(call);
  };
}

/**
 * Tells the caller that the rest of the message is not wanted, once it has the answer, as RFC 9113, 8.1, has it. Else the stream stays half-open here, and counts,
 * when it has ended over there: the next requests are one too many, which ends the whole connection.
 */
function endStream(call: ServerInterceptingCallInterface): void {
  const { stream } = call as { readonly stream?: ServerHttp2Stream };
  // Trailers are written in the next turn; Node.js 26 leaves them out of a stream that is closed before.
  const end = () => setImmediate(() => stream?.close(constants.NGHTTP2_NO_ERROR));
  if (stream?.writableFinished === true) end();
  else stream?.once("finish", end);
}
