/**
 * The renderer in both outputs, judged by Terraform itself: a module without any provider puts each rendered policy into an output, and
 * what Terraform makes of it must be the policy that was meant.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { renderPolicy, type Statement } from "../../../modules/iam";
import { findTool } from "../../../tools/fetched/system-packages";
import { describeIf } from "../../helpers/describe-if";
import { withApp } from "../../helpers/stacks/synth";

/** Values of the variables below, as Terraform sees them. */
const ACCOUNT = "111122223333";
const PREFIXES = ["step-ca/*", "etcd-default/*"];
const MAX_AGE = 900;

/** Each case: statements that may hold tokens, and the same with the values that Terraform must put in. */
interface Case {
  readonly given: Partial<Statement>;
  readonly expected: Readonly<Record<string, unknown>>;
}

function cases(stack: TerraformStack): Readonly<Record<string, Case>> {
  const account = new TerraformVariable(stack, "account", { type: "string", default: ACCOUNT }).stringValue;
  const prefixes = new TerraformVariable(stack, "prefixes", { type: "list(string)", default: PREFIXES })
    .listValue;
  const maxAge = new TerraformVariable(stack, "max_age", { type: "number", default: MAX_AGE }).numberValue;
  return {
    plain: { given: { resources: ["*"] }, expected: { Resource: ["*"] } },
    token: { given: { resources: [account] }, expected: { Resource: [ACCOUNT] } },
    "token in text": {
      given: { resources: [`arn:aws:iam::${account}:role/x`, "y"] },
      expected: { Resource: [`arn:aws:iam::${ACCOUNT}:role/x`, "y"] },
    },
    "two tokens": {
      given: { resources: [`${account}/${account}`] },
      expected: { Resource: [`${ACCOUNT}/${ACCOUNT}`] },
    },
    "list token": { given: { resources: prefixes }, expected: { Resource: PREFIXES } },
    "list token in a condition": {
      given: { resources: ["*"], conditions: { StringLike: { "s3:prefix": prefixes } } },
      expected: { Resource: ["*"], Condition: { StringLike: { "s3:prefix": PREFIXES } } },
    },
    numbers: {
      given: {
        resources: ["*"],
        conditions: { NumericLessThan: { "aws:MultiFactorAuthAge": 3600, "glue:age": maxAge } },
      },
      expected: {
        Resource: ["*"],
        Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "3600", "glue:age": String(MAX_AGE) } },
      },
    },
    booleans: {
      given: { resources: ["*"], conditions: { Bool: { "aws:SecureTransport": false } } },
      expected: { Resource: ["*"], Condition: { Bool: { "aws:SecureTransport": "false" } } },
    },
    "IAM variable": {
      given: { resources: ["arn:aws:s3:::bucket/${aws:username}/*"] },
      expected: { Resource: ["arn:aws:s3:::bucket/${aws:username}/*"] },
    },
    "IAM variable beside a token": {
      given: {
        resources: [
          `${account}/\${aws:username}`,
          `\${aws:username}/${account}`,
          "${aws:PrincipalTag/team, 'none'}",
        ],
      },
      expected: {
        Resource: [
          `${ACCOUNT}/\${aws:username}`,
          `\${aws:username}/${ACCOUNT}`,
          "${aws:PrincipalTag/team, 'none'}",
        ],
      },
    },
    "IAM variable with a token in it": {
      given: { resources: [`x/\${aws:PrincipalTag/${account}}/y`, `\${${account}`] },
      expected: { Resource: [`x/\${aws:PrincipalTag/${ACCOUNT}}/y`, `\${${ACCOUNT}`] },
    },
    "escaped wildcards": {
      given: { resources: ["a${*}b${?}c${$}"] },
      expected: { Resource: ["a${*}b${?}c${$}"] },
    },
    "quotes and backslashes": {
      given: { resources: ['a"b\\c', `"${account}\\`, '"'] },
      expected: { Resource: ['a"b\\c', `"${ACCOUNT}\\`, '"'] },
    },
    "template directives": {
      given: { resources: ["%{if}", `%{ ${account}`] },
      expected: { Resource: ["%{if}", `%{ ${ACCOUNT}`] },
    },
    "dollars and percents": {
      given: { resources: ["$5 100% $$ %%"] },
      expected: { Resource: ["$5 100% $$ %%"] },
    },
    "a condition key with a token, and one with what must be escaped": {
      given: {
        resources: ["*"],
        conditions: { StringEquals: { [`id.example/${account}:sub`]: "v", 'k"${x}': "v" } },
        acknowledge: { "unknown-condition-key": "only its quotes matter" },
      },
      expected: {
        Resource: ["*"],
        Condition: { StringEquals: { [`id.example/${ACCOUNT}:sub`]: "v", 'k"${x}': "v" } },
      },
    },
    "control characters": {
      given: { resources: ["a\nb\tc\u2028"] },
      expected: { Resource: ["a\nb\tc\u2028"] },
    },
  };
}

