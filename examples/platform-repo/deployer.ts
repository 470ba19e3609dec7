/** `npm run -s deployer -- STACK [plan]`: the least policy that applying, or planning, a synthesized stack takes. */
import { readFileSync } from "node:fs";
import { policyDocument } from "sealstack/modules/iam";
import { deployerStatements } from "sealstack/modules/deployer";
import { ENVIRONMENTS } from "./environments";

const [stack = "", mode = "apply"] = process.argv.slice(2);
const environment = ENVIRONMENTS.find(({ name }) => stack.endsWith(`-${name}`));
if (environment === undefined || !["apply", "plan"].includes(mode)) {
  console.error("usage: npm run -s deployer -- STACK [apply|plan], after npx cdktf synth");
  process.exit(2);
}
const json: unknown = JSON.parse(readFileSync(`cdktf.out/stacks/${stack}/cdk.tf.json`, "utf8"));
const statements = deployerStatements(json, { env: environment, mode: mode === "plan" ? "plan" : "apply" });
console.log(JSON.stringify(policyDocument(statements), null, 2));
