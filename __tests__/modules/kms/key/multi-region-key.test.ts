import {
  Key,
  type KeyPolicyProps,
  MultiRegionKey,
  type MultiRegionKeyProps,
  ReplicaKey,
  rootStatement,
} from "../../../../modules/kms";
import "../../../../tools/policy-check/jest-matchers";
import { judged, roleArn, testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const ROLE = "arn:aws:iam::111122223333:role/x";
const DEPLOYER = "arn:aws:iam::111122223333:role/deployer";
const POLICY: KeyPolicyProps = { env: ENVIRONMENT, users: { principals: [ROLE], viaServices: ["s3"] } };

const withKeys = (props: Partial<MultiRegionKeyProps> = {}) =>
  synth((stack) => {
    new MultiRegionKey(stack, "keys", {
      description: "x",
      policy: POLICY,
      replicas: { "eu-west-1": {}, "us-east-1": {} },
      ...props,
    });
  });

describe("MultiRegionKey", () => {
  it("is a primary and a replica in each region, through the provider's own region", () => {
    const json = withKeys();
    expect(json.resource("aws_kms_key")).toMatchObject({ multi_region: true, enable_key_rotation: true });
    const replicas = Object.values(json.resources("aws_kms_replica_key"));
    expect(replicas.map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1"]);
    for (const replica of replicas)
      expect(replica).toMatchObject({
        primary_key_arn: expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/),
        description: "x",
        deletion_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      });
  });

  it("makes the policy of a replica from the same audiences, with its own region", () => {
    const json = withKeys();
    const [replica = {}] = Object.values(json.resources("aws_kms_replica_key"));
    const service = (resource: object) =>
      json.statement(resource as Record<string, unknown>, "KeyUsers").Condition?.StringEquals?.[
        "kms:ViaService"
      ];
    expect(service(json.resource("aws_kms_key"))).toEqual(["s3.eu-central-1.amazonaws.com"]);
    expect(service(replica)).toEqual(["s3.eu-west-1.amazonaws.com"]);
  });

  it("has every alias and every grant in every region", () => {
    const json = withKeys({
      policy: {
        ...POLICY,
        grantAdministrators: {
          principals: [DEPLOYER],
          grantOperations: ["Decrypt"],
          granteePrincipals: [ROLE],
        },
      },
      aliases: ["alias/a", "alias/b"],
      grants: { reader: { granteePrincipal: ROLE, operations: ["Decrypt"] } },
    });
    const aliases = Object.values(json.resources("aws_kms_alias"));
    expect(aliases.map(({ name, region }) => `${region} ${name}`).toSorted()).toEqual([
      "eu-west-1 alias/a",
      "eu-west-1 alias/b",
      "undefined alias/a",
      "undefined alias/b",
      "us-east-1 alias/a",
      "us-east-1 alias/b",
    ]);
    const grants = Object.values(json.resources("aws_kms_grant"));
    expect(grants.map(({ region }) => region)).toEqual([undefined, "eu-west-1", "us-east-1"]);
  });

  it("fails where nobody may create a grant on the primary, or on a replica with a policy of its own", () => {
    const grants = { reader: { granteePrincipal: ROLE, operations: ["Decrypt"] } } as const;
    expect(() => withKeys({ grants })).toThrow(
      "'test/keys/primary/reader':\n  - nobody may create this grant (Decrypt to arn:aws:iam::111122223333:role/x)",
    );
    const full = { ...POLICY, root: { full: "a test" } };
    expect(() => withKeys({ grants, policy: full, replicas: { "eu-west-1": { policy: POLICY } } })).toThrow(
      "'test/keys/eu-west-1/reader':\n  - nobody may create this grant",
    );
  });

  it("waits for imported material in every region", () => {
    const json = withKeys({ origin: "EXTERNAL" });
    expect(json.resource("aws_kms_external_key")).toMatchObject({ multi_region: true });
    const replicas = Object.values(json.resources("aws_kms_replica_external_key"));
    expect(replicas).toHaveLength(2);
    expect(replicas[0]).toMatchObject({ lifecycle: { ignore_changes: ["key_material_base64", "valid_to"] } });
  });

  it("hands on tags, protection and its reason, unless a replica has its own", () => {
    const json = withKeys({
      tags: { a: "1" },
      preventDestroy: { off: "a test" },
      deletionWindowInDays: 10,
      replicas: { "eu-west-1": {}, "us-east-1": { preventDestroy: true, tags: { b: "2" } } },
    });
    const [first, second] = Object.values(json.resources("aws_kms_replica_key"));
    expect(first).toMatchObject({
      tags: { a: "1" },
      deletion_window_in_days: 10,
      lifecycle: { prevent_destroy: false },
      "//": { relaxations: [{ what: "preventDestroy", reason: "a test" }] },
    });
    expect(second).toMatchObject({ tags: { b: "2" }, lifecycle: { prevent_destroy: true } });
  });

  it("hands on whether the keys are enabled, and the bypass of the safety check with its reason", () => {
    const bypass = { bypassPolicyLockoutSafetyCheck: { on: "made by another role" } };
    const json = withKeys({
      ...bypass,
      enabled: false,
      replicas: { "eu-west-1": {}, "us-east-1": { enabled: true } },
    });
    const replicas = Object.values(json.resources("aws_kms_replica_key"));
    expect(replicas.map(({ enabled }) => enabled)).toEqual([false, true]);
    for (const replica of replicas)
      expect(replica).toMatchObject({
        bypass_policy_lockout_safety_check: true,
        "//": {
          relaxations: [{ what: "bypassPolicyLockoutSafetyCheck", reason: "made by another role" }],
        },
      });
  });

  it("lets a role use the key in every region, and only that", async () => {
    let arns = 0;
    const { policies } = judged((stack) => {
      const keys = new MultiRegionKey(stack, "keys", {
        description: "x",
        policy: { env: ENVIRONMENT, root: { full: "a test" } },
        replicas: { "eu-west-1": {} },
      });
      arns = keys.keyArns.length;
      keys.grantDecrypt(testRole(stack));
    });
    const regions = Object.keys(policies.keys).map((arn) => arn.split(":")[3]);
    expect({ arns, regions }).toEqual({ arns: 2, regions: ["eu-central-1", "eu-west-1"] });
    for (const resource of Object.keys(policies.keys)) {
      const request = { principal: { kind: "role", arn: roleArn() } as const, resource };
      await expect(policies).toAllow({ ...request, action: "kms:Decrypt" });
      await expect(policies).toDeny({ ...request, action: "kms:Encrypt" });
    }
  });

  it.each<[string, Partial<MultiRegionKeyProps>, string]>([
    ["no replica", { replicas: {} }, "replicas must name a region"],
    [
      "the primary's region",
      { region: "eu-west-1" },
      "replicas must not name the primary's region eu-west-1",
    ],
    [
      "a custom key store",
      { origin: "AWS_CLOUDHSM", customKeyStoreId: "cks-1" },
      "multiRegion must be false with origin AWS_CLOUDHSM: keys of custom key stores have no replicas",
    ],
    [
      "a replica that nobody could manage",
      {
        replicas: {
          "eu-west-1": {
            policy: [{ sid: "A", principals: { aws: [ROLE] }, actions: ["kms:Decrypt"], resources: ["*"] }],
          },
        },
      },
      "'test/keys/eu-west-1':\n  - no reachable principal keeps kms:PutKeyPolicy",
    ],
  ])("fails on %s", (_, props, problem) => {
    expect(() => withKeys(props)).toThrow(problem);
  });
});

describe("ReplicaKey", () => {
  it("fails for a key that has no replicas, with every problem at once", () => {
    expect(() =>
      synth((stack) => {
        const primary = new Key(stack, "key", {
          description: "x",
          policy: [rootStatement(ENVIRONMENT)],
          region: "eu-west-1",
        });
        new ReplicaKey(stack, "replica", { primary, region: "eu-west-1", deletionWindowInDays: 6 });
      }),
    ).toThrow(
      "invalid configuration at 'test/replica':\n" +
        "  - primary 'test/key' must be made with multiRegion\n" +
        "  - region must not be the primary's, got eu-west-1\n" +
        "  - deletionWindowInDays must be a whole number from 7 to 30, got 6",
    );
  });
});
