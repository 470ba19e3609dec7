import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import { testClients } from "../../../helpers/emulator";
import type { Blocks } from "../../../helpers/stacks/stack-json";
import { actions, TestStack } from "../../../helpers/stacks/test-stack";
import { useTempDir } from "../../../helpers/temp-dir";

const TRUST = policy("sts:AssumeRole", { Principal: { Service: "ec2.amazonaws.com" } });

function policy(action: string, more: Record<string, unknown> = { Resource: "*" }): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, ...more }] });
}

function iam(name: string, changed = false): Blocks {
  const tags = changed ? { b: "2" } : { a: "1" };
  const document = policy(changed ? "s3:ListBucket" : "s3:GetObject");
  return {
    aws_iam_role: {
      r: {
        name,
        description: changed ? "new" : "old",
        assume_role_policy: TRUST,
        max_session_duration: changed ? 7200 : 3600,
        tags,
        ...(changed && { permissions_boundary: "${aws_iam_policy.p.arn}" }),
      },
    },
    aws_iam_role_policy: { rp: { name: "inline", role: "${aws_iam_role.r.name}", policy: document } },
    aws_iam_policy: { p: { name, policy: document, tags } },
    aws_iam_role_policy_attachment: {
      a: { role: "${aws_iam_role.r.name}", policy_arn: "${aws_iam_policy.p.arn}" },
    },
    aws_iam_instance_profile: { ip: { name, role: "${aws_iam_role.r.name}", tags } },
    aws_iam_user: { u: { name, tags } },
    aws_iam_group: { g: { name } },
    aws_iam_group_policy: { gp: { name: "inline", group: "${aws_iam_group.g.name}", policy: document } },
    aws_iam_group_policy_attachment: {
      ga: { group: "${aws_iam_group.g.name}", policy_arn: "${aws_iam_policy.p.arn}" },
    },
    aws_iam_group_membership: {
      gm: { name, group: "${aws_iam_group.g.name}", users: changed ? [] : ["${aws_iam_user.u.name}"] },
    },
    aws_iam_user_policy: { up: { name: "inline", user: "${aws_iam_user.u.name}", policy: document } },
    aws_iam_access_key: { k: { user: "${aws_iam_user.u.name}", status: changed ? "Inactive" : "Active" } },
  };
}

function bucket(name: string, changed = false): Blocks {
  const days = changed ? 20 : 10;
  const reference = "${aws_s3_bucket.b.bucket}";
  return {
    aws_s3_bucket: { b: { bucket: name, object_lock_enabled: true, force_destroy: false } },
    aws_s3_bucket_public_access_block: { p: { bucket: reference, block_public_acls: !changed } },
    aws_s3_bucket_ownership_controls: {
      o: { bucket: reference, rule: { object_ownership: changed ? "ObjectWriter" : "BucketOwnerEnforced" } },
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      e: {
        bucket: reference,
        rule: [
          {
            apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" },
            bucket_key_enabled: !changed,
            blocked_encryption_types: ["SSE-C"],
          },
        ],
      },
    },
    aws_s3_bucket_object_lock_configuration: {
      l: { bucket: reference, rule: { default_retention: { mode: "GOVERNANCE", days } } },
    },
    aws_s3_bucket_lifecycle_configuration: {
      c: {
        bucket: reference,
        rule: [
          {
            id: "expire",
            status: "Enabled",
            filter: [{ prefix: "x/" }],
            expiration: [{ days }],
            noncurrent_version_expiration: [{ noncurrent_days: days }],
            abort_incomplete_multipart_upload: [{ days_after_initiation: 3 }],
          },
          { id: "markers", status: "Enabled", expiration: { expired_object_delete_marker: true } },
        ],
      },
    },
  };
}

describe.each([
  ["IAM", iam, ["aws_iam_role_policy_attachment.a", "aws_iam_group.g", "aws_iam_group_policy_attachment.ga"]],
  ["S3", bucket, ["aws_s3_bucket.b"]],
])("%s resources", (_service, blocks, untouched) => {
  const folder = useTempDir();

  it("are created, stay unchanged, follow the stack, and are removed", async () => {
    const stack = new TestStack(folder());
    const resource = blocks(stack.name);
    const outcome = async () => new Set(Object.values(actions((await stack.apply()).changes)));
    stack.write({ resource });
    expect(await outcome()).toEqual(new Set(["created"]));
    expect(await outcome()).toEqual(new Set(["unchanged"]));

    const changes = actions((await stack.write({ resource: blocks(stack.name, true) }).apply()).changes);
    const unchanged = Object.keys(changes).filter((address) => changes[address] === "unchanged");
    expect([Object.values(changes).includes("replaced"), unchanged]).toEqual([false, untouched]);
    expect(await outcome()).toEqual(new Set(["unchanged"]));

    expect(await stack.destroy()).toHaveLength(Object.keys(resource).length);
    stack.write({ resource });
    expect(await outcome()).toEqual(new Set(["created"]));
    await stack.destroy();
  });
});

describe("access key", () => {
  const folder = useTempDir();

  it("keeps the secret that is told only once", async () => {
    const stack = new TestStack(folder());
    const output = { secret: { value: "${aws_iam_access_key.k.secret}", sensitive: true } };
    const first = await stack.write({ resource: iam(stack.name), output }).apply();
    expect(first.outputs[stack.name]?.secret).toEqual(expect.stringMatching(/^\S{30,}$/));
    expect((await stack.apply()).outputs).toEqual(first.outputs);
    await stack.destroy();
  });
});

describe("inline policy", () => {
  const folder = useTempDir();

  it("reaches IAM with its variables unescaped", async () => {
    const stack = new TestStack(folder());
    const document = policy("s3:GetObject", { Resource: "arn:aws:s3:::b/$${aws:username}" });
    const resource = {
      aws_iam_role: { r: { name: stack.name, assume_role_policy: TRUST } },
      aws_iam_role_policy: { p: { name: "p", role: "${aws_iam_role.r.id}", policy: document } },
    };
    await stack.write({ resource }).apply();
    const request = new GetRolePolicyCommand({ RoleName: stack.name, PolicyName: "p" });
    const { PolicyDocument = "" } = await testClients().iam.send(request);
    expect(decodeURIComponent(PolicyDocument)).toContain('"arn:aws:s3:::b/${aws:username}"');
    await stack.destroy();
  });
});
