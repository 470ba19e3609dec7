import { program } from "../program";
import { say } from "../say";
import { checkTypes, compareStacks, runTests, withCopy } from "./check";
import { type Difference, explanation } from "./compare";

/** All of the modules and presets: some minutes. */
const TESTS = ["__tests__/modules", "__tests__/presets", "__tests__/config"];

async function main(paths: readonly string[]): Promise<number> {
  const tell = (line: string) => say(line, process.stdout);
  return withCopy(tell, async (copy) => {
    for (const [name, found] of Object.entries(copy.packages)) tell(`${name} is ${found}`);
    await checkTypes(copy);
    tell("types: no errors");
    const { files, differences } = await compareStacks(copy);
    const faults = differences.filter((found) => explanation(found) === undefined);
    const stacks = files.filter((file) => file.endsWith("cdk.tf.json")).length;
    tell(
      `synthesis: ${stacks} stacks, ${files.length} files compared, ${faults.length} differences without explanation`,
    );
    for (const line of told(differences)) tell(`  ${line}`);
    tell(`tests: ${await runTests(copy, paths.length > 0 ? paths : TESTS)}`);
    return faults.length > 0 ? 1 : 0;
  });
}

/** Each difference once, however many files have it. */
function told(differences: readonly Difference[]): readonly string[] {
  const lines = differences.map((found) => {
    const why = explanation(found)?.why;
    const values = `${JSON.stringify(found.cdktf)} -> ${JSON.stringify(found.terrain)}`;
    return why === undefined
      ? `NOT EXPLAINED ${found.file}: ${found.at}: ${values}`
      : `${found.at}: ${values} (${why})`;
  });
  return [...new Set(lines)].sort();
}

void program(() => main(process.argv.slice(2)));
