/** Sealed fields and the official JavaScript library: it needs no code of ours, only KMS and what docs/items.md says. */
import {
  buildClient,
  CommitmentPolicy,
  getClient,
  KMS,
  KmsKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import { DecryptCommand } from "@aws-sdk/client-kms";
import { kmsClient } from "../../../../scripts/clients/services/kms";
import { parseHeader } from "../../../../scripts/core/crypto/message/message-header";
import { itemBench, sealedText } from "../../../helpers/items";

const bench = itemBench();
const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const RECORD = '{"id":"c-1","card":{"number":4111111111111111111111,"until":null}}';
const CONTEXT = {
  "sealstack:purpose": "item",
  "sealstack:table": "customers",
  "sealstack:field": "/card",
  "sealstack:id/id": '"c-1"',
};

describe("a sealed field", () => {
  it("opens with the official library, under the table key that KMS decrypts", async () => {
    const { kms, key, run } = bench();
    const message = Buffer.from(sealedText(await run("encrypt-item", RECORD)), "base64");
    const encrypted = parseHeader(message)?.encryptedDataKeys.find(
      ({ providerId }) => providerId === "sealstack-table-key-by-kms",
    );
    expect(encrypted?.providerInfo).toBe(key.arn);
    const client = kmsClient({ region: "eu-central-1", endpoint: kms.url });
    const { Plaintext } = await client.send(
      new DecryptCommand({
        KeyId: key.arn,
        CiphertextBlob: encrypted?.encryptedDataKey,
        EncryptionContext: { "sealstack:purpose": "item", "sealstack:table": "customers" },
      }),
    );
    const keyring = new RawAesKeyringNode({
      keyNamespace: "sealstack-table-key",
      keyName: "table-key",
      unencryptedMasterKey: Uint8Array.from(Plaintext ?? []),
      wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
      utf8Sorting: true,
    });
    const { plaintext, messageHeader } = await decrypt(keyring, message);
    expect(plaintext.toString()).toBe('{"number":4111111111111111111111,"until":null}');
    expect(messageHeader.encryptionContext).toEqual(CONTEXT);
  });

  it("opens with the official library's KMS keyring, where it was sealed with --key-per-field", async () => {
    const { kms, key, run } = bench();
    const message = Buffer.from(sealedText(await run("encrypt-item", RECORD, ["--key-per-field"])), "base64");
    const clientProvider = getClient(KMS as never, { endpoint: kms.url, region: "eu-central-1" } as never);
    const { plaintext, messageHeader } = await decrypt(
      new KmsKeyringNode({ keyIds: [key.arn], clientProvider }),
      message,
    );
    expect(plaintext.toString()).toBe('{"number":4111111111111111111111,"until":null}');
    expect(messageHeader.encryptionContext).toEqual(CONTEXT);
  });
});
