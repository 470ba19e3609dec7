/** Where a new backup may go, as the stack's outputs say. */
import { OUTPUT } from "../../modules/backup-contract";
import { OperatorError } from "../errors";
import type { Settings } from "./config";

type Given = Pick<Settings, "prefix" | "prefixGiven" | "bucket" | "outputs" | "outputsFrom">;

/**
 * The prefix of a new backup. Rules expire, and roles see, what is below the prefixes of a stack: in its bucket, a backup goes below one of them, and
 * below the only one if none is given.
 * @throws OperatorError `usage` naming the prefixes of the stack.
 */
export function backupPrefix(settings: Given): string {
  const { prefix, prefixGiven, outputsFrom } = settings;
  const allowed = prefixesOf(settings);
  if (allowed === undefined) return prefix;
  const [only, ...others] = allowed;
  if (!prefixGiven && only !== undefined && others.length === 0) return only;
  if (prefixGiven && allowed.some((each) => prefix.startsWith(each))) return prefix;
  const from = outputsFrom?.described ?? "the outputs";
  const problem = prefixGiven ? `the prefix '${prefix}' is none of the stack's` : "no prefix is given";
  throw new OperatorError("usage", `${problem}: ${from} has ${allowed.join(", ")}`, {
    hint: "give one of them with --prefix, or one below it",
  });
}

/** Those of the stack, where the backup goes to its bucket. */
function prefixesOf({ bucket, outputs, outputsFrom }: Given): readonly string[] | undefined {
  const listed = outputs[OUTPUT.prefixes];
  if (listed === undefined || bucket !== outputs[OUTPUT.bucket]) return undefined;
  if (Array.isArray(listed) && listed.length > 0 && listed.every((each) => typeof each === "string"))
    return listed;
  throw new OperatorError("usage", `${outputsFrom?.described ?? "the outputs"} has no list of prefixes`, {
    hint: "deploy the stack, and write the file again",
  });
}
