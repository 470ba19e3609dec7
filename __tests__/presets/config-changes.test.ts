import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { addStack, type PresetConfig, type PresetName } from "../../presets";
import { type Loss, losses, type StackJson } from "../../tools/replacements/compare";
import { PRESETS } from "../helpers/config-changes";
import { EVERYTHING_REGIONAL, KEY_ARN } from "../helpers/config-changes/common";
import { synthStack, withApp } from "../helpers/stacks/synth";

function synthesized(preset: PresetName, values: object): StackJson {
  const { schema } = PRESETS[preset];
  const config = schema.parse({ preset, region: "eu-central-1", ...values }) as PresetConfig;
  const deployment = { region: config.region, backend: { type: "local", path: "unused" } } as const;
  return withApp((app) => synthStack(addStack(app, preset, config, deployment))).json as StackJson;
}

function changed(base: object, path: string, value: unknown): object {
  const [first = "", ...rest] = path.split(".");
  const inner = (base as Record<string, unknown>)[first] ?? {};
  return { ...base, [first]: rest.length === 0 ? value : changed(inner as object, rest.join("."), value) };
}

/** Every key that can be written, lists and what has kinds as one. */
function keysOf(schema: object, at = ""): readonly string[] {
  const { properties, oneOf } = schema as { properties?: Record<string, object>; oneOf?: unknown };
  if (properties === undefined || oneOf !== undefined || LEAVES.includes(at)) return at === "" ? [] : [at];
  return Object.entries(properties).flatMap(([name, one]) => keysOf(one, at === "" ? name : `${at}.${name}`));
}
/** Sections that are there or not; what is in them changes in place. */
const LEAVES = [
  "bucket.objectLock",
  "bucket.replica",
  "destination.account",
  "function.package",
  "target",
  "writer.user",
];

const addresses = (found: readonly Loss[]) => found.map(({ address }) => address).sort();

describe.each(Object.keys(PRESETS) as PresetName[])("a change of %s", (preset) => {
  const { schema, base, changes } = PRESETS[preset];
  const before = synthesized(preset, base);

  it("is listed here for every key", () => {
    const keys = keysOf(z.toJSONSchema(schema, { io: "input" })).filter((key) => key !== "preset");
    expect(Object.keys(changes).sort()).toEqual([...keys].sort());
  });

  it.each(Object.entries(changes))(
    "of %s loses what is listed and no more, and Terraform refuses that",
    (path, { to, loses = [] }) => {
      const found = losses(before, synthesized(preset, changed(base, path, to)));
      expect(addresses(found)).toEqual(loses);
      // A subscription is the recipient's to confirm, and its topic is protected. A role holds no data: what names it is made anew with it.
      const open = found.filter(
        ({ refused, address }) => !refused && !/subscription|aws_iam_role/.test(address),
      );
      // What goes with a section, Terraform does not refuse.
      expect(path === "trail.enabled" ? [] : open).toEqual([]);
    },
  );

  it("back again loses nothing, but for what it had added", () => {
    for (const [path, { to, loses }] of Object.entries(changes)) {
      if (
        loses !== undefined ||
        ["writer.user", "user.accessKey", "audit.emails", "emails", "key.versions"].includes(path)
      )
        continue;
      expect([path, losses(synthesized(preset, changed(base, path, to)), before)]).toEqual([path, []]);
    }
  });
});

describe("the other side", () => {
  it("keeps the key, and has another role", () => {
    const target = {
      side: "target",
      target: { keyArns: ["arn:aws:kms:eu-central-1:777788889999:key/00000000-0000-4000-8000-000000000001"] },
    };
    const { base } = PRESETS["snapshot-sharing"];
    expect(
      addresses(losses(synthesized("snapshot-sharing", base), synthesized("snapshot-sharing", target))),
    ).toEqual(["aws_iam_role.sharer"]);
  });
});

describe("another region", () => {
  it("is another stack for an audit: the keys of the old one are refused there", () => {
    const { schema, base } = PRESETS["key-audit"];
    const { error } = schema.safeParse({ preset: "key-audit", region: "eu-west-1", ...base });
    expect(error?.issues.map(({ path }) => path)).toEqual([["keys", 0]]);
  });
});

