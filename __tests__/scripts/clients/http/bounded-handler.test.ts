import { Readable } from "node:stream";
import { HttpRequest, type HttpResponse } from "@smithy/core/protocols";
import { BoundedHandler } from "../../../../scripts/clients/http/bounded-handler";
import { type ReplyKind, type ReplyLimits, sendOptions } from "../../../../scripts/clients/http/limits";
import { eventually } from "../../../helpers/eventually";

import {
  brokenOff,
  endless,
  headersOnly,
  type Odd,
  type OddServer,
  oddServer,
  silent,
  trickling,
} from "../../../helpers/servers/odd-server";

const LIMITS: ReplyLimits = { connectMs: 300, wholeMs: 300, slowMs: 900, idleMs: 300, maxBytes: 100_000 };
const late = { name: "TimeoutError" };

describe("the handler of every client", () => {
  let server: OddServer;
  const handlers: BoundedHandler[] = [];
  afterEach(async () => {
    for (const handler of handlers.splice(0)) handler.destroy();
    await server.close();
  });

  async function send(
    odd: Odd,
    kind: ReplyKind = "whole",
    more: { body?: unknown; signal?: AbortSignal } = {},
  ) {
    server = await oddServer(odd);
    const handler = new BoundedHandler(LIMITS, {});
    handlers.push(handler);
    const { hostname, port } = new URL(server.url);
    const to = {
      protocol: "http:",
      hostname,
      port: Number(port),
      method: more.body === undefined ? "GET" : "PUT",
    };
    const request = new HttpRequest({ ...to, body: more.body });
    return (await handler.handle(request, sendOptions(kind, more.signal))).response;
  }

  const text = ({ body }: HttpResponse): string => Buffer.from(body as Uint8Array).toString();

  it.each<[string, Odd]>([
    ["is silent", silent],
    ["is silent behind its headers", headersOnly],
    ["sends byte by byte", trickling],
  ])("gives up a server that %s", async (_what, odd) => {
    await expect(send(odd)).rejects.toMatchObject(late);
  });

  it("gives up headers that come byte by byte", async () => {
    await expect(
      send((outgoing) => {
        const { socket } = outgoing;
        socket?.write("HTTP/1.1 200 OK\r\nx-long: ");
        const timer = setInterval(() => socket?.write("x"), 10);
        socket?.once("close", () => clearInterval(timer));
      }),
    ).rejects.toMatchObject(late);
  });

  it("reads no more of an endless reply than is allowed", async () => {
    await expect(send(endless)).rejects.toMatchObject({
      name: "BadReplyError",
      message: "the reply has more than 100000 bytes",
    });
  });

  it("refuses endless headers", async () => {
    await expect(
      send((outgoing) => {
        outgoing.socket?.write("HTTP/1.1 200 OK\r\n");
        const line = `x-long: ${"x".repeat(1_000)}\r\n`;
        for (let lines = 0; lines < 1_000; lines++) outgoing.socket?.write(line);
      }),
    ).rejects.toMatchObject({ code: "HPE_HEADER_OVERFLOW" });
  });

  it("gives what fits, whole", async () => {
    expect(text(await send((outgoing) => outgoing.end("x".repeat(100_000))))).toHaveLength(100_000);
    await server.close();
    await expect(send((outgoing) => outgoing.end("x".repeat(100_001)))).rejects.toMatchObject({
      name: "BadReplyError",
    });
  });

  it("says that a reply broke off", async () => {
    await expect(send(brokenOff)).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("counts the time of an upload from its last byte on", async () => {
    const slow = Readable.from(
      (async function* () {
        for (let piece = 0; piece < 8; piece++) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          yield Buffer.alloc(10, piece);
        }
      })(),
    );
    expect(text(await send((outgoing) => outgoing.end("stored"), "upload", { body: slow }))).toBe("stored");
    await server.close();
    await expect(send(silent, "upload", { body: Readable.from([Buffer.alloc(10)]) })).rejects.toMatchObject(
      late,
    );
    await server.close();
    await expect(
      send(trickling, "upload", { body: Readable.from([Buffer.alloc(10)]) }),
    ).rejects.toMatchObject(late);
  });

  it("has patience with what is slow, and an end to it", async () => {
    const keepAlive: Odd = (outgoing) => {
      trickling(outgoing);
      setTimeout(() => outgoing.end("done"), 500);
    };
    expect(text(await send(keepAlive, "slow"))).toContain("done");
    await server.close();
    const inSilence: Odd = (outgoing) => void setTimeout(() => outgoing.end("done"), 2 * LIMITS.idleMs);
    expect(text(await send(inSilence, "slow"))).toBe("done");
    await server.close();
    await expect(send(trickling, "slow")).rejects.toMatchObject(late);
  });

  it("hands a download on, for as long as bytes flow", async () => {
    const { body } = await send(trickling, "download");
    let bytes = 0;
    const began = Date.now();
    for await (const chunk of body as Readable) {
      bytes += (chunk as Buffer).length;
      if (Date.now() - began > 2 * LIMITS.wholeMs) break;
    }
    expect(bytes).toBeGreaterThan(0);
  });

  it("gives up a download that stops", async () => {
    const { body } = await send((outgoing) => {
      outgoing.writeHead(200);
      outgoing.write("x");
    }, "download");
    const read = async (): Promise<void> => {
      for await (const _chunk of body as Readable);
    };
    await expect(read()).rejects.toMatchObject(late);
  });

  it("takes what is no download for small, although one was asked for", async () => {
    const missing: Odd = (outgoing) => endless(outgoing.writeHead(404));
    await expect(send(missing, "download")).rejects.toMatchObject({ name: "BadReplyError" });
  });

  it("stops when whoever asked gives up, before the reply and within a download", async () => {
    const first = new AbortController();
    const sent = send(silent, "whole", { signal: first.signal });
    const failed = expect(sent).rejects.toMatchObject({ name: "AbortError" });
    await eventually(() => server?.requests() === 1);
    first.abort();
    await failed;
    await server.close();
    const second = new AbortController();
    const { body } = await send(trickling, "download", { signal: second.signal });
    second.abort();
    await eventually(() => (body as Readable).destroyed);
  });

  it("gives up a host that takes no connection", async () => {
    server = await oddServer(silent);
    const handler = new BoundedHandler(LIMITS, {});
    handlers.push(handler);
    // Source: RFC 5737, an address that nobody has.
    const request = new HttpRequest({ protocol: "http:", hostname: "192.0.2.1", port: 81, method: "GET" });
    await expect(handler.handle(request)).rejects.toMatchObject({
      name: expect.stringMatching(/^(TimeoutError|Error)$/), // where there is no route, the system says so at once
    });
  });
});
