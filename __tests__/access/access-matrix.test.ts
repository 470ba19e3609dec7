/** `sealstack/access` as its users have it, with the example of the documentation. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessMatrix } from "../../access";
import { access, whoOpens } from "../../examples/access-matrix";
import { accessStack } from "../helpers/stacks/access-stack";
import { useTempDir } from "../helpers/temp-dir";

const ROOT = join(__dirname, "../..");
const dir = useTempDir();

describe("accessMatrix", () => {
  it("reads an app that nobody synthesized, as in the documentation", async () => {
    const report = await access();
    expect(report.changes).toBeUndefined();
    expect(report.stacks.map(({ model }) => model.stack)).toEqual(["reports"]);
    expect(whoOpens(report)).not.toContain("writer");
    const encrypts = report.stacks[0]?.cells.filter(
      ({ action, effect }) => action === "kms:Encrypt" && effect !== "denied",
    );
    expect(encrypts?.map(({ principal }) => principal.split("/").at(-1))).toContain("writer");
  });

  it("is the documented example", () => {
    const shown = readFileSync(join(ROOT, "examples/access-matrix.ts"), "utf8")
      .trim()
      .replaceAll('"../access"', '"sealstack/access"');
    expect(readFileSync(join(ROOT, "docs/access-report.md"), "utf8")).toContain(`\`\`\`ts\n${shown}\n\`\`\``);
  });

  it("compares, and takes the text of policies that the stack does not make", async () => {
    const [one, two] = [join(dir(), "one.json"), join(dir(), "two.json")];
    const attach = (stack: string) => {
      const json = JSON.parse(stack);
      json.resource.aws_iam_role_policy_attachment = {
        a: { role: "keeper", policy_arn: "arn:aws:iam::aws:policy/Some" },
      };
      return JSON.stringify(json);
    };
    writeFileSync(one, accessStack());
    writeFileSync(two, attach(accessStack()));
    const unsure = await accessMatrix(two, { against: one });
    expect(unsure.changes?.map(({ kind, principal }) => `${kind} ${principal.name}`)).toContain(
      "maybe keeper",
    );
    expect(unsure.changes?.[0]?.dependsOn.join()).toContain(
      "the text of policy 'arn:aws:iam::aws:policy/Some'",
    );
    const Statement = [{ Effect: "Allow" as const, Action: "s3:GetObject", Resource: "*" }];
    const managedPolicies = { "arn:aws:iam::aws:policy/Some": { Version: "2012-10-17", Statement } };
    const { changes = [] } = await accessMatrix(two, { against: one, managedPolicies });
    expect(
      new Set(changes.map(({ kind, principal, action }) => `${kind} ${principal.name} ${action}`)),
    ).toEqual(new Set(["gained keeper s3:GetObject"]));
  });

  it("judges 10,000 statements in seconds", async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      Sid: `S${at}`,
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::other-${at}/*`,
    }));
    const path = join(dir(), "many.json");
    const stack = {
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: {
        aws_iam_role: { r: { name: "r" } },
        aws_iam_role_policy: {
          p: { role: "r", policy: JSON.stringify({ Version: "2012-10-17", Statement: many }) },
        },
        aws_s3_bucket: { b: { bucket: "b" } },
      },
    };
    writeFileSync(path, JSON.stringify(stack));
    const used = process.cpuUsage();
    const { stacks } = await accessMatrix(path);
    expect(
      stacks[0]?.cells.filter(
        ({ principal, effect, action }) =>
          principal.endsWith("/r") && effect !== "denied" && action.startsWith("s3:"),
      ),
    ).toEqual([]);
    expect(process.cpuUsage(used).user / 1e6).toBeLessThan(10);
  }, 60_000);
});
