/** Who can copy, write and open a replicated pair: in one account, and in two. */
import { TerraformOutput, type TerraformStack } from "cdktf";
import { Key, type KeyProps } from "../../../../modules/kms";
import { acceptReplicas, Bucket, Replication } from "../../../../modules/s3";
import {
  brokenClaims,
  type PolicySet,
  withDelegatingKeys,
  withPlainBuckets,
} from "../../../../tools/policy-check";
import { disagreements, judgeMutants } from "../../../helpers/judging/claim-mutants";
import { judged } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { statementsOf } from "../../../helpers/stacks/synth";
import {
  destinationClaims,
  lookClaims,
  type Pair,
  replicaClaims,
  roleBounds,
  sourceClaims,
  trustClaims,
} from "./replication-claims";
import { UNNOTICED, UNNOTICED_OF_ROLE, UNNOTICED_THERE } from "./replication-unnoticed";

const [HERE, THERE] = ["eu-central-1", "eu-west-1"];
const SOURCE_ACCOUNT = "444455556666";
const key = (stack: TerraformStack, id: string, props: Partial<KeyProps> = {}) =>
  new Key(stack, id, { description: "x", policy: { env: ENVIRONMENT }, ...props });

const replica = (stack: TerraformStack) =>
  new Bucket(stack, "replica", {
    name: "example-replica",
    key: key(stack, "replica-key", { region: THERE }),
    region: THERE,
  });
const source = (stack: TerraformStack) =>
  new Bucket(stack, "source", { name: "example-source", key: key(stack, "source-key") });

function pairOf(set: PolicySet, accounts: Pick<Pair, "accountId" | "sourceAccountId">): Pair {
  const inRegion = (region: string) => Object.keys(set.keys).find((arn) => arn.includes(`:${region}:`)) ?? "";
  return {
    roleArn: `arn:aws:iam::${accounts.sourceAccountId}:role/replicate-example-source`,
    source: { bucketArn: "arn:aws:s3:::example-source", keyArn: inRegion(HERE), region: HERE },
    destination: { bucketArn: "arn:aws:s3:::example-replica", keyArn: inRegion(THERE), region: THERE },
    strangerId: "777788889999",
    otherBucketArn: "arn:aws:s3:::example-other",
    ...accounts,
  };
}

const beside = (set: PolicySet) => withPlainBuckets(set, ["arn:aws:s3:::example-other"]);

describe("a pair in two regions of one account", () => {
  const { policies: own } = judged((stack) => {
    const [from, to] = [source(stack), replica(stack)];
    new Replication(stack, "replication", { env: ENVIRONMENT, source: from, destinations: [{ bucket: to }] });
  });
  const policies = beside(own);
  const { accountId } = policies;
  const pair = pairOf(policies, { accountId, sourceAccountId: accountId });
  const claims = [...trustClaims(pair), ...sourceClaims(pair), ...destinationClaims(pair)];

  it("is copied by its role, and written and opened by nobody else", async () => {
    expect(await brokenClaims(policies, claims)).toEqual([]);
  });

  it("has no statement, condition or action for which no claim would miss it, but those explained", async () => {
    const replicated = /^(Grant|Replication|DenyOtherWriters|TrustService)/;
    const judgedMutants = await judgeMutants([() => ({ policies, claims })], ({ sid }) =>
      replicated.test(sid),
    );
    expect(judgedMutants.size).toBeGreaterThan(50);
    expect(disagreements(judgedMutants, UNNOTICED)).toEqual({ unexplained: [], useless: [] });
  });
});

