import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { publicKeyIn } from "../../../../scripts/core/public-keys/public-key-file";
import { assertEncryptionKey } from "../../../../scripts/core/public-keys/rsa-key";
import { testCa } from "../../../helpers/servers/test-ca";

const pem = (key: KeyObject): Buffer => Buffer.from(key.export({ format: "pem", type: "spki" }));
const der = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" });
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const private8 = { format: "pem", type: "pkcs8" } as const;

function refusal(use: () => unknown): unknown {
  try {
    use();
  } catch (error) {
    return error;
  }
  return "taken";
}

describe("a file with a public key", () => {
  it.each([
    ["PEM", pem(publicKey)],
    ["DER", der(publicKey)],
    [
      "PEM with text before it, as `openssl pkey -text` writes it",
      Buffer.concat([Buffer.from("RSA Public-Key: (2048 bit)\n"), pem(publicKey)]),
    ],
    ["PEM with lines of Windows", Buffer.from(pem(publicKey).toString().replaceAll("\n", "\r\n"))],
  ])("is taken as %s", (_, bytes) => {
    expect(publicKeyIn(bytes, "k").equals(publicKey)).toBe(true);
  });

  const passphrase = { cipher: "aes-256-cbc", passphrase: "secret" } as const;
  const ec = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
  it.each([
    ["PKCS #8", Buffer.from(privateKey.export(private8))],
    ["PKCS #8, DER", privateKey.export({ format: "der", type: "pkcs8" })],
    ["PKCS #1", Buffer.from(privateKey.export({ format: "pem", type: "pkcs1" }))],
    ["PKCS #1, DER", privateKey.export({ format: "der", type: "pkcs1" })],
    ["SEC 1", Buffer.from(ec.export({ format: "pem", type: "sec1" }))],
    ["SEC 1, DER", ec.export({ format: "der", type: "sec1" })],
    ["PKCS #8, encrypted", Buffer.from(privateKey.export({ ...private8, ...passphrase }))],
    ["PKCS #8, encrypted, DER", privateKey.export({ format: "der", type: "pkcs8", ...passphrase })],
    [
      "OpenSSH",
      Buffer.from("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n"),
    ],
    ["both halves", Buffer.concat([pem(publicKey), Buffer.from(privateKey.export(private8))])],
  ])("is refused as a private key, of which nothing is shown: %s", (_, bytes) => {
    const error = refusal(() => publicKeyIn(bytes, "k"));
    expect(error).toMatchObject({
      exit: "source",
      message: expect.stringContaining("holds no public key but a private one"),
    });
    const body = bytes.toString("latin1").split("\n")[1] ?? "";
    if (body.length > 16) expect(JSON.stringify(error)).not.toContain(body);
  });

  it.each([
    ["two of them", () => Buffer.concat([pem(publicKey), pem(made(2048))]), "2 blocks of PEM"],
    ["PKCS #1", () => Buffer.from(publicKey.export({ format: "pem", type: "pkcs1" })), "PKCS #1"],
    ["OpenSSH", () => Buffer.from("ssh-rsa AAAAB3NzaC1yc2E= me@host\n"), "OpenSSH"],
    ["DER and more", () => Buffer.concat([der(publicKey), Buffer.of(0)]), "no public key"],
    ["DER that is cut", () => der(publicKey).subarray(0, -1), "no public key"],
    ["JSON", () => Buffer.from(JSON.stringify(publicKey.export({ format: "jwk" }))), "no public key"],
    ["text", () => Buffer.from("hello\n"), "no public key"],
  ])("is refused with %s", (_, bytes, problem) => {
    const error = refusal(() => publicKeyIn(bytes(), "k"));
    expect(error).toMatchObject({ exit: "source", message: expect.stringContaining(problem) });
  });

  it("is refused as a certificate, with the command that takes the key out", async () => {
    const { certificate } = await testCa();
    const error = refusal(() => publicKeyIn(Buffer.from(certificate), "k"));
    expect(error).toMatchObject({ exit: "source", hint: expect.stringContaining("openssl x509 -pubkey") });
  });
});

describe("a key to encrypt with", () => {
  it.each([2048, 3072, 4096])("is RSA of %d bits", (bits) => {
    expect(refusal(() => assertEncryptionKey(made(bits), "k"))).toBe("taken");
  });

  it.each([
    ["RSA of 1024 bits", () => made(1024), "1024 bits"],
    ["RSA of 2056 bits", () => made(2056), "2056 bits"],
    ["RSA of an exponent of 3", () => made(2048, Buffer.of(3)), "exponent"],
    ["RSA-PSS", () => generateKeyPairSync("rsa-pss", { modulusLength: 512 }).publicKey, "RSA-PSS"],
    ["a curve", () => generateKeyPairSync("ec", { namedCurve: "secp384r1" }).publicKey, "secp384r1"],
    ["Ed25519", () => generateKeyPairSync("ed25519").publicKey, "ed25519"],
    ["X25519", () => generateKeyPairSync("x25519").publicKey, "x25519"],
  ])("is not %s", (_, key, found) => {
    const error = refusal(() => assertEncryptionKey(key(), "k"));
    expect(error).toMatchObject({ exit: "key", message: expect.stringContaining(found) });
    expect(String(error)).toContain("2048, 3072, 4096");
  });

  it("is not RSA of an exponent of 1, under which the ciphertext would be the plaintext", () => {
    const key = made(2048, Buffer.of(1));
    expect(refusal(() => assertEncryptionKey(key, "k"))).toMatchObject({ exit: "key" });
  });
});

/** Public keys of random moduli, because real ones take seconds. */
function made(bits: number, exponent = Buffer.of(1, 0, 1)): KeyObject {
  const modulus = randomBytes(bits / 8);
  modulus[0] = 0x80;
  modulus[modulus.length - 1] = 0x01;
  const jwk = { kty: "RSA", n: modulus.toString("base64url"), e: exponent.toString("base64url") };
  return createPublicKey({ key: jwk, format: "jwk" });
}
