/** What the compiler says of the mistakes that are made most: the first lines name the key, and what is allowed. */
import { join } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../..");
const FILE = join(ROOT, "__tests__/types/mistakes-of-a-user.ts");
const etcd = (config: string) => `new EtcdCaBackupStack(app, "e", { config: { ${config} } });`;

const MISTAKES: readonly (readonly [what: string, program: string, says: RegExp])[] = [
  [
    "a misspelt section",
    etcd("region, buckets: {}"),
    /'buckets' does not exist .*Did you mean to write 'bucket'\?/s,
  ],
  [
    "a missing key",
    etcd(""),
    /^Property 'region' is missing in type '{}' but required in type '{ region: string; /,
  ],
  [
    "a string for a number",
    etcd('region, bucket: { prefixes: [{ prefix: "a/", expirationInDays: "30" }] }'),
    /^Type 'string' is not assignable to type 'number'/,
  ],
  [
    "a string for an object",
    etcd('region, bucket: { prefixes: ["a/"] }'),
    /^Type 'string' is not assignable to type '{ prefix: string; expirationInDays\?: number/,
  ],
  [
    "a kind of trust that there is not",
    etcd('region, writer: { trust: [{ type: "lambda" }] }'),
    /^Type '"lambda"' is not assignable to type .*"ec2"/,
  ],
  [
    "a missing key deep inside",
    etcd('region, bucket: { objectLock: { mode: "GOVERNANCE" } }'),
    /^Property 'retentionInDays' is missing .* required in type '{ mode: /,
  ],
  [
    "a word that is not allowed",
    etcd('region, key: { rootStatement: "all" }'),
    /^Type '"all"' is not assignable to type '("full" \| "manage"|"manage" \| "full") \| undefined'/,
  ],
  [
    "another preset's name",
    'addStack(app, "e", { preset: "etcd-backup", region });',
    /^Type '"etcd-backup"' is not assignable .*Did you mean '"etcd-ca-backup"'\?/s,
  ],
  [
    "a missing prop of a construct",
    'new Key(stack, "k", { policy: [] });',
    /Property 'description' is missing in type .* but required in type 'KeyProps'/,
  ],
  [
    "a misspelt audience",
    'new Key(stack, "k", { description: "x", policy: { encryptonly: [] } });',
    /'encryptonly' does not exist in type '.*KeyPolicyProps'/,
  ],
  [
    "a spec that KMS does not have",
    'new Key(stack, "k", { description: "x", keySpec: "RSA_1024", policy: [] });',
    /^Type '"RSA_1024"' is not assignable to type '.*"RSA_2048"/,
  ],
];

const HEAD = `import { App, TerraformStack } from "cdktf";
import { Key } from "../../modules/kms";
import { addStack } from "../../presets";
import { EtcdCaBackupStack } from "../../presets/etcd-ca-backup";
const app = new App();
const stack = new TerraformStack(app, "s");
const region = "eu-central-1";
export const used = [stack, Key, addStack, EtcdCaBackupStack, region];`;

/** First messages of the compiler by line, of a file that is nowhere but here. */
function messages(text: string): ReadonlyMap<number, string> {
  const settings = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(settings.config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === FILE || fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    path === FILE ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) : getSourceFile(path, ...rest);
  const program = ts.createProgram([FILE], { ...options, types: ["node"] }, host);
  const source = program.getSourceFile(FILE);
  if (source === undefined) throw new Error("the program was not read");
  return new Map(
    program.getSemanticDiagnostics(source).map(({ start = 0, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      return [line, ts.flattenDiagnosticMessageText(messageText, "\n")];
    }),
  );
}

describe("errors of the compiler", () => {
  const first = HEAD.split("\n").length;
  const found = messages([HEAD, ...MISTAKES.map(([, program]) => program), etcd("region")].join("\n"));

  it.each(MISTAKES.map(([what, , says], index) => [what, index, says] as const))(
    "say what is wrong of %s",
    (_, index, says) => {
      const message = found.get(first + index) ?? "";
      expect(message).toMatch(says);
      expect(message.split("\n").slice(0, 2).join("\n")).not.toMatch(/Zod|\$strict|InputOf/);
    },
  );

  it("are none for what is right", () => {
    expect([...found.keys()].filter((line) => line < first || line >= first + MISTAKES.length)).toEqual([]);
  });
});
