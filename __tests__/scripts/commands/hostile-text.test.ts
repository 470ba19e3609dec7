/** Every command, with an attack on the terminal in every text that comes from outside. */

import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse } from "yaml";
import { COMMANDS } from "../../../scripts/cli/commands";
import { FLEET_COMMANDS } from "../../../scripts/cli/rows/fleet-commands";
import { KEY_LIFE_COMMANDS } from "../../../scripts/cli/rows/key-life-commands";
import { RETENTION_COMMANDS } from "../../../scripts/cli/rows/retention-commands";
import { SIGNATURE_COMMANDS } from "../../../scripts/cli/rows/signature-commands";
import type { Services } from "../../../scripts/commands/io";
import { backup } from "../../../scripts/core/backup/backup";
import type { KeyImport } from "../../../scripts/core/import-key-material/ports";
import { manifestKey } from "../../../scripts/core/object-key";
import { recordKey } from "../../../scripts/core/records/record-key";
import { filesSource } from "../../../scripts/core/sources/files";
import { exitStatus, OperatorError } from "../../../scripts/errors";
import {
  type Drive,
  driveWith,
  EVIL,
  EVIL_CONTEXT,
  EVIL_UNITS,
  EvilStore,
  evilCipher,
} from "../../helpers/hostile";
import { fakeRotation } from "../../helpers/kms/fake-rotation";
import { rawKey, rawKeys } from "../../helpers/kms/raw-keys";
import { seal } from "../../helpers/messages";
import { changeConfig, writeStepCa } from "../../helpers/step-ca";
import { surroundings } from "../../helpers/stores/backups";
import { memoryServices } from "../../helpers/stores/memory-services";
import { useTempDir } from "../../helpers/temp-dir";

const STAMP = "20261122T014200Z";
const AT = "2026-11-28T10:00:00Z";
const ARN = "arn:aws:kms:eu-central-1:111122223333:key/a";

const wrappingKey = (): Uint8Array =>
  generateKeyPairSync("rsa", { modulusLength: 4096 }).publicKey.export({ format: "der", type: "spki" });

