/** Programs of users of the packed library. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../../tools/paths";

/** Every entry point of the package, as a user imports it. */
export const ENTRY_POINTS = Object.keys(
  (JSON.parse(readFileSync(join(REPO_ROOT, "package.json"), "utf8")) as { exports: object }).exports,
).filter((path) => path !== "./package.json");

export const ALL_ENTRY_POINTS = `
${ENTRY_POINTS.map((path, index) => `import * as entry${index} from "sealstack/${path.slice(2)}";`).join("\n")}
export const all = [${ENTRY_POINTS.map((_, index) => `entry${index}`).join(", ")}];
`;

/** Compares each entry point, imported and required. */
export const ES_MODULE_APP = `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const compared = [];
for (const path of ${JSON.stringify(ENTRY_POINTS)}) {
  const id = "sealstack/" + path.slice(2);
  const [imported, required] = [await import(id), require(id)];
  const names = Object.keys(required);
  const missing = names.filter((name) => imported[name] !== required[name]);
  compared.push({ path, names: names.length, missing });
}
process.stdout.write(JSON.stringify(compared));
`;

export const TEN_LINES = `
import { App } from "cdktf";
import { EtcdCaBackupStack } from "sealstack/presets/etcd-ca-backup";

const app = new App();
new EtcdCaBackupStack(app, "backups", {
  config: { region: "eu-central-1", bucket: { prefixes: [{ prefix: "etcd/", expirationInDays: 30 }] } },
  deployment: {},
});
app.synth();
`;

export const TYPESCRIPT_APP = `
import { App, TerraformStack } from "cdktf";
import { Key, rootStatement } from "sealstack/modules/kms";
${ALL_ENTRY_POINTS}
const env = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
class Platform extends TerraformStack {
  constructor(app: App) {
    super(app, "platform");
    new Key(this, "key", { description: "backups", policy: [rootStatement(env)] });
  }
}
new Platform(new App());
`;

export const APP = `
const { App, TerraformStack, Testing } = require("cdktf");
const { Key, rootStatement } = require("sealstack/modules/kms");
const env = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
const stack = new TerraformStack(new App(), "s");
new Key(stack, "key", { description: "backups", policy: [rootStatement(env, { full: false })] });
process.stdout.write(JSON.stringify(JSON.parse(Testing.synth(stack)).resource));
`;
