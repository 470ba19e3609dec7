import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DAY_MS,
  daysFromNow,
  type FakeRotation,
  fakeRotation,
  material,
  NOW,
} from "../../../helpers/kms/fake-rotation";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const arn = (id: string, region = "eu-central-1", account = "111122223333") =>
  `arn:aws:kms:${region}:${account}:key/${id}`;
const [OLD, NEXT, LAST] = [arn("old"), arn("next"), arn("last")];
const ALIAS = "alias/imported";

describe("sealstack rotate", () => {
  const dir = useTempDir();
  let kms: FakeRotation;
  const VERSIONS = [
    { version: "2026-01", arn: OLD },
    { version: "2026-04", arn: NEXT },
    { version: "2026-07", arn: LAST },
  ];

  beforeEach(() => {
    kms = fakeRotation();
    for (const key of [OLD, NEXT, LAST]) kms.addKey(key);
    kms.aliases.set(ALIAS, OLD);
  });

  const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    sealstack(["rotate", ...argv], {
      services: { ...memoryServices(new MemoryStore()), rotation: async () => kms },
      env,
      now: () => NOW,
    });

  function outputs(as: object = {}): string[] {
    const file = join(dir(), "outputs.json");
    const stack = { region: "eu-central-1", key_arn: OLD, key_alias: ALIAS, key_version: "2026-01" };
    writeFileSync(file, JSON.stringify({ stack: { ...stack, key_versions: VERSIONS, ...as } }));
    return ["--outputs", file];
  }

  async function json(argv: readonly string[]) {
    const { status, stdout } = await run([...argv, "--json", "--quiet"]);
    expect(status).toBe(0);
    return JSON.parse(stdout.toString());
  }

  describe("of an alias, by the plan of a stack", () => {
    it("shows the plan and changes nothing without --yes", async () => {
      const { status, stdout } = await run(outputs());
      expect(status).toBe(0);
      expect(stdout.toString()).toMatch(
        /alias\/imported moves from 2026-01 \(.*old\) to 2026-04 \(.*next\)[\s\S]*nothing was changed: add --yes/,
      );
      expect(kms.changes).toEqual([]);
    });

    it("moves it, says what the configuration needs, and does nothing when it is run again", async () => {
      const first = await json([...outputs(), "--yes"]);
      expect(first).toMatchObject({ status: "done", from: OLD, to: NEXT, alias: ALIAS });
      expect(first.next).toEqual([expect.stringContaining("set key.current to '2026-04'")]);
      const again = await json([...outputs(), "--yes"]);
      expect(again).toMatchObject({ status: "nothing to do", from: NEXT, to: NEXT, next: first.next });
      expect(kms.changes).toEqual([`${ALIAS} to ${NEXT}`]);
      // And the plan goes on once the configuration says so.
      expect(await json([...outputs({ key_version: "2026-04" }), "--yes"])).toMatchObject({ to: LAST });
    });

    it("goes on after it was interrupted, because KMS alone knows the state", async () => {
      const real = kms.moveAlias;
      kms.moveAlias = async () => Promise.reject(new Error("connection lost"));
      expect((await run([...outputs(), "--yes"])).status).toBe(1);
      kms.moveAlias = async (...given) => {
        await real(...given);
        throw new Error("connection lost after KMS had done it");
      };
      expect((await run([...outputs(), "--yes"])).status).toBe(1);
      kms.moveAlias = real;
      expect(await json([...outputs(), "--yes"])).toMatchObject({ status: "nothing to do", to: NEXT });
      expect(kms.changes).toEqual([`${ALIAS} to ${NEXT}`]);
    });

    it("has nothing to do behind the last version", async () => {
      kms.aliases.set(ALIAS, LAST);
      const done = await json([...outputs({ key_version: "2026-07" }), "--yes"]);
      expect(done).toMatchObject({ status: "nothing to do", to: null });
    });

    it("goes to the version that is named, an earlier one too", async () => {
      kms.aliases.set(ALIAS, LAST);
      expect(await json([...outputs(), "--to", "2026-01", "--yes"])).toMatchObject({ from: LAST, to: OLD });
    });

    it.each([
      [
        "the alias stands for a version that the outputs do not expect",
        {},
        LAST,
        7,
        /contradict.*2026-01.*2026-07/,
      ],
      ["the alias stands for a key of nobody's plan", {}, arn("stranger"), 7, /contradict.*stranger/],
      ["the current version is none", { key_version: "2027" }, OLD, 2, /'2027' current, which is none/],
      ["a version comes twice", { key_versions: [VERSIONS[0], VERSIONS[0]] }, OLD, 2, /same version twice/],
      [
        "a key comes twice",
        { key_versions: [VERSIONS[0], { version: "x", arn: OLD }] },
        OLD,
        2,
        /same key twice/,
      ],
      ["versions are no list", { key_versions: "2026-01" }, OLD, 2, /no list of names and key ARNs/],
      ["a version has no key ARN", { key_versions: [{ version: "a", arn: "b" }] }, OLD, 2, /no list/],
    ])("fails when %s", async (_, as, at, status, words) => {
      kms.addKey(arn("stranger"));
      kms.aliases.set(ALIAS, at);
      const ran = await run([...outputs(as), "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([status, expect.stringMatching(words)]);
      expect(kms.changes).toEqual([]);
    });

    it("warns about material that expires soon, and about what is not imported, of all versions", async () => {
      kms.addKey(OLD, { validTo: daysFromNow(10) });
      kms.addKey(NEXT, { validTo: daysFromNow(31) });
      kms.addKey(LAST, { state: "PendingImport" });
      const { stderr } = await run(outputs());
      expect(stderr).toMatch(/material of 2026-01 expires at 2026-07-11T00:00:00.000Z, in 10 days/);
      expect(stderr).not.toContain("material of 2026-04 expires");
      expect(stderr).toContain("2026-07 has no material");
      expect((await run([...outputs(), "--warn-days", "31"])).stderr).toContain(
        "material of 2026-04 expires",
      );
    });

    it.each([
      ["PendingImport", "import-key-material"],
      ["Disabled", "enable-key"],
      ["PendingDeletion", "cancel-key-deletion"],
    ])("refuses a next key that is %s", async (state, hint) => {
      kms.addKey(NEXT, { state });
      const ran = await run([...outputs(), "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([7, expect.stringMatching(`got ${state}[\\s\\S]*${hint}`)]);
      expect(kms.changes).toEqual([]);
    });
  });

  describe("of an alias, to a key that is named", () => {
    it("moves it, and warns of an old key that opens nothing", async () => {
      kms.addKey(OLD, { state: "Disabled" });
      const done = await json(["--alias", ALIAS, "--to", NEXT, "--yes"]);
      expect(done).toMatchObject({ status: "done", from: OLD, to: NEXT, next: [] });
      expect(done.warnings).toEqual([
        expect.stringContaining("is Disabled: what it encrypted does not open"),
      ]);
    });

    it("takes the alias by its ARN", async () => {
      const named = `arn:aws:kms:eu-central-1:111122223333:${ALIAS}`;
      await json(["--alias", named, "--to", NEXT, "--yes"]);
      expect(kms.changes).toEqual([`${ALIAS} to ${NEXT}`]);
    });

    it.each([
      ["spec", { spec: "RSA_2048" }],
      ["usage", { usage: "SIGN_VERIFY" }],
    ])("refuses a key of another %s", async (what, as) => {
      kms.addKey(NEXT, as);
      const ran = await run(["--alias", ALIAS, "--to", NEXT, "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([7, expect.stringContaining(`must have the ${what}`)]);
    });

    it.each([
      ["region", arn("next", "eu-west-1")],
      ["account", arn("next", "eu-central-1", "444455556666")],
    ])("refuses a key of another %s", async (what, key) => {
      kms.addKey(key);
      const ran = await run(["--alias", ALIAS, "--to", key, "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([7, expect.stringContaining(`must have the ${what}`)]);
      expect(kms.changes).toEqual([]);
    });

    it.each([
      ["no key to rotate to", ["--alias", ALIAS], 2, /no key is given to rotate to/],
      ["no alias", ["--to", NEXT], 2, /no alias is given/],
      ["an alias of AWS", ["--alias", "alias/aws/s3", "--to", NEXT], 2, /AWS rotates its key itself/],
      ["a key in place of the alias", ["--alias", OLD, "--to", NEXT], 2, /is no alias of KMS/],
      [
        "an alias that there is not, or stands for nothing",
        ["--alias", "alias/x", "--to", NEXT],
        7,
        /no such key/,
      ],
      ["a key that there is not", ["--alias", ALIAS, "--to", arn("x")], 7, /no such key/],
      ["--key", ["--alias", ALIAS, "--key", NEXT], 2, /--key goes with --on-demand only/],
      ["--min-age", ["--alias", ALIAS, "--to", NEXT, "--min-age", "3"], 2, /--min-age goes with --on-demand/],
      ["a --warn-days that is no number", ["--alias", ALIAS, "--warn-days", "x"], 2, /whole number of days/],
    ])("fails on %s", async (_, argv, status, words) => {
      const ran = await run([...argv, "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([status, expect.stringMatching(words)]);
      expect(kms.changes).toEqual([]);
    });

    it("does not mind a key that only the environment names", async () => {
      const ran = await run(["--alias", ALIAS, "--to", NEXT], { SEALSTACK_KEY: OLD });
      expect(ran.status).toBe(0);
    });

    it("fails on outputs of another alias, and on a key outside of their plan", async () => {
      expect((await run([...outputs(), "--alias", "alias/other"])).stderr).toMatch(/two plans contradict/);
      expect((await run([...outputs(), "--to", arn("x")])).stderr).toMatch(/not in the plan of the stack/);
    });
  });

  describe("on demand", () => {
    const rotate = ["--on-demand", "--key", OLD];
    const pending = () => kms.stored.set(OLD, [material(), material({ state: "PENDING_ROTATION" })]);

    it("gives an imported key the material that was imported for it, and does nothing when it is run again", async () => {
      pending();
      expect((await json(rotate)).status).toBe("planned");
      expect(await json([...rotate, "--yes"])).toMatchObject({ status: "done", key: OLD, rotationsLeft: 24 });
      expect(await json([...rotate, "--yes"])).toMatchObject({ status: "nothing to do" });
      expect(kms.changes).toEqual([`rotate ${OLD}`]);
    });

    it("gives a key of KMS new material once its own is old enough", async () => {
      kms.addKey(OLD, { origin: "AWS_KMS" });
      kms.stored.set(OLD, [material({ rotated: daysFromNow(-89) })]);
      const old = [...rotate, "--yes", "--min-age"];
      expect((await json([...old, "90"])).status).toBe("nothing to do");
      expect((await json([...old, "89"])).status).toBe("done");
      expect((await json([...old, "89"])).status).toBe("nothing to do");
      expect((await json([...old, "0"])).status).toBe("done");
    });

    it("begins none beside one that KMS has not ended", async () => {
      pending();
      kms.since.set(OLD, new Date(NOW.getTime() - DAY_MS / 24));
      expect((await json([...rotate, "--yes"])).status).toBe("in progress");
      expect(kms.changes).toEqual([]);
    });

    it("warns of material that expires, is not imported, or of few rotations that are left", async () => {
      const used = Array.from({ length: 21 }, () =>
        material({ state: "NON_CURRENT", onDemand: true, rotated: daysFromNow(-50) }),
      );
      const missing = material({ state: "NON_CURRENT", pendingImport: true });
      const soon = material({ validTo: daysFromNow(5) });
      kms.stored.set(OLD, [soon, material({ state: "PENDING_ROTATION" }), missing, ...used]);
      const { stderr } = await run(rotate);
      expect(stderr).toMatch(/\(CURRENT\) expires at 2026-07-06/);
      expect(stderr).toMatch(/NON_CURRENT material of .* is not imported/);
      expect(stderr).toMatch(/4 rotations on demand are left of the 25/);
    });

    it.each([
      [
        "asymmetric",
        { spec: "RSA_2048", usage: "SIGN_VERIFY" },
        /symmetric encryption keys only, got RSA_2048/,
      ],
      ["for codes", { spec: "HMAC_256", usage: "GENERATE_VERIFY_MAC" }, /symmetric.* got HMAC_256/],
      ["of a custom key store", { origin: "AWS_CLOUDHSM" }, /custom key stores, got the origin AWS_CLOUDHSM/],
      ["of AWS", { manager: "AWS" }, /managed by AWS/],
      ["a replica", { multiRegion: "REPLICA" }, /rotates with its primary/],
      ["disabled", { state: "Disabled" }, /must be Enabled, got Disabled/],
      ["to be deleted", { state: "PendingDeletion" }, /must be Enabled, got PendingDeletion/],
      ["without material", { state: "PendingImport" }, /got PendingImport[\s\S]*import-key-material/],
      ["imported, without new material", {}, /has no new material to rotate to/],
    ] as const)("refuses a key that is %s", async (_, as, words) => {
      kms.addKey(OLD, as);
      const ran = await run([...rotate, "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([7, expect.stringMatching(words)]);
      expect(kms.changes).toEqual([]);
    });

    it("refuses new material that a replica lacks, and a key without rotations left", async () => {
      kms.stored.set(OLD, [material(), material({ state: "PENDING_MULTI_REGION_IMPORT_AND_ROTATION" })]);
      expect((await run([...rotate, "--yes"])).stderr).toContain("not imported into all of its replicas");
      const used = Array.from({ length: 25 }, () => material({ state: "NON_CURRENT", onDemand: true }));
      kms.stored.set(OLD, [material(), material({ state: "PENDING_ROTATION" }), ...used]);
      expect((await run([...rotate, "--yes"])).stderr).toContain("rotated 25 times on demand");
      expect(kms.changes).toEqual([]);
    });

    it.each([
      ["--to", [...rotate, "--to", NEXT], /--to and --on-demand exclude each other/],
      ["--alias", [...rotate, "--alias", ALIAS], /--alias and --on-demand exclude each other/],
      ["no key", ["--on-demand"], /no key is given/],
      ["two keys", [...rotate, "--key", NEXT], /one key is needed, got 2/],
    ])("fails on %s", async (_, argv, words) => {
      const ran = await run([...argv, "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([2, expect.stringMatching(words)]);
    });

    it("fails on a stack that rotates by versions", async () => {
      const ran = await run([...outputs(), "--on-demand", "--yes"]);
      expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining("two plans contradict")]);
    });
  });
});
