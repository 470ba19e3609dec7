/** What an apply really calls, recorded on the emulator: all of it is among the calls that the deployer's policy is evaluated with. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import type { PresetName } from "../../presets";
import { PRESET_SCHEMAS } from "../../presets/schemas";
import { applyStack } from "../../tools/emulator/apply";
import { stackPath } from "../../tools/emulator/apply/stack-file";
import { ACCOUNT_ID } from "../../tools/policy-check/stack-values";
import { providerCalls } from "../helpers/deployer/provider-calls";
import { STACK, typical } from "../helpers/deployer/stacks";
import { emulatorEndpoint } from "../helpers/emulator";
import { NOT_ON_THE_EMULATOR } from "../helpers/stacks/not-on-the-emulator";
import { useTempDir } from "../helpers/temp-dir";

const PRESETS = PRESET_SCHEMAS.map((schema) => [...schema.shape.preset.values][0] as PresetName);
const CLIENTS = {
  cloudwatch: CloudWatchClient,
  events: EventBridgeClient,
  iam: IAMClient,
  kms: KMSClient,
  logs: CloudWatchLogsClient,
  s3: S3Client,
  sns: SNSClient,
} as const;

/** Calls of S3 whose permission has another name. Source: Amazon S3 API Reference, "Permissions" of each. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  "s3:DeleteBucketTagging": "s3:PutBucketTagging",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
  "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
  "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
};

/** Each is applied in an account of its own, so that no name is another's; what is audited says in which account it is. */
const accountOf = (preset: PresetName): string =>
  preset === "key-audit" ? ACCOUNT_ID : `9999888877${String(PRESETS.indexOf(preset)).padStart(2, "0")}`;

describe("an apply", () => {
  const dir = useTempDir();
  const called = new Set<string>();
  beforeEach(() => {
    called.clear();
    for (const [service, client] of Object.entries(CLIENTS)) {
      const send = client.prototype.send as (this: unknown, ...rest: unknown[]) => unknown;
      jest.spyOn(client.prototype as { send: typeof send }, "send").mockImplementation(function (
        this: unknown,
        ...rest
      ) {
        const name = `${service}:${(rest[0] as object).constructor.name.replace(/Command$/, "")}`;
        called.add(PERMISSIONS[name] ?? name);
        return send.apply(this, rest);
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());

  it.each(PRESETS.filter((preset) => !NOT_ON_THE_EMULATOR.includes(preset)))(
    "of %s calls nothing but what its deployer may",
    async (preset) => {
      const [, stack] = typical(preset)[0] ?? [];
      const json = stack?.json as { provider: { aws: { allowed_account_ids?: string[] }[] } };
      const provider = { aws: [{ ...json.provider.aws[0], allowed_account_ids: [accountOf(preset)] }] };
      const outDir = join(dir(), "cdktf.out");
      const file = stackPath(outDir, STACK);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ ...json, provider }));
      const where = { endpoint: emulatorEndpoint(), outDir, stack: STACK, stateDir: join(dir(), "state") };
      const { changes } = await applyStack(where);
      expect(changes.map(({ action }) => action)).toContain("created");
      const known = new Set(providerCalls(stack?.values as never).map(({ action }) => action));
      expect([...called].filter((action) => !known.has(action))).toEqual([]);
      expect(called.size).toBeGreaterThan(preset === "vault-source" ? 3 : 5); // two roles are all that it makes
    },
  );
});
