/** `sealstack kms-plugin` as several processes, keys and sockets: restarts, moved aliases, ends, limits, and the stack that it comes with. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { dirname } from "node:path";
import { CreateAliasCommand, KMSClient, UpdateAliasCommand } from "@aws-sdk/client-kms";
import { KubernetesKmsStack, kubernetesKmsSchema } from "../../presets/kubernetes-kms";
import { applyStack, destroyStack } from "../../tools/emulator/apply";
import { stackPath } from "../../tools/emulator/apply/stack-file";
import { emulatorEndpoint } from "../helpers/emulator";
import { eventually, until } from "../helpers/eventually";
import { codeOf, type KmsSetup, referenceCiphertext, useKmsSetup } from "../helpers/kms/kms-setup";
import { createKey } from "../helpers/kms/test-key";
import { sealstack } from "../helpers/processes/cli";
import { synthStack, withApp } from "../helpers/stacks/synth";

const SEED = randomBytes(32);

/** Milliseconds that the last answer is held back: less than the plugin waits for it, and time enough to be refused meanwhile. */
const LAST_ANSWER_MS = 2_000;

describe("kms-plugin, started", () => {
  const setup = useKmsSetup();
  let { proxy, driver, keyArn, socket, plugin, path } = {} as KmsSetup;
  beforeAll(() => {
    ({ proxy, driver, keyArn, socket, plugin, path } = setup());
  });

  afterEach(() => setup().endAll());

  /** The id that new data gets, once the plugin's first check is over. */
  const keyIdOf = async (name: string): Promise<string> =>
    (await (await driver.open(socket(name))).status()).keyId;

  it("again after SIGTERM or SIGKILL, has the same key_id, and its data opens", async () => {
    const first = await plugin("restarts");
    const server = await driver.open(socket("restarts"));
    await server.poll();
    const stored = await server.write("kept");
    const keyId = await keyIdOf("restarts");

    // What is under way is answered; nobody new is let in.
    const before = proxy.count("Encrypt");
    proxy.decide = ({ operation }) => (operation === "Encrypt" ? LAST_ANSWER_MS : "pass");
    const last = server.encrypt(SEED);
    await eventually(() => proxy.count("Encrypt") > before);
    const ended = first.end("SIGTERM");
    await first.logged("stopping");
    await until(
      () => codeOf(connects(socket("restarts"))),
      (code) => code !== "OK",
      LAST_ANSWER_MS,
    );
    expect((await last).keyId).toBe(keyId);
    expect(await ended).toEqual([0, null]);
    expect(existsSync(socket("restarts"))).toBe(false);
    proxy.decide = () => "pass";

    const second = await plugin("restarts");
    expect(await keyIdOf("restarts")).toBe(keyId);
    await second.end("SIGKILL");
    expect(existsSync(socket("restarts"))).toBe(true);
    await plugin("restarts", ["--kms-v2-version", "v2beta1"]);
    expect(await keyIdOf("restarts")).toBe(keyId);
    expect(statSync(socket("restarts")).mode & 0o777).toBe(0o600);

    // A running API server keeps to the version it saw first; a restarted one takes the new one and reads the old data.
    await expect(server.poll()).rejects.toThrow("version should not change");
    const restarted = await driver.open(socket("restarts"));
    await restarted.poll();
    expect(await restarted.read(stored)).toEqual({ object: "kept", stale: false });
  });

  it("twice, may see a rotation minutes apart: each reads what the other wrote", async () => {
    const slow = ["--probe-interval", "600"];
    await Promise.all([plugin("early"), plugin("late", slow)]);
    const [early, late] = [await driver.open(socket("early")), await driver.open(socket("late"))];
    await Promise.all([early.poll(), late.poll()]);
    const before = await keyIdOf("late");
    proxy.rotate(keyArn);
    await until(
      () => keyIdOf("early"),
      (keyId) => keyId !== before,
    );
    await early.poll();
    const [ours, theirs] = [await early.write("early"), await late.write("late")];
    expect(await keyIdOf("late")).toBe(before);
    expect(await late.read(ours)).toEqual({ object: "early", stale: true });
    expect(await early.read(theirs)).toEqual({ object: "late", stale: true });
  });

  it("with an alias, never gives out a key_id again when the alias moves away and back", async () => {
    const [a, b] = [await createKey(), await createKey()];
    const kms = new KMSClient({ endpoint: proxy.endpoint });
    const AliasName = `alias/moving-${a.slice(-8)}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: a }));
    const running = await plugin("alias", ["--key", AliasName]);
    const server = await driver.open(socket("alias"));
    const seen = [await keyIdOf("alias")];
    await server.poll();
    const stored = [await server.write("0")];
    for (const target of [b, a]) {
      const TargetKeyId = target.split("/")[1]; // the emulator takes an ARN here and then finds no key
      await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
      seen.push(
        await until(
          () => keyIdOf("alias"),
          (keyId) => keyId !== seen.at(-1),
        ),
      );
      expect(await server.poll()).toMatchObject({ rotated: true });
      stored.push(await server.write(String(stored.length)));
    }
    kms.destroy();
    expect(new Set(seen).size).toBe(3);
    expect(proxy.count("DescribeKey")).toBe(0);
    const fresh = await driver.open(socket("alias"));
    await fresh.poll();
    const read = await Promise.all(stored.map((each) => fresh.read(each)));
    expect(read).toEqual([
      { object: "0", stale: true },
      { object: "1", stale: true },
      { object: "2", stale: false },
    ]);
    expect(running.log.filter(({ message }) => message === "the key_id changed")).toHaveLength(2);
  });

  it("with two keys, refuses on one socket what belongs to the other, and tells their health apart", async () => {
    const other = await createKey();
    const sockets = `${socket("one")},${socket("two")}`;
    const running = await plugin("two", ["--key", `${keyArn},${other}`, "--listen", sockets]);
    const [one, two] = [await driver.open(socket("one")), await driver.open(socket("two"))];
    const sealed = await one.encrypt(SEED);
    await two.poll();
    expect(await codeOf(two.decrypt(sealed))).toBe("FailedPrecondition");
    // A plugin that does not tell KMS the key would open it.
    const theirs = await referenceCiphertext(keyArn, SEED);
    const refusal = codeOf(two.decrypt({ ciphertext: theirs, keyId: other }));
    expect(["InvalidArgument", "FailedPrecondition"]).toContain(await refusal);
    expect(await one.decrypt(sealed)).toEqual(SEED);

    proxy.decide = ({ input }) => (input.KeyId === other ? { error: "DisabledException" } : "pass");
    await until(
      () => two.status(),
      ({ healthz }) => healthz !== "ok",
    );
    expect(await one.status()).toMatchObject({ healthz: "ok" });
    expect(await one.decrypt(sealed)).toEqual(SEED);
    expect((await running.get("/healthz")).status).toBe(503);
    expect((await running.get("/livez")).status).toBe(200);
  });

  it("with a limit, keeps to it for distinct reads, and refuses those that would wait too long", async () => {
    await plugin("limit", [
      "--qps-limit",
      "2",
      "--burst-limit",
      "12",
      "--probe-interval",
      "600",
      "--deadline",
      "6000",
    ]);
    const server = await driver.open(socket("limit"));
    const keyId = await keyIdOf("limit");
    const seeds = Array.from({ length: 40 }, () => randomBytes(32));
    const blobs = await Promise.all(seeds.map((seed) => referenceCiphertext(keyArn, seed)));
    const { codes, ms, distinct } = await server.decryptAll(blobs, keyId);
    const { OK = 0, ResourceExhausted = 0 } = codes;
    expect(OK + ResourceExhausted).toBe(40);
    expect(OK).toBe(distinct);
    const asked = new Set(proxy.calls.map(({ input }) => input.CiphertextBlob)); // of one that was slow, twice
    expect(blobs.filter((blob) => asked.has(blob.subarray(1).toString("base64")))).toHaveLength(OK);
    expect(OK).toBeGreaterThanOrEqual(12);
    expect(OK).toBeLessThanOrEqual(12 + Math.ceil((ms / 1000) * 2));
  });

  it("makes its socket again when somebody deletes it", async () => {
    await plugin("deleted");
    const keyId = await keyIdOf("deleted");
    rmSync(socket("deleted"));
    await until(
      async () => existsSync(socket("deleted")),
      (there) => there,
    );
    expect(await keyIdOf("deleted")).toBe(keyId);
  });

  it("with what the stack kubernetes-kms prints: no ARN is copied", async () => {
    const name = `k8s-${randomBytes(3).toString("hex")}`;
    const config = kubernetesKmsSchema.parse({
      preset: "kubernetes-kms",
      region: "eu-central-1",
      key: { alias: `alias/${name}`, preventDestroy: false },
      plugin: { listen: socket("stack"), encryptionContext: { cluster: name } },
    });
    const deployment = { region: config.region, backend: { type: "local", path: "unused" } } as const;
    const options = {
      endpoint: emulatorEndpoint(),
      outDir: path("cdktf.out"),
      stack: name,
      stateDir: path("state"),
    };
    const json = withApp((app) => synthStack(new KubernetesKmsStack(app, name, { config, deployment })).json);
    mkdirSync(dirname(stackPath(options.outDir, name)), { recursive: true });
    writeFileSync(stackPath(options.outDir, name), JSON.stringify(json));
    const { outputs } = await applyStack(options);
    writeFileSync(path("outputs.json"), JSON.stringify(outputs));
    const manifest = ["kms-plugin", "manifest", "config", "--outputs", path("outputs.json")];
    const { status, stdout } = await sealstack(manifest);
    expect([status, stdout.toString()]).toEqual([0, expect.stringContaining("arn:aws:kms:")]);
    writeFileSync(path("plugin.yaml"), stdout);
    await setup().start(["--config", path("plugin.yaml"), "--kms-endpoint", proxy.endpoint]);
    const server = await driver.open(socket("stack"));
    await server.poll();
    expect(await server.read(await server.write("x"))).toEqual({ object: "x", stale: false });
    // As the nodes' role allows, and no more.
    const { key_arn: stackKey } = outputs[name] ?? {};
    const calls = proxy.calls.filter(({ input }) => input.KeyId === stackKey);
    expect(new Set(calls.map(({ operation }) => operation))).toEqual(new Set(["Decrypt", "Encrypt"]));
    for (const { input } of calls) expect(input.EncryptionContext).toEqual({ cluster: name });
    await destroyStack(options);
  });
});

/** Whether somebody listens. */
function connects(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(path, () => {
      connection.destroy();
      resolve();
    });
    connection.on("error", reject);
  });
}
