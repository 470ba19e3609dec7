/** `config/ca.json` of step-ca, as far as a backup needs it. Source: smallstep/certificates, authority/config/config.go. */
import { access, readFile } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { z } from "zod";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";

const path = z.string().min(1);

const caConfig = z.object({
  root: z.union([path, z.array(path).nonempty()]),
  crt: path,
  key: path,
  password: z.string().optional(),
  db: z.object({ type: z.string(), dataSource: z.string() }).partial().optional(),
});

export interface StepCaConfig {
  readonly roots: readonly string[];
  readonly crt: string;
  /** A path, or the URI of a key in a KMS or HSM. */
  readonly key: string;
  readonly password: string | undefined;
  readonly db: { readonly type?: string | undefined; readonly dataSource?: string | undefined } | undefined;
}

/** @throws {@link OperatorError} `source` when the configuration is missing or not one. */
export async function readStepCaConfig(stepPath: string): Promise<StepCaConfig> {
  const file = join(stepPath, "config", "ca.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new OperatorError("source", `cannot read ${file}: ${reasonOf(cause)}`, {
      hint: "name the STEPPATH of the CA: the directory that holds config, certs and secrets",
      cause,
    });
  });
  const parsed = caConfig.safeParse(parseJson(text));
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole").join(", ");
    throw new OperatorError("source", `${file} is not a configuration of step-ca; see: ${fields}`);
  }
  const { root, crt, key, password, db } = parsed.data;
  return { roots: typeof root === "string" ? [root] : root, crt, key, password, db };
}

/** What is wrong with it is not shown: it may hold a password. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether `key` names a key in a KMS, HSM or agent, such as `pkcs11:…`, `yubikey:…`, `awskms:…`. */
export function isKeyUri(key: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/.test(key);
}

/**
 * Where a file of the configuration lies inside STEPPATH. Paths are absolute as a rule, and a STEPPATH moves between hosts and
 * containers: one that leads out is looked for by its name in the folders that step-ca uses.
 *
 * @throws {@link OperatorError} `source` when it is not inside STEPPATH: it would not be in the backup.
 */
export async function insideStepPath(stepPath: string, configured: string, what: string): Promise<string> {
  const root = resolve(stepPath);
  const direct = isAbsolute(configured) ? resolve(configured) : resolve(root, configured);
  const folders = ["certs", "secrets", "config"].map((folder) => join(root, folder, basename(configured)));
  for (const place of [direct, ...folders]) if (isInside(root, place) && (await exists(place))) return place;
  throw new OperatorError("source", `the ${what} is not in ${stepPath}: ca.json names ${configured}`, {
    hint: "copy it below the STEPPATH and name that place in ca.json, or the backup cannot bring the CA back",
  });
}

function isInside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way !== ".." && !way.startsWith("../") && !isAbsolute(way);
}

export const exists = (place: string): Promise<boolean> =>
  access(place).then(
    () => true,
    () => false,
  );
