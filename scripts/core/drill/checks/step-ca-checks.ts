import { join, resolve } from "node:path";
import type { SourceCheck } from "../../archive/info";
import { Archived } from "../../sources/archived";
import type { PreparedSource } from "../../sources/source";
import { stepCaSource } from "../../sources/step-ca";
import { parseStepCaConfig, signsItself } from "../../sources/step-ca/config";
import { Places } from "../../sources/step-ca/places";
import { keyFile, kmsTypeOf, referencesOf, rootPaths } from "../../sources/step-ca/references";
import type { CheckSurroundings } from "../check-surroundings";
import { withheld } from "../etcd/tools";
import { issueCertificate, type RestoredCa } from "../step-ca/throw-away-ca";
import type { Checks } from "./check";

/** The whole of what a backup of a step-ca checks before it is made, of what came back. */
const WHOLE = "all that ca.json names is there, and belongs together";
const SERVER = "step-ca starts and issues a certificate";

/** As checkKey calls it. */
const KEY_CHECK = "intermediate key matches its certificate";

interface StepCaSurroundings extends CheckSurroundings {
  readonly now: Date;
  readonly passwordFile: string | undefined;
}

/** @returns versions of the programs that took part. */
export async function stepCaChecks(
  checks: Checks,
  given: StepCaSurroundings,
): Promise<Record<string, string>> {
  const { restored, now, passwordFile } = given;
  let found: readonly SourceCheck[] = [];
  let ca: RestoredCa | string = "what it needs is not there";
  await checks.run(WHOLE, async () => {
    const source = await stepCaSource(restored.own, now, { passwordFile, skipUnsupported: true });
    found = source.checks;
    ca = await restoredCa(source, given);
    await source.dispose();
    return undefined;
  });
  for (const { name, result, detail } of found)
    checks.note({ name, result: result === "not checked" ? "skipped" : result, detail });
  return serverCheck(checks, found, ca, given);
}

async function serverCheck(
  checks: Checks,
  found: readonly SourceCheck[],
  ca: RestoredCa | string,
  given: StepCaSurroundings,
): Promise<Record<string, string>> {
  const { run } = given.programs;
  const version = await run("step-ca", ["version"], { env: {}, withhold: withheld, signal: given.signal });
  const key = found.find(({ name }) => name === KEY_CHECK);
  if (version.status !== 0) checks.skip(SERVER, "needs step-ca (smallstep/certificates)");
  else if (typeof ca === "string") checks.skip(SERVER, ca);
  else if (key?.result !== "passed") checks.skip(SERVER, key?.detail ?? "the key was not checked");
  else await checks.run(SERVER, async () => ({ detail: await issueCertificate(ca, given) }));
  if (version.status !== 0) return {};
  return { "step-ca": /\/(\d\S*)/.exec(version.stdout)?.[1] ?? "unknown" };
}

/** @returns why there is none that could be started, in place of one. */
async function restoredCa(
  { members }: PreparedSource,
  { restored, passwordFile }: StepCaSurroundings,
): Promise<RestoredCa | string> {
  const archived = new Archived(members);
  const configured = archived.find("config/ca.json");
  if (configured === undefined) return "there is no ca.json";
  const config = parseStepCaConfig(await archived.read(configured), "config/ca.json");
  if (!signsItself(config)) return "it is the front of another CA";
  const places = new Places(restored.own, archived, referencesOf(config));
  const inside = (path: string | undefined): string => places.inside(path ?? "") ?? "";
  const key = keyFile(config.key ?? "", kmsTypeOf(config));
  if (key === undefined) return "its key is in a KMS or HSM";
  const bytes = async (path: string | undefined): Promise<Buffer> => {
    const member = archived.find(inside(path));
    return member === undefined ? Buffer.alloc(0) : archived.read(member);
  };
  const there = (path: string | undefined): string => join(restored.others, inside(path));
  return {
    roots: rootPaths(config).map(there),
    crt: there(config.crt),
    key: there(key),
    password: config.password,
    passwordFile: passwordFile && resolve(passwordFile),
    rootBytes: await Promise.all(rootPaths(config).map(bytes)),
    crtBytes: await bytes(config.crt),
  };
}
