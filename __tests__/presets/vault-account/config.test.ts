import { VaultAccountStack } from "../../../presets/vault-account";
import { vaultAccountSchema } from "../../../presets/vault-account/config";
import { bucketPolicyLength } from "../../../presets/vault-account/fit";
import { stackValues } from "../../../tools/policy-check/stack-values";
import { synthStack, withApp } from "../../helpers/stacks/synth";

const ONE = { accountId: "222233334444", regions: ["eu-central-1"] };
const TWO = { accountId: "333344445555", regions: ["eu-west-1"] };
const LOCK = { mode: "GOVERNANCE", retentionInDays: 30 };
const BUCKET_POLICY = 20_480;
const KEY_POLICY = 32_768;
const base = (config: object) => ({
  preset: "vault-account",
  region: "eu-central-1",
  accountId: "111122223333",
  bucket: { name: "example-vault", objectLock: LOCK },
  sources: [ONE, TWO],
  ...config,
});

function problems(config: object): string[] {
  const issues = vaultAccountSchema.safeParse(base(config)).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("vault-account configuration", () => {
  it.each([
    [
      { sources: [{ ...ONE, accountId: "111122223333" }] },
      "sources.0.accountId: must be another account than the stack's own, got '111122223333'; what an account keeps of itself is no vault",
    ],
    [
      { sources: [ONE, { ...TWO, prefix: "222233334444/etcd/" }] },
      "sources: prefixes must not overlap, got '222233334444/' and '222233334444/etcd/'",
    ],
    [
      { sources: [{ ...ONE, direct: false, restore: false }] },
      "sources.0.direct: must be true beside replication and restore that are false: the source would have no use",
    ],
    [
      { sources: [{ ...ONE, accountId: 222233334444 }] },
      /^sources\.0\.accountId: must be twelve digits in quotes/,
    ],
    [{ sources: [{ ...ONE, accountId: "222233334444 " }] }, /^sources\.0\.accountId: must be twelve digits/],
    [{ accountId: "1111" }, /^accountId: must be twelve digits/],
    [{ region: "nowhere " }, /^region: /],
    [{ sources: [{ ...ONE, restorerArns: ["arn:aws:iam::1:role/r"] }] }, /^sources\.0\.restorerArns\.0: /],
    [{ bucket: { name: "Vault", objectLock: LOCK } }, /^bucket\.name: /],
    [{ sources: [{ ...ONE, prefix: "team/*/" }] }, /^sources\.0\.prefix: must be a prefix of letters/],
    [{ sources: [{ ...ONE, prefix: "" }] }, /^sources\.0\.prefix: must be a prefix of letters/],
    [{ sources: [{ ...ONE, prefix: "team" }] }, /^sources\.0\.prefix: must be a prefix of letters/],
    [{ sources: [{ ...ONE, prefix: "${aws:PrincipalAccount}/" }] }, /^sources\.0\.prefix: must be a prefix/],
    [{ sourceRoles: { writers: ["/*"] } }, /^sourceRoles\.writers\.0: must be the path and name of a role/],
    [
      { sourceRoles: { writers: ["writer"] } },
      /^sourceRoles\.writers\.0: must be the path and name of a role/,
    ],
    [{ sourceRoles: { writers: ["/w-{account}"] } }, /^sourceRoles\.writers\.0: must be the path and name/],
    [{ organizationPaths: ["o-a1b2c3d4e5"] }, /^organizationPaths\.0: must be a path such as/],
    [{ organizationPaths: ["*"] }, /^organizationPaths\.0: must be a path such as/],
    [
      { bucket: { objectLock: { mode: "COMPLIANCE", retentionInDays: 30 } }, breakGlass: {} },
      "breakGlass: must be left out beside an object lock in mode COMPLIANCE, which yields to nobody; got a role that could end no lock",
    ],
    [
      { key: { rootStatement: "full" } },
      "key.rootStatement: 'full' needs a rootStatementReason beside it, got none",
    ],
    [
      { bucket: { objectLock: LOCK, retentions: [{ prefix: "a/", expirationInDays: 7 }] } },
      /^bucket\.objectLock\.retentionInDays: /,
    ],
  ])("fails on %j", (config, problem) => {
    expect(problems(config)).toEqual([
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    ]);
  });

  it("fails on a source that is there twice, and on a bucket without a lock", () => {
    expect(problems({ sources: [ONE, ONE] })).toContain(
      "sources.1.accountId: must be given once, got '222233334444' again; name its regions in one source",
    );
    expect(problems({ bucket: {} })).toHaveLength(1);
    expect(problems({ bucket: {} })[0]).toMatch(/^bucket\.objectLock: /);
  });
});

/** So many accounts, each with its own id. */
const accounts = (count: number, more: (index: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({
    accountId: String(500_000_000_000 + index),
    regions: ["eu-central-1"],
    ...more(index),
  }));

/** The most sources of a kind that a configuration takes. */
function most(more: (index: number) => object): number {
  let [fits, fails] = [1, 1000];
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (problems({ sources: accounts(middle, more) }).length === 0) fits = middle;
    else fails = middle;
  }
  return fits;
}

/** Lengths of the policies as AWS gets them. */
function lengths(config: object): { readonly bucket: number; readonly key: number } {
  const stack = withApp((app) =>
    synthStack(
      new VaultAccountStack(app, "vault-account", {
        config: vaultAccountSchema.parse(base(config)),
        deployment: { region: "eu-central-1" },
      }),
    ),
  );
  const { resources } = stackValues(JSON.stringify(stack.json));
  const length = (type: string) =>
    String(resources.find((resource) => resource.type === type)?.attributes.policy).length;
  return { bucket: length("aws_s3_bucket_policy"), key: length("aws_kms_key") };
}

const KINDS = {
  "that write and restore": () => ({}),
  "that are replicated, too": () => ({ replication: true }),
  "with prefixes of their own": (index: number) => ({ prefix: `team-${String(index).padStart(3, "0")}/` }),
} as const;

/** As docs/presets/vault-account.md says. */
const FITS: Readonly<Record<keyof typeof KINDS, number>> = {
  "that write and restore": 133,
  "that are replicated, too": 85,
  "with prefixes of their own": 14,
};

describe.each(Object.entries(KINDS))("sources %s", (kind, more) => {
  const count = most(more);

  it(`are ${FITS[kind as keyof typeof KINDS]} at most, which AWS takes`, () => {
    expect(count).toBe(FITS[kind as keyof typeof KINDS]);
    const { bucket, key } = lengths({ sources: accounts(count, more) });
    expect(bucket).toBeLessThanOrEqual(BUCKET_POLICY);
    expect(key).toBeLessThanOrEqual(KEY_POLICY);
  });

  it("are refused beyond that, with what to do", () => {
    const [problem, ...others] = problems({ sources: accounts(count + 1, more) });
    expect(others).toEqual([]);
    expect(problem).toMatch(
      new RegExp(
        `^sources: must fit into a bucket policy of 20480 characters, got 2\\d{4} with ${count + 1} sources; `,
      ),
    );
    expect(problem).toMatch(
      kind.includes("prefixes")
        ? /leave out prefix, which \d+ of them have/
        : /keep some of the sources in a second vault$/,
    );
  });
});

describe("the length of the bucket policy", () => {
  it.each([
    ["the least", {}],
    [
      "everything",
      {
        sources: [
          { ...ONE, replication: true },
          { ...TWO, prefix: "a/b/", restorerArns: ["arn:aws:iam::666677778888:role/x"] },
        ],
        organizationPaths: ["o-a1b2c3d4e5/*"],
        breakGlass: {},
        perimeter: { organizationIds: ["o-a1b2c3d4e5"], vpcIds: ["vpc-0123456789abcdef0"] },
      },
    ],
  ])("is known before the stack is made: %s", (_, config) => {
    const parsed = vaultAccountSchema.parse(base(config));
    const known = bucketPolicyLength({
      ...parsed,
      bucketName: "example-vault",
      rolePath: parsed.roles.path,
      breakGlass: parsed.breakGlass !== undefined,
    });
    const { bucket } = lengths(config);
    expect(known).toBeGreaterThanOrEqual(bucket);
    // Of a role's name, the longest is taken.
    expect(known - bucket).toBeLessThan(64);
  });
});
