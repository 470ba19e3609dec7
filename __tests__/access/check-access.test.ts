import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { type CheckAccessOptions, checkAccess } from "../../access";
import { checkedApp } from "../../examples/check-access";
import { useTempDir } from "../helpers/temp-dir";

const ROOT = join(__dirname, "../..");
const dir = useTempDir();

/** One key, whose policy is the statement. */
function synthesize(statement: object, options?: CheckAccessOptions, scope: "app" | "stack" = "app") {
  const app = new App({ outdir: join(dir(), "out") });
  const stack = new TerraformStack(app, "s");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  const Statement = [{ Effect: "Allow", Resource: "*", ...statement }];
  new KmsKey(stack, "k", {
    deletionWindowInDays: 7,
    policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
  checkAccess(scope === "app" ? app : stack, options);
  app.synth();
  return stack.node.metadata.filter(({ type }) => type.endsWith("/warn")).map(({ data }) => String(data));
}

const ROOT_MANAGES = { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" };

describe("checkAccess", () => {
  it.each(["app", "stack"] as const)(
    "fails the synthesis of an %s with the rule, what, and the fix",
    (scope) => {
      const anybody = { Principal: "*", Action: "kms:*" };
      expect(() => synthesize(anybody, {}, scope)).toThrow(
        /error anybody at aws_kms_key\.k: .*; name the principals/,
      );
    },
  );

  it("warns of what is below the severity that fails, and fails with it when it is asked to", () => {
    const window = expect.stringMatching(/^warning short-deletion-window at aws_kms_key\.k: .*7 days/);
    expect(synthesize(ROOT_MANAGES)).toEqual([window]);
    expect(synthesize(ROOT_MANAGES, { deletionWindowInDays: 7 })).toEqual([]);
    expect(() => synthesize(ROOT_MANAGES, { failOn: "warning" })).toThrow(/short-deletion-window/);
    const nobody = { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:Decrypt" };
    expect(() => synthesize(nobody)).toThrow(/key-policy-unchangeable/);
    expect(synthesize(nobody, { failOn: "none" })).toContainEqual(
      expect.stringMatching(/^error key-policy-unchangeable/),
    );
  });

  it("refuses a severity that there is not", () => {
    expect(() => synthesize(ROOT_MANAGES, { failOn: "fatal" as never })).toThrow(
      "access cannot be checked for 'fatal': name one of error, warning, note, none",
    );
  });

  it("is shown in docs/access-report.md as it is compiled, and lets the example pass", () => {
    const shown = readFileSync(join(ROOT, "examples/check-access.ts"), "utf8")
      .replace('"../access"', '"sealstack/access"')
      .trim();
    expect(readFileSync(join(ROOT, "docs/access-report.md"), "utf8")).toContain(`\`\`\`ts\n${shown}\n\`\`\``);
    expect(() => checkedApp(join(dir(), "example")).synth()).not.toThrow();
  });
});
