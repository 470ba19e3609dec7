/**
 * `sealstack kms-plugin` under kube-apiserver's own client code (tools/kms-plugin-driver), before an emulator that is completed by a proxy:
 * what the contract says, and what happens when KMS rotates, throttles, hangs or refuses.
 */
import { randomBytes } from "node:crypto";
import { DecryptCommand, DisableKeyCommand, EnableKeyCommand } from "@aws-sdk/client-kms";
import { metricSamples } from "../../scripts/kms-plugin/rotation/metric-samples";
import type { ApiServer } from "../../tools/kms-plugin-driver/client";
import { testClients } from "../helpers/emulator";
import { eventually, until } from "../helpers/eventually";
import { codeOf, type KmsSetup, referenceCiphertext, useKmsSetup } from "../helpers/kms/kms-setup";
import type { PluginProcess } from "../helpers/kms-plugin/kms-plugin";
import type { KmsProxy } from "../helpers/servers/kms-proxy";

const SEED = randomBytes(32);

describe("kms-plugin", () => {
  const setup = useKmsSetup();
  describe("under one API server", () => {
    let running: PluginProcess;
    let server: ApiServer;
    let { proxy, driver, keyArn, socket } = {} as KmsSetup;
    beforeAll(async () => {
      ({ proxy, driver, keyArn, socket } = setup());
      const { plugin } = setup();
      running = await plugin("main");
      server = await driver.open(socket("main"));
      await server.poll();
    });

    it("says version, health and a key_id that Encrypt uses too, and makes what may be stored", async () => {
      const { version, healthz, keyId } = await server.status();
      expect({ version, healthz }).toEqual({ version: "v2", healthz: "ok" });
      expect(keyId.length).toBeLessThanOrEqual(1024);
      expect(keyId).not.toContain("arn:");
      const sealed = await server.encrypt(SEED);
      expect(sealed).toMatchObject({ keyId, annotations: null, problem: "" });
      expect(sealed.ciphertext.subarray(0, 1).toString()).toBe("1");
      expect(await server.decrypt(sealed)).toEqual(SEED);
      expect((await server.encrypt(SEED)).ciphertext.equals(sealed.ciphertext)).toBe(false);
    });

    it("serves v1 beside v2 on one socket", async () => {
      const v1 = await driver.open(socket("main"), { api: "v1" });
      await v1.poll();
      const [one, two] = [await v1.write("in v1"), await server.write("in v2")];
      expect(await v1.read(one)).toMatchObject({ object: "in v1" });
      expect(await (await reopened(server)).read(two)).toEqual({ object: "in v2", stale: false });
    });

    it("exchanges data with aws-encryption-provider in both directions", async () => {
      const theirs = await referenceCiphertext(keyArn, SEED);
      const v1 = await driver.open(socket("main"), { api: "v1" });
      expect(await server.decrypt({ ciphertext: theirs, keyId: keyArn })).toEqual(SEED);
      expect(await v1.decrypt({ ciphertext: theirs })).toEqual(SEED);
      expect(await v1.decrypt({ ciphertext: theirs.subarray(1) })).toEqual(SEED); // before there was a prefix
      const { ciphertext } = await server.encrypt(SEED);
      const { kms } = testClients();
      const opened = await kms.send(new DecryptCommand({ CiphertextBlob: ciphertext.subarray(1) }));
      expect(Buffer.from(opened.Plaintext ?? [])).toEqual(SEED);
    });

    it("fails on bad input alone: others, and the health, are not hurt", async () => {
      const { ciphertext, keyId } = await server.encrypt(SEED);
      const [, part = "", state = ""] = keyId.split(":");
      const other = `${keyId.slice(0, keyId.indexOf(":"))}:${part.replace(/^./, (c) => (c === "0" ? "1" : "0"))}:${state}`;
      const flipped = Buffer.from(ciphertext);
      flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
      const decrypt = (bytes: Buffer, id = keyId, annotations?: Record<string, string>) =>
        codeOf(server.decrypt({ ciphertext: bytes, keyId: id, ...(annotations && { annotations }) }));
      const codes = {
        empty: await decrypt(Buffer.alloc(0)),
        "one byte": await decrypt(Buffer.from("1")),
        "no prefix": await decrypt(ciphertext.subarray(1)),
        "prefix of the future": await decrypt(Buffer.concat([Buffer.from("2"), ciphertext.subarray(1)])),
        "1 MiB": await decrypt(Buffer.concat([Buffer.from("1"), randomBytes(1024 * 1024)])),
        tampered: await decrypt(flipped),
        annotated: await decrypt(ciphertext, keyId, {
          "kms.example.org": Buffer.from("x").toString("base64"),
        }),
        "no key_id": await decrypt(ciphertext, ""),
        "key_id of another key": await decrypt(ciphertext, other),
        "key_id of somebody": await decrypt(ciphertext, "somebody"),
        "key_id of 1025 bytes": await decrypt(ciphertext, "k".repeat(1025)),
        "plaintext of 4097 bytes": await codeOf(server.encrypt(randomBytes(4097))),
        "plaintext that gets too long": await codeOf(server.encrypt(randomBytes(1000))),
      };
      expect(Object.entries(codes).filter(([, code]) => !REFUSALS.includes(code))).toEqual([]);
      expect(codes).toMatchObject({ "key_id of another key": "FailedPrecondition" });
      expect(await server.poll()).toMatchObject({ rotated: false });
      expect(await running.get("/healthz")).toEqual({ status: 200, text: "ok" });
      expect(await server.decrypt({ ciphertext, keyId })).toEqual(SEED);
    });

    it("notices a rotation at once in Status and Encrypt, and reads old data, as stale", async () => {
      const old = await server.write("old");
      const before = (await server.status()).keyId;
      const polls: string[] = [];
      let rotating = true;
      const polling = (async () => {
        while (rotating) polls.push(await server.poll().then(() => "ok", String));
      })();
      proxy.rotate(keyArn);
      const { keyId } = await until(
        () => server.status(),
        (status) => status.keyId !== before,
      );
      rotating = false;
      await polling;
      expect(polls.filter((poll) => poll !== "ok")).toEqual([]);
      await server.poll();
      expect(await server.read(old)).toEqual({ object: "old", stale: true });
      const again = await server.write("old");
      expect(await server.read(again)).toEqual({ object: "old", stale: false });
      expect((await server.encrypt(SEED)).keyId).toBe(keyId);
      expect(await (await reopened(server)).read(old)).toEqual({ object: "old", stale: true });
    });

    it("makes one call of KMS for a thousand reads of the same", async () => {
      const { ciphertext, keyId } = await server.encrypt(SEED);
      const before = await misses();
      proxy.decide = ({ operation }) => (operation === "Decrypt" ? 300 : "pass");
      const { codes, distinct } = await server.decryptAll(Array(1000).fill(ciphertext), keyId);
      expect({ codes, distinct }).toEqual({ codes: { OK: 1000 }, distinct: 1 });
      // Not counted at KMS: a busy machine may be so slow that the SDK tries this one call again.
      expect((await misses()) - before).toBe(1);
    });

    it("gives up before the API server does when KMS hangs, and works again afterwards", async () => {
      // With the deadline that it has by itself.
      const timely = await setup().plugin("timely", ["--deadline", "2500"]);
      const patient = await driver.open(socket("timely"));
      const { ciphertext, keyId } = await patient.encrypt(randomBytes(32));
      proxy.decide = () => "hang";
      const began = Date.now();
      const codes = await Promise.all([
        codeOf(patient.encrypt(SEED)),
        codeOf(patient.decrypt({ ciphertext, keyId })),
      ]);
      expect(Date.now() - began).toBeLessThan(3_000);
      expect(codes).toEqual(["DeadlineExceeded", "DeadlineExceeded"]);
      expect(await timely.get("/livez")).toEqual({ status: 200, text: "ok" });
      await until(
        () => timely.get("/healthz"),
        ({ status }) => status === 503,
      );
      // A caller who has less time than the plugin's deadline gets his own.
      const hasty = await driver.open(socket("timely"), { timeoutMs: 300 });
      expect(await codeOf(hasty.encrypt(SEED))).toBe("DeadlineExceeded");
      proxy.decide = () => "pass";
      await until(
        () => timely.get("/healthz"),
        ({ status }) => status === 200,
      );
      expect(await patient.decrypt({ ciphertext, keyId })).toHaveLength(32);
      await timely.end();
    });

    it("stays alive and healthy while KMS throttles, and says so to those it cannot serve", async () => {
      const { ciphertext, keyId } = await server.encrypt(randomBytes(32));
      // A check that a busy machine was too slow for would leave the key unhealthy, which throttling then does not mend.
      await until(
        () => server.status(),
        ({ healthz }) => healthz === "ok",
      );
      proxy.decide = () => ({ error: "ThrottlingException" });
      expect(await codeOf(server.encrypt(SEED))).toBe("ResourceExhausted");
      expect(await codeOf(server.decrypt({ ciphertext, keyId }))).toBe("ResourceExhausted");
      for (let checks = 0; checks < 3; checks++) {
        const before = proxy.count("Encrypt"); // a check begins with one
        await eventually(() => proxy.count("Encrypt") > before);
        expect(await running.get("/livez")).toEqual({ status: 200, text: "ok" });
        expect(await server.status()).toMatchObject({ healthz: "ok" });
      }
    });

    it("says what is wrong without ARN or principal, and is back within 10 seconds of the key", async () => {
      const { ciphertext, keyId } = await server.encrypt(randomBytes(32));
      const said = async (fate: Exclude<ReturnType<KmsProxy["decide"]>, string | number>) => {
        proxy.decide = () => fate;
        await until(
          () => server.status(),
          ({ healthz }) => healthz.includes(fate.error),
        );
        const texts = [(await server.status()).healthz, (await running.get("/healthz")).text];
        expect(texts.join()).not.toMatch(/arn:|111122223333|alice/);
        return await codeOf(server.decrypt({ ciphertext, keyId }));
      };
      const principal = `User: arn:aws:iam::111122223333:user/alice is not authorized on ${keyArn}`;
      expect(await said({ error: "AccessDeniedException", message: principal })).toBe("PermissionDenied");
      expect(await said({ error: "ExpiredTokenException", message: principal })).toMatch(
        /Unauthenticated|Unavailable/,
      );
      expect(
        await said({ error: "KMSInvalidStateException", message: `${keyArn} is pending deletion` }),
      ).toBe("FailedPrecondition");
      expect(await running.get("/livez")).toEqual({ status: 200, text: "ok" });
      proxy.decide = () => "pass";
      await until(
        () => server.status(),
        ({ healthz }) => healthz === "ok",
      );

      const { kms } = testClients();
      await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
      await until(
        () => server.status(),
        ({ healthz }) => healthz.includes("DisabledException"),
      );
      // What was decrypted before is not given out of the cache any more.
      expect(await codeOf(server.decrypt({ ciphertext, keyId }))).toBe("FailedPrecondition");
      await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
      await until(
        () => server.status(),
        ({ healthz }) => healthz === "ok",
      );
      expect(await server.decrypt({ ciphertext, keyId })).toHaveLength(32);
    });

    it.each(["localhost", "", "%2Fvar%2Frun%2Fkmsplugin%2Fsocket.sock"])(
      "answers Go clients with the authority '%s'",
      async (authority) => {
        const raw = await driver.open(socket("main"), { api: "raw", authority });
        expect(await raw.status()).toMatchObject({ healthz: "ok" });
      },
    );

    const reopened = async (_: ApiServer): Promise<ApiServer> => {
      const fresh = await driver.open(socket("main"));
      await fresh.poll();
      return fresh;
    };
    const misses = async (): Promise<number> =>
      metricSamples((await running.get("/metrics")).text).find(
        ({ name, labels }) => name.endsWith("decrypt_cache_total") && labels.outcome === "miss",
      )?.value ?? 0;
  });
});

/** Codes that lay the blame on the caller. */
const REFUSALS = ["InvalidArgument", "FailedPrecondition", "OutOfRange"];
