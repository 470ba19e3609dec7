/** `npm run release`: versions, changelog, tarballs, bills of materials; publishes with `--publish` only. See docs/releasing.md. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { TESTED } from "../executable/node-binary";
import { linuxArtefacts, SUMS } from "../linux-packages/artefacts";
import { REPO_ROOT } from "../paths";
import { program } from "../program";
import { say } from "../say";
import { FILES } from "./files";
import { type ReleaseOptions, releaseOptions } from "./options";
import { type Packed, packBoth, publish, rehearsePublish } from "./packages";
import { type Plan, planRelease } from "./plan";
import { apply, commit, copyTree } from "./tree";

const SCRATCH = join(REPO_ROOT, ".sealstack");

async function main(args: readonly string[]): Promise<void> {
  const options = releaseOptions(args, process.env);
  const plan = await planRelease(options, new Date());
  tell(`version: ${plan.current} -> ${plan.version} (${plan.because}), of sealstack and @sealstack/cli`);
  // A dry run tells all that it finds; an out-of-date report or a silent breaking change is an error of the sources, whatever is planned.
  const [first] = plan.problems.filter((problem) => !options.dryRun || !problem.startsWith("the tree is "));
  if (first !== undefined)
    throw new OperatorError("source", "not ready to be released", { details: plan.problems });
  for (const problem of plan.problems) tell(`a release would be refused: ${problem}`);
  await testOnAllNodes(options, plan);
  mkdirSync(SCRATCH, { recursive: true });
  const copy = mkdtempSync(join(SCRATCH, "release-"));
  try {
    await copyTree(copy);
    await apply(plan.files, copy);
    const out = resolve(options.out ?? join(options.dryRun ? copy : SCRATCH, "release", plan.version));
    const packed = await packBoth(copy, out);
    for (const each of packed) {
      await rehearsePublish(each);
      tell(
        `packed: ${each.name} ${each.version}, ${each.files.length} files, ${each.size} bytes, ${each.integrity}`,
      );
    }
    if (options.dryRun) tell(`would build: executables and packages for linux, with ${SUMS}`);
    else for (const file of await linuxArtefacts({ root: copy, out }, tell)) tell(`built: ${file}`);
    await finish(options, plan, packed);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What is published as it was prepared was tested then. */
async function testOnAllNodes({ dryRun }: ReleaseOptions, { files }: Plan): Promise<void> {
  if (Object.keys(files).length === 0) return;
  const versions = TESTED.map(({ version }) => version).join(", ");
  if (dryRun) return tell(`would test: scripts/ on Node.js ${versions}`);
  tell(`testing: scripts/ on Node.js ${versions}`);
  const argv = ["tools/bootstrap.mjs", "node", "all"];
  const { status } = spawnSync(process.execPath, argv, { cwd: REPO_ROOT, stdio: ["ignore", 2, 2] });
  if (status !== 0)
    throw new OperatorError("tool", "tests fail on a version of Node.js", {
      hint: "see above; `npm run test:node -- VERSION PATH` runs some of them again",
    });
}

async function finish(options: ReleaseOptions, plan: Plan, packed: readonly Packed[]): Promise<void> {
  const section = plan.files[FILES.changelog]?.split(/^## /m)[2]?.trim();
  if (section !== undefined) tell(`changelog: ## ${section}`);
  for (const [path, text] of Object.entries(plan.files))
    tell(`${options.dryRun ? "would " : ""}${text === undefined ? "remove" : "write"}: ${path}`);
  if (options.dryRun) {
    tell(`would commit and tag: v${plan.version}`);
    for (const { name, version } of packed) tell(`would publish, with --publish only: ${name}@${version}`);
    tell("dry run: the tree is as it was, and nothing was published");
    return;
  }
  if (Object.keys(plan.files).length > 0) {
    await apply(plan.files, REPO_ROOT);
    await commit(plan.files, plan.version);
    tell(`committed and tagged: v${plan.version}`);
  }
  if (options.publish)
    for (const each of packed) {
      const wasThere = await publish(each);
      tell(`${wasThere ? "was published before" : "published"}: ${each.name}@${each.version}`);
    }
  else
    tell("nothing was published: push the commit and its tag, and run 'npm run release -- --publish' in CI");
}

function tell(line: string): void {
  say(line, process.stdout);
}

void program(() => main(process.argv.slice(2)));
