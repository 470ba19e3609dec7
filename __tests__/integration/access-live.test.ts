/** `sealstack access --live` against an account that really has the stack. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DetachRolePolicyCommand, IAMClient, PutGroupPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateGrantCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { DeletePublicAccessBlockCommand, S3Client } from "@aws-sdk/client-s3";
import { stackPath } from "../../tools/emulator/apply/stack-file";
import { testClients } from "../helpers/emulator";
import { sealstack } from "../helpers/processes/cli";
import { answeringServer } from "../helpers/servers/answering-server";
import { ACCOUNT, applyLiveStack, liveStack } from "../helpers/stacks/live-stack";
import { useTempDir } from "../helpers/temp-dir";

interface Told {
  readonly changes: readonly {
    readonly kind: string;
    readonly principal: { readonly name: string };
    readonly action: string;
    readonly resource: { readonly name: string };
    readonly through: readonly { readonly sid?: string }[];
  }[];
  readonly drift: readonly {
    readonly differences: readonly { readonly at: string; readonly what: string }[];
    readonly missing: readonly string[];
    readonly notRead: readonly string[];
  }[];
}

/** Calls of S3 whose permission has another name. Source: Amazon S3 API Reference, "Permissions" of each. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:HeadBucket": "s3:ListBucket",
};

/** @returns what ends it, and tells the permissions of what was called */
function recordCalls(): () => ReadonlySet<string> {
  const called = new Set<string>();
  const spies = Object.entries({ iam: IAMClient, kms: KMSClient, s3: S3Client }).map(([service, client]) => {
    const send = client.prototype.send as (this: unknown, ...rest: unknown[]) => unknown;
    return jest.spyOn(client.prototype as { send: typeof send }, "send").mockImplementation(function (
      this: unknown,
      ...rest
    ) {
      const name = `${service}:${(rest[0] as object).constructor.name.replace(/Command$/, "")}`;
      called.add(PERMISSIONS[name] ?? name);
      return send.apply(this, rest);
    });
  });
  return () => {
    for (const spy of spies) spy.mockRestore();
    return called;
  };
}

