import { randomBytes } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { eventually } from "../../../helpers/eventually";
import {
  type PluginUnderTest,
  startPlugin,
  stopPluginsAfterEach,
} from "../../../helpers/kms-plugin/kms-plugin-in-process";
import { type FakeKey, type KmsEndpoint, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";

const DEK = randomBytes(32);
const ALIAS = "alias/K8sKMSKey";

describe("rotation", () => {
  let kms: KmsEndpoint;
  let a: FakeKey;
  let b: FakeKey;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    a = kms.createKey();
    b = kms.createKey();
    kms.alias(ALIAS, a, new Date(1_000));
  });
  stopPluginsAfterEach();
  afterEach(() => kms.close());

  const start = (key: string, previous: readonly string[] = []) =>
    startPlugin(kms.url, { keys: [{ key, previous }], probeIntervalSeconds: 0.05, cache: NO_CACHE });
  const NO_CACHE = { maxEntries: 0, ttlSeconds: 0 };
  const idOf = async ({ v2 }: PluginUnderTest) => (await v2.status()).keyId;
  const changed = async (plugin: PluginUnderTest, from: string) => {
    await eventually(async () => (await idOf(plugin)) !== from);
    return await idOf(plugin);
  };

  it("of the material changes the key_id; old data still opens", async () => {
    const plugin = await start(a.arn);
    const old = await plugin.v2.encrypt(DEK);
    kms.rotate(a);
    const id = await changed(plugin, old.keyId);
    const fresh = await plugin.v2.encrypt(DEK);
    expect(fresh.keyId).toBe(id);
    expect(await plugin.v2.decrypt(old)).toEqual(DEK);
    expect(await plugin.v2.decrypt(fresh)).toEqual(DEK);
    const { text } = await plugin.http("/metrics");
    expect(text).toContain('sealstack_kms_plugin_rotations_total{key="key-1"} 1');
    expect(text.match(/^sealstack_kms_plugin_key_id_info\{.*$/gm)).toEqual([
      `sealstack_kms_plugin_key_id_info{key="key-1",key_id="${id}"} 1`,
    ]);
  });

  it("gives the same key_id after a restart, and in a second process that sees it later", async () => {
    const first = await start(ALIAS);
    const before = await idOf(first);
    const second = await start(ALIAS);
    expect(await idOf(second)).toBe(before);
    kms.rotate(a);
    const sealed = { ...(await first.v2.encrypt(DEK)), keyId: await changed(first, before) };
    // The second has perhaps not seen the rotation yet: it reads what the first wrote all the same.
    expect(await second.v2.decrypt(sealed)).toEqual(DEK);
    expect(await changed(second, before)).toBe(sealed.keyId);
    await first.stop();
    expect(await idOf(await start(ALIAS))).toBe(sealed.keyId);
  });

  it("of an alias from A to B and back to A never brings a key_id back", async () => {
    const plugin = await start(ALIAS, [a.arn, b.arn]);
    const ids = [await idOf(plugin)];
    for (const [key, at] of [
      [b, 2_000],
      [a, 3_000],
      [b, 4_000],
    ] as const) {
      kms.alias(ALIAS, key, new Date(at));
      ids.push(await changed(plugin, ids.at(-1) ?? ""));
    }
    expect(new Set(ids).size).toBe(4);
  });

  it("never answers Encrypt with one state's id and another state's key", async () => {
    const plugin = await start(ALIAS, [a.arn, b.arn]);
    const idOfA = await idOf(plugin);
    let held = 0;
    kms.decide = ({ operation, body }) => {
      // Requests of traffic name the ARN; checks name the alias.
      if (operation === "Encrypt" && body.KeyId !== ALIAS && held++ === 0)
        kms.alias(ALIAS, b, new Date(2_000));
      return "pass";
    };
    const during = await Promise.all(Array.from({ length: 50 }, () => plugin.v2.encrypt(DEK)));
    const idOfB = await changed(plugin, idOfA);
    during.push(await plugin.v2.encrypt(DEK));
    const keys = new Map([
      [idOfA, a.arn],
      [idOfB, b.arn],
    ]);
    for (const sealed of during) {
      const keyId = keys.get(sealed.keyId) ?? "";
      expect(keyId).not.toBe("");
      expect(await plugin.v2.decrypt(sealed)).toEqual(DEK); // KMS gets the id's key: another would refuse
    }
    expect(during.at(-1)?.keyId).toBe(idOfB);
  });

  it("of an alias amid a check gives out no key_id of a state that never was", async () => {
    const plugin = await start(ALIAS, [a.arn, b.arn]);
    const idOfA = await idOf(plugin);
    let moved = false;
    kms.decide = ({ operation }) => {
      if (operation === "ListAliases" && !moved) kms.alias(ALIAS, b, new Date(2_000));
      moved ||= operation === "ListAliases";
      return "pass";
    };
    await changed(plugin, idOfA);
    const said = plugin.log.filter(({ message }) => /key_id changed|not listed/.test(String(message)));
    expect(said).toEqual([expect.objectContaining({ previous_key_id: idOfA, key_arn: b.arn })]);
  });

  it("to another key opens old data of `previous` keys, whatever id it carries", async () => {
    const before = await start(a.arn);
    const old = await before.v2.encrypt(DEK);
    await before.stop();
    const after = await start(b.arn, [a.arn]);
    expect(await after.v2.decrypt(old)).toEqual(DEK);
    expect(await after.v2.decrypt({ ...old, keyId: a.arn })).toEqual(DEK); // as the reference wrote it
    expect(await after.v1.decrypt(old.ciphertext)).toEqual(DEK);
  });

  it("to another key leaves that one healthy when the old one is disabled", async () => {
    const before = await start(a.arn);
    const old = await before.v2.encrypt(DEK);
    await before.stop();
    const config = { key: b.arn, previous: [a.arn] };
    const after = await startPlugin(kms.url, { keys: [config] }); // no check comes between
    expect(await after.v2.decrypt(old)).toEqual(DEK);
    a.state = "DisabledException";
    const more = { ...old, ciphertext: (await after.v2.encrypt(DEK)).ciphertext };
    await expect(after.v2.decrypt(more)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    expect((await after.v2.status()).healthz).toBe("ok");
    await expect(after.v2.decrypt(old)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION }); // not kept either
  });

  it("fails on old data of a key that is not listed, and says what to do", async () => {
    const before = await start(a.arn);
    const old = await before.v2.encrypt(DEK);
    const after = await start(b.arn);
    await expect(after.v2.decrypt(old)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: expect.stringContaining("previous"),
    });
  });

  it("of an alias to an undeclared key goes on and warns of the next restart", async () => {
    const plugin = await start(ALIAS);
    const old = await plugin.v2.encrypt(DEK);
    kms.alias(ALIAS, b, new Date(2_000));
    await changed(plugin, old.keyId);
    expect(await plugin.v2.decrypt(old)).toEqual(DEK);
    expect(plugin.log).toContainEqual(expect.objectContaining({ level: "warn", key_arn: a.arn }));
    expect((await plugin.http("/metrics")).text).toContain(
      'sealstack_kms_plugin_undeclared_previous_keys{key="key-1"} 1',
    );
  });

  it("works without kms:ListAliases, with a warning", async () => {
    kms.decide = ({ operation }) =>
      operation === "ListAliases" ? { status: 400, name: "AccessDeniedException" } : "pass";
    const plugin = await start(ALIAS);
    expect((await plugin.v2.status()).healthz).toBe("ok");
    const warnings = plugin.log.filter(({ message }) => String(message).includes("kms:ListAliases"));
    await eventually(() => kms.count("ListAliases") > 3);
    expect(warnings).toHaveLength(1);
  });
});
