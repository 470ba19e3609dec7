import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, DecryptCommand } from "@aws-sdk/client-kms";
import { OUTPUT } from "../../../presets/key-audit/outputs";
import { OperatorError } from "../../../scripts/errors";
import { type EmulatorClients, emulatorClients } from "../../emulator/clients";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import * as show from "../show";
import { firstMessage } from "../told";

export const keyAuditDemo: PresetDemo = {
  title: "a decrypt that failed, and who is told of it",
  configFile: "tools/demo/presets/key-audit.yaml",
  use,
};

/** The key that the configuration names. */
const KEY_ID = "5ea15ac4-0000-4000-8000-000000000001";
const KEY_ARN = `arn:aws:kms:eu-central-1:000000000000:key/${KEY_ID}`;

async function use({ env, outputs }: Place): Promise<Summary> {
  const clients = emulatorClients(String(env.AWS_ENDPOINT_URL));
  show.step("Fail to decrypt with the watched key");
  show.command(`aws kms decrypt --key-id ${KEY_ID} --ciphertext-blob bm8gY2lwaGVydGV4dA==`);
  const failure = await failedDecrypt(clients);
  show.detail(`KMS refuses: ${failure}`);
  show.step("Hand it to EventBridge, as CloudTrail does on AWS; the emulator has no CloudTrail");
  const topicArn = String(outputs[OUTPUT.topicArn]);
  const told = JSON.parse(await firstMessage(clients.sns, topicArn, () => record(clients, failure)));
  if (told.detail?.errorCode !== failure)
    throw new OperatorError("tool", "the alert is about something else");
  show.detail(`the topic tells: ${told.detail.eventName} failed, ${told.detail.errorCode}`);
  return {
    created: [
      ["watched", KEY_ARN],
      ["topic", topicArn],
      ["its key", String(outputs[OUTPUT.auditKeyArn])],
      ["log files", String(outputs[OUTPUT.trailBucket])],
    ],
    done: {
      heading: "Told",
      rows: [
        ["call", `${told.detail.eventName} by ${told.detail.userIdentity.arn}`],
        ["why it failed", String(told.detail.errorCode)],
      ],
    },
    next: [["your keys", "name them by ARN in examples/key-audit.yaml"]],
  };
}

/** Makes the key where an earlier run has not, and fails to open something with it. */
async function failedDecrypt({ kms }: EmulatorClients): Promise<string> {
  // LocalStack gives a key the id that this tag names.
  const make = new CreateKeyCommand({ Tags: [{ TagKey: "_custom_id_", TagValue: KEY_ID }] });
  await kms.send(make).catch((error: Error) => {
    if (error.name !== "AlreadyExistsException") throw error;
  });
  try {
    await kms.send(new DecryptCommand({ KeyId: KEY_ARN, CiphertextBlob: Buffer.from("no ciphertext") }));
  } catch (error) {
    return (error as Error).name;
  }
  throw new OperatorError("tool", "KMS opened what is no ciphertext");
}

/** The record of the call, as CloudTrail writes it: KMS Developer Guide, "Examples of AWS KMS log entries: Decrypt". */
async function record({ events }: EmulatorClients, errorCode: string): Promise<void> {
  const detail = {
    eventVersion: "1.11",
    userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::000000000000:assumed-role/somebody/session" },
    eventTime: new Date().toISOString(),
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    awsRegion: "eu-central-1",
    errorCode,
    requestParameters: { encryptionAlgorithm: "SYMMETRIC_DEFAULT", keyId: KEY_ARN },
    resources: [{ accountId: "000000000000", type: "AWS::KMS::Key", ARN: KEY_ARN }],
    eventType: "AwsApiCall",
    readOnly: true,
  };
  const entry = {
    Source: "aws.kms",
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify(detail),
  };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
}
