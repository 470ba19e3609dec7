import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { certificateRequest } from "../../../../scripts/core/drill/step-ca/certificate-request";

describe("a request for a certificate", () => {
  it("is one that OpenSSL verifies, with its name and alternative name", () => {
    const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const text = execFileSync("openssl", ["req", "-verify", "-noout", "-text"], {
      input: certificateRequest("drill.localhost", keys),
      stdio: "pipe",
    }).toString();
    expect(text).toMatch(/Subject: CN ?= ?drill\.localhost/);
    expect(text).toContain("DNS:drill.localhost");
    expect(text).toContain("ASN1 OID: prime256v1");
  });
});
