/**
 * One kind of abuse of the KMS plugin, in a process of its own. Takes the kind, where to go (a port, or paths of sockets with
 * commas between them, which it takes in turns) and how many.
 * Prints a line of JSON when it is through, and holds on to what is open until its standard input ends.
 */
import { randomBytes } from "node:crypto";
import { type ClientHttp2Session, connect as connectHttp2, type IncomingHttpHeaders } from "node:http2";
import { connect, type Socket } from "node:net";

const [kind = "", where = "", count = "0"] = process.argv.slice(2);
const COUNT = Number(count);
const PLACES = where.split(",");
let begun = 0;

/** Where the next connection goes. */
const place = (): string => PLACES[begun++ % PLACES.length] ?? "";

/** Milliseconds that kube-apiserver waits for an answer. */
const DEADLINE_MS = 3_000;

type Counts = Readonly<Record<string, number>>;

/** Connections that begin a request and do not end it. */
async function half(start: string): Promise<Counts> {
  let [open, closed, failed] = [0, 0, 0];
  const one = () =>
    new Promise<void>((resolve) => {
      const there = place();
      const to = /^\d+$/.test(there) ? { port: Number(there), host: "127.0.0.1" } : { path: there };
      const socket: Socket = connect(to, () => {
        open++;
        socket.write(start);
        resolve();
      });
      socket.on("close", () => closed++);
      socket.on("error", () => {
        failed++;
        resolve();
      });
    });
  for (let done = 0; done < COUNT; done += 500)
    await Promise.all(Array.from({ length: Math.min(500, COUNT - done) }, one));
  return { open, closed, failed };
}

/** Requests that go all at once, from five callers for each place: 100,000 of gRPC's own client keep it busy with itself. */
async function encrypts(): Promise<Counts> {
  const counts: Record<string, number> = {};
  const callers = 5 * PLACES.length;
  const through = Array.from({ length: callers }, () => {
    const client = connectHttp2("http://localhost", { createConnection: () => connect(place()) });
    client.on("error", () => {});
    return Array.from({ length: COUNT / callers }, () => encrypt(client, counts));
  });
  await Promise.all(through.flat());
  return counts;
}

function encrypt(client: ClientHttp2Session, counts: Record<string, number>): Promise<void> {
  return new Promise((resolve) => {
    const request = client.request({ ...HEADERS, "grpc-timeout": `${DEADLINE_MS}m` });
    let outcome = "none";
    const note = (headers: IncomingHttpHeaders): void => {
      if (headers["grpc-status"] !== undefined) outcome = `grpc-status ${headers["grpc-status"]}`;
    };
    request.on("response", note).on("trailers", note);
    request.on("error", () => {});
    request.on("close", () => {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      resolve();
    });
    request.resume();
    // An EncryptRequest of 32 bytes, and before it, that it is not compressed and how long it is.
    request.end(Buffer.concat([Buffer.of(0, 0, 0, 0, 34, 0x0a, 32), randomBytes(32)]));
  });
}

const HEADERS = {
  ":method": "POST",
  ":path": "/v2.KeyManagementService/Encrypt",
  "content-type": "application/grpc",
  te: "trailers",
} as const;

/** Requests whose message never comes, in as many connections as it takes. */
async function halfStreams(): Promise<Counts> {
  let [opened, ended] = [0, 0];
  const each = 100;
  for (let session = 0; session < COUNT / each; session++) {
    const client = connectHttp2("http://localhost", { createConnection: () => connect(place()) });
    client.on("error", () => {});
    for (let stream = 0; stream < each; stream++) {
      const request = client.request(HEADERS);
      opened++;
      request.on("close", () => ended++);
      request.on("error", () => {});
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { opened, ended };
}

const KINDS: Readonly<Record<string, () => Promise<Counts>>> = {
  "half requests": () => half("GET /healthz HTTP/1.1\r\nhost: plugin\r\nx-half: "),
  "half prefaces": () => half("PRI * HTTP/2.0\r\n"),
  "silent connections": () => half(""),
  encrypts,
  "half streams": halfStreams,
};

KINDS[kind]?.().then((counts) => process.stdout.write(`${JSON.stringify(counts)}\n`));
process.stdin.resume().on("end", () => process.exit(0));
