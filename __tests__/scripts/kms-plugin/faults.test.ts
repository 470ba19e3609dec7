import { randomBytes } from "node:crypto";
import { type ServiceError, status } from "@grpc/grpc-js";
import type { V2EncryptResponse } from "../../../scripts/kms-plugin/server/api";
import { kmsClients } from "../../../tools/kms-plugin-driver/grpc-clients";
import { eventually } from "../../helpers/eventually";
import { startPlugin, stopPluginsAfterEach } from "../../helpers/kms-plugin/kms-plugin-in-process";
import {
  type FakeKey,
  type KmsEndpoint,
  type KmsFate,
  kmsEndpoint,
} from "../../helpers/servers/kms-endpoint";

const DEK = randomBytes(32);
const error = (name: string, message?: string): KmsFate => ({
  status: 400,
  name,
  ...(message === undefined ? {} : { message }),
});

describe("kms-plugin under faults", () => {
  let kms: KmsEndpoint;
  let key: FakeKey;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    key = kms.createKey();
  });
  stopPluginsAfterEach();
  afterEach(() => kms.close());

  const start = (changes = {}) => startPlugin(kms.url, { keys: [{ key: key.arn }], ...changes });

  it("asks KMS once for 1,000 parallel decrypts of one ciphertext, and not at all afterwards", async () => {
    const { v2, http } = await start({ deadlineMs: 30_000 }); // about their number, not about speed
    const sealed = await v2.encrypt(DEK);
    await v2.status();
    const before = kms.count("Decrypt");
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => v2.decrypt(sealed)));
    expect(answers.every((plaintext) => plaintext.equals(DEK))).toBe(true);
    await v2.decrypt(sealed);
    expect(kms.count("Decrypt") - before).toBe(1);
    const { text } = await http("/metrics");
    expect(text).toContain('sealstack_kms_plugin_decrypt_cache_total{key="key-1",outcome="miss"} 1');
  });

  it("keeps nothing when the cache is off", async () => {
    const { v2 } = await start({ cache: { maxEntries: 0, ttlSeconds: 300 } });
    const sealed = await v2.encrypt(DEK);
    await v2.status();
    const before = kms.count("Decrypt");
    await v2.decrypt(sealed);
    await v2.decrypt(sealed);
    expect(kms.count("Decrypt") - before).toBe(2);
  });

  it("answers 1,000 parallel decrypts of distinct ciphertexts", async () => {
    const { v2 } = await start({ deadlineMs: 30_000 }); // about all of them, not about speed
    const deks = Array.from({ length: 1_000 }, () => randomBytes(32));
    const sealed: V2EncryptResponse[] = [];
    for (let at = 0; at < deks.length; at += 50)
      sealed.push(...(await Promise.all(deks.slice(at, at + 50).map((dek) => v2.encrypt(dek)))));
    const opened = await Promise.all(sealed.map((one) => v2.decrypt(one)));
    expect(opened.every((dek, index) => dek.equals(deks[index] ?? DEK))).toBe(true);
  });

  it("holds requests to the rate limit, and refuses those that would come too late", async () => {
    const { v2 } = await start({
      limits: { qps: 10, burst: 5, retryTokenCapacity: undefined },
      cache: { maxEntries: 0, ttlSeconds: 0 },
    });
    await v2.status();
    const began = performance.now();
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => v2.encrypt(DEK)));
    const seconds = (performance.now() - began) / 1_000;
    const refused = answers.filter((answer) => answer.status === "rejected");
    // Five at once, and ten a second for the half deadline of 1.25 s; on a busy machine, the last request comes after the first by so much more.
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(16);
    expect(answers.length - refused.length).toBeLessThanOrEqual(5 + Math.ceil(10 * seconds));
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason.code).toBe(status.RESOURCE_EXHAUSTED);
    expect((await v2.status()).healthz).toBe("ok");
  });

  it("answers before kube-apiserver's three seconds when KMS hangs, and comes back", async () => {
    const { v2 } = await start({ probeIntervalSeconds: 0.2 });
    const sealed = await v2.encrypt(DEK);
    kms.decide = () => "hang";
    const started = Date.now();
    const failure = await v2.decrypt(sealed).catch((reason: ServiceError) => reason);
    expect(failure).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    expect((failure as ServiceError).details).toContain("KMS did not answer in time"); // ours, not the client's
    expect(Date.now() - started).toBeLessThan(2_950);
    expect((await v2.status()).healthz).toContain("TimeoutError"); // at once, from what traffic saw
    kms.decide = () => "pass";
    await eventually(async () => (await v2.status()).healthz === "ok");
    expect(await v2.decrypt(sealed)).toEqual(DEK);
  });

  it("goes on for others when one caller gives up", async () => {
    const { v2 } = await start();
    const sealed = await v2.encrypt(DEK);
    await v2.status();
    let let_ = (): void => {};
    kms.decide = () => "hang";
    const raw = v2.raw as unknown as {
      Decrypt(request: object, done: (failure: ServiceError | null) => void): { cancel(): void };
    };
    const cancelled = new Promise<ServiceError | null>((resolve) => {
      const call = raw.Decrypt(sealed, resolve);
      let_ = () => call.cancel();
    });
    await eventually(() => kms.seen.length > 0 && kms.seen.at(-1)?.operation === "Decrypt");
    kms.decide = () => "pass"; // for the second try of the call that hangs
    const other = v2.decrypt(sealed);
    let_();
    expect((await cancelled)?.code).toBe(status.CANCELLED);
    expect(await other).toEqual(DEK);
    expect((await v2.status()).healthz).toBe("ok");
  });

  it.each([
    ["DisabledException", status.FAILED_PRECONDITION],
    ["KMSInvalidStateException", status.FAILED_PRECONDITION], // pending deletion
    ["KeyUnavailableException", status.UNAVAILABLE],
  ] as const)("forgets decrypted values on %s, and is back when the key is", async (state, code) => {
    const { v2, http, log } = await start({ probeIntervalSeconds: 0.1 });
    const sealed = await v2.encrypt(DEK);
    await v2.decrypt(sealed);
    key.state = state;
    await eventually(async () => (await v2.status()).healthz !== "ok");
    await expect(v2.decrypt(sealed)).rejects.toMatchObject({ code });
    expect((await v2.status()).keyId).toBe(sealed.keyId); // a known key is never without its id
    expect(await http("/healthz")).toMatchObject({ status: 503, text: expect.stringContaining(state) });
    expect((await http("/healthz")).text).not.toContain("arn:");
    expect(await http("/livez")).toMatchObject({ status: 200 });
    expect(log).toContainEqual(expect.objectContaining({ level: "error", error: state }));
    delete key.state;
    await eventually(async () => (await v2.status()).healthz === "ok");
    expect(await v2.decrypt(sealed)).toEqual(DEK);
    expect(await http("/healthz")).toEqual({ status: 200, text: "ok\n" });
  });

  it("does not call a healthy key unhealthy for throttling", async () => {
    const { v2, http } = await start({ probeIntervalSeconds: 0.1, limits: NO_RETRY });
    const { ciphertext, keyId } = await v2.encrypt(DEK);
    kms.decide = () => error("ThrottlingException", "Rate exceeded");
    await expect(v2.decrypt({ ciphertext, keyId })).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    await eventually(async () => (await http("/metrics")).text.includes('status="failure-throttle"'));
    expect((await v2.status()).healthz).toBe("ok");
    for (const path of ["/livez", "/healthz", "/readyz"]) expect((await http(path)).status).toBe(200);
  });
  const NO_RETRY = { qps: 0, burst: 1, retryTokenCapacity: 0 };

  it("lets a check that began earlier hide nothing that was seen since", async () => {
    const { v2, http } = await start({ probeIntervalSeconds: 0.1, limits: NO_RETRY, cache: NO_CACHE });
    const sealed = await v2.encrypt(DEK);
    let hung = 0;
    kms.decide = ({ operation }) => (operation === "Decrypt" && hung++ === 0 ? "hang" : "pass");
    await eventually(() => hung > 0); // in a check, which fails after more than a second
    expect(await v2.decrypt(sealed)).toEqual(DEK);
    kms.decide = () => error("ThrottlingException");
    await eventually(async () =>
      (await http("/metrics")).text.includes('status="failure",operation="decrypt"'),
    );
    expect((await v2.status()).healthz).toBe("ok");
    await eventually(async () => (await http("/metrics")).text.includes('status="failure-throttle"'));
    expect((await v2.status()).healthz).toBe("ok");
  });
  const NO_CACHE = { maxEntries: 0, ttlSeconds: 0 };

  it("does not take it from Encrypt that Decrypt works", async () => {
    const { v2 } = await start({ probeIntervalSeconds: 0.2 });
    await v2.status();
    kms.decide = ({ operation }) => (operation === "Decrypt" ? error("AccessDeniedException") : "pass");
    await eventually(async () => (await v2.status()).healthz.includes("AccessDeniedException"));
    await v2.encrypt(DEK);
    expect((await v2.status()).healthz).toContain("AccessDeniedException");
  });

  it("does not blame KMS for a caller in a hurry", async () => {
    const { v2, socket } = await start();
    await v2.status();
    kms.decide = () => "hang";
    const hasty = kmsClients(socket, 300);
    await expect(hasty.v2.encrypt(DEK)).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    hasty.close();
    kms.decide = () => "pass";
    expect((await v2.status()).healthz).toBe("ok");
  });

  it("tries again when KMS throttles one request", async () => {
    const { v2 } = await start();
    await v2.status();
    let throttled = 0;
    kms.decide = () => (throttled++ === 0 ? error("ThrottlingException") : "pass");
    expect((await v2.encrypt(DEK)).ciphertext).toHaveLength(185);
    expect(throttled).toBe(2);
  });

  it("is not ready before the key was seen, tells why without naming the principal, and needs both permissions", async () => {
    const secret = "User: arn:aws:sts::111122223333:assumed-role/node/i-1 is not authorized";
    kms.decide = ({ operation }) =>
      operation === "Decrypt" ? error("AccessDeniedException", secret) : "pass";
    const { v2, http, log } = await start({ probeIntervalSeconds: 0.1 });
    await eventually(async () => (await http("/healthz")).text.includes("AccessDeniedException"));
    expect((await http("/readyz")).status).toBe(503);
    expect(await http("/livez")).toMatchObject({ status: 200 });
    expect((await http("/healthz")).text).not.toMatch(/arn:|i-1/);
    await expect(v2.status()).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.not.stringMatching(/arn:/),
    });
    expect(log).toContainEqual(expect.objectContaining({ hint: expect.stringContaining("kms:Decrypt") }));
    kms.decide = () => "pass";
    await eventually(async () => (await http("/readyz")).status === 200);
    expect((await v2.status()).healthz).toBe("ok");
  });

  it("is back within 10 seconds of the key, with the interval that it has by itself", async () => {
    const { v2 } = await start();
    await v2.status();
    key.state = "DisabledException";
    await expect(v2.encrypt(DEK)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    expect((await v2.status()).healthz).toContain("DisabledException");
    delete key.state;
    await eventually(async () => (await v2.status()).healthz === "ok", 10_000);
  });

  it("lives through expired credentials", async () => {
    const { v2, log } = await start({ probeIntervalSeconds: 0.1 });
    const { keyId } = await v2.status();
    kms.decide = () => error("ExpiredTokenException");
    await eventually(async () => (await v2.status()).healthz.includes("credentials"));
    expect((await v2.status()).keyId).toBe(keyId);
    expect(log).toContainEqual(expect.objectContaining({ hint: expect.stringContaining("credentials") }));
    kms.decide = () => "pass";
    await eventually(async () => (await v2.status()).healthz === "ok");
  });

  it("keeps the health of keys apart", async () => {
    const other = kms.createKey();
    other.state = "DisabledException";
    const { v2, clients, socket, http } = await start({
      keys: [{ key: key.arn }, { key: other.arn }],
      probeIntervalSeconds: 0.1,
    });
    await eventually(async () => (await http("/healthz")).text.includes("DisabledException"));
    expect((await http("/healthz")).text).toBe(
      "key-2: the key is disabled, pending deletion or otherwise not usable (DisabledException)\n",
    );
    expect((await v2.status()).healthz).toBe("ok");
    const second = clients(socket.replace("1.sock", "2.sock"));
    await expect(second.v2.encrypt(DEK)).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.stringContaining("DisabledException"),
    });
  });

  it("asks a replica when the key's region is down, and the region again when it is back", async () => {
    const primary = kms.createKey("eu-central-1", "mrk-1");
    const replica = kms.createKey("eu-west-1", "mrk-1");
    replica.materials.splice(0, 1, ...primary.materials);
    const { v2, log } = await start({
      keys: [{ key: primary.arn, replicas: [replica.arn] }],
      cache: { maxEntries: 0, ttlSeconds: 0 },
    });
    const sealed = await v2.encrypt(DEK);
    kms.decide = ({ headers }) =>
      headers.authorization?.includes("/eu-central-1/") === true ? "hang" : "pass";
    expect(await v2.decrypt(sealed)).toEqual(DEK);
    const started = Date.now();
    const other = await v2.encrypt(DEK);
    expect(Date.now() - started).toBeLessThan(1_000); // the region that hangs is not asked first again
    expect(other.keyId).toBe(sealed.keyId);
    expect((await v2.status()).healthz).toBe("ok");
    expect(log).toContainEqual(
      expect.objectContaining({ level: "warn", message: expect.stringContaining("region") }),
    );
    kms.decide = ({ headers }) =>
      headers.authorization?.includes("/eu-west-1/") === true ? error("KMSInternalException") : "pass";
    expect(await v2.decrypt(other)).toEqual(DEK);
  });
});
