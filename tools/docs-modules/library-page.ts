/** docs/library.md: how to use the library, with every audience and service of key policies. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { REPO_ROOT } from "../paths";
import { cell, docstring } from "./docstring";

export function libraryPage(): string {
  const example = readFileSync(join(REPO_ROOT, "examples/library.ts"), "utf8")
    .replaceAll(/"\.\.\/(modules|presets)\//g, '"sealstack/$1/')
    .trim();
  return `# Use it as a library

\`\`\`
npm install sealstack cdktf constructs @cdktf/provider-aws
\`\`\`

Not on the registry yet: \`npm pack\` in a clone makes the file to install in place of \`sealstack\`.

\`cdktf\`, \`constructs\` and \`@cdktf/provider-aws\` are peers: the versions are yours, within the ranges of \`package.json\`. The entry points are found by every module
resolution of TypeScript: that of \`cdktf init\`'s project, which needs no change, \`node16\` and \`bundler\`. The package is CommonJS with types.

## A stack of your own, and a preset

\`awsEnvironment(this)\` says where the stack is deployed, as Terraform finds it out; what is given to it is not looked up. A preset takes the configuration that
\`sealstack.yaml\` has: its schema fills in the defaults, and throws with every problem.

\`\`\`ts
${example}
\`\`\`

Errors of configuration are \`ConfigError\`s, thrown at synthesis, with everything that is wrong with one construct at once. Constructs and functions of each module:
[iam](modules/iam.md), [kms](modules/kms.md), [s3](modules/s3.md), [audit](modules/audit.md); everything that can be imported: [api](api.md).

## Audiences of a key policy

Properties of \`policy\`; each is a list of ARNs, or ARNs under conditions.

${table("modules/kms/policy/audiences.ts", ["AUDIENCES", "SERVICE_ROLES"], "audience", "may")}

## Services of a key policy

Members of \`policy.services\`: \`{ service: "cloudTrail", sourceArns: [...] }\`. Who is bound to what is in the rows' own sources.

${table("modules/kms/policy/service-principals.ts", ["SERVICES"], "service", "for")}
`;
}

/** Members of the tables in a file, with their docstrings. */
function table(path: string, names: readonly string[], first: string, second: string): string {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(REPO_ROOT, path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const rows = names
    .flatMap((name) => membersOf(source, name))
    .map((member) => {
      const { text } = docstring(member);
      if (text === "") throw new Error(`${path}: '${member.name?.getText(source)}' has no docstring`);
      return `| \`${member.name?.getText(source)}\` | ${cell(text)} |`;
    });
  return [`| ${first} | ${second} |`, "| --- | --- |", ...rows].join("\n");
}

function membersOf(source: ts.SourceFile, name: string): readonly ts.ObjectLiteralElementLike[] {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((one) => one.name.getText(source) === name);
    let value = found?.initializer;
    while (value !== undefined && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)))
      value = value.expression;
    if (value !== undefined && ts.isObjectLiteralExpression(value)) return [...value.properties];
  }
  throw new Error(`there is no table '${name}'`);
}
