/**
 * One kind of abuse of the KMS plugin, in a process of its own. Takes the kind, where to go (a port or the path of a socket) and how many.
 * Prints a line of JSON when it is through, and holds on to what is open until its standard input ends.
 */
import { randomBytes } from "node:crypto";
import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { kmsClients } from "../../__tests__/helpers/kms-grpc-clients";

const [kind = "", where = "", count = "0"] = process.argv.slice(2);
const COUNT = Number(count);

/** Milliseconds that kube-apiserver waits for an answer. */
const DEADLINE_MS = 3_000;

type Counts = Readonly<Record<string, number>>;

/** Connections that begin a request and do not end it. */
async function half(start: string): Promise<Counts> {
  let [open, closed, failed] = [0, 0, 0];
  const one = () =>
    new Promise<void>((resolve) => {
      const to = /^\d+$/.test(where) ? { port: Number(where), host: "127.0.0.1" } : { path: where };
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
  for (let begun = 0; begun < COUNT; begun += 500)
    await Promise.all(Array.from({ length: Math.min(500, COUNT - begun) }, one));
  return { open, closed, failed };
}

/** Requests that go all at once. */
async function encrypts(): Promise<Counts> {
  const { v2, close } = kmsClients(where, DEADLINE_MS * 20);
  const counts: Record<string, number> = {};
  const one = async (): Promise<void> => {
    const code = await v2.encrypt(randomBytes(32)).then(
      () => "OK",
      (error: { code: number }) => `code ${error.code}`,
    );
    counts[code] = (counts[code] ?? 0) + 1;
  };
  await Promise.all(Array.from({ length: COUNT }, one));
  close();
  return counts;
}

/** Requests whose message never comes, in as many connections as it takes. */
async function halfStreams(): Promise<Counts> {
  const headers = {
    ":method": "POST",
    ":path": "/v2.KeyManagementService/Encrypt",
    "content-type": "application/grpc",
    te: "trailers",
  };
  let [opened, ended] = [0, 0];
  const each = 100;
  for (let session = 0; session < COUNT / each; session++) {
    const client = connectHttp2("http://localhost", { createConnection: () => connect(where) });
    client.on("error", () => {});
    for (let stream = 0; stream < each; stream++) {
      const request = client.request(headers);
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
