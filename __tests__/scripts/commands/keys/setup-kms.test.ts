import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { keyPolicyOf, rolePolicies } from "../../../../scripts/core/key-setup/policies";
import { differingStatements } from "../../../../scripts/core/key-setup/same-policy";
import { FakeKeySetup } from "../../../helpers/kms/fake-key-setup";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const ALIAS = "alias/etcd-ca-backup";
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const IDENTITIES = { writer: role("ca"), restorer: role("restorer"), administrator: role("admin") };

describe("sealstack setup-kms", () => {
  let kms: FakeKeySetup;
  beforeEach(() => {
    kms = new FakeKeySetup();
  });
  const flags = (over: Readonly<Record<string, string | undefined>> = {}): string[] =>
    Object.entries({ region: "eu-central-1", bucket: "backups", ...IDENTITIES, ...over }).flatMap(
      ([name, value]) => (value === undefined ? [] : [`--${name}`, value]),
    );
  const run = (argv: readonly string[], env = {}) =>
    sealstack(["setup-kms", ...argv], {
      env,
      services: {
        ...memoryServices(new MemoryStore()),
        keySetup: async () => kms,
        keyLife: async () => kms as never,
        identity: async () => ({
          partition: "aws",
          service: "sts",
          region: "",
          account: "111122223333",
          resource: "assumed-role/admin/me",
        }),
      },
    });
  const json = async (argv: readonly string[]) => {
    const { status, stdout, stderr } = await run([...argv, "--json"]);
    expect(`${status} ${stderr}`).toBe("0 ");
    return JSON.parse(stdout.toString());
  };

  it("makes key, alias and rotation once, and tells the variables of a vault", async () => {
    const { status, stdout } = await run(flags());
    expect(status).toBe(0);
    const [arn = ""] = kms.keys.keys();
    expect(parse(stdout.toString())).toEqual({
      step_ca_backup_encryption_method: "kms",
      step_ca_backup_kms_key_id: arn,
      step_ca_backup_s3_bucket: "backups",
      step_ca_backup_s3_prefix: "step-ca/",
      step_ca_backup_kms_principal: IDENTITIES.writer,
    });
    expect(kms.changes).toEqual(["create", "addAlias", "rotate"]);
    expect(kms.aliases.get(ALIAS)).toBe(arn);
    expect(await json(flags())).toMatchObject({ changed: false, steps: [] });
    expect(kms.changes).toHaveLength(3);
  });

  it("changes nothing with --dry-run, and tells what it would do", async () => {
    expect(await json([...flags(), "--dry-run"])).toMatchObject({
      changed: true,
      steps: ["key with the policy of the backups", `alias ${ALIAS}`, "rotation once a year"],
      variables: expect.not.objectContaining({ step_ca_backup_kms_key_id: expect.anything() }),
    });
    await run(flags());
    kms.changes.length = 0;
    for (const key of kms.keys.values()) key.rotates = false;
    expect((await json([...flags({ writer: role("other") }), "--update-policy", "--dry-run"])).steps).toEqual(
      [
        expect.stringMatching(/^policy of .*key-1: WriterEnvelope, WriterBucket$/),
        expect.stringMatching(/^rotation of /),
      ],
    );
    expect(kms.changes).toEqual([]);
  });

  it("replaces another policy only when it is told to", async () => {
    await run(flags());
    const other = flags({ restorer: role("somebody-else") });
    const refused = await run(other);
    expect(refused.status).toBe(7);
    expect(refused.stderr).toContain(
      "is another one; it differs in: RestorerEnvelope, RestorerBucket, RestorerDescribe",
    );
    expect((await json([...other, "--update-policy"])).changed).toBe(true);
    expect([...kms.keys.values()][0]?.policy).toContain("somebody-else");
    expect((await json(other)).changed).toBe(false);
  });

  it("finishes what was interrupted, with --key, and makes no second key", async () => {
    kms.broken = "addAlias";
    const broken = await run(flags());
    expect(broken.status).toBe(12);
    const [arn = ""] = kms.keys.keys();
    expect(broken.stderr).toContain(`the key ${arn} was made`);
    expect(broken.stderr).toContain(`--key ${arn}`);
    kms.broken = undefined;
    expect((await json([...flags(), "--key", arn])).steps).toEqual([
      `rotation of ${arn} once a year`,
      `alias ${ALIAS} for ${arn}`,
    ]);
    expect(kms.keys.size).toBe(1);
    expect((await json([...flags(), "--key", arn])).changed).toBe(false);
    const elsewhere = await run([...flags(), "--key", arn.replace("key-1", "key-2")]);
    expect(elsewhere.stderr).toContain(`${ALIAS} stands for ${arn}, not for`);
  });

  it.each(["disabled", "pending deletion", "unknown"] as const)(
    "fails on a key that is %s",
    async (condition) => {
      await run(flags());
      for (const key of kms.keys.values()) key.condition = condition;
      expect(await run(flags())).toMatchObject({ status: 7 });
      expect(kms.changes).toHaveLength(3);
    },
  );

  it.each([
    [{ writer: undefined }, "no --writer is given"],
    [{ writer: "ca" }, "--writer must be the ARN of a role or user, got 'ca'"],
    [{ restorer: "arn:aws:iam::111122223333:root" }, "--restorer must be the ARN of a role or user"],
    [{ administrator: "arn:aws:sts::111122223333:assumed-role/a/b" }, "give the role's own ARN"],
    [{ alias: "etcd" }, "'etcd' is no alias of a key of your own"],
    [{ alias: "alias/aws/s3" }, "is no alias of a key of your own"],
    [{ bucket: undefined }, "no bucket is given"],
    [{ region: undefined }, "no region is given"],
    [{ key: ALIAS }, "--key must be the ARN of one key"],
  ])("fails on %j before anything is asked", async (over, message) => {
    const { status, stderr } = await run(flags(over));
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(kms.changes).toEqual([]);
  });
});

