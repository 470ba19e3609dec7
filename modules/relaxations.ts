/**
 * A safe default is given up only with a reason, and the reason stays beside what it is about: in the synthesized JSON as
 * `"//": { "relaxations": [...] }` of the resource, in HCL output in the `metadata.json` beside it. Terraform reads neither; people, reviews and
 * scanners do. A tag would need a change of the resource, and is too short and too narrow in its letters.
 */
import type { TerraformResource } from "cdktf";
import { type Check, isObject, text } from "./shape";
import { shown, shownList } from "./show-value";

/** Turns a safe default off. */
export interface Off {
  /** Why; kept in the synthesized metadata. */
  readonly off: string;
}

/** Turns something on that is safer off. */
export interface On {
  /** Why; kept in the synthesized metadata. */
  readonly on: string;
}

/** A safe default that somebody gave up. */
export interface Relaxation {
  /** The prop, audience or statement. */
  readonly what: string;
  readonly reason: string;
}

/** A safe default, or why not. Whether the reason says something is a matter of {@link relaxationProblems}. */
export const trueOrOff: Check = (what, value) =>
  value === true ? [] : reasonUnder("off", `true, or { off: "…" } with the reason why not`)(what, value);

/** Why something is on that is safer off. */
export const onWithReason: Check = (what, value) =>
  reasonUnder("on", `{ on: "…" } with the reason why`)(what, value);

function reasonUnder(name: string, wanted: string): Check {
  return (what, value) => {
    if (!isObject(value) || Object.keys(value).join() !== name)
      return [
        `${what} must be ${wanted}, got ${isObject(value) ? shownList(Object.keys(value)) || "an empty object" : shown(value)}`,
      ];
    return text(`${what}.${name}`, (value as Readonly<Record<string, unknown>>)[name]);
  };
}

/** The relaxations among props, in the order of `props`. */
export function relaxationsOf(
  props: Readonly<Record<string, true | Off | On | string | undefined>>,
): readonly Relaxation[] {
  return Object.entries(props).flatMap(([what, value]) => {
    if (value === undefined || value === true) return [];
    if (typeof value === "string") return [{ what, reason: value }];
    return [{ what, reason: "off" in value ? value.off : value.on }];
  });
}

/** A reason has to say something. */
export function relaxationProblems(relaxations: readonly Relaxation[]): readonly string[] {
  return relaxations
    .filter(({ reason }) => typeof reason !== "string" || reason.trim() === "")
    .map(({ what }) => `${what} needs a reason, got an empty one`);
}

/** Keeps the reasons with the resource. */
export function noteRelaxations(resource: TerraformResource, relaxations: readonly Relaxation[]): void {
  if (relaxations.length === 0) return;
  // cdktf merges its own metadata into "//"; there is no other way into it.
  resource.addOverride("//.relaxations", relaxations);
}
