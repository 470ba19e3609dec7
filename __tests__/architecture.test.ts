/** Imports go one way: see the table in docs/architecture.md. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { circles, violations } from "./helpers/repository/architecture";

const ROOT = join(__dirname, "..");
const FOLDERS = ["modules", "presets", "config", "access", "testing", "scripts", "tools"];

/** Every TypeScript file that is ours and no test. */
function sources(): Map<string, string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path)),
  );
  return new Map(["main.ts", ...files].map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
}

/** What a file with this text would break, beside the real tree's index files. */
function judge(path: string, text: string): readonly string[] {
  const tree = [
    "modules/iam/index",
    "modules/kms/index",
    "modules/s3/index",
    "presets/index",
    "config/index",
  ];
  const others = tree.map((file): [string, string] => [`${file}.ts`, ""]);
  return violations(new Map([...others, [path, text]]));
}

describe("architecture", () => {
  it("holds for every file", () => {
    const files = sources();
    expect(files.size).toBeGreaterThan(50);
    expect(violations(files)).toEqual([]);
  });

  it.each([
    [
      "main.ts",
      'import { Key } from "./modules/kms";',
      "main imports modules/kms/index, which 'main.ts' may not",
    ],
    [
      "main.ts",
      'import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";',
      "main imports npm:@cdktf/provider-aws/lib/kms-key, which 'main.ts' may not",
    ],
    [
      "modules/iam/identities/role.ts",
      'import { Key } from "../../kms";',
      "modules/iam/identities/role imports modules/kms/index, which 'modules/iam' may not",
    ],
    [
      "modules/kms/key/key.ts",
      'export { Bucket } from "../../s3";',
      "modules/kms/key/key imports modules/s3/index, which 'modules/kms' may not",
    ],
    [
      "modules/s3/bucket/bucket.ts",
      'import { addStack } from "../../../presets";',
      "modules/s3/bucket/bucket imports presets/index, which 'modules/s3' may not",
    ],
    [
      "modules/s3/bucket/bucket.ts",
      'import type { ObjectStore } from "../../../scripts/core/ports";',
      "modules/s3/bucket/bucket imports scripts/core/ports, which 'modules/s3' may not",
    ],
    [
      "presets/etcd-ca-backup/stack.ts",
      'import { x } from "../other/stack";',
      "presets/etcd-ca-backup/stack imports presets/other/stack, which 'a preset' may not",
    ],
    [
      "presets/etcd-ca-backup/stack.ts",
      'import { Key } from "../../modules/kms/key/key";',
      "presets/etcd-ca-backup/stack imports modules/kms/key/key, but constructs of presets take modules by their index",
    ],
    [
      "modules/kms/limits.ts",
      'import { Token } from "cdktf";',
      "modules/kms/limits imports npm:cdktf, but is a pure file",
    ],
    [
      "modules/kms/new-file.ts",
      'import { Role } from "../iam";',
      "modules/kms/new-file imports modules/iam/index, but is a pure file",
    ],
    [
      "config/schema.ts",
      "export const now = () => Date.now();",
      "config/schema uses Date, but is a pure file",
    ],
    [
      "config/schema.ts",
      "export const home = process.env.HOME;",
      "config/schema uses process, but is a pure file",
    ],
    [
      "modules/iam/limits.ts",
      "export const n = Math.random();",
      "modules/iam/limits uses Math.random, but is a pure file",
    ],
    [
      "scripts/bin.ts",
      'import("@aws-sdk/client-s3");',
      "scripts/bin imports npm:@aws-sdk/client-s3, which 'scripts/bin' may not",
    ],
    [
      "scripts/commands/list.ts",
      'import { S3Client } from "@aws-sdk/client-s3";',
      "scripts/commands/list imports npm:@aws-sdk/client-s3, which 'scripts/commands' may not",
    ],
    [
      "scripts/core/backup/backup.ts",
      'import { kms } from "../../clients/services/kms";',
      "scripts/core/backup/backup imports scripts/clients/services/kms, which 'scripts/core use cases' may not",
    ],
    [
      "scripts/core/backup/backup.ts",
      "console.log(1);",
      "scripts/core/backup/backup uses console, but 'scripts/core' knows neither process nor terminal",
    ],
    [
      "scripts/clients/services/s3.ts",
      'type P = import("../../core/ports").Port;',
      "scripts/clients/services/s3 imports scripts/core/ports, which 'scripts/clients' may not",
    ],
    [
      "scripts/core/store/s3-store.ts",
      'const { App } = require("cdktf");',
      "scripts/core/store/s3-store imports npm:cdktf, which 'scripts/core adapters' may not",
    ],
    [
      "tools/demo/main.ts",
      'import { backup } from "../../scripts/commands/backup";',
      "tools/demo/main imports scripts/commands/backup, which 'tools' may not",
    ],
    ["lambda/handler.ts", "", "lambda/handler has no row in the import table"],
  ])("fails on %s with: %s", (path, text, violation) => {
    expect(judge(path, text)).toEqual([violation]);
  });

  it("has no circle, neither of files nor of rooms", () => {
    expect(circles(sources())).toEqual([]);
  });

  it.each([
    [
      "files",
      {
        "tools/a.ts": 'import "./b";',
        "tools/b.ts": 'import "./c";',
        "tools/c.ts": 'import type { A } from "./a";',
      },
      "tools/a -> tools/b -> tools/c -> tools/a",
    ],
    [
      "rooms",
      {
        "scripts/core/one/a.ts": 'import "../two/b";',
        "scripts/core/two/b.ts": "",
        "scripts/core/two/c.ts": 'import "../one/d";',
        "scripts/core/one/d.ts": "",
      },
      "scripts/core/one -> scripts/core/two -> scripts/core/one",
    ],
  ])("names a circle of %s", (_of, files, circle) => {
    expect(circles(new Map(Object.entries(files)))).toEqual([circle]);
  });

  it.each([
    ["modules/kms/policy/key-policy.ts", 'import type { Role } from "../../iam";'],
    ["modules/kms/policy/key-policy.ts", 'import { type Role, type User } from "../../iam";'],
    ["config/schema.ts", "export const a = { process: 1, Date: 2 }; a.process;"],
    ["scripts/core/crypto/kms/kms-calls.ts", 'import { KMSClient } from "@aws-sdk/client-kms";'],
    ["presets/index.ts", 'import { EtcdCaBackupStack } from "./etcd-ca-backup";'],
  ])("has nothing against %s with: %s", (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });
});
