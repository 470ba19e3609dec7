import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import {
  S3ReplicationDestinationStack,
  s3ReplicationDestinationSchema,
} from "../../../presets/s3-replication-destination";
import { terraformModule } from "../../../tools/hcl-module/module";
import { readablePolicies } from "../../helpers/stacks/readable-policies";
import { synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/s3-replication-destination.json");
const EXAMPLE = "examples/s3-replication-destination.yaml";
const NAME = "s3-replication-destination";
const ROLE = "arn:aws:iam::111122223333:role/s3-replication-replication";
const SOURCE = { accountId: "111122223333", roleArn: ROLE };
const BASE = { preset: NAME, region: "eu-west-1", accountId: "222233334444", source: SOURCE };
const DEPLOYMENT = {
  region: "eu-west-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;

const configOf = (config: object) => s3ReplicationDestinationSchema.parse({ ...BASE, ...config });

const stackOf = (config: object = {}) =>
  withApp((app) =>
    synthStack(
      new S3ReplicationDestinationStack(app, NAME, { config: configOf(config), deployment: DEPLOYMENT }),
    ),
  );

function problems(config: object): string[] {
  const issues = s3ReplicationDestinationSchema.safeParse({ ...BASE, ...config }).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("s3-replication-destination stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf().json, readablePolicies, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("takes no role of the other account for a principal: none has to be there before", () => {
    const reader = "arn:aws:iam::111122223333:role/etcd-ca-backup-restorer";
    const stack = stackOf({ source: { ...SOURCE, readerArns: [reader] } });
    const policies = [
      ...Object.values(stack.resources("aws_kms_key")),
      ...Object.values(stack.resources("aws_s3_bucket_policy")),
    ].map(({ policy }) => JSON.parse(String(policy)) as { Statement: { Principal: { AWS?: string[] } }[] });
    const principals = policies.flatMap(({ Statement }) =>
      Statement.flatMap(({ Principal }) => Principal.AWS ?? []),
    );
    expect(principals.filter((arn) => arn.includes("111122223333"))).not.toEqual([]);
    expect(new Set(principals.filter((arn) => arn.includes("111122223333")))).toEqual(
      new Set(["arn:aws:iam::111122223333:root"]),
    );
    for (const arn of [ROLE, reader])
      expect(JSON.stringify(policies)).toContain(`"aws:PrincipalArn":["${arn}"]`);
  });

  it("is a Terraform module, too, without backend and provider", async () => {
    const files = await terraformModule(NAME, configOf({}));
    expect(Object.keys(files).sort()).toEqual(["main.tf", "outputs.tf", "versions.tf"]);
  });
});

describe("s3-replication-destination configuration", () => {
  it.each([
    [
      {
        source: {
          ...SOURCE,
          accountId: "222233334444",
          roleArn: ROLE.replace("111122223333", "222233334444"),
        },
      },
      "source.accountId: must be another account than the stack's own, got '222233334444'; one account needs the preset s3-replication only",
    ],
    [
      { source: { ...SOURCE, roleArn: ROLE.replace("111122223333", "333344445555") } },
      `source.roleArn: must be a role of account 111122223333, got '${ROLE.replace("111122223333", "333344445555")}'`,
    ],
    [
      { source: { ...SOURCE, readerArns: [ROLE, ROLE.replace("111122223333", "333344445555")] } },
      `source.readerArns.1: must be a role of account 111122223333, got '${ROLE.replace("111122223333", "333344445555")}'`,
    ],
    [
      { source: { ...SOURCE, roleArn: "arn:aws:iam::111122223333:role/*" } },
      "source.roleArn: must be the ARN of an IAM role, got 'arn:aws:iam::111122223333:role/*'",
    ],
    [
      { source: { ...SOURCE, roleArn: "arn:aws:iam::111122223333:root" } },
      "source.roleArn: must be the ARN of an IAM role, got 'arn:aws:iam::111122223333:root'",
    ],
    [{ accountId: 222233334444 }, "accountId: must be twelve digits in quotes, got 222233334444"],
  ])("fails on %j", (config, problem) => {
    expect(problems(config)).toEqual([problem]);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");

  it("is a configuration, with every value at its default", () => {
    expect(parseConfig(text, EXAMPLE).stacks).toEqual({ [NAME]: configOf({}) });
  });

  it("shows every key", () => {
    const everything = configOf({
      source: { ...SOURCE, readerArns: [ROLE] },
      bucket: { name: "x-y-z", objectLock: { mode: "GOVERNANCE", retentionInDays: 1 } },
    });
    const keys = (value: object): string[] =>
      Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === "object" && !Array.isArray(inner) ? [name, ...keys(inner)] : [name],
      );
    expect(keys(everything).filter((key) => !new RegExp(`^ *(# *)*(- )?${key}:`, "m").test(text))).toEqual(
      [],
    );
  });
});
