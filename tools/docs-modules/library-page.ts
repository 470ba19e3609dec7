/** docs/library.md: how to use the library, with every audience and service of key policies. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { REPO_ROOT } from "../paths";
import { cell, docstring } from "./docstring";

/** A program of `examples/`, as somebody who has installed the package writes it. */
function example(file: string): string {
  return readFileSync(join(REPO_ROOT, "examples", file), "utf8")
    .replaceAll(/"\.\.\/(modules|presets)\//g, '"sealstack/$1/')
    .trim();
}

export function libraryPage(): string {
  return `# Use it as a library

\`\`\`
npm install sealstack cdktf constructs @cdktf/provider-aws
\`\`\`

Not on the registry yet: \`npm pack\` in a clone makes the file to install in place of \`sealstack\`.

\`cdktf\`, \`constructs\` and \`@cdktf/provider-aws\` are peers: the versions are yours, within the ranges of \`package.json\`; those of [CDK Terrain](cdk-terrain.md) fit, too. The entry points are found by every module
resolution of TypeScript: that of \`cdktf init\`'s project, which needs no change, \`node16\`, \`nodenext\` and \`bundler\`. The package is CommonJS
with types; ES modules import the same names. Its types pass with \`skipLibCheck: false\`, too, where \`esModuleInterop\` is on, as zod's types need it under the old resolution.

## A preset

\`\`\`ts
${example("preset.ts")}
\`\`\`

\`config\` is what \`sealstack.yaml\` says of the stack, without \`preset\`: every key, its default and its meaning are in \`config/sealstack.schema.json\` of the package. What is wrong with it is thrown as
one \`ConfigError\` that names each key. \`deployment: {}\` brings a provider for the configuration's region and leaves the state to cdktf (a file
\`terraform.backups.tfstate\` in the folder in which the program runs); \`backend\` puts it elsewhere. Without \`deployment\` the stack has neither: add the provider yourself, with \`new AwsProvider(stack, "aws", …)\`.

## A stack of your own

\`awsEnvironment(this)\` says where the stack is deployed, as Terraform finds it out; what is given to it is not looked up.

\`\`\`ts
${example("library.ts")}
\`\`\`

Errors of configuration are \`ConfigError\`s, thrown at synthesis, with everything that is wrong with one construct at once. Constructs and functions of each module:
[iam](modules/iam.md), [kms](modules/kms.md), [s3](modules/s3.md), [audit](modules/audit.md); everything that can be imported: [api](api.md). Tests of your own stacks: [testing](testing.md). Whether AWS would allow a request, and who can do what in a stack: [access](access.md).

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