describe("the policies of setup-kms", () => {
  const golden = JSON.parse(
    readFileSync(join(__dirname, "../../../golden/etcd-ca-backup.json"), "utf8"),
  ).resource;
  const audience = {
    partition: "aws",
    accountId: "111122223333",
    region: "eu-central-1",
    alias: ALIAS,
    bucket: "etcd-ca-backup-111122223333-eu-central-1",
    prefixes: ["step-ca/", "etcd-default/"],
    writers: ["${aws_iam_role.writer.arn}"],
    restorers: ["${aws_iam_role.restorer.arn}"],
    administrators: ["${aws_iam_role.administrator.arn}"],
  };

  it("are those of the stack", () => {
    const ofStack = JSON.stringify(golden.aws_kms_key.key.policy)
      .replaceAll(/\$\{data\.aws_partition\.\w+\.partition\}/g, "aws")
      .replaceAll(/\$\{data\.aws_caller_identity\.\w+\.account_id\}/g, audience.accountId)
      .replaceAll(/\$\{data\.aws_region\.\w+\.region\}/g, audience.region);
    expect(differingStatements(ofStack, keyPolicyOf(audience))).toEqual([]);
    expect(differingStatements(ofStack, keyPolicyOf({ ...audience, bucket: "other" }))).not.toEqual([]);
  });

  it("are the same whatever the order of lists and statements is, and a list of one", () => {
    const policy = keyPolicyOf({ ...audience, writers: ["a", "b"] });
    const [first, ...rest] = policy.Statement;
    const turned = JSON.stringify({ Statement: [...rest, first] }).replace('["a","b"]', '["b","a"]');
    expect(differingStatements(turned.replaceAll(/\["([^"]*)"\]/g, '"$1"'), policy)).toEqual([]);
    expect(differingStatements(turned.replaceAll('"a"', '"c"'), policy)).toContain("WriterEnvelope");
    expect(differingStatements(JSON.stringify({ Statement: [...rest, first, first] }), policy)).toHaveLength(
      1,
    );
    expect(() => differingStatements("<html>", policy)).toThrow("no JSON object");
  });

  it("give the writer no use of the key but by its alias", () => {
    const { writer } = rolePolicies(audience, "arn:aws:kms:eu-central-1:111122223333:key/k");
    expect(writer.Statement[0]).toMatchObject({
      Sid: "WriterEnvelope",
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [ALIAS] } },
    });
  });
});