describe("text from outside", () => {
  const dir = useTempDir();
  const driven = new Set<string>();
  let store: EvilStore;
  let services: Services;
  beforeEach(() => {
    store = new EvilStore();
    services = memoryServices(store, evilCipher());
  });

  const drive: Drive = (command, argv, options) => {
    driven.add(command);
    return driveWith(services, command, argv, options);
  };

  /** A backup whose id, host, version and context are an attack; `latest` of its bucket. @returns its id. */
  async function evilBackup(folder: string): Promise<string> {
    const deps = { ...surroundings(store, evilCipher()), host: EVIL_UNITS, toolVersion: EVIL_UNITS };
    const kind = { format: "aws-encryption-sdk-v2", compression: "gzip" } as const;
    const plan = { id: `${EVIL}/n-${STAMP}.tar.gz.kms`, prefix: `${EVIL}/`, name: "n", ...kind };
    const checks = [{ name: EVIL, result: "warning", detail: EVIL }] as const;
    const source = { ...(await filesSource(folder)), checks, skipped: [EVIL_UNITS] };
    const made = { ...plan, createdAt: deps.now() };
    await backup(source, made, { prefix: "", name: "n", context: EVIL_CONTEXT }, deps);
    return made.id;
  }

  function tree(): string {
    const folder = join(dir(), `tree${EVIL}`);
    mkdirSync(folder);
    writeFileSync(join(folder, `file${EVIL}`), "content");
    return folder;
  }
  const bucket = ["--bucket", EVIL];
  /** A file that is named like an attack. */
  const file = (name: string, content: string | Buffer = ""): string => {
    const path = join(dir(), `${name}${EVIL}`);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };

  it("is harmless in what backup reports and refuses", async () => {
    const folder = tree();
    symlinkSync("/out", join(folder, `out${EVIL}`));
    const { data } = await drive("backup", () => {
      store.objects.clear(); // two in one second have one id
      return [...bucket, "--name", "n", "--skip-unsupported", folder];
    });
    expect(data).toMatchObject({ skipped: [`out${EVIL}`], store: store.name, keyArns: [EVIL] });
    await drive("backup", [...bucket, "--name", "n", folder], { status: 3 });
    await drive("backup", [...bucket, folder], { status: 2 }); // a name that no backup can have
  });

  it("is harmless in what other programs and certificates say", async () => {
    const says = { status: 1, stdout: "", stderr: `before\n${EVIL}` };
    services = { ...services, runTool: async () => says };
    const etcd = ["--source", "etcd", "--etcd-endpoints", EVIL];
    await drive("backup", [...bucket, "--name", "n", ...etcd], { status: 13 });
    const stepPath = join(dir(), `step${EVIL}`);
    await writeStepCa(stepPath);
    changeConfig(stepPath, { crt: join(stepPath, "certs", EVIL) });
    await drive("backup", [...bucket, "--name", "n", "--source", "step-ca", stepPath], { status: 3 });
  });

  it("is harmless in listings, and in what of them is ambiguous", async () => {
    const id = await evilBackup(tree());
    store.objects.set(`${EVIL_UNITS}x.manifest.json`, Buffer.from("{}"));
    const { data } = await drive("list", bucket);
    expect(data).toMatchObject({ backups: [{ id }], orphans: [`${EVIL_UNITS}x.manifest.json`] });
    store.objects.set(id.replace("/n-", "/m-"), Buffer.from("x"));
    await drive("verify", [...bucket, "latest"], { status: 2 });
    const all = [...bucket, "--all", "--expect-newer-than"];
    await drive("verify", [...all, EVIL], { status: 2 });
    await drive("verify", [...all, id.replace("/n-", `/${EVIL}-`)], { status: 2 });
    await drive("list", [...bucket, "--name", EVIL], { status: 2 });
    await drive("verify", [...bucket, EVIL], { status: 2 });
  });

  it("is harmless in the reason for a quarantine", async () => {
    const id = `p/n-${STAMP}.tar.gz.kms`;
    const mark = { schemaVersion: 1, backup: id, reason: EVIL, at: AT, host: "h", toolVersion: "1" };
    store.objects.set(id, Buffer.from("x"));
    store.objects.set(recordKey("quarantine", id, new Date(AT)), Buffer.from(JSON.stringify(mark)));
    const { data } = await drive("list", ["--bucket", "b", "--prefix", "p/"]);
    expect(data).toMatchObject({ backups: [{ id, quarantine: EVIL }] });
  });

  it("is harmless in what drills and status report, and in what a check command says", async () => {
    await evilBackup(tree());
    const own = ["kind", "by", "startedAt", "finishedAt", "detail", "sealstack", "node", "host"];
    const says = join(dir(), "says");
    writeFileSync(says, `#!/bin/sh\nprintf '%s' '${EVIL}' >&2; exit 1\n`, { mode: 0o700 });
    const quiet = ["--no-store", "--dry-run"];
    await drive("drill", [...bucket, ...quiet], { own: [...own, "dryRun"] });
    const { data } = await drive("drill", [...bucket, "--no-store"], { own });
    expect(data).toMatchObject({ drills: [{ result: "passed" }] });
    await drive("drill", [...bucket, "--no-store", "--check-command", says], { status: 19 });
    await drive("drill", [...bucket, EVIL], { status: 2 });
    await drive("drill", [...bucket, "--no-store", "--check-command", EVIL], { status: 2 });
    await drive("status", bucket, { own: ["at"] });
  });

  it("is harmless in what verify and restore report, and in their warnings", async () => {
    const id = await evilBackup(tree());
    const { data, text } = await drive("verify", [...bucket, "latest"]);
    expect(data).toMatchObject({
      id,
      content: { info: { host: EVIL_UNITS, toolVersion: EVIL_UNITS } },
      keyArns: [EVIL],
    });
    expect(text).toMatch(/ {2}made +2026.* on \\x1b\]0;t\\x07/);
    await drive("verify", [...bucket, "--quick", "latest"]);
    const manifest = JSON.parse(store.object(manifestKey(id)).toString());
    const changed = { ...manifest, id: EVIL, ciphertextBytes: 1 };
    store.objects.set(manifestKey(id), Buffer.from(JSON.stringify(changed)));
    await drive("verify", [...bucket, "latest"], { status: 5 });
    await drive("verify", [...bucket, "--quick", "latest"], { status: 5 });
    let target = 0;
    const fresh = () => join(dir(), `target${EVIL}${target++}`);
    await drive("restore", () => [...bucket, "latest", fresh()]);
    await drive("restore", [...bucket, "latest", file("in use")], { status: 4 });
  });

  it("is harmless in what a message says of itself, and an age file", async () => {
    const keys = rawKeys([{ ...rawKey(), namespace: EVIL, name: EVIL }]);
    const message = await seal(Buffer.from("x"), { context: EVIL_CONTEXT }, keys);
    const { data, text } = await drive("inspect", [file("message", message)]);
    expect(data).toMatchObject({ keys: [{ provider: EVIL }], context: EVIL_CONTEXT });
    expect(text).toMatch(/^key +\\x1b\]0;t/m);
    store.objects.set(EVIL, message);
    await drive("inspect", [`s3://${EVIL}/${EVIL}`]);
    await drive("inspect", [join(dir(), EVIL)], { status: 3 });
    const line = EVIL.replace(/\n/g, "");
    const age = `age-encryption.org/v1\n-> ${line} ${line}\nAAAA\n-> scrypt ${line} ${line}\nAAAA\n--- AAAA\n`;
    await drive("inspect", [file("age", Buffer.concat([Buffer.from(age), Buffer.alloc(48)]))]);
  });

  it("is harmless in the names of files, keys and contexts that are sealed and opened", async () => {
    const [plain, sealed] = [file("plain", "secret"), join(dir(), `sealed${EVIL}`)];
    const context = ["--context", `k${EVIL}=v${EVIL}`];
    await drive("encrypt", ["--force", ...context, "--in", plain, "--out", sealed]);
    await drive("encrypt", [...context, "--in", plain, "--out", sealed], { status: 4 });
    await drive("encrypt", ["--context", `${EVIL}=`, "--context", `${EVIL}=`, "--in", "-"], { status: 2 });
    await drive("decrypt", ["--force", ...context, "--in", sealed, "--out", plain]);
    await drive("decrypt", [...context, "--in", join(dir(), EVIL), "--out", plain], { status: 3 });
  });

  it("is harmless in what KMS says of a key", async () => {
    const target = { arn: EVIL_UNITS, origin: "EXTERNAL", state: EVIL, spec: "SYMMETRIC_DEFAULT" } as const;
    const kms: KeyImport = {
      describe: async () => ({ ...target, multiRegion: undefined }),
      parameters: async () => ({ publicKey: wrappingKey(), token: Buffer.alloc(1) }),
      importMaterial: async () => EVIL_UNITS,
    };
    services = { ...services, keyImport: async () => kms };
    const material = file("material", Buffer.alloc(32, 7));
    const argv = ["--key", ARN, "--in", material];
    const { data } = await drive("import-key-material", argv, { status: 7 });
    expect(data).toMatchObject({ error: { message: expect.stringContaining(EVIL) } });
    const importable = { ...target, state: "PendingImport", multiRegion: undefined };
    services = { ...services, keyImport: async () => ({ ...kms, describe: async () => importable }) };
    await drive("import-key-material", argv);
  });

  it("is harmless in what KMS and outputs say of keys that are rotated", async () => {
    const kms = fakeRotation();
    services = { ...services, rotation: async () => kms };
    kms.addKey(ARN);
    kms.aliases.set("alias/a", ARN);
    const to = ["--alias", "alias/a", "--to", EVIL];
    await drive("rotate", to, { status: 7 });
    kms.addKey(EVIL, { arn: `${ARN}${EVIL}`, state: EVIL });
    await drive("rotate", to, { status: 7 });
    await drive("rotate", ["--alias", EVIL, "--to", ARN], { status: 2 });
    const stack = { key_alias: EVIL, key_version: EVIL, key_versions: [{ version: EVIL, arn: EVIL }] };
    await drive("rotate", ["--outputs", file("rotated", JSON.stringify({ [EVIL]: stack }))], { status: 2 });
  });

  it("is harmless in records, folders of stacks and names of snapshots that are refused", async () => {
    const records = file("records", `${JSON.stringify({ [EVIL]: EVIL })}\n`);
    const item = ["--table", EVIL, "--id-field", EVIL, "--field", EVIL, "--in", records];
    for (const command of ["encrypt-item", "decrypt-item"]) await drive(command, item, { status: 2 });
    await drive("cost", [join(dir(), EVIL)], { status: 2 });
    await drive("access", [join(dir(), EVIL)], { status: 2 });
    const named = { name: EVIL };
    const stack = file(
      "stack",
      JSON.stringify({ resource: { aws_iam_user: { [EVIL]: named }, aws_kms_alias: { a: named } } }),
    );
    const own =
      "stack origin region account kind group arn effect action why policy sid principal resource".split(" ");
    await drive("access", [stack], { own });
    for (const command of ["snapshot share", "snapshot copy"]) await drive(command, [EVIL], { status: 2 });
  });

  it("is harmless in targets, what their steps say, and what wakes them", async () => {
    const said = JSON.stringify({ id: EVIL, error: { message: EVIL, hint: EVIL } });
    services = { ...services, runSelf: async () => ({ status: 0, stdout: said, stderr: said }) };
    const yaml = (text: string): string => file("targets", text);
    const state = ["--state-dir", join(dir(), `state${EVIL}`)];
    mkdirSync(join(dir(), `state${EVIL}`), { recursive: true });
    const quoted = JSON.stringify(EVIL);
    const good = yaml(`targets: { a: { path: ${quoted}, prefix: x/, bucket: ${quoted} } }`);
    const own = ["target", "step", "outcome", "due"];
    await drive("run", [...state, "--force", "--config", good], { own });
    await drive("run", [...state, "--config", good, EVIL], { status: 2 });
    await drive("run", [...state, "--config", yaml(`targets: { ${quoted}: { ${quoted}: 1 } }`)], {
      status: 2,
    });
    const refused = `path: ${quoted}, prefix: ${quoted}, name: ${quoted}, drill: { checkCommand: ${quoted} }`;
    await drive("run", [...state, "--config", yaml(`targets: { a: { ${refused} } }`)], { status: 2 });
    const there = yaml(`targets: { a: { path: ${quoted}, prefix: x/ } }`);
    for (const scheduler of ["systemd", "cron"])
      await drive("schedule print", ["--config", there, "--program", EVIL, scheduler], { own: ["path"] });
    await drive("schedule print", ["--config", there, "--image", EVIL, "--role-arn", EVIL, "kubernetes"], {
      own: ["path"],
    });
    await drive("schedule print", ["--config", there, EVIL], { status: 2 });
  });

  it("is harmless in whatever doctor looks at", async () => {
    await evilBackup(tree());
    const state = { arn: EVIL, condition: "unknown", problem: EVIL, replicas: [] } as const;
    const kms = { arnOf: async () => EVIL, state: async () => state };
    services = {
      ...services,
      caller: async () => EVIL,
      inspection: () => ({
        credentials: async () => ({ source: EVIL, expires: undefined }),
        metadata: async () => "silent",
        reach: async () => ({ url: EVIL, addresses: [EVIL], proxy: undefined, serverTime: undefined }),
        bucket: async () => ({
          encryption: { algorithm: EVIL, keyId: EVIL },
          ownership: EVIL,
          publicAccessBlocked: false,
        }),
        simulate: async () => ({ allowed: false, explicit: true, policies: [EVIL], above: undefined }),
        quota: () => Promise.reject(new OperatorError("accessDenied", EVIL)),
        busiestMinute: () => Promise.reject(new OperatorError("unavailable", EVIL, { hint: EVIL })),
      }),
      rotation: async () => fakeRotation(),
      keyLife: async () => kms as unknown as Awaited<ReturnType<Services["keyLife"]>>,
      runTool: async () => ({ status: 0, stdout: EVIL, stderr: EVIL }),
      versions: () => Promise.reject(new OperatorError("refused", EVIL, { hint: EVIL })),
    };
    const folder = join(dir(), "state", "targets");
    mkdirSync(folder, { recursive: true });
    const steps = { backup: { lastAttempt: AT, status: 7, message: EVIL, hint: EVIL } };
    writeFileSync(join(folder, "a.json"), JSON.stringify({ schemaVersion: 1, target: EVIL, steps }));
    const { text } = await drive("doctor", [...bucket, "--key", EVIL, "--state-dir", join(dir(), "state")], {
      status: 24,
    });
    expect(text).toContain("\\x1b]0;t");
  });

  it("is harmless in the name of a shell", async () => {
    await drive("completion", [EVIL], { status: 2 });
  });

  it("is harmless in uploads that somebody left", async () => {
    const left = { key: `${EVIL}/n-${STAMP}.tar.kms`, uploadId: EVIL, initiated: new Date(AT) };
    services = {
      ...services,
      uploads: async () => ({
        name: EVIL,
        list: async function* () {
          yield left;
        },
        abort: async () => true,
      }),
    };
    await drive("cleanup", [...bucket, "--dry-run"], { own: ["initiated", "state"] });
  });

  it("is harmless in what a new repo, a new key and keys of states are refused for", async () => {
    const answers = ["--preset", EVIL, "--account", EVIL, "--repository", EVIL];
    await drive("init", ["--yes", "--region", "eu-central-1", ...answers, join(dir(), EVIL)], { status: 2 });
    await drive("tofu-key-provider", ["--key", EVIL, "--state", EVIL], { status: 2 });
    const who = (role: string) => ["--writer", role, "--restorer", role, "--administrator", role];
    const setUp = ["--bucket", EVIL, "--region", EVIL, ...who(EVIL)];
    for (const more of [[], ["--alias", EVIL], ["--key", EVIL]])
      await drive("setup-kms", [...setUp, ...more], { status: 2 });
    const stack = { region: EVIL, key_arn: EVIL, bucket: EVIL, replicas: { [EVIL]: { key_arn: EVIL } } };
    const outputs = file("states", JSON.stringify({ [EVIL]: stack }));
    await drive("tofu-key-provider print", ["--outputs", outputs, "--state", EVIL], { status: 2 });
  });

  it("is harmless in documents, which say the same to their readers", async () => {
    const outputs = file("outputs", JSON.stringify({ stack: { KmsKeyArn: EVIL } }));
    const vault = ["--key", EVIL, "--bucket", EVIL, "--prefix", EVIL, "--principal", EVIL];
    const { text } = await drive("vault-config", vault);
    expect(Object.values(parse(text))).toEqual(["kms", EVIL, EVIL, `${EVIL}/`, EVIL]);
    await drive("vault-config", ["--outputs", outputs, "--stack", EVIL], { status: 2 });
    const flags = ["--key", ARN, "--config-path", `/${EVIL}`, "--image", EVIL, "--program", EVIL];
    const pod = await drive("kms-plugin manifest", [...flags, "static-pod"]);
    const [container] = parse(pod.text).spec.containers;
    expect([container.image, container.args[2]]).toEqual([EVIL, `/${EVIL}`]);
    for (const what of ["config", "encryption-configuration", "systemd-unit"])
      await drive("kms-plugin manifest", [...flags, "--provider-name", "n", what]);
    await drive("kms-plugin manifest", [...flags, EVIL], { status: 2 });
    await drive("kms-plugin rotation plan", ["--key", ARN, "--to", EVIL]);
  });

  it("is harmless in the metrics of plugins and API servers", async () => {
    const label = EVIL.replace(/\n/g, "\\n");
    const metrics = `sealstack_kms_plugin_key_id_info{key="${label}",key_id="${label}"} 1\n`;
    const server = createServer((_, response) => response.end(metrics)).listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const instance = ["--instance", `http://127.0.0.1:${port}`];
      const { data, text } = await drive("kms-plugin rotation status", instance);
      expect(data).toMatchObject({ keys: [{ key: EVIL, keyIds: [EVIL] }] });
      expect(text).toContain("\\x1b]0;t");
      const file = ["--apiserver-metrics", join(dir(), EVIL)];
      await drive("kms-plugin rotation status", [...instance, ...file], { status: 3 });
    } finally {
      server.close();
    }
  });

  it("is harmless in records of CloudTrail", async () => {
    const told = { id: EVIL, time: new Date(AT), name: EVIL, resources: [EVIL], principal: EVIL };
    const event = { ...told, through: EVIL, error: EVIL, contextKeys: [EVIL], readOnly: true };
    const lookUp = async function* () {
      yield { events: [event], more: false };
    };
    const kms = {} as Awaited<ReturnType<Services["keyLife"]>>; // an ARN is asked for nothing
    services = { ...services, keyLife: async () => kms, keyEvents: async () => ({ lookUp }) };
    const own = [
      "kind",
      "key",
      "first",
      "from",
      "to",
      "attribute",
      "value",
      "oldest",
      "through",
      "region",
      "notShown",
    ];
    const { text } = await drive("audit", ["--key", ARN], { own });
    expect(text).toContain("\\x1b]0;t");
  });

  it("is harmless in the configuration of the plugin", async () => {
    for (const config of ["keys: 1", "keys: {a: {listen: x, key: y}}", "{"])
      await drive("kms-plugin", ["--config", file("config", `${config}\n`)], { status: 2 });
    await drive("kms-plugin", ["--key", ARN, "--listen", EVIL], { status: 2 });
  });

  it("is harmless in arguments that nobody expected, and in failures that nobody did", async () => {
    for (const { name } of COMMANDS) await driveWith(services, name, [`--${EVIL}`], { status: 2 });
    for (const error of [new Error(EVIL), new OperatorError("unavailable", EVIL, { hint: EVIL })]) {
      store.before = () => {
        throw error;
      };
      await drive("list", bucket, { status: exitStatus(error) });
    }
  });

  it("was looked for in every command", () => {
    // hostile-*.test.ts in the folders of these commands
    const elsewhere = [...SIGNATURE_COMMANDS, ...KEY_LIFE_COMMANDS, ...RETENTION_COMMANDS, ...FLEET_COMMANDS];
    const others = COMMANDS.filter((command) => !elsewhere.includes(command));
    expect([...driven].sort()).toEqual(others.map(({ name }) => name).sort());
  });
});
