/** A stack on the emulator with everything that is read of an account: keys, grants, aliases, a bucket, roles, a user with a group, managed policies, a boundary. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { applyStack } from "../../../tools/emulator/apply";
import { stackPath } from "../../../tools/emulator/apply/stack-file";
import { emulatorEndpoint } from "../emulator";
import { accessStack } from "./access-stack";

export const ACCOUNT = "000000000000";

const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Sid: string, Action: readonly string[], Resource: string) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});

/** @param name goes into the names of everything, so that tests do not meet */
export function liveStack(name: string): string {
  const text = accessStack((stack) =>
    stack
      .replaceAll("111122223333", ACCOUNT)
      .replaceAll(/"name":"(writer|reader|keeper)"/g, `"name":"${name}-$1"`)
      .replaceAll("alias/vault", `alias/${name}`)
      .replaceAll("arn:aws:s3:::b", `arn:aws:s3:::${name}`)
      .replaceAll('"bucket":"b"', `"bucket":"${name}"`),
  );
  const { resource, ...rest } = JSON.parse(text);
  const { aws_iam_role: roles, aws_kms_key: keys } = resource;
  return JSON.stringify({
    ...rest,
    "//": { metadata: { stackName: name }, outputs: { [name]: { "second key": "second_key" } } },
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      ...resource,
      aws_kms_key: { ...keys, second: { deletion_window_in_days: 30, policy: keys.k.policy } },
      aws_iam_role: {
        ...roles,
        keeper: { ...roles.keeper, permissions_boundary: "${aws_iam_policy.edge.arn}" },
      },
      aws_iam_role_policy: Object.fromEntries(
        Object.entries(resource.aws_iam_role_policy).map(([each, policy]) => [
          each,
          { name: "own", ...(policy as object) },
        ]),
      ),
      aws_iam_policy: {
        edge: { name: `${name}-edge`, policy: document(allow("Edge", ["kms:*"], "*")) },
        look: { name: `${name}-look`, policy: document(allow("Look", ["kms:DescribeKey"], "*")) },
      },
      aws_iam_role_policy_attachment: {
        look: { role: "${aws_iam_role.keeper.name}", policy_arn: "${aws_iam_policy.look.arn}" },
      },
      aws_iam_user: { person: { name: `${name}-person` } },
      aws_iam_user_policy: {
        own: {
          name: "own",
          user: "${aws_iam_user.person.name}",
          // A variable of IAM, which is none of Terraform.
          policy: document(allow("Own", ["s3:GetObject"], `arn:aws:s3:::${name}/home/$\${aws:username}/*`)),
        },
      },
      aws_iam_group: { people: { name: `${name}-people` } },
      aws_iam_group_policy: {
        list: {
          name: "list",
          group: "${aws_iam_group.people.name}",
          policy: document(allow("List", ["s3:ListBucket"], `arn:aws:s3:::${name}`)),
        },
      },
      aws_iam_user_group_membership: {
        person: { user: "${aws_iam_user.person.name}", groups: ["${aws_iam_group.people.name}"] },
      },
      aws_kms_grant: {
        reads: {
          name: `${name}-reads`,
          key_id: "${aws_kms_key.k.key_id}",
          grantee_principal: "${aws_iam_role.keeper.arn}",
          operations: ["Decrypt"],
          constraints: [{ encryption_context_equals: { what: "backup/in/1" } }],
        },
      },
      aws_s3_bucket_public_access_block: {
        closed: {
          bucket: "${aws_s3_bucket.b.id}",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
      aws_s3_bucket_policy: {
        tls: {
          bucket: "${aws_s3_bucket.b.id}",
          policy: document({
            Sid: "Tls",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        },
      },
    },
    output: { second_key: { value: "${aws_kms_key.second.arn}" } },
  });
}

/** Writes it as cdktf would, and applies it. @returns the folder, and the outputs file */
export async function applyLiveStack(folder: string, name: string) {
  const outDir = join(folder, "cdktf.out");
  const file = stackPath(outDir, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, liveStack(name));
  const { outputs } = await applyStack({
    endpoint: emulatorEndpoint(),
    outDir,
    stack: name,
    stateDir: join(folder, "state"),
  });
  const outputsFile = join(folder, "outputs.json");
  writeFileSync(outputsFile, JSON.stringify(outputs));
  return { outDir, outputs: outputs[name] ?? {}, outputsFile };
}
