/** What `sealstack.yaml` can say. Every default and description is in the schema; editors get it as `sealstack.schema.json`. */
import { z } from "zod";
import { pathText } from "../modules/checked-yaml/problems";
import { shown } from "../modules/show-value";
import { backendSchema, STACK_PLACEHOLDER } from "../presets/common/config/backend";
import { BETWEEN_STACKS, PRESET_SCHEMAS } from "../presets/schemas";
import { isSameName, type TakenName, takenNames } from "./names";

/** Leaves room in role names (64 characters) and in the default bucket name (63) for what follows it. */
export const STACK_NAME = /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** What {@link STACK_NAME} asks for, in words. */
export const STACK_NAME_RULE = "name must be 1 to 32 lower-case letters, digits and '-', with a letter first";

export const configSchema = z
  .strictObject({
    backend: backendSchema.prefault({ type: "local" }),
    stacks: z.record(z.string(), z.discriminatedUnion("preset", PRESET_SCHEMAS)).meta({
      propertyNames: { pattern: STACK_NAME.source },
      description:
        "The stacks by name: 1 to 32 lower-case letters, digits and '-'. The name is part of the names of roles and bucket.",
    }),
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(checkBetweenStacks, { when: () => true })
  .meta({ title: "sealstack.yaml", description: "Configuration of sealstack's infrastructure." });

export type Config = z.infer<typeof configSchema>;

/** What no single stack can say. The value is incomplete where other problems were found in it. */
function checkBetweenStacks(value: unknown, context: z.core.$RefinementCtx): void {
  const { backend, stacks } = (value ?? {}) as Incomplete;
  const entries = Object.entries(stacks ?? {});
  const report = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  if (typeof stacks === "object" && entries.length === 0)
    report(["stacks"], "must hold at least one stack, got none");
  const state = backend?.type === "s3" ? "key" : "path";
  const place = backend?.[state];
  if (entries.length > 1 && typeof place === "string" && !place.includes(STACK_PLACEHOLDER))
    report(
      ["backend", state],
      `must hold ${STACK_PLACEHOLDER} when there are several stacks, got ${shown(place)}`,
    );
  const taken: TakenName[] = [];
  for (const [name, stack] of entries) {
    // Not the record's key type: a stack whose name is wrong would be left unchecked.
    if (!STACK_NAME.test(name)) report(["stacks", name], `${STACK_NAME_RULE}, got ${shown(name)}`);
    for (const found of takenNames(name, stack)) {
      const first = taken.find((other) => isSameName(other, found));
      if (first?.path[1] === name) continue; // its own keys are the preset's matter
      const { what, name: called, path } = found;
      if (first === undefined) taken.push(found);
      else
        report(
          [...path],
          `${what} must be used once, got ${shown(called)} in ${shown(pathText(first.path))} too`,
        );
    }
  }
  for (const { path, message } of BETWEEN_STACKS.flatMap((problems) => problems(stacks ?? {})))
    report(["stacks", ...path], message);
}

/** As much of the configuration as {@link checkBetweenStacks} looks at, believing nothing. */
interface Incomplete {
  readonly backend?: { readonly type?: unknown; readonly path?: unknown; readonly key?: unknown };
  readonly stacks?: Readonly<Record<string, unknown>>;
}
