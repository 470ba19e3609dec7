/** As hostile-text.test.ts, for what KMS and file names say when something is signed. */
import { generateKeyPairSync, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SIGNATURE_COMMANDS } from "../../../../scripts/cli/rows/signature-commands";
import type { Services } from "../../../../scripts/commands/io";
import { OperatorError } from "../../../../scripts/errors";
import { type Drive, driveWith, EVIL, EVIL_UNITS } from "../../../helpers/hostile";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

describe("text from outside, where something is signed", () => {
  const dir = useTempDir();
  const driven = new Set<string>();
  let services: Services;
  const drive: Drive = (command, argv, options) => {
    driven.add(command);
    return driveWith(services, command, argv, options);
  };
  const file = (name: string, content: string | Buffer = "message"): string => {
    const path = join(dir(), `${name}${EVIL}`);
    writeFileSync(path, content);
    return path;
  };
  const out = (name: string): readonly string[] => ["--force", "--out", join(dir(), `${name}${EVIL}`)];
  beforeEach(() => {
    services = {
      ...memoryServices(new MemoryStore()),
      signatures: async () => ({
        publicKey: async () => ({
          ...{ arn: EVIL_UNITS, spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" },
          spki: publicKey.export({ format: "der", type: "spki" }),
        }),
        sign: async () => sign("sha256", Buffer.from("message"), privateKey),
        verify: async () => true,
      }),
      macs: async () => ({
        describe: async () => ({ arn: EVIL_UNITS, spec: "HMAC_256" }),
        generate: async () => Buffer.alloc(32),
        verify: async () => true,
      }),
    };
  });

  it("is harmless in reports", async () => {
    const key = ["--key", EVIL];
    await drive("sign", [...key, "--in", file("in"), ...out("sig")]);
    await drive("verify-signature", [
      ...key,
      "--in",
      file("in"),
      "--signature",
      file("sig", Buffer.alloc(70)),
    ]);
    await drive("public-key", [...key, ...out("pem")]);
    const { text } = await drive("mac", [...key, "--in", file("in"), ...out("mac")]);
    expect(text).toContain("\\x1b]0;t\\x07");
    await drive("verify-mac", [...key, "--in", file("in"), "--mac", file("mac", Buffer.alloc(32))]);
  });

  it("is harmless in what is refused", async () => {
    const key = ["--key", EVIL];
    const refuse = (): never => {
      throw new OperatorError("key", EVIL_UNITS, { hint: EVIL });
    };
    const none = join(dir(), EVIL);
    await drive("sign", [...key, "--in", none, ...out("sig")], { status: 3 });
    await drive("verify-signature", [...key, "--in", file("in"), "--signature", none], { status: 3 });
    await drive("mac", [...key, "--in", none, ...out("mac")], { status: 3 });
    await drive("sign", ["--key", "k", "--algorithm", EVIL, "--in", file("in"), ...out("s")], { status: 2 });
    services = { ...services, signatures: async () => refuse(), macs: async () => refuse() };
    await drive("public-key", [...key, ...out("pem")], { status: 7 });
    await drive("mac", [...key, "--in", file("in"), ...out("mac")], { status: 7 });
  });

  it("was looked for in every command", () => {
    expect([...driven].sort()).toEqual(SIGNATURE_COMMANDS.map(({ name }) => name).sort());
  });
});
