import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import { testClients } from "../emulator";

/** A fresh KMS key in the emulator: its ARN. */
export async function createKey(): Promise<string> {
  const { KeyMetadata } = await testClients().kms.send(new CreateKeyCommand({}));
  if (KeyMetadata?.Arn === undefined) throw new Error("the emulator made no key");
  return KeyMetadata.Arn;
}

/** Points a new alias at a key; returns its name. */
export async function createAlias(keyArn: string): Promise<string> {
  const name = `alias/test-${keyArn.slice(-12)}`;
  await testClients().kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: keyArn }));
  return name;
}