describe("a second region", () => {
  const one = { key: { multiRegion: true } };
  const key = { multiRegion: true, replicaRegions: ["eu-west-1"] };
  const two = { key, bucket: { replica: { region: "eu-west-1" } } };
  const between = (from: object, to: object) =>
    losses(synthesized("etcd-ca-backup", from), synthesized("etcd-ca-backup", to));

  it("is added without a loss", () => {
    expect(between(one, { key })).toEqual([]);
    expect(between({ key }, two)).toEqual([]);
  });

  it("is not another one: Terraform refuses to move the second bucket, or to rename it", () => {
    const moved = {
      key: { multiRegion: true, replicaRegions: ["eu-west-1", "eu-north-1"] },
      bucket: { replica: { region: "eu-north-1" } },
    };
    const renamed = { key, bucket: { replica: { region: "eu-west-1", name: "another-name" } } };
    for (const to of [moved, renamed])
      expect(between(two, to)).toMatchObject([{ address: "aws_s3_bucket.replica", refused: true }]);
  });

  it("moves to another account with the loss of the bucket here, which Terraform does not refuse and the documentation says", () => {
    const account = {
      id: "222233334444",
      bucket: "example-vault",
      keyArn: KEY_ARN.replace("eu-central-1:111122223333", "eu-west-1:222233334444"),
    };
    const there = {
      key,
      accountId: "111122223333",
      bucket: { replica: { region: "eu-west-1", account } },
    };
    expect(addresses(between(two, there))).toEqual(["aws_s3_bucket.replica"]);
    expect(between(one, there)).toEqual([]);
    const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");
    expect(text).toContain("`bucket.replica.account`");
  });

  it("goes with its section, which Terraform does not refuse and the documentation says", () => {
    const gone = between(two, one).filter(({ refused }) => !refused);
    expect(addresses(gone)).toEqual([
      "aws_iam_role.replication_role",
      "aws_kms_replica_key.key_eu_west_1",
      "aws_s3_bucket.replica",
    ]);
    const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");
    for (const path of ["key.replicaRegions", "bucket.replica"]) expect(text).toContain(`\`${path}\``);
  });
});

describe("replicas in another account", () => {
  const here = { accountId: "111122223333", destination: { region: "eu-west-1" } };
  const keyArn = KEY_ARN.replace("eu-central-1:111122223333", "eu-west-1:222233334444");
  const account = { id: "222233334444", bucket: "example-replicas", keyArn };
  const there = { ...here, destination: { region: "eu-west-1", account } };

  it("take the place of the second bucket and its key, which Terraform does not refuse and the documentation says", () => {
    const gone = losses(synthesized("s3-replication", here), synthesized("s3-replication", there));
    expect(addresses(gone)).toEqual(["aws_kms_key.replica_key", "aws_s3_bucket.replica"]);
    const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");
    expect(text).toContain("`destination.account`");
  });
});

describe("what goes with a section that is taken away", () => {
  const everything = {
    audit: { emails: ["a@example.com"], trail: {} },
    writer: { user: { accessKey: true } },
  };
  const before = synthesized("etcd-ca-backup", everything);
  const text = readFileSync(join(__dirname, "../../docs/changes.md"), "utf8");

  it.each([
    [
      "audit",
      { ...everything, audit: undefined },
      EVERYTHING_REGIONAL.filter((one) => !/key\.key|backups/.test(one)),
    ],
    [
      "audit.trail",
      { ...everything, audit: { emails: ["a@example.com"] } },
      EVERYTHING_REGIONAL.filter((one) => /trail/.test(one)),
    ],
    ["writer.user", { audit: everything.audit }, ["aws_iam_access_key", "aws_iam_user"]],
  ])("%s is in the documentation, because Terraform does not refuse it", (path, without, gone) => {
    const found = losses(before, synthesized("etcd-ca-backup", without));
    const [first = ""] = gone;
    expect(first.includes(".") ? addresses(found) : addresses(found).map((one) => one.split(".")[0])).toEqual(
      expect.arrayContaining([...gone]),
    );
    expect(found.every(({ refused }) => !refused)).toBe(true);
    expect(text).toContain(`\`${path}\``);
  });

  it.each(
    Object.values(PRESETS).flatMap(({ changes }) =>
      Object.entries(changes).flatMap(([path, { loses }]) => (loses === undefined ? [] : [path])),
    ),
  )("%s is in the documentation, because it replaces something", (path) => {
    expect(text).toContain(`\`${path}\``);
  });
});
