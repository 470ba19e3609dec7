import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toOperatorError } from "../../../../scripts/clients/failures/sdk-errors";
import { OperatorError } from "../../../../scripts/errors";

const COMMANDS = join(dirname(require.resolve("@aws-sdk/client-kms/package.json")), "dist-types/commands");

/** Errors that our requests cannot cause: they carry no grant token and are no dry runs. The last one is the base class. */
const IMPOSSIBLE = ["InvalidGrantTokenException", "DryRunOperationException", "KMSServiceException"];

/** The errors that a command of KMS documents, by their names. */
function errorsOf(command: string): string[] {
  const text = readFileSync(join(COMMANDS, `${command}Command.d.ts`), "utf8");
  return [...text.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = ""]) => name);
}

const told = (name: string): unknown =>
  toOperatorError(Object.assign(new Error("raw text"), { name }), { action: "do it" });

describe("toOperatorError", () => {
  const names = new Set(
    ["GenerateDataKey", "Encrypt", "Decrypt", "DescribeKey", "ReEncrypt"].flatMap(errorsOf),
  );

  it("finds the errors of KMS where it looks", () => {
    expect(names.size).toBeGreaterThan(10);
    expect(names).toContain("InvalidCiphertextException");
  });

  it.each([...names].filter((name) => !IMPOSSIBLE.includes(name)))(
    "has a sentence and a hint for %s of KMS",
    (name) => {
      const error = told(name);
      expect(error).toMatchObject({
        name: "OperatorError",
        message: expect.stringMatching(new RegExp(`^cannot do it: .{10,} \\(${name}\\)$`)),
        hint: expect.stringMatching(/.{10,}/),
      });
      expect((error as OperatorError).message).not.toContain("raw text");
    },
  );

  // The second is what S3 says when it checks the signature first.
  it.each(["PermanentRedirect", "AuthorizationHeaderMalformed"])("names the region for %s of S3", (name) => {
    expect(told(name)).toMatchObject({
      exit: "notFound",
      message: `cannot do it: the bucket is in another region (${name})`,
      hint: "set --region to the bucket's region",
    });
  });

  it("leaves what it does not know as it is", () => {
    const unknown = new Error("a bug");
    expect(toOperatorError(unknown, { action: "do it" })).toBe(unknown);
    const known = new OperatorError("source", "told already");
    expect(toOperatorError(known, { action: "do it" })).toBe(known);
  });
});