describe("a pair in two accounts", () => {
  const roleArn = `arn:aws:iam::${SOURCE_ACCOUNT}:role/replicate-example-source`;
  // Both programs are evaluated as this account; the source's is moved to another one afterwards.
  const elsewhere = "999999999999";
  const destination = judged((stack) => {
    acceptReplicas(replica(stack), { role: { arn: roleArn }, crossAccount: true });
  });
  const [destinationKey = ""] = Object.keys(destination.policies.keys);
  const origin = judged((stack) => {
    const replication = new Replication(stack, "replication", {
      env: ENVIRONMENT,
      source: source(stack),
      destinations: [
        {
          bucket: {
            bucketArn: "arn:aws:s3:::example-replica",
            accountId: elsewhere,
            region: THERE,
            keyArn: destinationKey.replace(ENVIRONMENT.accountId, elsewhere),
          },
        },
      ],
    });
    for (const { bucketPolicy, keyPolicy } of replication.otherAccounts) {
      new TerraformOutput(stack, "bucket-policy", { value: bucketPolicy });
      new TerraformOutput(stack, "key-policy", { value: keyPolicy });
    }
  });
  const moved = (text: string) =>
    text.replaceAll(ENVIRONMENT.accountId, SOURCE_ACCOUNT).replaceAll(elsewhere, ENVIRONMENT.accountId);
  const from = JSON.parse(moved(JSON.stringify(origin.policies))) as PolicySet;
  const both: PolicySet = {
    ...destination.policies,
    policies: [...from.policies, ...destination.policies.policies],
    keys: { ...from.keys, ...destination.policies.keys },
    buckets: { ...from.buckets, ...destination.policies.buckets },
    identities: [...from.identities, ...destination.policies.identities],
  };
  const pair = pairOf(both, { accountId: ENVIRONMENT.accountId, sourceAccountId: SOURCE_ACCOUNT });

  it("lets the role copy from its own account", async () => {
    expect(await brokenClaims(beside(from), [...trustClaims(pair), ...sourceClaims(pair)])).toEqual([]);
  });

  const override = {
    says: "the role may give replicas to the owner of the destination",
    principal: { kind: "role", arn: roleArn } as const,
    action: "s3:ObjectOwnerOverrideToBucketOwner",
    resource: `${pair.destination.bucketArn}/x`,
    expect: "allowed" as const,
  };

  it("lets the role of the other account write, who then owns nothing, and nobody else", async () => {
    const role = { kind: "role", arn: roleArn } as const;
    const claims = [override, ...lookClaims(pair, role), ...destinationClaims(pair)];
    expect(await brokenClaims(both, claims)).toEqual([]);
  });

  // Both accounts have to allow it. Each half is held by itself: against a role that may do everything, and against a destination that allows it everything.
  const [theirBucket, theirKey] = [pair.destination.bucketArn, pair.destination.keyArn];
  const powerful = { kind: "admin", arn: roleArn } as const;
  const otherKey = theirKey.replace(/[^/]+$/, "11111111-1111-4111-8111-111111111111");
  const open = withDelegatingKeys(withPlainBuckets(beside(from), [theirBucket]), [theirKey, otherKey]);
  const halves = {
    "the destination's half": {
      policies: destination.policies,
      claims: [
        { ...override, principal: powerful },
        ...lookClaims(pair, powerful),
        ...replicaClaims(pair, powerful),
        ...destinationClaims(pair).filter(
          ({ principal }) => !("arn" in principal) || principal.arn !== roleArn,
        ),
      ],
      about: /^(GrantKey|AcceptReplica|DenyOtherWriters)/,
      unnoticed: UNNOTICED_THERE,
    },
    "the role's half": {
      policies: open,
      claims: [
        override,
        ...lookClaims(pair, { kind: "role", arn: roleArn }),
        ...replicaClaims(pair, { kind: "role", arn: roleArn }),
        ...roleBounds(pair, otherKey),
      ],
      about: /^(Key|Replication(Write|Target))/,
      unnoticed: UNNOTICED_OF_ROLE,
    },
  };

  it.each(Object.entries(halves))(
    "has no statement, condition or action in %s for which no claim would miss it, but those explained",
    async (_, { policies, claims, about, unnoticed }) => {
      expect(await brokenClaims(policies, claims)).toEqual([]);
      const judgedMutants = await judgeMutants([() => ({ policies, claims })], ({ sid }) => about.test(sid));
      expect(judgedMutants.size).toBeGreaterThan(20);
      expect(disagreements(judgedMutants, unnoticed)).toEqual({ unexplained: [], useless: [] });
    },
  );

  it("says what the other account has to apply: what `acceptReplicas` applies there", () => {
    const emitted = (name: string) => {
      const { value } = origin.json.output(name) ?? {};
      return statementsOf(moved(String(value)).replaceAll(/\$\{aws_iam_role\.[^}]+\.arn\}/g, roleArn));
    };
    const applied = (type: string) =>
      statementsOf(
        String(destination.json.resource(type).policy).replaceAll(
          /\$\{aws_s3_bucket\.[^}]+\.arn\}/g,
          pair.destination.bucketArn,
        ),
      );
    const sids = (statements: readonly { readonly Sid: string }[]) => statements.map(({ Sid }) => Sid);
    expect(sids(emitted("bucket-policy"))).toEqual([
      "AcceptReplicas",
      "AcceptReplication",
      "DenyOtherWriters",
    ]);
    expect(applied("aws_s3_bucket_policy")).toEqual(expect.arrayContaining([...emitted("bucket-policy")]));
    const bare = (statements: readonly { readonly Sid: string }[]) =>
      statements.map(({ Sid: _, ...statement }) => statement);
    expect(bare(applied("aws_kms_key"))).toEqual(expect.arrayContaining(bare(emitted("key-policy"))));
    expect(emitted("key-policy").length).toBeGreaterThan(1);
  });
});
