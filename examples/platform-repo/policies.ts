/** Prints every policy of the synthesized stacks, a line for each statement: `diff` of two of these is what a change lets whom do. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Named = Record<string, Record<string, Record<string, unknown>>>;
process.stdout.on("error", () => process.exit(1)); // whoever reads a pipe may leave
const folder = join(process.argv[2] ?? "cdktf.out", "stacks");

for (const stack of readdirSync(folder).sort()) {
  const { resource = {} } = JSON.parse(readFileSync(join(folder, stack, "cdk.tf.json"), "utf8")) as { resource?: Named };
  for (const [type, named] of Object.entries(resource))
    for (const [name, attributes] of Object.entries(named))
      for (const attribute of ["policy", "assume_role_policy"]) {
        const text = attributes[attribute];
        if (typeof text !== "string") continue;
        for (const { Sid, ...statement } of (JSON.parse(text) as { Statement: { Sid: string }[] }).Statement)
          console.log(`${stack} ${type}.${name} ${attribute} ${Sid}: ${JSON.stringify(statement)}`);
      }
}
