/**
 * Sends the requests of every AWS client, those for credentials included, with an end to each: a server that is silent, that sends byte by
 * byte, or that never stops, is given up.
 */
import type { Readable } from "node:stream";
import type { HttpHandler, HttpRequest } from "@smithy/core/protocols";
import { HttpResponse } from "@smithy/core/protocols";
import type { RequestHandlerOutput } from "@smithy/types";
import { Deadline } from "./deadline";
import type { ReplyLimits, SendOptions } from "./limits";
import { orProxyError } from "./proxy-error";
import { wholeBody } from "./reply-body";
import { Transport } from "./transport";

export class BoundedHandler implements HttpHandler {
  /** The SDK's clients for credentials take over a handler of this kind. */
  readonly metadata = { handlerProtocol: "http/1.1" };
  private readonly transport: Transport;

  constructor(
    private readonly limits: ReplyLimits,
    env: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    this.transport = new Transport(limits, env);
  }

  async handle(
    request: HttpRequest,
    { reply: kind = "whole", abortSignal }: SendOptions = {},
  ): Promise<RequestHandlerOutput<HttpResponse>> {
    const { handler, request: sent } = await this.transport.wayOf(request, kind === "slow");
    const { wholeMs, slowMs, maxBytes } = this.limits;
    const deadline = new Deadline(kind === "slow" ? slowMs : wholeMs, abortSignal as AbortSignal | undefined);
    if (kind === "upload") deadline.startAfter(request.body);
    else deadline.start();
    try {
      const { response } = await handler.handle(sent, { abortSignal: deadline.signal });
      if (kind === "download" && response.statusCode < 300) {
        deadline.endWith(response.body as Readable); // from here on by idle time
        return { response };
      }
      const body = await wholeBody(response.body as Readable, maxBytes);
      return { response: new HttpResponse({ ...response, body }) };
    } catch (error) {
      throw deadline.reasonOr(orProxyError(error));
    } finally {
      deadline.stop();
    }
  }

  destroy(): void {
    this.transport.destroy();
  }

  /** The limits are ours: nothing of it is for others to change. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}
