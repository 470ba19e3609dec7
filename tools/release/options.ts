/** The command line of `npm run release`. */
import { parseArgs } from "node:util";
import { OperatorError } from "../../scripts/errors";

export interface ReleaseOptions {
  /** Does all but change the tree and publish. */
  readonly dryRun: boolean;
  /** Publishes what was prepared. */
  readonly publish: boolean;
  /** Version to release in place of the one that the changes make. */
  readonly version?: string;
  /** Address of the repository, which provenance names. @default - that which GitHub's or GitLab's CI says */
  readonly repository?: string;
  /** Folder for tarballs and bills of materials. @default - `.sealstack/release`; in a dry run they are removed */
  readonly out?: string;
}

const HINT =
  "Use 'npm run release -- [--dry-run | --publish] [--version X.Y.Z] [--repository URL] [--out FOLDER]'.";

/** @throws {OperatorError} (`usage`) */
export function releaseOptions(args: readonly string[], environment: NodeJS.ProcessEnv): ReleaseOptions {
  const { "dry-run": dryRun, publish, version, repository, out } = parsed(args);
  if (dryRun && publish)
    throw new OperatorError("usage", "'--dry-run' and '--publish' exclude each other", { hint: HINT });
  if (repository !== undefined && !/^https:\/\/[^\s@]+$/.test(repository))
    throw new OperatorError("usage", `'--repository' takes an address with https, got '${repository}'`);
  const said = repository ?? repositoryOf(environment);
  return {
    dryRun,
    publish,
    ...(version === undefined ? {} : { version }),
    ...(said === undefined ? {} : { repository: said }),
    ...(out === undefined ? {} : { out }),
  };
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        "dry-run": { type: "boolean", default: false },
        publish: { type: "boolean", default: false },
        version: { type: "string" },
        repository: { type: "string" },
        out: { type: "string" },
      },
    });
    return values;
  } catch (error) {
    const message = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new OperatorError("usage", String(message).toLowerCase(), { hint: HINT });
  }
}

/** Provenance is made by these two only, and both say where they run. */
function repositoryOf(environment: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, CI_PROJECT_URL: gitlab } = environment;
  return server !== undefined && name !== undefined ? `${server}/${name}` : gitlab;
}