describe("access --live", () => {
  const dir = useTempDir();
  const { kmsIn, iam, s3In } = testClients();
  const kms = kmsIn("eu-west-1");

  it("tells exactly what somebody changed in the account, who gains by it, and what it could not read", async () => {
    const { outDir, outputs, outputsFile } = await applyLiveStack(dir(), "drifting");
    const look = async (env = {}) => {
      const argv = ["access", outDir, "--live", "--outputs", outputsFile, "--json"];
      const recorded = recordCalls();
      const { status, stdout, stderr } = await sealstack(argv, { env: { ...process.env, ...env } });
      for (const call of recorded()) called.add(call);
      expect(stderr).toBe("");
      const { changes, drift } = JSON.parse(stdout.toString()) as Told;
      const [{ differences, missing, notRead } = { differences: [], missing: [], notRead: [] }] = drift;
      return {
        status,
        changes: changes.map(
          ({ kind, principal, action, resource }) => `${kind}: ${principal.name} ${action} ${resource.name}`,
        ),
        differs: differences.map(({ at, what }) => `${at}: ${what}`),
        missing,
        notRead,
      };
    };
    const called = new Set<string>();
    const same = { status: 0, changes: [], differs: [], missing: [], notRead: [] };
    expect(await look()).toEqual(same);

    const closed = await answeringServer(() => ({
      status: 403,
      headers: { "content-type": "text/xml" },
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>",
    }));
    try {
      const unread = await look({ AWS_ENDPOINT_URL_IAM: closed.url });
      expect(unread).toEqual({ ...same, status: 17, notRead: expect.any(Array) });
      expect(unread.notRead.join("\n")).toContain(
        "the policies of aws_iam_role.writer: cannot read role drifting-writer",
      );
    } finally {
      await closed.close();
    }

    const second = String(outputs["second key"]);
    const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId: second, PolicyName: "default" }));
    const wider = Policy.replace("backup/in/*", "backup/*");
    expect(wider).not.toBe(Policy);
    await kms.send(new PutKeyPolicyCommand({ KeyId: second, PolicyName: "default", Policy: wider }));
    expect(await look()).toEqual({
      ...same,
      status: 22,
      changes: ["gained: drifting-reader kms:Decrypt aws_kms_key.second"],
      differs: ["aws_kms_key.second: Open has another Condition in the account"],
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId: second, PolicyName: "default", Policy }));

    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/drifting-look`;
    await iam.send(new DetachRolePolicyCommand({ RoleName: "drifting-keeper", PolicyArn }));
    const detached =
      "aws_iam_policy.look: a policy of aws_iam_role.keeper is in the stack, and not in the account";
    expect(await look()).toEqual({ ...same, status: 25, differs: [detached] });

    const GranteePrincipal = `arn:aws:iam::${ACCOUNT}:role/drifting-writer`;
    await kms.send(new CreateGrantCommand({ KeyId: second, GranteePrincipal, Operations: ["Decrypt"] }));
    const granted = await look();
    expect(granted).toMatchObject({
      status: 22,
      changes: ["gained: drifting-writer kms:Decrypt aws_kms_key.second"],
    });
    expect(granted.differs).toEqual([
      detached,
      expect.stringMatching(
        /^grant .* on aws_kms_key.second: a grant of Decrypt to .*drifting-writer is in the account, and not/,
      ),
    ]);

    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Sid: "More",
        Effect: "Allow",
        Action: "s3:PutLifecycleConfiguration",
        Resource: "arn:aws:s3:::drifting",
      },
    });
    await iam.send(
      new PutGroupPolicyCommand({ GroupName: "drifting-people", PolicyName: "more", PolicyDocument }),
    );
    await s3In("eu-west-1").send(new DeletePublicAccessBlockCommand({ Bucket: "drifting" }));
    await kms.send(
      new UpdateAliasCommand({ AliasName: "alias/drifting", TargetKeyId: second.replace(/^.*\//, "") }),
    );
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: second, PendingWindowInDays: 7 }));
    const all = await look();
    expect(all.changes).toContain("gained: drifting-person s3:PutLifecycleConfiguration drifting");
    expect(all.differs).toEqual(
      expect.arrayContaining([
        "aws_kms_key.second: the key is PendingDeletion in the account",
        "aws_kms_key.second: its alias/drifting is in the account, and not in the stack",
        "policy more of group drifting-people of aws_iam_user.person: a policy of aws_iam_user.person is in the account, and not in the stack",
        "aws_s3_bucket_public_access_block.closed: the setting is in the stack, and not in the account",
      ]),
    );
    // Whatever the key under the moved alias allows, it is another one.
    expect(all.notRead.join("\n")).toContain(
      "the policy of aws_kms_key.k: alias/drifting is the key of aws_kms_key.second",
    );
    expect([...called].sort()).toEqual(expect.arrayContaining(["iam:GetGroupPolicy", "kms:ListGrants"]));
    const [, policy = ""] =
      /<!-- live-policy -->\n```json\n(.*?)```/s.exec(readFileSync("docs/access-report.md", "utf8")) ?? [];
    const documented = (JSON.parse(policy) as { Statement: { Action: string[] }[] }).Statement;
    expect([...called].filter((call) => !documented.some(({ Action }) => Action.includes(call)))).toEqual([]);
  });

  it("names what is not applied yet, and keys that nothing identifies", async () => {
    const file = stackPath(join(dir(), "cdktf.out"), "unapplied");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, liveStack("unapplied"));
    const { status, stdout } = await sealstack(["access", join(dir(), "cdktf.out"), "--live"]);
    expect(status).toBe(25);
    const text = stdout.toString();
    expect(text).toContain("  aws_kms_key.k is not in the account\n");
    expect(text).toContain("  aws_s3_bucket.b is not in the account\n");
    expect(text).toContain("  aws_iam_user.person is not in the account\n");
    expect(text).toContain(
      "  not read: aws_kms_key.second: neither an alias nor an output says which it is (see --outputs)\n",
    );
    expect(text).toMatch(/^nothing changed in who can do what$/m);
  });
});
