/** A stack beside an account, without one: what the adapters would have read is said here. */
import type { Fact, LiveFacts, LiveHolder, LiveKey } from "../../../access/live/facts";
import { wantedIn, withKeys, withOutputs } from "../../../access/live/identify";
import { compareLive } from "../../../access/live/live";
import { parseBlocks, type StackBlocks } from "../../../access/sources/blocks";
import { stackValues } from "../../../access/sources/values";
import { compareWithAccount } from "../../../scripts/core/access-live/compare";
import type { AccountReader } from "../../../scripts/core/access-live/ports";
import { liveReport } from "../../../scripts/core/access-live/report";
import { accessStack } from "../../helpers/stacks/access-stack";

const ACCOUNT = "111122223333";
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const stack = (blocks: StackBlocks, account?: string) =>
  ({ stack: "vault", origin: "synthesized", blocks, account }) as const;

/** An account that has what the stack says, but for what a test changes. */
function reader(change: Partial<AccountReader> = {}, policy = (text: string) => text): AccountReader {
  const blocks = withKeys(parseBlocks(accessStack()), { "aws_kms_key.k": KEY });
  const { resources } = stackValues(blocks, ACCOUNT);
  const attribute = (address: string, name: string) =>
    String(resources.find((each) => each.address === address)?.attributes[name]);
  const none = { read: undefined };
  return {
    key: async () => ({
      read: {
        arn: KEY,
        state: "Enabled",
        policy: { read: policy(attribute("aws_kms_key.k", "policy")) },
        aliases: { read: ["alias/vault"] },
        grants: { read: [] },
      },
    }),
    bucket: async () => ({
      read: {
        policy: none,
        publicAccess: none,
        encryption: { read: { algorithm: "aws:kms", key: KEY, bucketKey: true, blocked: [] } },
        ownership: none,
      },
    }),
    role: async (name) => ({
      read: {
        arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
        trust: attribute(`aws_iam_role.${name}`, "assume_role_policy"),
        inline: {
          read: [
            { name: "terraform-2026", text: { read: attribute(`aws_iam_role_policy.${name}`, "policy") } },
          ],
        },
        attached: { read: [] },
      },
    }),
    user: async () => none,
    policy: async () => none,
    ...change,
  };
}

async function drift(read: AccountReader, outputs = {}, blocks = parseBlocks(accessStack())) {
  const compared = await compareWithAccount(stack(blocks), outputs, { id: ACCOUNT, reader: read });
  const { changes = [] } = liveReport([compared], {});
  const { differences, missing, notRead } = compared.drift;
  return {
    changes: changes.map(({ kind, principal, action }) => `${kind}: ${principal.name} ${action}`),
    differs: differences.map(({ at, what }) => `${at}: ${what}`),
    missing,
    notRead,
  };
}

const NOTHING = { changes: [], differs: [], missing: [], notRead: [] };
const denied = <T>(): Fact<T> => ({ notRead: "AWS denied the request (AccessDenied)" });