/** Renders every case into an output `c0`, `c1`, ... and returns the file with the names of the cases. */
function render(hclOutput: boolean): {
  readonly text: string;
  readonly expected: ReadonlyMap<string, unknown>;
} {
  return withApp(
    (app) => {
      const stack = new TerraformStack(app, "test");
      const expected = new Map<string, unknown>();
      Object.entries(cases(stack)).forEach(([name, { given, expected: statement }], index) => {
        const value = renderPolicy(stack, "roleInline", [
          // Of Lambda, the catalogue judges neither resources nor keys.
          { sid: "Case", actions: ["glue:StartJobRun"], ...given },
        ]);
        new TerraformOutput(stack, `c${index}`, { value, staticId: true, description: name });
        expected.set(`c${index}`, {
          Version: "2012-10-17",
          Statement: [{ Sid: "Case", Effect: "Allow", Action: ["glue:StartJobRun"], ...statement }],
        });
      });
      return {
        text: hclOutput ? stack.toHclTerraform().hcl : JSON.stringify(stack.toTerraform()),
        expected,
      };
    },
    { hclOutput },
  );
}

/** What Terraform makes of a module: its outputs after an apply, which needs no provider and no network. */
function terraformOutputs(file: string, text: string): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "sealstack-test-"));
  const terraform = (...args: string[]) =>
    execFileSync("terraform", args, {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    }).toString();
  try {
    writeFileSync(join(folder, file), text);
    terraform("init", "-input=false");
    terraform("validate");
    terraform("apply", "-auto-approve", "-input=false");
    const outputs = JSON.parse(terraform("output", "-json")) as Record<string, { value: string }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("renderPolicy", () => {
  it("writes the final text in JSON output, where nothing has to be put in", () => {
    const text = withApp((app) =>
      renderPolicy(new TerraformStack(app, "test"), "roleInline", [
        { sid: "A", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/${aws:username}"] },
      ]),
    );
    expect(text).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/$${aws:username}"]}]}',
    );
  });

  it("fails on an invalid policy with the construct's path", () => {
    const bad = () => withApp((app) => renderPolicy(new TerraformStack(app, "test"), "key", []));
    expect(bad).toThrow(
      "invalid configuration at 'test':\n  - a key policy must hold at least one statement, got none",
    );
  });
});

describeIf(
  findTool("terraform") !== undefined,
  "install terraform to have it judge the rendered policies",
  "renderPolicy, read by terraform",
  () => {
    it.each([
      { output: "JSON", file: "cdk.tf.json", hclOutput: false },
      { output: "HCL", file: "cdk.tf", hclOutput: true },
    ])("is right in $output output", ({ file, hclOutput }) => {
      const { text, expected } = render(hclOutput);
      const withoutBackend = hclOutput ? text : JSON.stringify({ ...JSON.parse(text), terraform: undefined });
      const outputs = terraformOutputs(file, withoutBackend);
      const decoded = Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [name, JSON.parse(value)]),
      );
      expect(decoded).toEqual(Object.fromEntries(expected));
    });
  },
);
