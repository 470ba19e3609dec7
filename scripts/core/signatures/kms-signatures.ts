/** The ports over KMS itself, with a client for the region of each key. */
import {
  DescribeKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  type KMSClient,
  KMSInvalidMacException,
  KMSInvalidSignatureException,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { parseArn } from "../../../modules/arn";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import {
  answeredKey,
  answeredMac,
  answeredPublicKey,
  answeredSignature,
  answeredWord,
} from "../../clients/replies/kms-reply";
import { kmsClient } from "../../clients/services/kms";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import type { Macs, Signatures } from "./ports";

export function kmsSignatures(settings: ClientSettings): Signatures {
  const clientFor = clientsFor(settings);
  return {
    publicKey: (KeyId) =>
      attempt(`get the public key of ${KeyId}`, async () => {
        const kms = clientFor(KeyId);
        const answer = await kms.send(new GetPublicKeyCommand({ KeyId }), requestOptions(settings));
        return {
          arn: answeredKey(answer.KeyId, KeyId, await kms.config.region()),
          spec: answeredWord(answer.KeySpec, "the spec of the key"),
          usage: answeredWord(answer.KeyUsage, "the usage of the key"),
          spki: answeredPublicKey(answer.PublicKey),
        };
      }),
    sign: (KeyId, { type, bytes }, SigningAlgorithm) =>
      attempt(`sign with ${KeyId}`, async () => {
        const kms = clientFor(KeyId);
        const command = new SignCommand({ KeyId, Message: bytes, MessageType: type, SigningAlgorithm });
        const answer = await kms.send(command, requestOptions(settings));
        answeredKey(answer.KeyId, KeyId, await kms.config.region());
        return answeredSignature(answer.Signature);
      }),
    verify: (KeyId, { type, bytes }, Signature, SigningAlgorithm) =>
      attempt(`verify with ${KeyId}`, () =>
        unless(KMSInvalidSignatureException, async () => {
          const kms = clientFor(KeyId);
          const input = { KeyId, Message: bytes, MessageType: type, Signature, SigningAlgorithm };
          const answer = await kms.send(new VerifyCommand(input), requestOptions(settings));
          answeredKey(answer.KeyId, KeyId, await kms.config.region());
          return answer.SignatureValid === true;
        }),
      ),
  };
}

export function kmsMacs(settings: ClientSettings): Macs {
  const clientFor = clientsFor(settings);
  return {
    describe: (KeyId) =>
      attempt(`look up the key ${KeyId}`, async () => {
        const kms = clientFor(KeyId);
        const { KeyMetadata: key } = await kms.send(
          new DescribeKeyCommand({ KeyId }),
          requestOptions(settings),
        );
        return {
          arn: answeredKey(key?.Arn, KeyId, await kms.config.region()),
          spec: answeredWord(key?.KeySpec, "the spec of the key"),
        };
      }),
    generate: (KeyId, Message, MacAlgorithm) =>
      attempt(`make a message authentication code with ${KeyId}`, async () => {
        const kms = clientFor(KeyId);
        const command = new GenerateMacCommand({ KeyId, Message, MacAlgorithm });
        const answer = await kms.send(command, requestOptions(settings));
        answeredKey(answer.KeyId, KeyId, await kms.config.region());
        return answeredMac(answer.Mac, MacAlgorithm);
      }),
    verify: (KeyId, Message, Mac, MacAlgorithm) =>
      attempt(`verify a message authentication code with ${KeyId}`, () =>
        unless(KMSInvalidMacException, async () => {
          const kms = clientFor(KeyId);
          const command = new VerifyMacCommand({ KeyId, Message, Mac, MacAlgorithm });
          const answer = await kms.send(command, requestOptions(settings));
          answeredKey(answer.KeyId, KeyId, await kms.config.region());
          return answer.MacValid === true;
        }),
      ),
  };
}

/** By region: that of a key ARN, else the settings'. */
function clientsFor(settings: ClientSettings): (key: string) => KMSClient {
  const clients = new Map<string | undefined, KMSClient>();
  return (key) => {
    const region = parseArn(key)?.region ?? settings.region;
    const client = clients.get(region) ?? kmsClient({ ...settings, region });
    clients.set(region, client);
    return client;
  };
}

/** KMS tells that something is wrong by an exception of its own. */
async function unless(
  wrong: typeof KMSInvalidSignatureException | typeof KMSInvalidMacException,
  call: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof wrong) return false;
    throw error;
  }
}

async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toOperatorError(error, { action });
  }
}
