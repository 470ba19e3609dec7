/** Age files as others make them: in armour, with other work factors, for other recipients. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { armor, Encrypter } from "age-encryption";
import { answers } from "../../../../../tools/processes/run";
import { describeIf } from "../../../../helpers/describe-if";
import { sealstack } from "../../../../helpers/processes/cli";
import { useTempDir } from "../../../../helpers/temp-dir";

const PASSPHRASE = "correct horse battery staple";
/** Longer than a chunk of age, and no multiple of anything. */
const CONTENT = randomBytes(70_001);

async function sealed(logN = 10, content: Uint8Array = CONTENT): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(PASSPHRASE);
  encrypter.setScryptWorkFactor(logN);
  return Buffer.from(await encrypter.encrypt(content));
}

describe("an age file", () => {
  const dir = useTempDir();

  async function decrypted(file: Buffer, passphrase = PASSPHRASE) {
    const [from, to, secret] = ["in.age", "out", "passphrase"].map((name) => join(dir(), name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(from, file);
    writeFileSync(secret, `${passphrase}\n`, { mode: 0o600 });
    const argv = ["decrypt", "--passphrase-file", secret, "--in", from, "--out", to, "--force"];
    const { status, stderr } = await sealstack(argv, { env: {} });
    return { status, stderr, content: status === 0 ? readFileSync(to) : undefined };
  }

  async function inspected(file: Buffer) {
    const from = join(dir(), "in.age");
    writeFileSync(from, file);
    const ofFile = await sealstack(["inspect", "--json", from], { env: {} });
    const ofPipe = await sealstack(["inspect", "--json", "-"], { env: {}, stdin: file });
    const [one, other] = [ofFile, ofPipe].map(({ stdout }) => JSON.parse(stdout.toString()));
    expect({ ...one, file: "-" }).toEqual(other);
    return one;
  }

  it.each([
    ["empty", 0],
    ["of one byte", 1],
    ["whose last line is full", "full"],
    ["of several chunks", CONTENT.length],
  ] as const)("in armour opens, %s", async (_what, given) => {
    const length = given === "full" ? 48 - ((await sealed(10, Buffer.alloc(0))).length % 48) : given;
    const file = await sealed(10, CONTENT.subarray(0, length));
    const text = armor.encode(file);
    for (const form of [text, text.replaceAll("\n", "\r\n"), `\n \n${text}\n\n`, text.trimEnd()]) {
      const opened = await decrypted(Buffer.from(form));
      expect(opened).toMatchObject({ status: 0 });
      expect(opened.content?.equals(CONTENT.subarray(0, length))).toBe(true);
    }
    expect(await inspected(Buffer.from(text))).toMatchObject({
      format: "age-v1",
      armored: true,
      plaintextBytes: length,
      recipients: [{ type: "scrypt" }],
    });
    expect(await inspected(file)).toMatchObject({ armored: false, plaintextBytes: length });
  });

  it.each([
    ["cut", (text: string) => text.slice(0, -60)],
    ["without its last line", (text: string) => text.replace(/-----END.*\n/, "")],
    ["with a line too many", (text: string) => `${text}more\n`],
    ["with an empty line", (text: string) => text.replace("\n", "\n\n")],
    ["with a line of 60", (text: string) => text.replace(/\n(.{60})(.{4})\n/, "\n$1\n$2\n")],
    ["with spaces at a line's end", (text: string) => text.replace(/\n(.{64})\n/, "\n$1 \n")],
    ["with another letter in its base64", (text: string) => text.replace(/\n(.{20})./, "\n$1*")],
    ["with a line without end", (text: string) => text.replaceAll("\n", "")],
  ])("in armour %s is not authentic", async (_what, change) => {
    const text = armor.encode(await sealed());
    const ran = await decrypted(Buffer.from(change(text)));
    expect(ran).toMatchObject({ status: 5, stderr: expect.stringContaining("age file") });
    expect(change(text)).not.toBe(text);
  });

  it("in armour opens for nobody with another passphrase", async () => {
    const ran = await decrypted(Buffer.from(armor.encode(await sealed())), "wrong");
    expect(ran).toMatchObject({ status: 7, stderr: expect.stringContaining("the passphrase does not open") });
  });

  it.each([1, 5, 15])("with a work factor of 2^%d opens", async (logN) => {
    expect((await decrypted(await sealed(logN))).content?.equals(CONTENT)).toBe(true);
  });

  it.each(["23", "30", "63", "99", "9999"])(
    "with a work factor of 2^%s is told from a damaged one",
    async (factor) => {
      const file = Buffer.from(
        (await sealed()).toString("latin1").replace(/(-> scrypt \S+) 10\n/, `$1 ${factor}\n`),
        "latin1",
      );
      for (const form of [file, Buffer.from(armor.encode(file))]) {
        const ran = await decrypted(form);
        expect(ran).toMatchObject({
          status: 7,
          stderr: expect.stringContaining(`work factor of the age file is 2^${factor}`),
        });
      }
    },
  );

  it.each(["0", "01", "-1", "1e3", "x", "10 11", "99999"])(
    "with a work factor of '%s' is not authentic",
    async (factor) => {
      const file = (await sealed()).toString("latin1").replace(/(-> scrypt \S+) 10\n/, `$1 ${factor}\n`);
      expect(await decrypted(Buffer.from(file, "latin1"))).toMatchObject({ status: 5 });
    },
  );

  it("in passphrase mode, where a key was given, says what to give instead", async () => {
    for (const form of [await sealed(), Buffer.from(armor.encode(await sealed()))]) {
      writeFileSync(join(dir(), "in.age"), form);
      const argv = ["decrypt", "--key", `arn:aws:kms:eu-central-1:111122223333:key/${"1".repeat(8)}`];
      const ran = await sealstack([...argv, "--in", join(dir(), "in.age"), "--out", join(dir(), "out")], {
        env: {},
      });
      expect(ran).toMatchObject({ status: 5, stderr: expect.stringContaining("--passphrase-file") });
    }
  });

  describeIf(answers("age", ["--version"]), "age is missing: Debian package age", "of the tool age", () => {
    /** Encrypted for a key, in armour or not. */
    const ofAge = (...flags: string[]): Buffer => {
      const key = execFileSync("age-keygen", { stdio: "pipe" }).toString();
      const recipient = /public key: (age1\w+)/.exec(key)?.[1] ?? "";
      return execFileSync("age", ["--encrypt", "--recipient", recipient, ...flags], { input: CONTENT });
    };

    it.each([[[]], [["--armor"]]])("for a key says that no passphrase opens it, with %j", async (flags) => {
      const ran = await decrypted(ofAge(...flags));
      expect(ran.status).toBe(7);
      expect(ran.stderr).toContain("for other recipients (X25519");
      expect(ran.stderr).toContain("age --decrypt --identity");
      expect(await inspected(ofAge(...flags))).toMatchObject({
        plaintextBytes: CONTENT.length,
        recipients: expect.arrayContaining([expect.objectContaining({ type: "X25519" })]),
      });
    });
  });
});
