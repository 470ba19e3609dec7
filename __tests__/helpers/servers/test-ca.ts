/** A CA of the test's own, and certificates of servers that it signs. */
import "reflect-metadata"; // before x509, which refuses to load without
import { createPrivateKey, webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const HOUR = 3_600_000;

export interface TestCa {
  /** In PEM. */
  readonly certificate: string;
  /** For a TLS server of these names; addresses are given as such. */
  server(
    names: readonly string[],
    addresses?: readonly string[],
  ): Promise<{ readonly cert: string; readonly key: string }>;
}

export async function testCa(name = "CN=Test CA"): Promise<TestCa> {
  const generate = (): Promise<webcrypto.CryptoKeyPair> =>
    webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;
  const validity = { notBefore: new Date(Date.now() - HOUR), notAfter: new Date(Date.now() + HOUR) };
  const keys = await generate();
  const signed = { ...validity, issuer: name, signingKey: keys.privateKey, signingAlgorithm: ALGORITHM };
  const certificate = await X509CertificateGenerator.create({
    ...signed,
    subject: name,
    publicKey: keys.publicKey,
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  return {
    certificate: certificate.toString("pem"),
    server: async (names, addresses = []) => {
      const own = await generate();
      const subject = [
        ...names.map((value) => ({ type: "dns" as const, value })),
        ...addresses.map((value) => ({ type: "ip" as const, value })),
      ];
      const leaf = await X509CertificateGenerator.create({
        ...signed,
        subject: `CN=${names[0] ?? addresses[0]}`,
        publicKey: own.publicKey,
        extensions: [new SubjectAlternativeNameExtension(subject)],
      });
      const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", own.privateKey));
      const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
      return { cert: leaf.toString("pem"), key: key.export({ format: "pem", type: "pkcs8" }).toString() };
    },
  };
}
