/** Against the emulator's KMS: what the fake endpoint of the other tests was made after. */
import { randomBytes } from "node:crypto";
import { DecryptCommand, EncryptCommand } from "@aws-sdk/client-kms";
import { emulatorEndpoint, testClients } from "../../helpers/emulator";
import { createAlias, createKey } from "../../helpers/kms/test-key";
import { startPlugin, stopPluginsAfterEach } from "../../helpers/kms-plugin/kms-plugin-in-process";

describe("kms-plugin on the emulator", () => {
  stopPluginsAfterEach();

  it("and aws-encryption-provider open what the other wrote", async () => {
    const keyArn = await createKey();
    const alias = await createAlias(keyArn);
    const EncryptionContext = { cluster: "prod" };
    const { v1, v2 } = await startPlugin(emulatorEndpoint(), {
      keys: [{ key: alias, encryptionContext: EncryptionContext, region: keyArn.split(":")[3] }],
    });
    const dek = randomBytes(32);
    const { kms } = testClients();
    expect((await v2.status()).healthz).toBe("ok");

    // The reference writes '1' and the blob, gives its flag's text as key_id, and asks KMS without a key.
    const { CiphertextBlob = new Uint8Array() } = await kms.send(
      new EncryptCommand({ KeyId: alias, Plaintext: dek, EncryptionContext }),
    );
    const theirs = Buffer.concat([Buffer.from("1"), CiphertextBlob]);
    expect(await v2.decrypt({ ciphertext: theirs, keyId: alias })).toEqual(dek);
    expect(await v1.decrypt(theirs)).toEqual(dek);

    for (const ours of [(await v2.encrypt(dek)).ciphertext, await v1.encrypt(dek)]) {
      expect(ours[0]).toBe(0x31);
      const opened = await kms.send(
        new DecryptCommand({ CiphertextBlob: ours.subarray(1), EncryptionContext }),
      );
      expect(Buffer.from(opened.Plaintext ?? [])).toEqual(dek);
    }
    expect(await v2.decrypt({ ciphertext: theirs, keyId: keyArn })).toEqual(dek); // from before there was an alias
    const other = await createKey();
    await expect(v2.decrypt({ ciphertext: theirs, keyId: other })).rejects.toThrow("previous");
  });
});
