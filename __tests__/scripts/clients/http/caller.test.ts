import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { HttpRequest, type HttpResponse } from "@smithy/core/protocols";
import { Caller, type CallLimits } from "../../../../scripts/clients/http/caller";
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
import { useTempDir } from "../../../helpers/temp-dir";

const LIMITS: CallLimits = { connectMs: 300, wholeMs: 300, maxBytes: 100_000 };
const late = { name: "TimeoutError" };

describe("a caller", () => {
  const dir = useTempDir();
  let server: OddServer;
  let caller: Caller;
  beforeEach(() => {
    caller = new Caller(LIMITS, {});
  });
  afterEach(async () => {
    caller.destroy();
    await server.close();
  });

  const call = (signal?: AbortSignal): Promise<HttpResponse> => {
    const { hostname, port, host } = new URL(server.url);
    const to = { protocol: "http:", hostname, port: Number(port), method: "POST", path: "/" };
    return caller.call(
      new HttpRequest({ ...to, headers: { host, "content-length": "2" }, body: "{}" }),
      signal,
    );
  };
  const callTo = async (odd: Odd, signal?: AbortSignal): Promise<HttpResponse> => {
    server = await oddServer(odd);
    return await call(signal);
  };
  const text = ({ body }: HttpResponse): string => Buffer.from(body as Uint8Array).toString();

  it("sends the body, and gives status, headers and all of the reply", async () => {
    const response = await callTo((outgoing, incoming) => {
      outgoing.writeHead(400, { "x-one": "1", "set-cookie": ["a=1", "b=2"] });
      outgoing.write(`${incoming?.method} ${incoming?.headers["content-length"]} `);
      setImmediate(() => outgoing.end("x".repeat(50_000)));
    });
    expect(response).toMatchObject({ statusCode: 400, headers: { "x-one": "1", "set-cookie": "a=1,b=2" } });
    expect(text(response)).toBe(`POST 2 ${"x".repeat(50_000)}`);
  });

  it.each<[string, Odd]>([
    ["is silent", silent],
    ["is silent behind its headers", headersOnly],
    ["sends byte by byte", trickling],
  ])("gives up a server that %s, and its connection", async (_what, odd) => {
    let gone = false;
    const watched: Odd = (outgoing) => {
      outgoing.once("close", () => {
        gone = true;
      });
      odd(outgoing);
    };
    await expect(callTo(watched)).rejects.toMatchObject(late);
    await eventually(() => gone);
  });

  it("reads no more of an endless reply than is allowed", async () => {
    await expect(callTo(endless)).rejects.toMatchObject({
      name: "BadReplyError",
      message: "the reply has more than 100000 bytes",
    });
  });

  it("says that a reply broke off, and that none came", async () => {
    await expect(callTo(brokenOff)).rejects.toMatchObject({ code: "ECONNRESET" });
    await server.close();
    await expect(callTo((outgoing) => outgoing.destroy())).rejects.toMatchObject({
      ...late,
      code: "ECONNRESET",
    });
  });

  it("stops when whoever asked gives up, and does not begin when they have", async () => {
    const asked = new AbortController();
    server = await oddServer(silent);
    const failed = expect(call(asked.signal)).rejects.toMatchObject({
      name: "AbortError",
      cause: { message: "enough" },
    });
    await eventually(() => server.requests() === 1);
    asked.abort(new Error("enough"));
    await failed;
    await expect(call(asked.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(server.requests()).toBe(1);
  });

  it("takes the same connection again, also for a signal of many calls, and a new one when that is gone", async () => {
    const sockets: (Socket | null)[] = [];
    server = await oddServer((outgoing) => {
      sockets.push(outgoing.socket);
      outgoing.end("ok");
    });
    const { signal } = new AbortController();
    for (let calls = 0; calls < 3; calls++) expect(text(await call(signal))).toBe("ok");
    expect(new Set(sockets).size).toBe(1);
    caller.destroy();
    expect(text(await call(signal))).toBe("ok");
    expect(new Set(sockets).size).toBe(2);
  });

  it("reads CAs again that could not be read", async () => {
    server = await oddServer(silent);
    const file = join(dir(), "ca.pem");
    const trusting = new Caller(LIMITS, { AWS_CA_BUNDLE: file });
    const to = { protocol: "https:", hostname: "127.0.0.1", port: Number(new URL(server.url).port) };
    const failed = () => trusting.call(new HttpRequest(to)).catch((error: unknown) => error);
    expect(await failed()).toMatchObject({ exit: "usage", message: expect.stringContaining("ENOENT") });
    writeFileSync(file, rootCertificates[0] as string);
    expect(await failed()).toMatchObject({ name: expect.not.stringMatching("OperatorError") });
    trusting.destroy();
  });

  it("gives up a host that takes no connection", async () => {
    server = await oddServer(silent);
    // Source: RFC 5737, an address that nobody has.
    const request = new HttpRequest({ protocol: "http:", hostname: "192.0.2.1", port: 81, method: "GET" });
    await expect(caller.call(request)).rejects.toMatchObject({
      name: expect.stringMatching(/^(TimeoutError|Error)$/), // where there is no route, the system says so at once
    });
  });
});
