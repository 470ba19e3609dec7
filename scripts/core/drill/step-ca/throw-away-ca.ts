/** A step-ca from what was restored, for as long as it takes to issue one certificate. */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { OperatorError } from "../../../errors";
import { quotePath } from "../../archive/member";
import { leadsToRoot, parseCertificates } from "../../sources/step-ca/certificates";
import type { CheckSurroundings } from "../check-surroundings";
import { withheld } from "../etcd/tools";
import { certificateRequest } from "./certificate-request";

/** What of the CA is restored: absolute paths for other processes. */
export interface RestoredCa {
  readonly roots: readonly string[];
  readonly crt: string;
  readonly key: string;
  /** Of `ca.json`. */
  readonly password: string | undefined;
  readonly passwordFile: string | undefined;
  /** PEM of the roots, and of the signing certificate with its bundle. */
  readonly rootBytes: readonly Buffer[];
  readonly crtBytes: Buffer;
}

const NAME = "localhost";
const SUBJECT = "drill.localhost";
const PROVISIONER = "drill";
const LOOK_MILLISECONDS = 100;
const TOKEN_SECONDS = 300;

/**
 * Starts step-ca on loopback with a provisioner that nobody else knows, and none of its own, so that nobody on the host gets a certificate from it; asks for one and
 * checks it; stops it again, however that ends. It has no database, no SSH, and no name but `localhost`.
 *
 * @returns what was found, in words. @throws OperatorError `tool` or `notAuthentic`.
 */
export async function issueCertificate(
  ca: RestoredCa,
  { workshop, programs, timeoutSeconds, signal }: CheckSurroundings,
): Promise<string> {
  const provisioner = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const kid = randomBytes(16).toString("hex");
  const jwk = { ...provisioner.publicKey.export({ format: "jwk" }), use: "sig", alg: "ES256", kid };
  const port = await freePort();
  const config = {
    root: ca.roots.length === 1 ? ca.roots[0] : ca.roots,
    crt: ca.crt,
    key: ca.key,
    ...(ca.password === undefined ? {} : { password: ca.password }),
    address: `127.0.0.1:${port}`,
    dnsNames: [NAME],
    authority: { provisioners: [{ type: "JWK", name: PROVISIONER, key: jwk }] },
  };
  writeFileSync(join(workshop.own, "ca.json"), JSON.stringify(config), { mode: 0o600, flag: "wx" });
  const password = ca.passwordFile === undefined ? [] : ["--password-file", ca.passwordFile];
  const running = programs.start("step-ca", [join(workshop.others, "ca.json"), ...password], {
    cwd: workshop.others,
    env: { HOME: workshop.others, STEPPATH: workshop.others },
    withhold: withheld,
  });
  try {
    let ending: string | undefined;
    running.ended.then(({ status, problem }) => {
      ending = problem ?? `ended with exit status ${status}`;
    });
    const server = { port, ca: [...ca.rootBytes], signal };
    const deadline = performance.now() + timeoutSeconds * 1000;
    while ((await ask(server, "/health").catch(unlessOver(signal)))?.status !== 200) {
      if (ending === undefined && performance.now() < deadline)
        await wait(LOOK_MILLISECONDS, undefined, { signal });
      else throw notUp(ending ?? `does not answer after ${timeoutSeconds} seconds`, running.lastLine());
    }
    return await oneCertificate(ca, server, (claims) => token(provisioner.privateKey, kid, claims));
  } finally {
    await running.stop();
  }
}

interface Server {
  readonly port: number;
  readonly ca: Buffer[];
  readonly signal: AbortSignal;
}

async function oneCertificate(
  { crtBytes, rootBytes }: RestoredCa,
  server: Server,
  tokenOf: (claims: object) => string,
): Promise<string> {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ott = tokenOf({ aud: `https://${NAME}/1.0/sign`, sub: SUBJECT, sans: [SUBJECT] });
  const answer = await ask(server, "/1.0/sign", { csr: certificateRequest(SUBJECT, keys), ott });
  const issued = certificateOf(answer.body);
  if (answer.status !== 201 || issued === undefined)
    throw new OperatorError("tool", `step-ca answered ${answer.status} to a request for a certificate`);
  const [signer, ...bundle] = parseCertificates(crtBytes) ?? [];
  const roots = rootBytes.flatMap((bytes) => parseCertificates(bytes) ?? []);
  const isRight =
    signer !== undefined &&
    issued.checkPrivateKey(keys.privateKey) &&
    leadsToRoot(issued, [signer, ...bundle], roots);
  if (!isRight)
    throw new OperatorError("notAuthentic", "the certificate that step-ca issued does not lead to the root");
  return `one for ${SUBJECT}, which leads to the root`;
}

function certificateOf(body: string): X509Certificate | undefined {
  try {
    return new X509Certificate((JSON.parse(body) as { crt: string }).crt);
  } catch {
    return undefined;
  }
}

/** A one-time token as `step ca token` makes it. Source: smallstep/certificates, authority/provisioner/jwk.go. */
function token(key: Parameters<typeof sign>[2], kid: string, claims: object): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now - TOKEN_SECONDS, exp: now + TOKEN_SECONDS };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = { iss: PROVISIONER, jti: randomBytes(16).toString("hex"), ...times, ...claims };
  const signed = `${part({ alg: "ES256", kid, typ: "JWT" })}.${part(body)}`;
  const signature = sign("sha256", Buffer.from(signed), { key: key as never, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

/** One that is free now; should somebody take it meanwhile, step-ca does not start and says so. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function ask(
  { port, ca, signal }: Server,
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(
        signal.aborted ? signal.reason : new OperatorError("tool", "step-ca does not answer", { cause }),
      );
    const asking = request(
      {
        ...{ host: "127.0.0.1", port, servername: NAME, ca, path, signal, agent: false, timeout: 10_000 },
        ...{ method: body === undefined ? "GET" : "POST", headers: { "content-type": "application/json" } },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("error", fail);
        reply.on("end", () =>
          resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    asking.on("timeout", () => asking.destroy(new Error("no answer")));
    asking.on("error", fail);
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const unlessOver =
  (signal: AbortSignal) =>
  (error: unknown): undefined => {
    if (signal.aborted) throw error;
    return undefined;
  };

const notUp = (how: string, says: string): OperatorError =>
  new OperatorError("tool", `step-ca ${how}${says === "" ? "" : `: ${quotePath(says)}`}`);