describe("a stack and its account", () => {
  it("are the same whatever order and form AWS writes policies in", async () => {
    const otherForm = (text: string) => {
      const { Statement, ...rest } = JSON.parse(text);
      const turned = [...Statement].reverse().map((each: { Action: string[] }) => ({
        ...each,
        Action: each.Action.length === 1 ? each.Action[0] : [...each.Action].reverse(),
      }));
      return JSON.stringify({ ...rest, Statement: turned }).replace(
        `"arn:aws:iam::${ACCOUNT}:root"`,
        `"${ACCOUNT}"`,
      );
    };
    expect(await drift(reader({}, otherForm))).toEqual(NOTHING);
  });

  it("tell a principal whom only the key policy of the account names", async () => {
    const more = (text: string) =>
      text.replace(
        '{"Sid":"Root"',
        `{"Sid":"Guest","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/guest"},"Action":"kms:Decrypt","Resource":"*"},{"Sid":"Root"`,
      );
    const { changes, differs } = await drift(reader({}, more));
    expect(changes).toEqual(["maybe: guest of 444455556666 kms:Decrypt"]);
    expect(differs).toEqual(["aws_kms_key.k: Guest is in the account, and not in the stack"]);
  });

  it.each<[what: string, change: Partial<AccountReader>, notRead: string]>([
    ["a role", { role: async () => denied<LiveHolder | undefined>() }, "the policies of aws_iam_role.writer"],
    [
      "one text of a role",
      {
        role: async (name) => {
          const { read } = (await reader().role(name)) as { read: LiveHolder };
          return {
            read: { ...read, inline: { read: [{ name: "terraform-2026", text: denied<string>() }] } },
          };
        },
      },
      "policy terraform-2026 of aws_iam_role.writer",
    ],
    ["a key", { key: async () => denied<LiveKey | undefined>() }, "the policy of aws_kms_key.k"],
    [
      "a key's policy",
      {
        key: async (said, region) => {
          const { read } = (await reader().key(said, region)) as { read: LiveKey };
          return { read: { ...read, policy: denied<string>() } };
        },
      },
      "the policy of aws_kms_key.k",
    ],
  ])("take %s that was not read for unknown, and for no change", async (_, change, notRead) => {
    const told = await drift(reader(change));
    expect({ ...told, notRead: [] }).toEqual(NOTHING);
    expect(told.notRead.join("\n")).toContain(`${notRead}: AWS denied the request (AccessDenied)`);
  });

  it("have a value that only the deployment tells from the account, and no other", async () => {
    const blocks = parseBlocks(accessStack((edit) => edit.replaceAll("backup/in/*", "${var.team}/in/*")));
    expect(await drift(reader(), {}, blocks)).toEqual(NOTHING);
    const other = await drift(
      reader({}, (policy) => policy.replace("backup/in/*", "backup/out/*")),
      {},
      blocks,
    );
    expect(other.differs).toEqual(["aws_kms_key.k: Open has another Condition in the account"]);
  });

  it("fail for another account than the stack's, and for a key of another", async () => {
    const blocks = parseBlocks(accessStack());
    const account = { id: ACCOUNT, reader: reader() };
    await expect(compareWithAccount(stack(blocks, "999988887777"), {}, account)).rejects.toThrow(
      /is for account 999988887777, and the credentials are of account 111122223333/,
    );
    const told = { ...blocks, output: { key: { value: "${aws_kms_key.k.arn}" } } };
    const outputs = { key: KEY.replace(ACCOUNT, "999988887777") };
    await expect(compareWithAccount(stack(told), outputs, account)).rejects.toThrow(/the outputs name key/);
  });
});

describe("what outputs tell", () => {
  it("names keys, buckets and roles, in lists and under the names of cdktf, and copies by their primary", () => {
    const blocks = withOutputs(
      {
        "//": { outputs: { vault: { inner: { keys: "inner_keys_1" } } } },
        output: {
          inner_keys_1: { value: ["${aws_kms_key.a.arn}"] },
          role: { value: "${aws_iam_role.made.arn}" },
          bucket: { value: "${aws_s3_bucket.made.id}" },
        },
        resource: {
          aws_kms_key: { a: {} },
          aws_kms_replica_key: { b: { primary_key_arn: "${aws_kms_key.a.arn}", region: "eu-west-3" } },
          aws_iam_role: { made: { name_prefix: "made-" } },
          aws_s3_bucket: { made: {} },
        },
      },
      "vault",
      { inner: { keys: [KEY] }, role: `arn:aws:iam::${ACCOUNT}:role/path/made-1`, bucket: "made-2" },
    );
    const said = wantedIn(blocks, stackValues(blocks, ACCOUNT)).map((each) => [each.address, each.said]);
    expect(Object.fromEntries(said)).toEqual({
      "aws_kms_key.a": KEY,
      "aws_kms_replica_key.b": KEY.replace("eu-west-1", "eu-west-3"),
      "aws_iam_role.made": "made-1",
      "aws_s3_bucket.made": "made-2",
    });
  });

  it("leaves out what they do not name: nobody is asked about an invented id", () => {
    const blocks = parseBlocks(
      JSON.stringify({ resource: { aws_kms_key: { a: {} }, aws_s3_bucket: { b: {} } } }),
    );
    const wanted = wantedIn(blocks, stackValues(blocks, ACCOUNT));
    expect(wanted.map(({ said }) => said)).toEqual([undefined, undefined]);
    const facts: LiveFacts = { keys: {}, buckets: {}, holders: {}, policies: {} };
    const { drift: told } = compareLive(stack(blocks), ACCOUNT, facts, new Map([["aws_kms_key.a", "why"]]));
    expect(told).toMatchObject({ missing: [], differences: [], notRead: ["aws_kms_key.a: why"] });
  });
});
