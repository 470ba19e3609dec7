import { parseArn } from "../../../modules/arn";
import { OUTPUT, REPLICAS_OUTPUT } from "../../../modules/backup-contract";
import { MAX_STATE_NAME, STATE_NAME } from "../../../modules/state-contract";
import { OperatorError } from "../../errors";
import { notGiven, type Settings } from "../../settings/config";
import { checkedRegion } from "../../settings/settings-checks";

/** Which keys, where, for which state. */
export interface StateSettings {
  readonly keys: readonly [string, ...string[]];
  readonly fallbackRegions: readonly string[];
  readonly state: string;
}

/** @throws OperatorError `usage` for what is missing or cannot be. */
export function stateSettings(settings: Settings): StateSettings {
  const { openKeys, state } = settings;
  const [first, ...others] = openKeys.map(keyArn);
  if (first === undefined) throw notGiven("key", settings, "give --key ARN, or --outputs FILE");
  if (state === undefined) throw notGiven("state", settings, "give --state NAME: the state's object key");
  if (!STATE_NAME.test(state) || state.length > MAX_STATE_NAME)
    throw new OperatorError(
      "usage",
      `--state must be at most ${MAX_STATE_NAME} letters, digits and !_.'()-, parted by '/', got '${state}'`,
      { hint: "give the object key of the state, such as network/terraform.tfstate" },
    );
  return { keys: [first, ...others], fallbackRegions: fallbackRegions(settings, first), state };
}

/** An alias can be moved, and what is opened has to be opened by a key that is known. */
function keyArn(key: string): string {
  const arn = parseArn(key);
  if (arn?.service === "kms" && /^key\/[A-Za-z0-9-]+$/.test(arn.resource)) return key;
  throw new OperatorError("usage", `--key must be the ARN of a KMS key, got '${key}'`, {
    hint: "give arn:aws:kms:REGION:ACCOUNT:key/ID; `aws kms describe-key` shows it",
  });
}

function fallbackRegions(settings: Settings, key: string): readonly string[] {
  const { fallbackRegions: given, outputs } = settings;
  const own = parseArn(key)?.region ?? "";
  if (given === undefined) {
    const replicas = outputs[REPLICAS_OUTPUT];
    const known = typeof replicas === "object" && replicas !== null ? Object.keys(replicas) : [];
    const all = known.length === 0 ? [] : [outputs[OUTPUT.region], ...known];
    return all.filter((region) => typeof region === "string" && region !== own) as string[];
  }
  for (const region of given) checkedRegion(region);
  const twice = given.find((region, index) => region === own || given.indexOf(region) !== index);
  if (twice !== undefined)
    throw new OperatorError(
      "usage",
      `--fallback-region must name other regions, each once, got '${twice}' again`,
      {
        hint: "leave it out: the key's own region is asked first",
      },
    );
  if (given.length > 0 && !/:key\/mrk-/.test(key))
    throw new OperatorError("usage", `--fallback-region needs a multi-Region key, got ${key}`, {
      hint: "leave it out, or give a key whose id begins with mrk-",
    });
  return given;
}
